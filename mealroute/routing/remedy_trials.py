"""Try one change of one shift on the orders left out: solve it, and shrink it to what it needs.

A trial is a small problem of its own: one shift at one canteen, the orders it brings already,
which it must go on bringing, and those left out. So nobody else's route is touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mealroute.search.engine import Budget
from mealroute.search.problem import Flags, Ints, Problem, Solution, Tour
from mealroute.search.ruin_recreate import RuinRecreateEngine
from mealroute.search.schedule import TourTimes, schedule

LAST_S: Final = 86_399
"""The last second of a day; no shift ends later."""
_KEPT_PRICE: Final = 10**9
_ROUND_S: Final = 300


@dataclass(frozen=True, slots=True)
class Offer:
    """What a shift offers: boxes a trip, when it begins and ends, how many trips."""

    capacity: int
    from_s: int
    until_s: int
    max_trips: int


@dataclass(frozen=True, slots=True)
class Change:
    """A shift as it could be: ``shift`` is its row, or one below the last for one more.

    ``now`` is what it offers already, ``None`` for one more; ``tour`` what it brings already.
    ``able`` (n) says which orders it may bring, ``face_price`` (n) what each then costs.
    """

    shift: int
    canteen: int
    mode: int
    offer: Offer
    aboard_s: int
    ends_at: int
    home: int
    able: Flags
    face_price: NDArray[np.int32]
    now: Offer | None = None
    tour: Tour | None = None

    @property
    def added_s(self) -> int:
        """The seconds of volunteers' time it asks for beyond what is offered already."""
        own_s = 0 if self.now is None else self.now.until_s - self.now.from_s
        return self.offer.until_s - self.offer.from_s - own_s


@dataclass(frozen=True, slots=True)
class Trial:
    """A change shrunk to what it needs, its tour, and the orders it serves that were left out.

    ``more_work_s`` is the work of the tour beyond what it was.
    """

    change: Change
    tour: Tour
    served: tuple[int, ...]
    more_work_s: int


def attempt(
    problem: Problem,
    change: Change,
    left_out: Sequence[int],
    cooks: Sequence[int],
    iterations: int,
) -> Trial | None:
    """Solve for the orders left out that the changed shift serves; ``None`` where it serves none.

    ``cooks`` is the canteen that cooks each order now; an order moves to the change's canteen
    where it may and the kitchen has room.
    """
    kept = () if change.tour is None else change.tour.orders
    new = [
        order
        for order in _with_room(problem, change.canteen, left_out, cooks)
        if change.able[order] and problem.order_boxes[order] <= change.offer.capacity
    ]
    if not new:
        return None
    orders = (*kept, *new)
    small = _small(problem, change, orders, len(kept))
    tours = () if change.tour is None else (_renamed(change.tour, orders),)
    start = Solution(tours, (0,) * len(orders))
    found = RuinRecreateEngine().improve(
        small, start, Budget(iterations=iterations), 0, lambda *_found: None
    )
    if not found.tours:
        return None
    (tour,) = found.tours
    served = sorted(orders[order] for order in tour.orders if order >= len(kept))
    times = schedule(small, tour)
    if times is None or not served or len(tour.orders) < len(kept) + len(served):
        return None
    trips = tuple(tuple(orders[order] for order in trip) for trip in tour.trips)
    named = Tour(change.shift, change.canteen, trips)
    needed = replace(change, offer=_needed(small, change, tour, times))
    before = schedule(small, tours[0]) if tours else None
    more_work_s = times.work_s - (0 if before is None else before.work_s)
    return Trial(needed, named, tuple(served), more_work_s)


def _with_room(
    problem: Problem, canteen: int, left_out: Sequence[int], cooks: Sequence[int]
) -> list[int]:
    """Choose the orders this canteen may cook, the dearest first while the kitchen has room."""
    here = np.asarray(cooks) == canteen
    room = int(problem.canteen_capacity[canteen] - problem.order_boxes[here].sum())
    chosen = []
    for order in sorted(left_out, key=lambda order: (-int(problem.order_price[order]), order)):
        boxes = 0 if here[order] else int(problem.order_boxes[order])
        if problem.order_may[order, canteen] and boxes <= room:
            chosen.append(order)
            room -= boxes
    return chosen


def _small(problem: Problem, change: Change, orders: Sequence[int], kept: int) -> Problem:
    """Cut out the problem of one shift and these orders, the first ``kept`` of them a must."""
    rows = np.array(orders, dtype=np.int64)
    doors = problem.order_place[rows]
    home = [change.home] if change.home >= 0 else []
    places, at = np.unique(
        np.array([problem.canteen_place[change.canteen], *doors, *home]), return_inverse=True
    )
    parts: dict[str, Any] = {
        name: getattr(problem, name)[rows] for name in Problem._fields if name.startswith("order_")
    }
    parts |= {
        name: getattr(problem, name)[[change.canteen]]
        for name in Problem._fields
        if name.startswith("canteen_")
    }
    price = problem.order_price[rows].copy()
    price[:kept] = _KEPT_PRICE
    parts |= {
        "order_place": at[1 : len(rows) + 1].astype(np.int64),
        "order_canteen": np.zeros(len(rows), dtype=np.int64),
        "order_may": np.ones((len(rows), 1), dtype=np.bool_),
        "order_price": price,
        "canteen_place": at[:1].astype(np.int64),
        "canteen_capacity": problem.order_boxes[rows].sum(keepdims=True),
        "shift_mode": _one(change.mode),
        "shift_capacity": _one(change.offer.capacity),
        "shift_from_s": _one(change.offer.from_s),
        "shift_until_s": _one(change.offer.until_s),
        "shift_ends_at": _one(change.ends_at),
        "shift_home": at[-1:].astype(np.int64) if home else _one(-1),
        "shift_max_trips": _one(change.offer.max_trips),
        "shift_aboard_s": _one(change.aboard_s),
        "shift_works_for": np.ones((1, 1), dtype=np.bool_),
        "able": change.able[np.newaxis, rows],
        "face_price": change.face_price[np.newaxis, rows].astype(np.int32),
        "conflict_start": np.zeros(2, dtype=np.int64),
        "conflict_with": np.zeros(0, dtype=np.int64),
        "travel_s": np.ascontiguousarray(problem.travel_s[:, places][:, :, places]),
    }
    return problem._replace(**parts)


def _one(value: int) -> Ints:
    return np.array([value], dtype=np.int64)


def _renamed(tour: Tour, orders: Sequence[int]) -> Tour:
    rows = {order: row for row, order in enumerate(orders)}
    trips = tuple(tuple(rows[order] for order in trip) for trip in tour.trips)
    return Tour(0, 0, trips)


def _needed(small: Problem, change: Change, tour: Tour, times: TourTimes) -> Offer:
    """Ask for no more than the tour needs and no less than is offered; time by five minutes."""
    begins_s = times.trips[0].leaves_s
    ends_s = begins_s + times.work_s
    needed = Offer(
        capacity=max(int(small.order_boxes[list(trip)].sum()) for trip in tour.trips),
        from_s=begins_s // _ROUND_S * _ROUND_S,
        until_s=min(-(-ends_s // _ROUND_S) * _ROUND_S, LAST_S),
        max_trips=len(tour.trips),
    )
    now = change.now
    if now is None:
        return needed
    return Offer(
        capacity=max(needed.capacity, now.capacity),
        from_s=_latest_begin_s(small, tour, needed.from_s, now.from_s),
        until_s=needed.until_s if ends_s > now.until_s else now.until_s,
        max_trips=max(needed.max_trips, now.max_trips),
    )


def _latest_begin_s(small: Problem, tour: Tour, possible_s: int, now_s: int) -> int:
    """Find how late the shift may begin, up to now, for the tour to be made."""
    earlier: list[int] = list(range(now_s // _ROUND_S * _ROUND_S, possible_s, -_ROUND_S))
    for from_s in [now_s, *earlier]:
        if schedule(small._replace(shift_from_s=_one(from_s)), tour) is not None:
            return from_s
    return min(possible_s, now_s)


def adopted(problem: Problem, solution: Solution, trial: Trial) -> tuple[Problem, Solution]:
    """Give the problem with the changed shift, and the solution with its tour."""
    change, row = trial.change, trial.change.shift
    more = row >= problem.shifts
    works = np.zeros(problem.canteens, dtype=np.bool_)
    works[change.canteen] = True
    values = {
        "shift_mode": change.mode,
        "shift_capacity": change.offer.capacity,
        "shift_from_s": change.offer.from_s,
        "shift_until_s": change.offer.until_s,
        "shift_ends_at": change.ends_at,
        "shift_home": change.home,
        "shift_max_trips": change.offer.max_trips,
        "shift_aboard_s": change.aboard_s,
        "shift_works_for": works if more else problem.shift_works_for[row],
        "able": change.able,
        "face_price": change.face_price,
    }
    parts: dict[str, Any] = {
        name: _with_row(getattr(problem, name), row, value) for name, value in values.items()
    }
    if more:
        parts["conflict_start"] = np.append(problem.conflict_start, problem.conflict_start[-1])
    cooks = list(solution.cooks)
    for order in trial.tour.orders:
        cooks[order] = change.canteen
    tours = [tour for tour in solution.tours if tour.shift != row]
    return problem._replace(**parts), Solution((*tours, trial.tour), tuple(cooks))


def _with_row(values: NDArray[Any], row: int, value: object) -> NDArray[Any]:
    """Put a value into a row of a copy, appended where there is no such row yet."""
    more = max(0, row + 1 - len(values))
    grown = np.pad(values, [(0, more)] + [(0, 0)] * (values.ndim - 1))
    grown[row] = value
    return grown
