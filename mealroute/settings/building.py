"""Build the tables of settings from what a file holds, and tell every fault in them."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from mealroute.errors import Fault
from mealroute.language import gettext as _
from mealroute.settings.tables import (
    TILE_SERVICES,
    GeocodingSettings,
    HandoverSettings,
    HeatSettings,
    MapSettings,
    PaperSettings,
    PriceSettings,
    ReceiptSettings,
    SubsidySettings,
    Tier,
    TravelSettings,
    TripSettings,
)

TABLES: Mapping[str, type] = {
    "travel": TravelSettings,
    "handover": HandoverSettings,
    "heat": HeatSettings,
    "trips": TripSettings,
    "receipt": ReceiptSettings,
    "price": PriceSettings,
    "maps": MapSettings,
    "papers": PaperSettings,
    "subsidy": SubsidySettings,
    "geocoding": GeocodingSettings,
}


def setting_tables() -> dict[str, type]:
    """List the tables of a settings file by their headings, containers apart.

    Examples
    --------
    >>> [name for name in setting_tables() if name.startswith("travel")]
    ['travel', 'travel.speeds', 'travel.winter']
    """
    found: dict[str, type] = {}
    for name, table in TABLES.items():
        found[name] = table
        for part in fields(table):
            if "table" in part.metadata:
                found[f"{name}.{part.name}"] = part.metadata["table"]
    return found


def tiers_of(values: object, file: str, faults: list[Fault]) -> dict[str, Tier]:
    """Make the tiers of the subsidy; nobody pays more than the price."""
    if not isinstance(values, Mapping):
        faults.append(Fault(file, None, "[subsidy.tiers]", str(values), _("a table of settings")))
        return {}
    tiers = {
        name: build(Tier, values[name], f"subsidy.tiers.{name}", file, faults,
                     required=("price", "co_pay"))
        for name in values
    }  # fmt: skip
    for name, tier in tiers.items():
        # What is missing has been told already.
        if not (tier.price.is_nan() or tier.co_pay.is_nan()) and tier.co_pay > tier.price:
            where = f"[subsidy.tiers.{name}] co_pay"
            expected = _("at most the price, {price}").format(price=tier.price)
            faults.append(Fault(file, None, where, str(tier.co_pay), expected))
    return tiers


def build(
    table: type,
    values: object,
    name: str,
    file: str,
    faults: list[Fault],
    required: tuple[str, ...] = (),
) -> Any:  # noqa: ANN401 -- the class is the first argument
    """Make one table's object, adding a fault for every key that is unknown or unfit."""
    if not isinstance(values, Mapping):
        faults.append(Fault(file, None, f"[{name}]", str(values), _("a table of settings")))
        return table()
    parts = {part.name: part.metadata for part in fields(table)}
    kept: dict[str, Any] = {}
    for key, value in values.items():
        where = f"[{name}] {key}"
        part = parts.get(key)
        if part is None:
            expected = _("one of the settings {names}").format(names=", ".join(parts))
            faults.append(Fault(file, None, where, None, expected))
        elif "table" in part:
            kept[key] = build(part["table"], value, f"{name}.{key}", file, faults)
        elif "each" in part:
            kept[key] = _by_key(part, value, f"{name}.{key}", file, faults)
        elif not part["check"].holds(value):
            faults.append(Fault(file, None, where, str(value), part["check"].expected()))
        else:
            kept[key] = part["check"].keep(value)
    faults.extend(
        Fault(file, None, f"[{name}] {key}", None, parts[key]["check"].expected())
        for key in required
        if key not in values
    )
    return table(**kept)


def _by_key(
    part: Mapping[str, Any], values: object, name: str, file: str, faults: list[Fault]
) -> dict[str, Any]:
    """Keep a table whose keys are known names, adding a fault for every other and every value."""
    if not isinstance(values, Mapping):
        faults.append(Fault(file, None, f"[{name}]", str(values), _("a table of settings")))
        return {}
    kept = {}
    for key, value in values.items():
        where = f"[{name}] {key}"
        if key not in part["keys"]:
            expected = _("one of the road classes {names}").format(names=", ".join(part["keys"]))
            faults.append(Fault(file, None, where, None, expected))
        elif not part["each"].holds(value):
            faults.append(Fault(file, None, where, str(value), part["each"].expected()))
        else:
            kept[key] = part["each"].keep(value)
    return kept


def unfit_tiles(file: str, maps: MapSettings) -> list[Fault]:
    """Find what online tiles lack: an address with its places, a key."""
    if maps.tiles == "tianditu" and not maps.tiles_key:
        expected = _("the key that tianditu.gov.cn gives for its tiles")
        return [Fault(file, None, "[maps] tiles_key", None, expected)]
    if maps.tiles and maps.tiles not in TILE_SERVICES and "{z}" not in maps.tiles:
        expected = _("{names}, or an address with {{z}}, {{x}} and {{y}}").format(
            names=", ".join(TILE_SERVICES)
        )
        return [Fault(file, None, "[maps] tiles", maps.tiles, expected)]
    return []


def unknown_container(file: str, container: str) -> Fault:
    """Tell that a container is named that no table describes."""
    expected = _("the NAME of a table [containers.NAME]")
    return Fault(file, None, "[heat] container", container, expected)
