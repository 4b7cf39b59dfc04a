"""Part a plan at a moment: what is on the road or done, and what can still be changed."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeAlias

from mealroute.domain import (
    Coordinates,
    Mode,
    OrderId,
    Plan,
    Resident,
    Route,
    Service,
    Shift,
    Stop,
    Trip,
    VolunteerId,
)
from mealroute.routing.build import handover_s
from mealroute.routing.repair.event import Event
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

LegKey: TypeAlias = tuple[Mode, Coordinates, Coordinates]

# Only the diagonal of a table is used, so that large tables are mostly waste.
_TABLE_LEGS: Final = 256


class Leg(NamedTuple):
    """The travel of one leg."""

    seconds: int
    metres: float


@dataclass(frozen=True, slots=True)
class Parted:
    """One route of the old plan at the moment of the event.

    ``shift`` is the place of its row in ``service.shifts``, ``None`` where the volunteer dropped
    out or no row fits the route any more. ``left`` are the trips that have left, as they now
    stand; ``open`` the orders of each trip that has not left, ``lost`` those that went out with a
    volunteer who dropped out. ``altered`` says whether a trip on the road is no longer as planned.
    """

    route: Route
    shift: int | None
    left: tuple[Trip, ...]
    open: tuple[tuple[OrderId, ...], ...]
    lost: tuple[OrderId, ...]
    altered: bool


def part(
    plan: Plan,
    service: Service,
    settings: Settings,
    travel: TravelTimes,
    wanted: Collection[OrderId],
    event: Event,
) -> tuple[Parted, ...]:
    """Part every route of a plan, in its order.

    What was handed over stays as it was. Of a trip on the road an order that is no longer
    ``wanted`` is passed by and the doors after it come sooner; a leg that takes longer than
    planned makes the doors after it later. A trip on the road without a door left is dropped.

    Parameters
    ----------
    wanted
        The orders that are accepted now.

    Raises
    ------
    TravelError
        When travel times cannot be had.
    """
    shift_of = _rows(plan.routes, service.shifts, event.without)
    keys = (
        key
        for route in plan.routes
        for trip in route.trips
        if event.past(trip.leaves) and not event.past(trip.stops[-1].starts)
        for key in _legs_of(route, _kept_stops(trip, wanted, event), service)
    )
    legs = measured(keys, travel)
    return tuple(
        _part(route, shift, wanted, event, _Timer(service, settings, legs))
        for route, shift in zip(plan.routes, shift_of, strict=True)
    )


def measured(keys: Iterable[LegKey], travel: TravelTimes) -> dict[LegKey, Leg]:
    """Ask the travel times for many legs at once, each once."""
    by_mode: dict[Mode, list[LegKey]] = {}
    for key in dict.fromkeys(keys):
        by_mode.setdefault(key[0], []).append(key)
    legs: dict[LegKey, Leg] = {}
    for mode, wanted in by_mode.items():
        for first in range(0, len(wanted), _TABLE_LEGS):
            some = wanted[first : first + _TABLE_LEGS]
            table = travel.table(mode, [key[1] for key in some], [key[2] for key in some])
            seconds, metres = table.seconds.diagonal(), table.metres.diagonal()
            legs |= zip(some, map(Leg, seconds.tolist(), metres.tolist()), strict=True)
    return legs


def door_of(service: Service, order_id: OrderId) -> Coordinates:
    """Give the door of an accepted order."""
    door = service.residents[service.orders[order_id].resident_id].coordinates
    if door is None:  # no receipt accepts such an order
        raise AssertionError(order_id)
    return door


def _rows(
    routes: Sequence[Route], shifts: Sequence[Shift], without: Collection[VolunteerId]
) -> list[int | None]:
    """Find the shift row behind each route, of rows alike the one whose hours hold its times."""
    free: dict[VolunteerId, list[int]] = {}
    for row, shift in enumerate(shifts):
        if shift.volunteer_id not in without:
            free.setdefault(shift.volunteer_id, []).append(row)
    found: list[int | None] = []
    for route in routes:
        own = free.get(route.volunteer_id, [])
        fitting = [
            row
            for row in own
            if route.canteen_id in shifts[row].canteen_ids and route.mode == shifts[row].mode
        ]
        best = min(fitting, key=lambda row: not _holds(shifts[row], route), default=None)
        if best is not None:
            own.remove(best)
        found.append(best)
    return found


def _holds(shift: Shift, route: Route) -> bool:
    begins, ends = route.trips[0].leaves.time(), route.trips[-1].stops[-1].ends.time()
    return shift.starts <= begins and ends <= shift.until


def _part(
    route: Route, shift: int | None, wanted: Collection[OrderId], event: Event, timer: "_Timer"
) -> Parted:
    left: list[Trip] = []
    lost: list[OrderId] = []
    waiting: list[tuple[OrderId, ...]] = []
    altered = False
    for trip in route.trips:
        if not event.past(trip.leaves):
            waiting.append(tuple(stop.order_id for stop in trip.stops if stop.order_id in wanted))
            continue
        if shift is None:
            done = tuple(stop for stop in trip.stops if event.past(stop.starts))
            lost += [
                stop.order_id
                for stop in trip.stops
                if stop.order_id in wanted and not event.past(stop.starts)
            ]
            now = trip if len(done) == len(trip.stops) else Trip(leaves=trip.leaves, stops=done)
        else:
            now = timer.again(route, trip, wanted, event)
        altered |= now != trip
        if now.stops:
            left.append(now)
    return Parted(route, shift, tuple(left), tuple(filter(None, waiting)), tuple(lost), altered)


def _kept_stops(trip: Trip, wanted: Collection[OrderId], event: Event) -> list[Stop]:
    return [stop for stop in trip.stops if event.past(stop.starts) or stop.order_id in wanted]


def _legs_of(route: Route, stops: Sequence[Stop], service: Service) -> Iterator[LegKey]:
    here = service.canteens[route.canteen_id].coordinates
    for stop in stops:
        door = door_of(service, stop.order_id)
        yield route.mode, here, door
        here = door


@dataclass(frozen=True, slots=True)
class _Timer:
    """Times the rest of a trip on the road: on at once, waiting at doors that are not open yet."""

    service: Service
    settings: Settings
    legs: Mapping[LegKey, Leg]

    def again(self, route: Route, trip: Trip, wanted: Collection[OrderId], event: Event) -> Trip:
        """Give a trip on the road as it will now go; the same object where nothing changes."""
        if event.past(trip.stops[-1].starts):
            return trip
        kept = _kept_stops(trip, wanted, event)
        keys = list(_legs_of(route, kept, self.service))
        stops: list[Stop] = []
        on_plan = True
        before: Resident | None = None
        ends = trip.leaves
        for stop, planned, key in zip(kept, trip.stops, keys, strict=False):
            resident = self.service.residents[self.service.orders[stop.order_id].resident_id]
            leg = self.legs[key]
            on_plan &= stop is planned and (leg.seconds == stop.leg_s or event.past(stop.starts))
            now = stop if on_plan else self._timed(stop, leg, trip.leaves, ends, before, resident)
            stops.append(now)
            ends, before = now.ends, resident
        if on_plan and len(stops) == len(trip.stops):
            return trip
        # Where the volunteer goes from the last door is for the whole route to say.
        return Trip(leaves=trip.leaves, stops=tuple(stops))

    def _timed(
        self,
        stop: Stop,
        leg: Leg,
        leaves: dt.datetime,
        ends: dt.datetime,
        before: Resident | None,
        resident: Resident,
    ) -> Stop:
        arrives = ends + dt.timedelta(seconds=leg.seconds)
        opens = self.service.orders[stop.order_id].earliest
        starts = arrives if opens is None else max(arrives, self.service.at(opens))
        needed_s = handover_s(resident, self.settings)
        if before is None or before.building != resident.building:
            needed_s += self.settings.handover.per_building_s
        return replace(
            stop,
            arrives=arrives,
            starts=starts,
            ends=starts + dt.timedelta(seconds=needed_s),
            aboard_s=int((starts - leaves).total_seconds()),
            leg_s=leg.seconds,
            leg_m=round(leg.metres),
        )
