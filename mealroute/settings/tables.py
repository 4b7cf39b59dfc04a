"""Hold each table of a settings file as one frozen object, with the planning model's defaults."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from mealroute.domain.volunteer import Mode
from mealroute.settings.checks import (
    AMOUNT,
    ANY_NUMBER,
    BY_CLASS,
    CLASSES,
    FACE_PRICE,
    FACTOR,
    FLAG,
    MONEY,
    POSITIVE,
    REQUIRED,
    SERVER,
    SHARE,
    TEXT,
    WAYS,
    WHOLE,
    list_of,
    one_of,
    setting,
)

TILE_SERVICES = ("gaode", "tianditu")
"""The services of online tiles that are known by name: where they are and in which datum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedSettings:
    """``[travel.speeds]``: for each mode a table of speeds in m/s by OpenStreetMap road class.

    A road class that is not named keeps its part of the mode's speed in ``[travel]``.
    """

    foot: Mapping[str, float] = field(default_factory=dict, metadata=BY_CLASS)
    ebike: Mapping[str, float] = field(default_factory=dict, metadata=BY_CLASS)
    car: Mapping[str, float] = field(default_factory=dict, metadata=BY_CLASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class WinterSettings:
    """``[travel.winter]``: what snow leaves of each speed, and road classes nobody clears."""

    foot: float = setting(1.0, POSITIVE)
    ebike: float = setting(1.0, POSITIVE)
    car: float = setting(1.0, POSITIVE)
    steps: float = setting(1.0, POSITIVE)
    uncleared: tuple[str, ...] = setting((), CLASSES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelSettings:
    """``[travel]``: speeds in m/s; ``by`` is ``None`` for streets where an extract is.

    ``closed_ways`` are streets that nobody can use, by their numbers in OpenStreetMap. ``server``
    is one address for every mode, or one for each; see `server_of`.
    """

    by: str | None = setting(None, one_of("straight", "streets"))
    detour: float = setting(1.3, FACTOR)
    foot: float = setting(1.2, POSITIVE)
    ebike: float = setting(4.2, POSITIVE)
    car: float = setting(6.0, POSITIVE)
    closed_ways: tuple[int, ...] = setting((), WAYS)
    engine: str = setting("own", one_of("own", "osrm", "valhalla"))
    server: str | Mapping[str, str] = setting("", SERVER)
    allow_remote: bool = setting(False, FLAG)  # noqa: FBT003 -- a default, not a call's argument
    speeds: SpeedSettings = field(default_factory=SpeedSettings, metadata={"table": SpeedSettings})
    winter: WinterSettings = field(
        default_factory=WinterSettings, metadata={"table": WinterSettings}
    )

    def server_of(self, mode: Mode) -> str:
        """Give the address of the server that answers for a mode; empty for none.

        Examples
        --------
        >>> TravelSettings(server={"car": "http://127.0.0.1:5001"}).server_of(Mode.CAR)
        'http://127.0.0.1:5001'
        """
        return self.server if isinstance(self.server, str) else self.server.get(mode, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverSettings:
    """``[handover]``: seconds at a door, at a building's entrance, and for each floor climbed."""

    per_order_s: int = setting(120, WHOLE)
    per_building_s: int = setting(60, WHOLE)
    per_floor_without_lift_s: int = setting(15, WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """``[containers.NAME]``: food temperature at leaving, and the cooling constant per minute."""

    food_c: float = setting(math.nan, ANY_NUMBER)
    k_per_min: float = setting(math.nan, POSITIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatSettings:
    """``[heat]``: how long a meal may be aboard, by a fixed limit and by the hot-food clock."""

    max_aboard_min: float = setting(45.0, POSITIVE)
    outside_c: float | None = setting(None, ANY_NUMBER)
    safe_c: float = setting(60.0, ANY_NUMBER)
    container: str = setting("", TEXT)


@dataclass(frozen=True, slots=True, kw_only=True)
class TripSettings:
    """``[trips]``: seconds to load again between two trips."""

    reload_s: int = setting(300, WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSettings:
    """``[receipt]``: how the radius is measured, and whose order another canteen may take."""

    radius_by: str = setting("straight", one_of("straight", "streets"))
    overflow: bool = setting(True, FLAG)  # noqa: FBT003 -- a default, not a call's argument
    may_move: bool = setting(True, FLAG)  # noqa: FBT003 -- a default, not a call's argument


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSettings:
    """``[price]``: the price list, in volunteer-seconds; a second of work costs 1."""

    unassigned: int = setting(100_000, WHOLE)
    call_out: int = setting(600, WHOLE)
    unfamiliar: int = setting(120, FACE_PRICE)
    balance: float = setting(0.0, AMOUNT)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapSettings:
    """``[maps]``: optional online tiles; empty keeps every map free of the network.

    ``tiles`` is an address or one of `TILE_SERVICES`; ``tiles_key`` the key that a service asks
    for. ``navigation`` is the app that a volunteer's page opens.
    """

    tiles: str = setting("", TEXT)
    tiles_key: str = setting("", TEXT)
    attribution: str = setting("", TEXT)
    datum: str = setting("wgs84", one_of("wgs84", "gcj02", "bd09"))
    navigation: str = setting("geo", one_of("geo", "amap", "baidu"))


LABEL_FORMATS = ("70x42", "L7160", "L7159", "L7163", "62x29", "50x30", "100x50")
"""Sheets of labels (A4) and rolls that box labels are printed on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSettings:
    """``[papers]``: what stands on route sheets and labels.

    ``pages_url`` is where the folder of the plan is served for phones; empty where it is not.
    """

    pages_url: str = setting("", TEXT)
    phones: bool = setting(True, FLAG)  # noqa: FBT003 -- a default, not a call's argument
    labels: str = setting("70x42", one_of(*LABEL_FORMATS))
    label_names: str = setting("short", one_of("full", "short", "none"))
    use_within_h: float = setting(4.0, POSITIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubsidySettings:
    """``[subsidy]``: the price of a meal without a tier, and which meals brought in vain count."""

    price: Decimal = setting(Decimal("0.00"), MONEY)  # noqa: RUF009 -- a field
    bill_not_home: bool = setting(False, FLAG)  # noqa: FBT003 -- a default, not a call's argument
    bill_refused: bool = setting(False, FLAG)  # noqa: FBT003 -- a default, not a call's argument
    bill_cancelled_late: bool = setting(False, FLAG)  # noqa: FBT003 -- the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """``[subsidy.tiers.NAME]``: what a meal costs, what of it the resident pays, and how often."""

    price: Decimal = setting(REQUIRED, MONEY)  # noqa: RUF009 -- a field
    co_pay: Decimal = setting(REQUIRED, MONEY)  # noqa: RUF009 -- a field
    max_meals_per_day: int | None = setting(None, WHOLE)
    max_per_month: int | None = setting(None, WHOLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeocodingSettings:
    """``[geocoding]``: how sure an address must be, and which services may be asked, in order.

    Keys of services are never settings: they stand in the environment.
    """

    min_score: float = setting(0.85, SHARE)
    services: tuple[str, ...] = setting((), list_of("nominatim", "amap", "tianditu", "baidu"))
    town: str = setting("", TEXT)
    user_agent: str = setting("", TEXT)
    min_delay_s: float = setting(1.0, AMOUNT)
    nominatim_host: str = setting("", TEXT)
