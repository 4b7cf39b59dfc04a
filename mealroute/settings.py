"""Hold the settings of a day as one frozen object, checked when it is made.

The names are the tables and keys of ``mealroute.toml``; every default is that of the planning
model. Nothing below the command line and the web reads a setting from anywhere else.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from mealroute.domain.cooling import Cooling
from mealroute.domain.highways import HIGHWAYS
from mealroute.errors import DataFileError, Fault
from mealroute.language import gettext as _

SETTINGS_FILE = "mealroute.toml"
_LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class _Check:
    """What a value must be: a test, a converter to the kept type, and the words for a fault."""

    holds: Callable[[Any], bool]
    keep: Callable[[Any], Any]
    expected: Callable[[], str]


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    # Beyond this no setting has a meaning, and a TOML integer may be too large for a float.
    return abs(value) <= _LARGEST


_POSITIVE = _Check(lambda v: _is_number(v) and v > 0, float, lambda: _("a number above 0"))
_FACTOR = _Check(lambda v: _is_number(v) and v >= 1, float, lambda: _("a number of 1 or more"))
_ANY_NUMBER = _Check(_is_number, float, lambda: _("a number"))
_AMOUNT = _Check(lambda v: _is_number(v) and v >= 0, float, lambda: _("a number of 0 or more"))
_WHOLE = _Check(
    lambda v: isinstance(v, int) and _is_number(v) and v >= 0,
    int,
    lambda: _("a whole number of 0 or more"),
)
_MOST_FOR_A_FACE = 1_000_000
_FACE_PRICE = _Check(
    lambda v: _WHOLE.holds(v) and v <= _MOST_FOR_A_FACE,
    int,
    lambda: _("a whole number from 0 to 1,000,000"),
)
_WAYS = _Check(
    lambda v: isinstance(v, list) and all(_WHOLE.holds(one) and one for one in v),
    tuple,
    lambda: _("a list of OpenStreetMap way numbers like [23456, 34567]"),
)
_CLASSES = _Check(
    lambda v: isinstance(v, list) and all(one in HIGHWAYS for one in v),
    tuple,
    lambda: _("a list of the road classes {names}").format(names=", ".join(HIGHWAYS)),
)
_FLAG = _Check(lambda v: isinstance(v, bool), bool, lambda: _("true or false"))
_TEXT = _Check(lambda v: isinstance(v, str), str, lambda: _("a text in quotes"))


def _one_of(*words: str) -> _Check:
    return _Check(
        lambda v: v in words, str, lambda: _("one of {words}").format(words=", ".join(words))
    )


def _setting(default: object, check: _Check) -> Any:  # noqa: ANN401 -- as `dataclasses.field`
    return field(default=default, metadata={"check": check})


_BY_CLASS = {"each": _POSITIVE, "keys": HIGHWAYS}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedSettings:
    """``[travel.speeds]``: for each mode a table of speeds in m/s by OpenStreetMap road class.

    A road class that is not named keeps its part of the mode's speed in ``[travel]``.
    """

    foot: Mapping[str, float] = field(default_factory=dict, metadata=_BY_CLASS)
    ebike: Mapping[str, float] = field(default_factory=dict, metadata=_BY_CLASS)
    car: Mapping[str, float] = field(default_factory=dict, metadata=_BY_CLASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WinterSettings:
    """``[travel.winter]``: what snow leaves of each speed, and road classes nobody clears."""

    foot: float = _setting(1.0, _POSITIVE)
    ebike: float = _setting(1.0, _POSITIVE)
    car: float = _setting(1.0, _POSITIVE)
    steps: float = _setting(1.0, _POSITIVE)
    uncleared: tuple[str, ...] = _setting((), _CLASSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelSettings:
    """``[travel]``: speeds in m/s; ``by`` is ``None`` for streets where an extract is.

    ``closed_ways`` are streets that nobody can use, by their numbers in OpenStreetMap.
    """

    by: str | None = _setting(None, _one_of("straight", "streets"))
    detour: float = _setting(1.3, _FACTOR)
    foot: float = _setting(1.2, _POSITIVE)
    ebike: float = _setting(4.2, _POSITIVE)
    car: float = _setting(6.0, _POSITIVE)
    closed_ways: tuple[int, ...] = _setting((), _WAYS)
    speeds: SpeedSettings = field(default_factory=SpeedSettings, metadata={"table": SpeedSettings})
    winter: WinterSettings = field(
        default_factory=WinterSettings, metadata={"table": WinterSettings}
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSettings:
    """``[handover]``: seconds at a door, at a building's entrance, and for each floor climbed."""

    per_order_s: int = _setting(120, _WHOLE)
    per_building_s: int = _setting(60, _WHOLE)
    per_floor_without_lift_s: int = _setting(15, _WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """``[containers.NAME]``: food temperature at leaving, and the cooling constant per minute."""

    food_c: float = _setting(math.nan, _ANY_NUMBER)
    k_per_min: float = _setting(math.nan, _POSITIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatSettings:
    """``[heat]``: how long a meal may be aboard, by a fixed limit and by the hot-food clock."""

    max_aboard_min: float = _setting(45.0, _POSITIVE)
    outside_c: float | None = _setting(None, _ANY_NUMBER)
    safe_c: float = _setting(60.0, _ANY_NUMBER)
    container: str = _setting("", _TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripSettings:
    """``[trips]``: seconds to load again between two trips."""

    reload_s: int = _setting(300, _WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSettings:
    """``[receipt]``: how the radius is measured, and whose order another canteen may take."""

    radius_by: str = _setting("straight", _one_of("straight", "streets"))
    overflow: bool = _setting(True, _FLAG)  # noqa: FBT003 -- a default, not a call's argument
    may_move: bool = _setting(True, _FLAG)  # noqa: FBT003 -- a default, not a call's argument


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSettings:
    """``[price]``: the price list, in volunteer-seconds; a second of work costs 1."""

    unassigned: int = _setting(100_000, _WHOLE)
    call_out: int = _setting(600, _WHOLE)
    unfamiliar: int = _setting(120, _FACE_PRICE)
    balance: float = _setting(0.0, _AMOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSettings:
    """``[maps]``: optional online tiles; empty keeps every map free of the network."""

    tiles: str = _setting("", _TEXT)
    attribution: str = _setting("", _TEXT)
    datum: str = _setting("wgs84", _one_of("wgs84", "gcj02", "bd09"))


LABEL_FORMATS = ("70x42", "L7160", "L7159", "L7163", "62x29", "50x30", "100x50")
"""Sheets of labels (A4) and rolls that box labels are printed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSettings:
    """``[papers]``: what stands on route sheets and labels.

    ``pages_url`` is where the folder of the plan is served for phones; empty where it is not.
    """

    pages_url: str = _setting("", _TEXT)
    phones: bool = _setting(True, _FLAG)  # noqa: FBT003 -- a default, not a call's argument
    labels: str = _setting("70x42", _one_of(*LABEL_FORMATS))
    label_names: str = _setting("short", _one_of("full", "short", "none"))
    use_within_h: float = _setting(4.0, _POSITIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings of a day.

    Examples
    --------
    >>> Settings().price.call_out
    600
    >>> settings = Settings.from_mapping({"heat": {"max_aboard_min": 30}})
    >>> settings.max_aboard_s()
    1800
    """

    travel: TravelSettings = field(default_factory=TravelSettings)
    handover: HandoverSettings = field(default_factory=HandoverSettings)
    heat: HeatSettings = field(default_factory=HeatSettings)
    trips: TripSettings = field(default_factory=TripSettings)
    receipt: ReceiptSettings = field(default_factory=ReceiptSettings)
    price: PriceSettings = field(default_factory=PriceSettings)
    maps: MapSettings = field(default_factory=MapSettings)
    papers: PaperSettings = field(default_factory=PaperSettings)
    containers: Mapping[str, Container] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any], file: str = SETTINGS_FILE) -> "Settings":
        """Build settings from what a TOML file holds.

        Raises
        ------
        DataFileError
            With every value that is not what its key expects, and every unknown key, at once.
        """
        faults: list[Fault] = []
        tables = {part.name: _TABLES.get(part.name, Container) for part in fields(cls)}
        known: dict[str, Any] = {}
        for name, values in raw.items():
            if name == "containers" and isinstance(values, Mapping):
                known[name] = {
                    container: _build(Container, values[container], f"containers.{container}",
                                      file, faults, required=("food_c", "k_per_min"))
                    for container in values
                }  # fmt: skip
            elif name in tables and name != "containers":
                known[name] = _build(tables[name], values, name, file, faults)
            else:
                expected = _("one of the tables {names}").format(names=", ".join(tables))
                faults.append(Fault(file, None, f"[{name}]", None, expected))
        settings = cls(**known) if not faults else cls()
        container = settings.heat.container
        if container and container not in settings.containers:
            faults.append(_unknown_container(file, container))
        if faults:
            raise DataFileError(faults)
        return settings

    def max_aboard_s(self, container: str = "") -> int:
        """Say how many whole seconds after leaving the canteen a handover may still start.

        The smaller of ``max_aboard_min`` and the hot-food clock: the minutes in which food at
        ``food_c`` cools to ``safe_c`` in air of ``outside_c``, see `Cooling.safe_s`.

        Parameters
        ----------
        container
            The shift's own container; empty takes the setting's.

        Examples
        --------
        >>> cold = Settings(
        ...     heat=HeatSettings(outside_c=-30.0, container="bag"),
        ...     containers={"bag": Container(food_c=75.0, k_per_min=0.011)},
        ... )
        >>> cold.max_aboard_s() // 60
        14
        """
        limit_s = self.heat.max_aboard_min * 60
        cooling = self.cooling(container)
        if cooling is not None:
            limit_s = min(limit_s, cooling.safe_s(self.heat.safe_c))
        return math.floor(limit_s)

    def cooling(self, container: str = "") -> Cooling | None:
        """Say how food cools in a container; ``None`` where the hot-food clock does not run.

        It runs where ``[heat] outside_c`` is set and a container is named, by the shift (as in
        `max_aboard_s`) or by the settings.

        Examples
        --------
        >>> Settings(heat=HeatSettings(outside_c=-30.0)).cooling() is None
        True
        """
        box = self.containers.get(container or self.heat.container)
        if box is None or self.heat.outside_c is None:
            return None
        return Cooling(food_c=box.food_c, outside_c=self.heat.outside_c, k_per_min=box.k_per_min)


_TABLES: Mapping[str, type] = {
    "travel": TravelSettings,
    "handover": HandoverSettings,
    "heat": HeatSettings,
    "trips": TripSettings,
    "receipt": ReceiptSettings,
    "price": PriceSettings,
    "maps": MapSettings,
    "papers": PaperSettings,
}


def setting_tables() -> dict[str, type]:
    """List the tables of a settings file by their headings, containers apart.

    Examples
    --------
    >>> [name for name in setting_tables() if name.startswith("travel")]
    ['travel', 'travel.speeds', 'travel.winter']
    """
    found: dict[str, type] = {}
    for name, table in _TABLES.items():
        found[name] = table
        for part in fields(table):
            if "table" in part.metadata:
                found[f"{name}.{part.name}"] = part.metadata["table"]
    return found


def _build(
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
            kept[key] = _build(part["table"], value, f"{name}.{key}", file, faults)
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


def _unknown_container(file: str, container: str) -> Fault:
    expected = _("the NAME of a table [containers.NAME]")
    return Fault(file, None, "[heat] container", container, expected)
