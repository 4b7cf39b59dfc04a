"""Turn a service and its receipts into the integer world of the search, and remember the names."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import (
    CanteenId,
    Coordinates,
    EndsAt,
    Kitchen,
    Mode,
    Order,
    OrderId,
    Receipt,
    Resident,
    Service,
    Shift,
)
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.search.problem import (
    ENDS_ANYWHERE,
    ENDS_AT_CANTEEN,
    ENDS_AT_HOME,
    MOST_TRIPS,
    NO_LIMIT_S,
    Flags,
    Ints,
    Problem,
)
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

MOST_PLACES: Final = 10_000
"""So many places can be planned at once: their travel times take 3 GB."""

_ENDS = {
    EndsAt.ANYWHERE: ENDS_ANYWHERE,
    EndsAt.CANTEEN: ENDS_AT_CANTEEN,
    EndsAt.HOME: ENDS_AT_HOME,
}


@dataclass(frozen=True, eq=False, slots=True)
class Instance:
    """A problem with what its rows stand for: the border between names and indices."""

    problem: Problem
    orders: tuple[Order, ...]
    canteens: tuple[CanteenId, ...]
    shifts: tuple[Shift, ...]
    places: tuple[Coordinates, ...]


def build(
    service: Service,
    settings: Settings,
    receipts: Sequence[Receipt],
    travel: TravelTimes,
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None,
) -> Instance:
    """Build the routing problem of all accepted orders.

    Parameters
    ----------
    receipts
        The canteens' answers; declined orders take no part.
    eligible
        For an accepted order, every canteen that may cook it (radius, diet, open). With
        ``[receipt] may_move`` an order that asked for no canteen may be moved to any of them.

    Raises
    ------
    ArgumentError
        When the orders lead to more than `MOST_PLACES` places.
    TravelError
        When travel times cannot be had.
    """
    canteens = tuple(sorted(service.kitchens))
    rows = {canteen_id: row for row, canteen_id in enumerate(canteens)}
    answers = {
        receipt.order_id: rows[receipt.canteen_id] for receipt in receipts if receipt.canteen_id
    }
    orders = tuple(service.orders[order_id] for order_id in sorted(answers))
    canteen_of = [answers[order.order_id] for order in orders]
    shifts = tuple(s for s in service.shifts if any(c in rows for c in s.canteen_ids))
    places = _Places(
        [
            *(service.canteens[canteen_id].coordinates for canteen_id in canteens),
            *(_door(service.residents[order.resident_id]) for order in orders),
            *(home for shift in shifts if (home := _home(service, shift)) is not None),
        ]
    )
    canteen_place = [places.index(service.canteens[c].coordinates) for c in canteens]
    order_fields = _order_fields(service, settings, orders, places)
    shift_fields = _shift_fields(service, settings, shifts, places)
    _refuse_too_many(places.found)
    modes = _modes(shifts)
    travel_s = np.stack([_seconds(travel, mode, places.found) for mode in modes])
    conflict_start, conflict_with = _conflicts(shifts, modes, travel_s, canteen_place)
    problem = Problem(
        **order_fields,
        order_canteen=_ints(canteen_of),
        order_may=_may_cook(orders, canteen_of, rows, settings, eligible or {}),
        canteen_place=_ints(canteen_place),
        **_kitchen_fields([service.kitchens[canteen_id] for canteen_id in canteens]),
        **shift_fields,
        shift_works_for=_works_for(shifts, rows),
        able=_able(service, shifts, orders),
        face_price=settings.price.unfamiliar * unfamiliar(service, shifts, orders),
        conflict_start=conflict_start,
        conflict_with=conflict_with,
        travel_s=travel_s,
        per_building_s=settings.handover.per_building_s,
        reload_s=settings.trips.reload_s,
        price_call_out=settings.price.call_out,
        price_balance=settings.price.balance,
    )
    return Instance(problem, orders, canteens, shifts, tuple(places.found))


def _order_fields(
    service: Service, settings: Settings, orders: Sequence[Order], places: "_Places"
) -> dict[str, Any]:
    """Fill the fields of `Problem` that an order and its resident tell by themselves."""
    residents = [service.residents[order.resident_id] for order in orders]
    return {
        "order_place": _ints(places.index(_door(resident)) for resident in residents),
        "order_boxes": _ints(order.meals for order in orders),
        "order_handover_s": _ints(handover_s(resident, settings) for resident in residents),
        "order_building": _numbered(resident.building for resident in residents),
        "order_earliest_s": _ints(_second(order.earliest, 0) for order in orders),
        "order_latest_s": _ints(_second(order.latest, NO_LIMIT_S) for order in orders),
        "order_price": _ints(
            settings.price.unassigned * resident.priority * order.meals
            for order, resident in zip(orders, residents, strict=True)
        ),
    }


def _kitchen_fields(kitchens: Sequence[Kitchen]) -> dict[str, Any]:
    """Fill the fields of `Problem` that the kitchens tell."""
    return {
        "canteen_ready_s": _ints(_second(kitchen.ready_from, 0) for kitchen in kitchens),
        "canteen_serve_until_s": _ints(
            _second(kitchen.serve_until, NO_LIMIT_S) for kitchen in kitchens
        ),
        "canteen_capacity": _ints(kitchen.capacity for kitchen in kitchens),
    }


def _shift_fields(
    service: Service, settings: Settings, shifts: Sequence[Shift], places: "_Places"
) -> dict[str, Any]:
    """Fill the fields of `Problem` that a shift and its volunteer tell by themselves."""
    modes = _modes(shifts)
    homes = [_home(service, shift) for shift in shifts]
    return {
        "shift_mode": _ints(modes.index(shift.mode) for shift in shifts),
        "shift_capacity": _ints(shift.capacity for shift in shifts),
        "shift_from_s": _ints(_second(shift.starts, 0) for shift in shifts),
        "shift_until_s": _ints(_second(shift.until, NO_LIMIT_S) for shift in shifts),
        # A home that nobody knows cannot be asked for.
        "shift_ends_at": _ints(
            ENDS_ANYWHERE if shift.ends_at is EndsAt.HOME and home is None else _ENDS[shift.ends_at]
            for shift, home in zip(shifts, homes, strict=True)
        ),
        "shift_home": _ints(-1 if home is None else places.index(home) for home in homes),
        "shift_max_trips": _ints(min(shift.max_trips, MOST_TRIPS) for shift in shifts),
        "shift_aboard_s": _ints(settings.max_aboard_s(shift.container) for shift in shifts),
    }


def _modes(shifts: Sequence[Shift]) -> list[Mode]:
    """List the ways to travel that occur, in the order of their rows in the problem."""
    return sorted({shift.mode for shift in shifts}) or [Mode.FOOT]


def _refuse_too_many(places: Sequence[Coordinates]) -> None:
    """Refuse a day whose travel times would not fit into the memory of an ordinary machine."""
    if len(places) > MOST_PLACES:
        raise ArgumentError(
            _(
                "the orders lead to {places} different places, expected {most} at most: plan some "
                "canteens at a time"
            ).format(places=len(places), most=MOST_PLACES)
        )


class _Places:
    """Number places by their full coordinates, near ones by near numbers.

    So what a search reads of the ways around one door lies together in memory: in a town of
    thousands of doors it would otherwise wait for memory most of the time.
    """

    def __init__(self, coordinates: Collection[Coordinates]) -> None:
        met = sorted(set(coordinates), key=lambda place: (place.lat, place.lon))
        ranked = np.argsort(_along_a_curve(met), kind="stable")
        self._rows = {met[row]: number for number, row in enumerate(ranked)}

    def index(self, coordinates: Coordinates) -> int:
        return self._rows[coordinates]

    @property
    def found(self) -> list[Coordinates]:
        return list(self._rows)


def _along_a_curve(coordinates: Sequence[Coordinates]) -> Ints:
    """Give each place its moment on a curve through the plane that rarely jumps (Morton 1966)."""
    moments = np.zeros(len(coordinates), dtype=np.int64)
    for shift, axis in enumerate(("lat", "lon")):
        degrees = np.array([getattr(place, axis) for place in coordinates])
        # Cells of about ten metres; 2^20 of them are more than any town.
        cells = ((degrees - degrees.min(initial=180)) * 1e4).astype(np.int64)
        for bit in range(20):
            moments |= (cells >> bit & 1) << (2 * bit + shift)
    return moments


def _ints(values: object) -> Ints:
    return np.fromiter(values, dtype=np.int64)  # type: ignore[call-overload,no-any-return]


def _numbered(keys: object) -> Ints:
    rows: dict[object, int] = {}
    return _ints(rows.setdefault(key, len(rows)) for key in keys)  # type: ignore[attr-defined]


def _second(time: dt.time | None, default_s: int) -> int:
    if time is None:
        return default_s
    return time.hour * 3600 + time.minute * 60 + time.second


def _door(resident: Resident) -> Coordinates:
    if resident.coordinates is None:  # a receipt declines such an order
        raise AssertionError(resident.resident_id)
    return resident.coordinates


def _home(service: Service, shift: Shift) -> Coordinates | None:
    if shift.ends_at is not EndsAt.HOME:
        return None
    volunteer = service.volunteers.get(shift.volunteer_id)
    return None if volunteer is None else volunteer.coordinates


def _seconds(travel: TravelTimes, mode: Mode, places: list[Coordinates]) -> NDArray[np.int32]:
    return travel.table(mode, places, places).seconds.astype(np.int32)


def handover_s(resident: Resident, settings: Settings) -> int:
    """Give the seconds at the door, without the building's share."""
    if resident.handover_s is not None:
        return resident.handover_s
    floors = 0 if resident.lift else max(0, resident.floor - 1)
    rules = settings.handover
    return rules.per_order_s + floors * rules.per_floor_without_lift_s


def _may_cook(
    orders: Sequence[Order],
    canteen_of: Sequence[int],
    rows: Mapping[CanteenId, int],
    settings: Settings,
    eligible: Mapping[OrderId, Collection[CanteenId]],
) -> Flags:
    may = np.zeros((len(orders), len(rows)), dtype=np.bool_)
    may[np.arange(len(orders)), list(canteen_of)] = True
    if settings.receipt.may_move:
        for row, order in enumerate(orders):
            if order.canteen_id is None:
                may[row, [rows[c] for c in eligible.get(order.order_id, ()) if c in rows]] = True
    return may


def _works_for(shifts: Sequence[Shift], rows: Mapping[CanteenId, int]) -> Flags:
    works = np.zeros((len(shifts), len(rows)), dtype=np.bool_)
    for row, shift in enumerate(shifts):
        works[row, [rows[c] for c in shift.canteen_ids if c in rows]] = True
    return works


def _able(
    service: Service,
    shifts: Sequence[Shift],
    orders: Sequence[Order],
) -> Flags:
    """Say which shift may bring which order: skills, diets carried, people to avoid."""
    residents = [service.residents[order.resident_id] for order in orders]
    kinds: dict[tuple[frozenset[str], str], int] = {}
    kind = [
        kinds.setdefault((resident.needs, service.diet_of(order)), len(kinds))
        for order, resident in zip(orders, residents, strict=True)
    ]
    fits = np.zeros((len(shifts), len(kinds)), dtype=np.bool_)
    for row, shift in enumerate(shifts):
        skills = service.volunteers[shift.volunteer_id].skills
        fits[row] = [needs <= skills and shift.may_carry(diet) for needs, diet in kinds]
    able = fits[:, np.array(kind, dtype=np.int64)]
    shifts_of = shifts_of_volunteers(shifts)
    for row, resident in enumerate(residents):
        for volunteer_id in resident.avoid_volunteers:
            able[shifts_of.get(volunteer_id, []), row] = False
    return able


def unfamiliar(
    service: Service, shifts: Sequence[Shift], orders: Sequence[Order]
) -> NDArray[np.int32]:
    """Say, by 1 and 0, which shift would be a new face to a resident who has had visits."""
    rows_of: dict[str, list[int]] = {}
    for row, order in enumerate(orders):
        rows_of.setdefault(order.resident_id, []).append(row)
    shifts_of = shifts_of_volunteers(shifts)
    strange = np.zeros((len(shifts), len(orders)), dtype=np.int32)
    # A row of no visits at all makes nobody known to anybody.
    came = [pair for pair, visits in service.visits.items() if visits > 0]
    visited = {resident_id for resident_id, _volunteer_id in came}
    strange[:, [row for one in visited for row in rows_of.get(one, [])]] = 1
    for resident_id, volunteer_id in came:
        rows = rows_of.get(resident_id, [])
        for shift in shifts_of.get(volunteer_id, []):
            strange[shift, rows] = 0
    return strange


def shifts_of_volunteers(shifts: Sequence[Shift]) -> dict[str, list[int]]:
    """List the rows of each volunteer's shifts."""
    found: dict[str, list[int]] = {}
    for row, shift in enumerate(shifts):
        found.setdefault(shift.volunteer_id, []).append(row)
    return found


def _conflicts(
    shifts: Sequence[Shift],
    modes: Sequence[Mode],
    travel_s: NDArray[np.int32],
    canteen_place: Sequence[int],
) -> tuple[Ints, Ints]:
    """List the shifts of one volunteer that cannot both be worked.

    Two shifts go together only when the later begins after the earlier ended and the longest
    way from anywhere a route may end to any canteen is behind the volunteer.
    """
    conflicts: list[list[int]] = [[] for _ in shifts]
    for members in shifts_of_volunteers(shifts).values():
        for one in members:
            for other in members:
                if one == other:
                    continue
                first, then = sorted((one, other), key=lambda row: shifts[row].starts)
                ways = travel_s[modes.index(shifts[then].mode)][:, list(canteen_place)]
                way_s = int(ways.max(initial=0))
                if _second(shifts[first].until, 0) + way_s > _second(shifts[then].starts, 0):
                    conflicts[one].append(other)
    starts = np.cumsum([0, *(len(row) for row in conflicts)], dtype=np.int64)
    return starts, _ints(other for row in conflicts for other in row)
