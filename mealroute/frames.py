"""Give days, plans, receipts and reach as tables of pandas, and take tables back.

For notebooks and analysts; nothing else of mealroute knows pandas. With the extra ``analysis`` a
table with ``lat`` and ``lon`` becomes one of GeoPandas by `to_geodataframe`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from mealroute.coverage.reach import Reach
from mealroute.domain import (
    Coordinates,
    Day,
    Meal,
    Order,
    OrderId,
    Plan,
    Receipt,
    ResidentId,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.travel import UNREACHABLE_S

WGS84: Final = "EPSG:4326"

_PLAN: Final[Mapping[str, str]] = {
    "route": "int64", "volunteer_id": "str", "canteen_id": "str", "mode": "str", "trip": "int64",
    "leaves": "datetime64[s]", "stop": "int64", "order_id": "str", "arrives": "datetime64[s]",
    "starts": "datetime64[s]", "ends": "datetime64[s]", "aboard_s": "int64", "leg_s": "int64",
    "leg_m": "int64",
}  # fmt: skip


def plan_frame(plan: Plan) -> pd.DataFrame:
    """Give a plan as a table with a row for each handover, by route, trip and stop.

    ``route``, ``trip`` and ``stop`` count from 1; the other columns are those of
    `mealroute.domain.Route`, `Trip` and `Stop`. Also to be had as ``plan.to_frame()``.

    Examples
    --------
    >>> import datetime as dt
    >>> from mealroute.domain import Made
    >>> made = Made(version="1", engine="none", seed=0, seconds=0.0, travel="straight", cost=0)
    >>> frame = plan_frame(Plan(date=dt.date(2026, 11, 24), meal=Meal.LUNCH, made=made))
    >>> len(frame), frame.columns[:3].tolist()
    (0, ['route', 'volunteer_id', 'canteen_id'])
    """
    rows = [
        (
            number, route.volunteer_id, route.canteen_id, str(route.mode), trip_number,
            trip.leaves, stop_number, stop.order_id, stop.arrives, stop.starts, stop.ends,
            stop.aboard_s, stop.leg_s, stop.leg_m,
        )
        for number, route in enumerate(plan.routes, start=1)
        for trip_number, trip in enumerate(route.trips, start=1)
        for stop_number, stop in enumerate(trip.stops, start=1)
    ]  # fmt: skip
    return _frame(rows, _PLAN)


def receipts_frame(receipts: Iterable[Receipt]) -> pd.DataFrame:
    """Give receipts as a table: order, status, canteen, reason, detail.

    Examples
    --------
    >>> from mealroute.domain import CanteenId, ReceiptStatus
    >>> one = Receipt(order_id=OrderId("O1"), status=ReceiptStatus.ACCEPTED,
    ...               canteen_id=CanteenId("C1"))
    >>> receipts_frame([one]).to_dict("records")[0]["canteen_id"]
    'C1'
    """
    names = ("order_id", "status", "canteen_id", "reason", "detail")
    rows = [
        (
            one.order_id, str(one.status), one.canteen_id,
            None if one.reason is None else str(one.reason), one.detail,
        )
        for one in receipts
    ]  # fmt: skip
    return _frame(rows, dict.fromkeys(names, "str"))


def residents_frame(day: Day) -> pd.DataFrame:
    """Give the residents of a day without names, telephones, contacts and notes.

    ``lat`` and ``lon`` are missing where nobody knows the door; ``boxes`` are the boxes ordered
    over all services of the day.

    Examples
    --------
    >>> from mealroute.domain import Resident
    >>> day = Day(residents=(Resident(resident_id=ResidentId("R1"), name="王秀英", priority=3),))
    >>> residents_frame(day)[["resident_id", "priority", "boxes"]].to_dict("records")
    [{'resident_id': 'R1', 'priority': 3, 'boxes': 0}]
    """
    boxes: dict[str, int] = {}
    for order in day.orders:
        boxes[order.resident_id] = boxes.get(order.resident_id, 0) + order.meals
    rows = [
        (
            one.resident_id, *_degrees(one.coordinates), one.community, one.diet, one.priority,
            one.floor, one.lift, ";".join(sorted(one.needs)), boxes.get(one.resident_id, 0),
        )
        for one in day.residents
    ]  # fmt: skip
    kinds = {
        "resident_id": "str", "lat": "float64", "lon": "float64", "community": "str",
        "diet": "str", "priority": "int64", "floor": "int64", "lift": "bool", "needs": "str",
        "boxes": "int64",
    }  # fmt: skip
    return _frame(rows, kinds)


def orders_frame(day: Day) -> pd.DataFrame:
    """Give the orders of a day as a table; `orders_from_frame` takes it back.

    Examples
    --------
    >>> import datetime as dt
    >>> order = Order(order_id=OrderId("O1"), resident_id=ResidentId("R1"),
    ...               date=dt.date(2026, 11, 24), meal=Meal.LUNCH, meals=2)
    >>> orders_from_frame(orders_frame(Day(orders=(order,)))) == (order,)
    True
    """
    rows = [
        (
            one.order_id, one.resident_id, one.date, str(one.meal), one.meals, one.diet,
            one.canteen_id,
        )
        for one in day.orders
    ]  # fmt: skip
    kinds = {
        "order_id": "str", "resident_id": "str", "date": "datetime64[s]", "meal": "str",
        "meals": "int64", "diet": "str", "canteen_id": "str",
    }  # fmt: skip
    return _frame(rows, kinds)


def orders_from_frame(frame: pd.DataFrame) -> tuple[Order, ...]:
    """Make orders of a table with ``order_id``, ``resident_id``, ``date`` and ``meal``.

    ``meals`` (default 1), ``diet`` and ``canteen_id`` may be there; other columns are passed over.

    Raises
    ------
    ArgumentError
        When a column is missing, or a value is none of an order: every row that is wrong is named.

    Examples
    --------
    >>> heads = ["order_id", "resident_id", "date", "meal"]
    >>> asked = pd.DataFrame([["O1", "R1", "2026-11-24", "lunch"]], columns=heads)
    >>> orders_from_frame(asked)[0].meals
    1
    """
    _need(frame, ("order_id", "resident_id", "date", "meal"))
    found: list[Order] = []
    faults: list[str] = []
    for label, row in zip(frame.index, frame.to_dict("records"), strict=True):
        try:
            found.append(_order(row))
        except (TypeError, ValueError) as error:
            faults.append(_("row {row}: {reason}").format(row=label, reason=error))
    if faults:
        raise ArgumentError("; ".join(faults))
    return tuple(found)


def reach_frame(reach: Reach) -> pd.DataFrame:
    """Give the ways between canteens and residents as a long table, a row for each pair.

    ``minutes`` and ``metres`` are missing where there is no way; ``inside`` says whether the door
    is within the service radius, ``cooks`` whether the canteen cooks the resident's diet.

    Examples
    --------
    >>> from mealroute.coverage.reach import measure_reach
    >>> from mealroute.domain import Canteen, CanteenId, Resident
    >>> from mealroute.settings import Settings
    >>> from mealroute.travel import StraightTravel
    >>> canteen = Canteen(canteen_id=CanteenId("C1"), name="", service_radius_m=1000,
    ...                   coordinates=Coordinates(47.85, 88.14))
    >>> resident = Resident(resident_id=ResidentId("R1"), name="",
    ...                     coordinates=Coordinates(47.855, 88.14))
    >>> settings = Settings()
    >>> reach = measure_reach(Day(canteens=(canteen,), residents=(resident,)), settings,
    ...                       StraightTravel(settings.travel))
    >>> reach_frame(reach).round(2).to_dict("records")[0]["minutes"]
    10.05
    """
    people, places = len(reach.residents), len(reach.canteens)
    known = reach.seconds < UNREACHABLE_S
    return pd.DataFrame(
        {
            "resident_id": np.repeat([one.resident_id for one in reach.residents], places),
            "canteen_id": np.tile([one.canteen_id for one in reach.canteens], people),
            "minutes": np.where(known, reach.seconds / 60, np.nan).ravel(),
            "metres": np.where(known, reach.metres, np.nan).ravel(),
            "inside": reach.inside.ravel(),
            "cooks": reach.cooks.ravel(),
        }
    )


def to_geodataframe(frame: pd.DataFrame) -> Any:  # noqa: ANN401 -- GeoPandas may not be there
    """Make a GeoPandas table of points in WGS-84 of a table with ``lat`` and ``lon``.

    Rows without a place have no geometry. `from_geodataframe` goes back.

    Raises
    ------
    ArgumentError
        When GeoPandas is not installed, or a column is missing.

    Examples
    --------
    >>> doors = pd.DataFrame({"resident_id": ["R1", "R2"], "lat": [47.85, None],
    ...                       "lon": [88.14, None]})
    >>> table = to_geodataframe(doors)
    >>> table.crs.to_string(), table.geometry.isna().tolist()
    ('EPSG:4326', [False, True])
    """
    geopandas = _geopandas()
    _need(frame, ("lat", "lon"))
    rest = frame.drop(columns=["lat", "lon"])
    points = geopandas.points_from_xy(frame["lon"], frame["lat"])
    table = geopandas.GeoDataFrame(rest, geometry=points, crs=WGS84)
    missing = (frame["lat"].isna() | frame["lon"].isna()).to_numpy()
    table.loc[missing, "geometry"] = None
    return table


def from_geodataframe(table: Any) -> pd.DataFrame:  # noqa: ANN401 -- GeoPandas may not be there
    """Make a table with ``lat`` and ``lon`` in WGS-84 of a GeoPandas table of points.

    Raises
    ------
    ArgumentError
        When the table says no coordinate reference system, or holds anything but points.

    Examples
    --------
    >>> table = to_geodataframe(pd.DataFrame({"lat": [47.85], "lon": [88.14]}))
    >>> metres = table.to_crs("EPSG:32645")  # as a planner's own map may be
    >>> from_geodataframe(metres).round(6).to_dict("records")
    [{'lat': 47.85, 'lon': 88.14}]
    """
    if table.crs is None:
        raise ArgumentError(_("the table has no coordinate reference system: say it by set_crs"))
    kinds = set(table.geometry.geom_type.dropna())
    if kinds - {"Point"}:
        raise ArgumentError(
            _("the table holds {kinds}, expected points").format(kinds=", ".join(sorted(kinds)))
        )
    points = table.geometry.to_crs(WGS84)
    frame = pd.DataFrame(table.drop(columns=table.geometry.name))
    return frame.assign(lat=points.y.to_numpy(), lon=points.x.to_numpy())


def _geopandas() -> Any:  # noqa: ANN401 -- it has no types
    try:
        import geopandas  # noqa: PLC0415 -- an extra that may not be installed
    except ImportError:
        raise ArgumentError(
            _("GeoPandas is not installed: pip install 'mealroute[analysis]'")
        ) from None
    return geopandas


def _frame(rows: Sequence[Sequence[object]], kinds: Mapping[str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=list(kinds))
    # A missing text stays missing, where `str` would make a word of it.
    return frame.astype({name: "object" if kind == "str" else kind for name, kind in kinds.items()})


def _degrees(place: Coordinates | None) -> tuple[float, float]:
    return (np.nan, np.nan) if place is None else (place.lat, place.lon)


def _need(frame: pd.DataFrame, names: Sequence[str]) -> None:
    missing = [name for name in names if name not in frame.columns]
    if missing:
        raise ArgumentError(
            _("the table has no column {missing}, expected {names}").format(
                missing=", ".join(missing), names=", ".join(names)
            )
        )


def _order(row: Mapping[Any, Any]) -> Order:
    given = {
        name: str(row[name])
        for name in ("diet", "canteen_id")
        if name in row and not pd.isna(row[name])
    }
    meals = row.get("meals", 1)
    if meals != int(meals):
        raise ValueError(_("meals is {meals}, expected a whole number").format(meals=meals))
    return Order(
        order_id=OrderId(str(row["order_id"])),
        resident_id=ResidentId(str(row["resident_id"])),
        date=pd.Timestamp(row["date"]).date(),
        meal=Meal(row["meal"]),
        meals=int(meals),
        **given,  # type: ignore[arg-type] # ids are texts
    )


__all__ = [
    "WGS84",
    "from_geodataframe",
    "orders_frame",
    "orders_from_frame",
    "plan_frame",
    "reach_frame",
    "receipts_frame",
    "residents_frame",
    "to_geodataframe",
]
