"""Say what every shift could do for single orders: who may bring them, and on which direct trips.

That no detour is quicker than the direct way is taken for granted, as straight and street travel
have it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import Final, NamedTuple

from mealroute.domain import (
    CanteenId,
    Coordinates,
    EndsAt,
    Limit,
    Mode,
    Order,
    OrderId,
    Resident,
    Service,
    Shift,
)
from mealroute.routing.judge.clock import Clock
from mealroute.routing.judge.doors import handover_s, window_s
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes

_NEVER_S: Final = 10**9


class Exclusion(IntEnum):
    """The rules without a clock that keep a shift from an order, in the order they are asked."""

    SKILL_MISSING = 0
    DIET_NOT_CARRIED = 1
    TO_BE_AVOIDED = 2
    TOO_SMALL = 3


class _Canteen(NamedTuple):
    """The row of a canteen, when its boxes are ready, and until when it serves."""

    row: int
    ready_s: int
    serves_s: int


class DirectTrip(NamedTuple):
    """A trip for one order alone: the way out, the handover, the way back to the canteen.

    ``end_s`` is the way to where the shift ends. ``broken`` is the limit that it breaks most (by
    ``over_s``, 0 or less where it keeps them all).
    """

    out_s: int
    door_s: int
    back_s: int
    end_s: int
    broken: Limit
    over_s: int
    in_company: bool
    """Whether a trip with others of the building can bring it, where one alone may not."""


@dataclass(frozen=True, slots=True)
class Door:
    """What a direct trip asks of one order; its window in seconds, both ends included."""

    row: int
    order: Order
    resident: Resident
    diet: str
    handover_s: int
    opens_s: int
    closes_s: int


@dataclass(frozen=True, kw_only=True)
class Hands:
    """All shifts of a service, and what they could do for some of its orders.

    ``orders`` are of known residents with known doors.
    """

    service: Service
    settings: Settings
    travel: TravelTimes
    orders: Sequence[Order]

    @cached_property
    def shifts(self) -> tuple[Shift, ...]:
        """The rows that work for a canteen with a kitchen at work, in file order."""
        open_ones = self.service.kitchens.keys()
        return tuple(row for row in self.service.shifts if open_ones & set(row.canteen_ids))

    @cached_property
    def doors(self) -> Mapping[OrderId, Door]:
        """The doors of the orders, by order id."""
        handover = self.settings.handover
        found: dict[OrderId, Door] = {}
        for order in self.orders:
            resident = self.service.residents[order.resident_id]
            diet = self.service.diet_of(order)
            seconds = handover_s(resident, handover) + handover.per_building_s
            opens_s, closes_s = window_s(order, None, self._clock)
            found[order.order_id] = Door(
                row=len(found),
                order=order,
                resident=resident,
                diet=diet,
                handover_s=seconds,
                opens_s=0 if opens_s is None else opens_s,
                closes_s=_NEVER_S if closes_s is None else closes_s,
            )
        return found

    def excluded(self, shift: Shift, door: Door) -> Exclusion | None:
        """Name the first rule that keeps this shift from this order; ``None`` where it may."""
        volunteer = self.service.volunteers.get(shift.volunteer_id)
        skills = frozenset() if volunteer is None else volunteer.skills
        if not door.resident.needs <= skills:
            return Exclusion.SKILL_MISSING
        if not shift.may_carry(door.diet):
            return Exclusion.DIET_NOT_CARRIED
        if shift.volunteer_id in door.resident.avoid_volunteers:
            return Exclusion.TO_BE_AVOIDED
        return Exclusion.TOO_SMALL if shift.capacity < door.order.meals else None

    def direct(self, shift: Shift, canteen_id: CanteenId, door: Door) -> DirectTrip:
        """Time the trip that leaves this canteen as early as it may, for this order alone."""
        out, back = self._ways(shift.mode)
        canteen, ready_s, serves_s = self._canteens[canteen_id]
        starts_s, until_s, aboard_s = self._spans[id(shift)]
        out_s, back_s = out[canteen][door.row], back[door.row][canteen]
        end_s = 0
        if shift.ends_at is not EndsAt.ANYWHERE:
            end_s = back_s if shift.ends_at is EndsAt.CANTEEN else self._home_s(shift)[door.row]
        if out_s >= UNREACHABLE_S or end_s >= UNREACHABLE_S:
            return DirectTrip(
                out_s, door.handover_s, back_s, end_s, Limit.NO_WAY, UNREACHABLE_S, in_company=False
            )
        begins_s = max(starts_s + out_s, ready_s + out_s, door.opens_s)
        over_s, broken = out_s - aboard_s, Limit.ABOARD
        late_s = begins_s - min(door.closes_s, serves_s)
        if late_s > over_s:
            over_s, broken = late_s, Limit.WINDOW
        # Who came in for somebody else waits inside: then nothing is entered after the door opens.
        per_building_s = self.settings.handover.per_building_s
        inside_s = max(max(starts_s, ready_s) + out_s + per_building_s, door.opens_s)
        in_company = over_s <= 0 and inside_s + door.handover_s - per_building_s + end_s <= until_s
        late_s = begins_s + door.handover_s + end_s - until_s
        if late_s > over_s:
            over_s, broken = late_s, Limit.SHIFT_END
        return DirectTrip(out_s, door.handover_s, back_s, end_s, broken, over_s, in_company)

    def room(self, shift: Shift, trips: Mapping[OrderId, Sequence[DirectTrip]]) -> tuple[int, int]:
        """Bound the trips of a shift for the orders it can bring, and their boxes in one trip.

        Every trip but the last takes at least the quickest way to a door and back, and loading;
        all handovers of a trip but the last lie between the first door and the last start.
        ``trips`` are the direct trips to each order that this shift can bring; not empty.
        """
        boxes = {one: self.doors[one].order.meals for one in trips}
        direct = [one for ways in trips.values() for one in ways]
        starts_s, until_s, hot_s = self._spans[id(shift)]
        ready_s = min(self._canteens[one].ready_s for one in self.open_canteens(shift))
        span_s = until_s - max(starts_s, ready_s)
        round_s = min(one.out_s + one.door_s + one.back_s for one in direct)
        round_s += self.settings.trips.reload_s
        last_s = min(one.out_s + one.door_s + one.end_s for one in direct)
        most = min(shift.max_trips, sum(boxes.values()))
        if round_s:
            most = min(most, 1 + max(0, span_s - last_s) // round_s)
        aboard_s = min(hot_s, span_s) - min(one.out_s for one in direct)
        per_building_s = self.settings.handover.per_building_s
        before_last_s = max(0, aboard_s - per_building_s)
        aboard = shift.capacity
        handovers = {one: self.doors[one].handover_s - per_building_s for one in trips}
        if all(handovers.values()):
            ahead = max(before_last_s * boxes[one] // handovers[one] for one in trips)
            aboard = min(aboard, max(boxes.values()) + ahead)
        return most, min(aboard, sum(boxes.values()))

    def open_canteens(self, shift: Shift) -> Iterator[CanteenId]:
        """Name the canteens at work that the shift may work for."""
        return (one for one in shift.canteen_ids if one in self.service.kitchens)

    @cached_property
    def _clock(self) -> Clock:
        return Clock(self.service.date)

    @cached_property
    def _canteens(self) -> Mapping[CanteenId, _Canteen]:
        """The canteens at work, by id."""
        found = {}
        for row, (canteen_id, kitchen) in enumerate(self.service.kitchens.items()):
            serves = kitchen.serve_until
            serves_s = _NEVER_S if serves is None else self._clock.at(serves)
            found[canteen_id] = _Canteen(row, self._clock.at(kitchen.ready_from), serves_s)
        return found

    @cached_property
    def _spans(self) -> Mapping[int, tuple[int, int, int]]:
        """When each row of `shifts` starts and ends, and how long a meal may be aboard."""
        at = self._clock.at
        return {
            id(one): (at(one.starts), at(one.until), self.settings.max_aboard_s(one.container))
            for one in self.shifts
        }

    @cached_property
    def _places(self) -> tuple[list[Coordinates], list[Coordinates]]:
        """The canteens, and the doors in the order of their rows."""
        canteens = [self.service.canteens[one].coordinates for one in self._canteens]
        doors = [door.resident.coordinates for door in self.doors.values()]
        return canteens, [one for one in doors if one is not None]

    @cached_property
    def _known_ways(self) -> dict[Mode, tuple[list[list[int]], list[list[int]]]]:
        return {}

    def _ways(self, mode: Mode) -> tuple[list[list[int]], list[list[int]]]:
        """Give the seconds from each canteen to each door, and from each door to each canteen."""
        if mode not in self._known_ways:
            canteens, doors = self._places
            out = self.travel.table(mode, canteens, doors).seconds.tolist()
            back = self.travel.table(mode, doors, canteens).seconds.tolist()
            self._known_ways[mode] = (out, back)
        return self._known_ways[mode]

    def _home_s(self, shift: Shift) -> list[int]:
        """Give the seconds from each door to the volunteer's home; none where nobody knows it."""
        volunteer = self.service.volunteers.get(shift.volunteer_id)
        home = None if volunteer is None else volunteer.coordinates
        return [0] * len(self.doors) if home is None else self._homes[shift.mode, home]

    @cached_property
    def _homes(self) -> Mapping[tuple[Mode, Coordinates], list[int]]:
        """The seconds from each door to each home where a shift of the mode ends."""
        homes: dict[Mode, dict[Coordinates, None]] = {}
        for shift in self.shifts:
            volunteer = self.service.volunteers.get(shift.volunteer_id)
            home = None if volunteer is None else volunteer.coordinates
            if home is not None and shift.ends_at is EndsAt.HOME:
                homes.setdefault(shift.mode, {})[home] = None
        found = {}
        for mode, own in homes.items():
            table = self.travel.table(mode, self._places[1], list(own)).seconds.T.tolist()
            found.update({(mode, home): row for home, row in zip(own, table, strict=True)})
        return found
