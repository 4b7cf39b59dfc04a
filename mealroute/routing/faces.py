"""Tell what familiar faces, or new ones, cost: the curve of shares brought as wished."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import numpy as np

from mealroute.routing.build import unfamiliar
from mealroute.routing.steer import steered
from mealroute.routing.sweep import Finds, Ground, pareto_front, price_of
from mealroute.routing.wish import Policy, Wish, wish_of
from mealroute.search.problem import Problem, Solution

ANY_PRICE: Final = 20_000
"""Seconds for one face that nobody would pay: what is reachable at any price shows there."""
_LEAST_PRICE: Final = 15
_MOST_PRICE: Final = 960
HALVINGS: Final = 2
"""Solves between two prices of the ladder for each share that is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacePoint:
    """One plan of the curve.

    ``wished`` of ``counted`` orders are brought as the policy wishes; ``new_faces`` residents are
    visited by somebody who never came before although others did. ``cost`` is by the price list,
    ``avoidable`` what of it a plan could save, ``unfamiliar`` what it asks for faces; all prices
    are volunteer-seconds.
    """

    wished: int
    counted: int
    new_faces: int
    work_s: int
    call_outs: int
    cost: int
    avoidable: int
    unfamiliar: int
    solution: Solution = field(repr=False)

    @property
    def share(self) -> float:
        """The share brought as wished; 1 where nobody counts."""
        return self.wished / self.counted if self.counted else 1.0

    @property
    def without_faces(self) -> int:
        """The cost without the term for unfamiliar faces: what the curve measures."""
        return self.cost - self.unfamiliar


@dataclass(frozen=True, slots=True)
class Kept:
    """The cheapest plan found that brings at least ``share`` as wished; ``None``: none found."""

    share: float
    point: FacePoint | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceCurve:
    """The plans that no other beats in share and cost, and what certain shares cost.

    ``points`` rise in both; the first is the cheapest plan without regard to faces. ``reachable``
    of ``counted`` orders have anybody at work today who may bring them as wished.
    """

    policy: Policy
    points: tuple[FacePoint, ...]
    kept: tuple[Kept, ...]
    reachable: int
    counted: int
    stopped: bool
    fault: str


def ladder(steps: int) -> tuple[int, ...]:
    """Give the prices to try: nothing, a geometric row, and any price.

    Examples
    --------
    >>> ladder(9)
    (0, 15, 30, 60, 120, 240, 480, 960, 20000)
    """
    between = np.geomspace(_LEAST_PRICE, _MOST_PRICE, max(0, steps - 2))
    return (0, *(round(float(price)) for price in between), ANY_PRICE)


def solves(steps: int, shares: int) -> int:
    """Say how many solves a curve takes at most; the command shares its seconds out among them."""
    return 2 * len(ladder(steps)) - 1 + (HALVINGS + 1) * shares


def face_curve(
    ground: Ground,
    policy: Policy = Policy.KNOWN,
    *,
    shares: Sequence[float] = (0.9,),
    steps: int = 9,
    on_price: Callable[[int], None] = lambda _price: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> FaceCurve:
    """Find the cheapest plans for every share of orders brought as wished.

    The price of an unwanted face goes up the ladder and down again; each solve starts from the
    plan that is the cheapest so far at its price, and each plan met counts, whatever its price
    was. For each share asked for the price is then halved into the gap where the share is reached
    first: Everett's method for a constraint, which aims at plans on the convex hull only. What lies
    between two of them is found by asking for just as many orders as the share needs: those that
    the plan below and the plan above both bring as wished, filled up from the plan above.

    Parameters
    ----------
    shares
        Shares asked for, each above 0 and up to 1.
    on_price
        Called before each solve with the seconds that one unwanted face costs in it.

    Raises
    ------
    EngineError
        When an engine broke a rule unnoticed.

    References
    ----------
    Everett, H. (1963): Generalized Lagrange multiplier method for solving problems of optimum
    allocation of resources. Operations Research 11(3), 399-417.
    """
    instance = ground.instance
    wish = wish_of(policy, ground.service, instance.shifts, instance.orders)
    finds = Finds(ground, should_stop)
    found_at: dict[int, Solution] = {}

    def reaches(share: float, price: int) -> bool:
        """Solve at a price unless that was done; whether the plan brings the share as wished."""
        if price not in found_at:
            solve_at(price)
        return _share(wish, found_at[price]) >= share

    def solve_at(price: int) -> None:
        if not finds.stopped:
            on_price(price)
        found_at[price] = finds.solve(_priced(ground.problem, wish, price))

    prices = ladder(steps) if wish.counted.any() else (0,)
    for price in (*prices, *prices[-2::-1]):
        solve_at(price)
    for share in shares:
        _close_in(sorted(found_at), partial(reaches, share))
        chosen = _chosen(ground, wish, finds.complete(), share)
        if chosen is not None and not finds.stopped:
            on_price(_MOST_PRICE)
            finds.solve(_priced(ground.problem, chosen, _MOST_PRICE))
    points = tuple(
        _point(ground, wish, solution) for solution in _front(ground, wish, finds.complete())
    )
    return FaceCurve(
        policy=policy,
        points=points,
        kept=tuple(
            Kept(share, next((point for point in points if point.share >= share), None))
            for share in shares
        ),
        reachable=wish.reachable(ground.problem),
        counted=int(wish.counted.sum()),
        stopped=finds.stopped,
        fault=finds.fault,
    )


def _priced(problem: Problem, wish: Wish, price: int) -> Problem:
    """Ask ``price`` for each unwanted face, instead of what the price list asks."""
    return steered(_without_faces(problem), price * wish.unwanted)


def _without_faces(problem: Problem) -> Problem:
    return problem._replace(face_price=np.zeros_like(problem.face_price))


def _close_in(prices: Sequence[int], reaches: Callable[[int], bool]) -> None:
    """Solve at prices nearer and nearer to the lowest that brings a share."""
    high = next((price for price in prices if reaches(price)), 0)
    if high == 0:
        return
    low = max(price for price in prices if price < high)
    for _halving in range(HALVINGS):
        middle = round(math.sqrt(max(low, 1) * high))
        if not low < middle < high:
            return
        if reaches(middle):
            high = middle
        else:
            low = middle


def _chosen(ground: Ground, wish: Wish, solutions: Sequence[Solution], share: float) -> Wish | None:
    """Wish only for as many orders as the share needs, all of which some plan brings as wished.

    ``None`` where no plan reaches the share, or the cheapest that does has just the share.
    """
    front = _front(ground, wish, solutions)
    above = next((one for one in front if _share(wish, one) >= share), None)
    if above is None or above is front[0]:
        return None
    below = wish.brought(front[front.index(above) - 1])
    needed = math.ceil(share * wish.share(above)[1])
    tours = [[one for one in tour.orders if one in wish.brought(above)] for tour in above.tours]
    # Orders that the plan below does not bring as wished come last, and those of one tour together.
    tours.sort(key=lambda orders: len(below.intersection(orders)) - len(orders))
    row = sorted((one for tour in tours for one in tour), key=lambda one: one not in below)
    if needed >= len(row):
        return None
    asked = np.zeros(len(wish.counted), dtype=np.bool_)
    asked[row[:needed]] = True
    return Wish(wish.unwanted * asked, wish.counted)


def _front(ground: Ground, wish: Wish, solutions: Sequence[Solution]) -> tuple[Solution, ...]:
    """Keep the solutions that no other beats in share and cost, the cheapest first."""
    free = _without_faces(ground.problem)
    figures = [
        (price_of(free, solution), -_share(wish, solution), solution) for solution in solutions
    ]
    return tuple(one[2] for one in pareto_front(figures, lambda one: (one[0], one[1])))


def _share(wish: Wish, solution: Solution) -> float:
    wished, counted = wish.share(solution)
    return wished / counted if counted else 1.0


def _point(ground: Ground, wish: Wish, solution: Solution) -> FacePoint:
    instance, bill = ground.instance, ground.judge(solution).bill
    wished, counted = wish.share(solution)
    strange = unfamiliar(ground.service, instance.shifts, instance.orders)
    return FacePoint(
        wished=wished,
        counted=counted,
        new_faces=len(
            {
                instance.orders[order].resident_id
                for tour in solution.tours
                for order in tour.orders
                if strange[tour.shift, order]
            }
        ),
        work_s=bill.work,
        call_outs=len(solution.tours),
        cost=bill.total,
        avoidable=bill.avoidable,
        unfamiliar=bill.unfamiliar,
        solution=solution,
    )
