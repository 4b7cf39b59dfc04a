"""Cut a problem into parts that share no order and no shift, so that each is searched by itself.

A part belongs to one canteen. Large canteens are cut into neighbourhoods of tours that lie near
each other; since every cut begins at another tour, orders meet new neighbours each time.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from mealroute.search.problem import Problem, Solution, Tour

UNSERVED_WEIGHT = 3
"""How many served boxes one unserved box outweighs when idle shifts are dealt."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one engine run may change: these orders, brought by these shifts of one canteen.

    ``orders`` are those of ``tours`` and unserved ones; ``shifts`` those of ``tours`` and idle
    ones, no two in conflict with each other or with any shift at work elsewhere.
    """

    canteen: int
    orders: tuple[int, ...]
    shifts: tuple[int, ...]
    tours: tuple[Tour, ...]


@dataclass(slots=True)
class _Clump:
    """Orders that stay together in a cut: a tour, or one unserved order."""

    orders: tuple[int, ...]
    tour: Tour | None = None


@dataclass(slots=True)
class _Group:
    """A part in the making."""

    canteen: int
    clumps: list[_Clump]
    shifts: list[int] = field(default_factory=list)
    places: int = 0

    @property
    def orders(self) -> list[int]:
        return [order for clump in self.clumps for order in clump.orders]


def parts_of(
    problem: Problem,
    solution: Solution,
    most_orders: int,
    dice: np.random.Generator,
    *,
    thaw: bool = True,
) -> tuple[Part, ...]:
    """Cut the problem along a solution: each canteen, or neighbourhoods of ``most_orders``.

    A shift at work stays with its canteen; an idle one is dealt to the part that needs hands most
    among those it may work for. Tours of several trips are in a part only with ``thaw``.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> from mealroute.search.problem import nothing_served
    >>> problem = two_doors()
    >>> parts_of(problem, nothing_served(problem), 100, np.random.default_rng(0))
    (Part(canteen=0, orders=(0, 1), shifts=(0,), tours=()),)
    """
    groups = [
        group
        for canteen in range(problem.canteens)
        for group in _neighbourhoods(
            problem, canteen, _clumps(solution, canteen, thaw=thaw), most_orders, dice
        )
    ]
    _deal_shifts(problem, solution, groups, dice)
    return tuple(_part(group) for group in groups)


def shifts_in_conflict(problem: Problem, shift: int) -> frozenset[int]:
    """List the shifts that cannot be worked beside this one."""
    lo, hi = problem.conflict_start[shift], problem.conflict_start[shift + 1]
    return frozenset(problem.conflict_with[lo:hi].tolist())


def _clumps(solution: Solution, canteen: int, *, thaw: bool) -> list[_Clump]:
    tours = [
        tour for tour in solution.tours if tour.canteen == canteen and (thaw or len(tour.trips) < 2)
    ]
    served = solution.served
    unserved = [
        order
        for order, cook in enumerate(solution.cooks)
        if cook == canteen and order not in served
    ]
    return [_Clump(tour.orders, tour) for tour in tours] + [_Clump((order,)) for order in unserved]


def _neighbourhoods(
    problem: Problem,
    canteen: int,
    clumps: Sequence[_Clump],
    most_orders: int,
    dice: np.random.Generator,
) -> Iterator[_Group]:
    """Cut a canteen into groups of about equal size around tours drawn by lot."""
    total = sum(len(clump.orders) for clump in clumps)
    groups = math.ceil(total / most_orders)
    left = list(clumps)
    for later in range(groups - 1, 0, -1):
        seed = _middle(problem, left[int(dice.integers(len(left)))])
        way_s = problem.travel_s[0][seed, [_middle(problem, clump) for clump in left]]
        nearest = np.argsort(way_s, kind="stable").tolist()
        aim = sum(len(clump.orders) for clump in left) / (later + 1)
        near: set[int] = set()
        size = 0
        while size < aim and len(near) < len(left):
            row = nearest[len(near)]
            near.add(row)
            size += len(left[row].orders)
        yield _Group(canteen, [left[row] for row in sorted(near)])
        left = [clump for row, clump in enumerate(left) if row not in near]
        if not left:
            return
    if left:
        yield _Group(canteen, left)


def _middle(problem: Problem, clump: _Clump) -> int:
    """Take the door in the middle of a tour for its whereabouts."""
    return int(problem.order_place[clump.orders[len(clump.orders) // 2]])


def _deal_shifts(
    problem: Problem, solution: Solution, groups: Iterable[_Group], dice: np.random.Generator
) -> None:
    """Give each group its own shifts, then the idle ones to whom they help most.

    The least free to choose come first, and by lot among equals.
    """
    for group in groups:
        group.shifts = [clump.tour.shift for clump in group.clumps if clump.tour is not None]
        group.places = sum(int(problem.shift_capacity[shift]) for shift in group.shifts)
    busy = {tour.shift for tour in solution.tours}
    idle = [shift for shift in range(problem.shifts) if shift not in busy]
    shuffled = dice.permutation(np.array(idle, dtype=np.int64)).tolist()
    for shift in sorted(shuffled, key=lambda shift: int(problem.shift_works_for[shift].sum())):
        if shifts_in_conflict(problem, shift) & busy:
            continue
        open_to = [group for group in groups if problem.shift_works_for[shift, group.canteen]]
        if open_to:
            neediest = max(open_to, key=lambda group: _need(problem, group, shift))
            neediest.shifts.append(shift)
            neediest.places += int(problem.shift_capacity[shift])
            busy.add(shift)


def _need(problem: Problem, group: _Group, shift: int) -> float:
    """Say how many boxes this shift could bring wait for each place; unserved ones weigh more."""
    unserved = [order for clump in group.clumps if clump.tour is None for order in clump.orders]
    boxes = problem.order_boxes * problem.able[shift]
    waiting = int(boxes[group.orders].sum()) + UNSERVED_WEIGHT * int(boxes[unserved].sum())
    return waiting / (group.places + 1)


def _part(group: _Group) -> Part:
    tours = tuple(clump.tour for clump in group.clumps if clump.tour is not None)
    return Part(group.canteen, tuple(sorted(group.orders)), tuple(sorted(group.shifts)), tours)
