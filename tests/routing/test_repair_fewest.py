"""On tiny days every possible repair is tried: ours leaves out and touches no more than the best.

The oracle tries every way to share out and to order the open orders, and for each route whether
its handovers can be timed so that the fewest are touched; it knows nothing of the search.
"""

import itertools
import random
from collections.abc import Iterable

import numpy as np

from mealroute.domain import Plan, Service, VolunteerId
from mealroute.routing.repair import Event
from mealroute.routing.repair.event import MOST_SHIFT_S
from mealroute.routing.repair.frozen import part
from mealroute.routing.repair.improve import first_repair, improve
from mealroute.routing.repair.outlook import Outlook, look_ahead
from mealroute.search.engine import Budget
from mealroute.search.problem import Tour
from mealroute.search.schedule import schedule, tour_allowed
from tests.builders import (
    CENTRE,
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    a_shift,
    an_order,
    at_m,
    clock,
)
from tests.routing.running import SETTINGS, TRAVEL, planned

SEARCH = Budget(iterations=600)


def a_tiny_day(rng: random.Random) -> Service:
    """Up to six orders and four shifts, short and small enough to be in want of places."""
    orders = rng.randint(3, 6)
    residents = [
        a_resident(
            f"R{row}", coordinates=at_m(rng.randint(-6, 6) * 100.0, rng.randint(-6, 6) * 100.0)
        )
        for row in range(orders)
    ]
    return a_service(
        canteens=[a_canteen(coordinates=CENTRE)],
        kitchens=[a_kitchen()],
        residents=residents,
        orders=[
            an_order(
                f"O{row}",
                f"R{row}",
                latest=rng.choice([None, None, clock("11:25"), clock("11:45")]),
                earliest=rng.choice([None, None, clock("11:15")]),
            )
            for row in range(orders)
        ],
        shifts=[
            a_shift(
                f"V{row}",
                capacity=rng.randint(2, 4),
                until=clock(rng.choice(["11:35", "12:00"])),
            )
            for row in range(rng.randint(2, 4))
        ],
    )


def an_outlook(service: Service, plan: Plan, out: str) -> Outlook:
    event = Event(without=frozenset([VolunteerId(out)]))
    wanted = {one.order_id for one in plan.receipts if one.accepted}
    parted = part(plan, service, SETTINGS, TRAVEL, wanted, event)
    return look_ahead(plan, service, SETTINGS, TRAVEL, plan.receipts, parted, event)


def fewest(outlook: Outlook) -> tuple[int, int]:
    """Give the least price left out and the fewest touched, by trying everything."""
    problem = outlook.problem
    best = (int(problem.order_price.sum()), problem.orders)
    known: dict[tuple[int, tuple[int, ...]], int | None] = {}
    for choice in itertools.product(range(-1, problem.shifts), repeat=problem.orders):
        left = [order for order, shift in enumerate(choice) if shift < 0]
        price = int(problem.order_price[left].sum())
        touched: int | None = len(promised(outlook, left))
        for shift in range(problem.shifts):
            own = tuple(order for order, who in enumerate(choice) if who == shift)
            if (shift, own) not in known:
                known[shift, own] = fewest_on(outlook, shift, own)
            more = known[shift, own]
            touched = None if touched is None or more is None else touched + more
        if touched is not None:
            best = min(best, (price, touched))
    return best


def promised(outlook: Outlook, orders: Iterable[int]) -> list[int]:
    return [order for order in orders if outlook.planned_s[order] >= 0]


def fewest_on(outlook: Outlook, shift: int, orders: tuple[int, ...]) -> int | None:
    """The fewest touched of these orders on one shift; None where they do not fit."""
    sequences = itertools.permutations(orders)
    tours = (Tour(shift, 0, (sequence,)) for sequence in sequences)
    allowed = [tour for tour in tours if tour_allowed(outlook.problem, tour)]
    if not orders:
        return 0
    return min(
        (found for tour in allowed if (found := fewest_in(outlook, tour)) is not None),
        default=None,
    )


def fewest_in(outlook: Outlook, tour: Tour) -> int | None:
    """Hold as many as can be held at once to their time."""
    told = promised(outlook, tour.orders)
    mine = [order for order in told if outlook.own[tour.shift, order]]
    for size in range(len(mine), -1, -1):
        for held in itertools.combinations(mine, size):
            rows = list(held)
            earliest = outlook.problem.order_earliest_s.copy()
            latest = outlook.problem.order_latest_s.copy()
            planned_s = outlook.planned_s[rows]
            earliest[rows] = np.maximum(earliest[rows], planned_s - MOST_SHIFT_S)
            latest[rows] = np.minimum(latest[rows], planned_s + MOST_SHIFT_S)
            tight = outlook.problem._replace(order_earliest_s=earliest, order_latest_s=latest)
            if schedule(tight, tour) is not None:
                return len(told) - size
    return None


def test_no_repair_of_a_tiny_day_leaves_out_or_touches_fewer() -> None:
    rng = random.Random(11)  # noqa: S311 -- days for a test
    days = best_found = wanting = 0
    while days < 80:
        service = a_tiny_day(rng)
        plan = planned(service)
        out = rng.choice(plan.routes).volunteer_id
        outlook = an_outlook(service, plan, out)
        days += 1

        found = improve(outlook, first_repair(outlook), SEARCH, 0)

        best = fewest(outlook)
        assert found.score[:2] >= best
        best_found += found.score[:2] == best
        lost = sum(route.volunteer_id == out for route, _stop in plan.stops())
        wanting += best > (0, lost)
    # The search is no proof; what it misses may not become more.
    assert best_found >= 0.97 * days
    assert wanting >= 0.2 * days
