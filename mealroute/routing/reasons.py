"""Say why an accepted order is not brought, in the order of proof, with what proves it."""

from collections.abc import Sequence

import numpy as np

from mealroute.domain import (
    CanteenId,
    Limit,
    NobodyMay,
    Proof,
    Service,
    ShiftPlaces,
    TooFarAlone,
    TooFewPlaces,
    Unassigned,
    UnassignedReason,
)
from mealroute.routing.build import Instance
from mealroute.routing.reason_words import (
    nobody_words,
    too_far_words,
    too_few_words,
    unproven_words,
)
from mealroute.search.problem import ENDS_ANYWHERE, Solution, Tour
from mealroute.search.schedule import schedule
from mealroute.search.shortage import Shortage, find_shortages, room_of
from mealroute.travel import UNREACHABLE_S


def unassigned(instance: Instance, solution: Solution, service: Service) -> tuple[Unassigned, ...]:
    """Give every order that no tour brings its reason, by order id.

    In the order of proof: no shift may serve it at all; every direct trip breaks time, heat or
    shift; the places of all able shifts together are fewer than the boxes that compete for them;
    else the search did not fit it, which proves nothing and is said so.
    """
    missing = sorted(
        set(range(instance.problem.orders)) - solution.served,
        key=lambda order: instance.orders[order].order_id,
    )
    shortages = _Shortages(instance, missing, service)
    return tuple(_unassigned(instance, order, service, shortages) for order in missing)


def _unassigned(
    instance: Instance, row: int, service: Service, shortages: "_Shortages"
) -> Unassigned:
    order = instance.orders[row]
    pairs = _able_pairs(instance, row)
    proof: Proof | None
    if not pairs:
        proof = nobody = _nobody(instance, row, service)
        reason, detail = UnassignedReason.NO_VOLUNTEER, nobody_words(nobody, order, service)
    elif not _reachable(instance, row, pairs):
        proof = too_far = _too_far(instance, row, pairs)
        reason = UnassignedReason.TOO_FAR_EVEN_ALONE
        detail = too_far_words(too_far, order, service)
    elif (too_few := shortages.covering(row)) is not None:
        proof = too_few
        reason, detail = UnassignedReason.NOT_ENOUGH_HANDS, too_few_words(too_few)
    else:
        proof = None
        reason, detail = UnassignedReason.NOT_FITTED, unproven_words()
    return Unassigned(order_id=order.order_id, reason=reason, detail=detail, proof=proof)


def _canteen_ids(instance: Instance, rows: Sequence[int]) -> tuple[CanteenId, ...]:
    """Name the canteens that may cook any of these orders."""
    may = instance.problem.order_may[list(rows)].any(axis=0)
    return tuple(instance.canteens[canteen] for canteen in np.flatnonzero(may))


def _able_pairs(instance: Instance, row: int) -> list[tuple[int, int]]:
    """List the shifts that may bring an order, with the canteens they may bring it from."""
    problem = instance.problem
    able = problem.able[:, row] & (problem.order_boxes[row] <= problem.shift_capacity)
    pairs = problem.shift_works_for & problem.order_may[row] & able[:, np.newaxis]
    return [(int(shift), int(canteen)) for shift, canteen in np.argwhere(pairs)]


def _reachable(instance: Instance, row: int, pairs: Sequence[tuple[int, int]]) -> bool:
    return any(
        schedule(instance.problem, Tour(shift, canteen, ((row,),))) is not None
        for shift, canteen in pairs
    )


def _nobody(instance: Instance, row: int, service: Service) -> NobodyMay:
    """Count the shifts of the order's canteens, each under the first rule that excludes it."""
    problem, order = instance.problem, instance.orders[row]
    resident = service.residents[order.resident_id]
    works = (problem.shift_works_for & problem.order_may[row]).any(axis=1)
    counts = {"skill_missing": 0, "diet_not_carried": 0, "to_be_avoided": 0, "too_small": 0}
    for shift in (instance.shifts[at] for at in np.flatnonzero(works)):
        if not resident.needs <= service.volunteers[shift.volunteer_id].skills:
            counts["skill_missing"] += 1
        elif not shift.may_carry(service.diet_of(order)):
            counts["diet_not_carried"] += 1
        elif shift.volunteer_id in resident.avoid_volunteers:
            counts["to_be_avoided"] += 1
        else:
            counts["too_small"] += 1
    return NobodyMay(canteen_ids=_canteen_ids(instance, [row]), shifts=int(works.sum()), **counts)


def _too_far(instance: Instance, row: int, pairs: Sequence[tuple[int, int]]) -> TooFarAlone:
    """Find the shift that comes nearest to managing a trip of the order's own."""
    trips = [(*_direct(instance, row, *pair), *pair) for pair in pairs]
    over_s, travel_s, at, canteen = min((over, way, *pair) for over, way, _limit, *pair in trips)
    limit = next(one for _over, _way, one, *pair in trips if pair == [at, canteen])
    shift = instance.shifts[at]
    return TooFarAlone(
        canteen_ids=_canteen_ids(instance, [row]),
        shifts=len({at for at, _canteen in pairs}),
        canteen_id=instance.canteens[canteen],
        volunteer_id=shift.volunteer_id,
        mode=shift.mode,
        starts=shift.starts,
        until=shift.until,
        travel_s=travel_s,
        limit=limit,
        over_s=0 if limit is Limit.NO_WAY else over_s,
    )


def _direct(instance: Instance, row: int, shift: int, canteen: int) -> tuple[int, int, Limit]:
    """Time a direct trip: by how much it breaks its worst limit, the way's seconds, that limit."""
    problem = instance.problem
    ways = problem.travel_s[problem.shift_mode[shift]]
    door, kitchen = problem.order_place[row], problem.canteen_place[canteen]
    travel_s, back_s = int(ways[kitchen, door]), 0
    if problem.shift_ends_at[shift] != ENDS_ANYWHERE:
        home = int(problem.shift_home[shift])
        back_s = int(ways[door, home if home >= 0 else kitchen])
    if max(travel_s, back_s) >= UNREACHABLE_S:
        return UNREACHABLE_S, travel_s, Limit.NO_WAY
    leaves_s = int(max(problem.shift_from_s[shift], problem.canteen_ready_s[canteen]))
    starts_s = max(leaves_s + travel_s, int(problem.order_earliest_s[row]))
    over_s = starts_s + int(problem.order_handover_s[row]) + problem.per_building_s + back_s
    shuts_s = min(int(problem.order_latest_s[row]), int(problem.canteen_serve_until_s[canteen]))
    broken = {
        Limit.ABOARD: travel_s - int(problem.shift_aboard_s[shift]),
        Limit.WINDOW: starts_s - shuts_s,
        Limit.SHIFT_END: over_s - int(problem.shift_until_s[shift]),
    }
    worst = max(broken, key=lambda limit: broken[limit])
    return broken[worst], travel_s, worst


class _Shortages:
    """The proven shortages of a day, and which of the orders left out each of them excuses.

    A shortage says that so many of the competing boxes stay behind in every plan. That excuses
    as many of the orders left out, the least urgent first, and none beyond. What is short among
    the orders of one priority and above is proven first: no less urgent order has their places.
    """

    def __init__(self, instance: Instance, missing: Sequence[int], service: Service) -> None:
        self._instance = instance
        self._missing = missing
        self._priority = np.array(
            [service.residents[order.resident_id].priority for order in instance.orders],
            dtype=np.int64,
        )
        self._excused: dict[int, dict[int, TooFewPlaces]] = {}

    def covering(self, row: int) -> TooFewPlaces | None:
        """Give the shortage that excuses this order, the one among the most urgent."""
        for priority in range(int(self._priority[row]), 0, -1):
            if priority not in self._excused:
                self._excused[priority] = self._excuses(priority)
            if row in self._excused[priority]:
                return self._excused[priority][row]
        return None

    def _excuses(self, priority: int) -> dict[int, TooFewPlaces]:
        """Find what is short among orders of this priority and above, and whom it excuses."""
        excused: dict[int, TooFewPlaces] = {}
        problem = self._instance.problem
        for shortage in find_shortages(problem, self._priority >= priority):
            proof = self._proof(shortage)
            short = proof.missing
            for row in sorted(
                set(self._missing).intersection(shortage.orders),
                key=lambda row: (self._priority[row], self._instance.orders[row].order_id),
            ):
                if short > 0:
                    excused[row] = proof
                short -= int(problem.order_boxes[row])
        return excused

    def _proof(self, shortage: Shortage) -> TooFewPlaces:
        """Write a shortage with its names, in the order of ids."""
        instance = self._instance
        places = []
        for row in shortage.shifts:
            trips, boxes = room_of(instance.problem, row, shortage.orders)
            shift = instance.shifts[row]
            places.append(
                ShiftPlaces(
                    volunteer_id=shift.volunteer_id,
                    mode=shift.mode,
                    starts=shift.starts,
                    until=shift.until,
                    trips=trips,
                    boxes=boxes,
                )
            )
        return TooFewPlaces(
            canteen_ids=_canteen_ids(instance, shortage.orders),
            order_ids=tuple(sorted(instance.orders[row].order_id for row in shortage.orders)),
            boxes=shortage.boxes,
            shifts=tuple(sorted(places, key=lambda one: (one.volunteer_id, one.starts))),
            places=shortage.places,
        )
