"""List what could be added: one more shift of each kind, or more of each shift that is there."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median_low
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Mode
from mealroute.routing.build import Instance
from mealroute.routing.remedy_trials import LAST_S, Change, Offer
from mealroute.search.problem import ENDS_ANYWHERE, MOST_TRIPS, Ints, Problem, Solution, Tour

_LONGER_S: Final = 3_600
_BOXES_WHERE_NOBODY_IS: Final = 10


class RemedyKind(StrEnum):
    """What can be added: one more shift, or more of a shift that is there."""

    ONE_MORE = "one_more"
    UNTIL_LATER = "until_later"
    FROM_EARLIER = "from_earlier"
    MORE_TRIPS = "more_trips"
    MORE_BOXES = "more_boxes"


@dataclass(frozen=True, slots=True)
class Possible:
    """One addition to try."""

    kind: RemedyKind
    change: Change


def modes_of(instance: Instance) -> list[Mode]:
    """List the ways to travel by their rows in the problem; on foot where nobody is on shift."""
    return sorted({shift.mode for shift in instance.shifts}) or [Mode.FOOT]


def more_shifts(
    instance: Instance,
    problem: Problem,
    left_out: Sequence[int],
    aboard_s: int,
    faces: NDArray[np.int32],
) -> Iterator[Possible]:
    """Give one more shift at each canteen that may cook an order left out, of each mode in use.

    Boxes and trips are typical of the mode on this day, the lower median, boxes enough for any
    order left out. It may bring everything, begins when the boxes are ready, and ends at the last
    door an hour after the day's last shift.
    """
    if not left_out:
        return
    last_s = int(problem.shift_until_s.max(initial=int(problem.canteen_ready_s.max())))
    canteens = np.flatnonzero(problem.order_may[list(left_out)].any(axis=0)).tolist()
    for mode in range(len(modes_of(instance))):
        alike = np.flatnonzero(instance.problem.shift_mode == mode)
        typical = Offer(
            capacity=max(
                _median(instance.problem.shift_capacity[alike], _BOXES_WHERE_NOBODY_IS),
                _largest(problem, left_out),
            ),
            from_s=0,
            until_s=min(last_s + _LONGER_S, LAST_S),
            max_trips=_median(instance.problem.shift_max_trips[alike], 1),
        )
        for canteen in canteens:
            ready_s = int(problem.canteen_ready_s[canteen])
            yield Possible(
                RemedyKind.ONE_MORE,
                Change(
                    shift=problem.shifts,
                    canteen=canteen,
                    mode=mode,
                    offer=replace(typical, from_s=min(ready_s, typical.until_s)),
                    aboard_s=aboard_s,
                    ends_at=ENDS_ANYWHERE,
                    home=-1,
                    able=np.ones(problem.orders, dtype=np.bool_),
                    face_price=faces,
                ),
            )


def _largest(problem: Problem, left_out: Sequence[int]) -> int:
    return int(problem.order_boxes[list(left_out)].max())


def _median(values: Ints, default: int) -> int:
    return median_low(values.tolist()) if values.size else default


def longer_shifts(
    instance: Instance,
    problem: Problem,
    solution: Solution,
    left_out: Sequence[int],
    but: Collection[int],
) -> list[Possible]:
    """Give more of the shifts that are there, one thing at a time, but of those in ``but``.

    First those that pass nearest to an order left out that they may bring.
    """
    worked = {tour.shift: tour for tour in solution.tours}
    near = []
    for shift in sorted(set(range(len(instance.shifts))).difference(but)):
        tour = worked.get(shift)
        if tour is None and _rivals(problem, shift) & worked.keys():
            continue
        works_for = np.flatnonzero(problem.shift_works_for[shift]).tolist()
        for canteen in works_for if tour is None else [tour.canteen]:
            way_s = _nearest_s(problem, shift, canteen, tour, left_out)
            if way_s is not None:
                near.append((way_s, shift, canteen))
    return [
        possible
        for _way_s, shift, canteen in sorted(near)
        for possible in _more_of(instance, problem, (shift, canteen), worked.get(shift), left_out)
    ]


def _rivals(problem: Problem, shift: int) -> set[int]:
    """Name the shifts of the same volunteer that cannot be worked as well."""
    first, last = problem.conflict_start[shift], problem.conflict_start[shift + 1]
    return set(problem.conflict_with[first:last].tolist())


def _nearest_s(
    problem: Problem, shift: int, canteen: int, tour: Tour | None, left_out: Sequence[int]
) -> int | None:
    """Give the shortest way from the tour or its canteen to an order left out it may bring."""
    orders = [
        order
        for order in left_out
        if problem.able[shift, order] and problem.order_may[order, canteen]
    ]
    if not orders:
        return None
    stops = [] if tour is None else [problem.order_place[order] for order in tour.orders]
    ways_s = problem.travel_s[problem.shift_mode[shift]]
    places = [problem.canteen_place[canteen], *stops]
    return int(ways_s[np.ix_(places, problem.order_place[orders])].min())


def _more_of(
    instance: Instance,
    problem: Problem,
    pair: tuple[int, int],
    tour: Tour | None,
    left_out: Sequence[int],
) -> Iterator[Possible]:
    """Give what one shift at one canteen could offer beyond what it does, one thing at a time."""
    shift, canteen = pair
    now = Offer(
        capacity=int(problem.shift_capacity[shift]),
        from_s=int(problem.shift_from_s[shift]),
        until_s=int(problem.shift_until_s[shift]),
        max_trips=int(problem.shift_max_trips[shift]),
    )
    change = Change(
        shift=shift,
        canteen=canteen,
        mode=int(problem.shift_mode[shift]),
        offer=now,
        aboard_s=int(problem.shift_aboard_s[shift]),
        ends_at=int(problem.shift_ends_at[shift]),
        home=int(problem.shift_home[shift]),
        able=problem.able[shift],
        face_price=problem.face_price[shift],
        now=now,
        tour=tour,
    )
    room = max(2 * now.capacity, _largest(problem, left_out))
    offers = {RemedyKind.MORE_BOXES: replace(now, capacity=room)}
    if now.max_trips < MOST_TRIPS:
        offers[RemedyKind.MORE_TRIPS] = replace(now, max_trips=now.max_trips + 1)
    volunteer_id = instance.shifts[shift].volunteer_id
    # Who has several shifts may have no time between them.
    if sum(one.volunteer_id == volunteer_id for one in instance.shifts) == 1:
        later_s = min(now.until_s + _LONGER_S, LAST_S)
        offers[RemedyKind.UNTIL_LATER] = replace(now, until_s=later_s)
        ready_s = int(problem.canteen_ready_s[canteen])
        if ready_s < now.from_s:
            offers[RemedyKind.FROM_EARLIER] = replace(now, from_s=ready_s)
    for kind, offer in offers.items():
        yield Possible(kind, replace(change, offer=offer))
