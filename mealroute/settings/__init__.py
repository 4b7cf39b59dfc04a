"""Hold the settings of a day as one frozen object, checked when it is made.

The names are the tables and keys of ``mealroute.toml``; every default is that of the planning
model. Nothing below the command line and the web reads a setting from anywhere else.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from mealroute.domain.cooling import Cooling
from mealroute.errors import DataFileError, Fault
from mealroute.language import gettext as _
from mealroute.settings.building import (
    TABLES,
    build,
    setting_tables,
    tiers_of,
    unfit_tiles,
    unknown_container,
)
from mealroute.settings.tables import (
    LABEL_FORMATS,
    TILE_SERVICES,
    Container,
    GeocodingSettings,
    HandoverSettings,
    HeatSettings,
    MapSettings,
    PaperSettings,
    PriceSettings,
    ReceiptSettings,
    SpeedSettings,
    SubsidySettings,
    Tier,
    TravelSettings,
    TripSettings,
    WinterSettings,
)

__all__ = [
    "LABEL_FORMATS",
    "SETTINGS_FILE",
    "TILE_SERVICES",
    "Container",
    "GeocodingSettings",
    "HandoverSettings",
    "HeatSettings",
    "MapSettings",
    "PaperSettings",
    "PriceSettings",
    "ReceiptSettings",
    "Settings",
    "SpeedSettings",
    "SubsidySettings",
    "Tier",
    "TravelSettings",
    "TripSettings",
    "WinterSettings",
    "setting_tables",
]

SETTINGS_FILE = "mealroute.toml"


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
    subsidy: SubsidySettings = field(default_factory=SubsidySettings)
    geocoding: GeocodingSettings = field(default_factory=GeocodingSettings)
    containers: Mapping[str, Container] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)

    @classmethod
    def from_mapping(cls, raw: Mapping[str, Any], file: str = SETTINGS_FILE) -> "Settings":
        """Build settings from what a TOML file holds.

        Raises
        ------
        DataFileError
            With every value that is not what its key expects, and every unknown key, at once.
        """
        faults: list[Fault] = []
        tables = {part.name: TABLES.get(part.name, Container) for part in fields(cls)}
        del tables["tiers"]  # they stand in the table of the subsidy
        known: dict[str, Any] = {}
        for name, values in raw.items():
            if name == "containers" and isinstance(values, Mapping):
                known[name] = {
                    container: build(Container, values[container], f"containers.{container}",
                                      file, faults, required=("food_c", "k_per_min"))
                    for container in values
                }  # fmt: skip
            elif name == "subsidy" and isinstance(values, Mapping):
                plain = {key: value for key, value in values.items() if key != "tiers"}
                known[name] = build(SubsidySettings, plain, name, file, faults)
                known["tiers"] = tiers_of(values.get("tiers", {}), file, faults)
            elif name in tables and name != "containers":
                known[name] = build(tables[name], values, name, file, faults)
            else:
                expected = _("one of the tables {names}").format(names=", ".join(tables))
                faults.append(Fault(file, None, f"[{name}]", None, expected))
        settings = cls(**known) if not faults else cls()
        container = settings.heat.container
        if container and container not in settings.containers:
            faults.append(unknown_container(file, container))
        faults += unfit_tiles(file, settings.maps)
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
