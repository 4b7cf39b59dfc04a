from itertools import pairwise

import pytest

from mealroute.routing.balance import BalanceCurve, balance_curve, limits_s, solves
from mealroute.search.schedule import cost, schedule
from mealroute.settings import Settings
from tests.builders import a_resident, a_service, a_shift, an_order, at_m
from tests.routing.in_process import ground_of, straight_lunch, without_children

__all__ = ["without_children"]

pytestmark = pytest.mark.usefixtures("without_children")


def curve_of(seed: int) -> BalanceCurve:
    return balance_curve(ground_of(straight_lunch(seed, 40)), steps=4)


@pytest.mark.parametrize("seed", range(4))
def test_along_the_curve_the_longest_route_falls_and_the_cost_rises(seed: int) -> None:
    for one, other in pairwise(curve_of(seed).points):
        assert one.longest_s > other.longest_s
        assert one.without_balance < other.without_balance


def test_a_longer_route_can_be_shared_by_calling_somebody_else_out() -> None:
    residents = [a_resident(f"R{n}", coordinates=at_m(north_m=200 * n)) for n in (-2, -1, 1, 2)]
    orders = [an_order(f"O{n}", f"R{n}") for n in (-2, -1, 1, 2)]
    shifts = [a_shift("V1"), a_shift("V2")]
    service = a_service(residents=residents, orders=orders, shifts=shifts)

    curve = balance_curve(ground_of(service), steps=4)

    alone, shared = curve.points
    assert (alone.call_outs, shared.call_outs) == (1, 2)
    # Twice 200 m x 1.3 / 1.2 m/s, rounded up to 217 s, and two handovers of 180 s.
    assert shared.longest_s == shared.shortest_s == 2 * 217 + 2 * 180
    assert shared.spread_s == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_bill_of_every_point_is_the_judges_and_the_searchs(seed: int) -> None:
    settings = Settings.from_mapping({"price": {"balance": 2.5}})
    ground = ground_of(straight_lunch(seed, 40), settings=settings)

    curve = balance_curve(ground, steps=3)

    for point in curve.points:
        times = [schedule(ground.problem, tour) for tour in point.solution.tours]
        works_s = [one.work_s for one in times if one is not None]
        assert point.cost == cost(ground.problem, point.solution)
        assert point.balance == round(2.5 * (max(works_s) - sum(works_s) / len(works_s)))
        assert (point.longest_s, point.work_s) == (max(works_s), sum(works_s))


def test_a_limit_leaves_nobody_out_to_make_a_route_shorter() -> None:
    # Both limits below the way to the only door are tried; the curve is the one plan there is.
    ground = ground_of(a_service())

    (point,) = balance_curve(ground, steps=3).points

    assert len(point.solution.served) == 1


def test_a_day_without_orders_has_a_point_without_routes() -> None:
    (point,) = balance_curve(ground_of(a_service(orders=[])), steps=2).points

    assert (point.call_outs, point.longest_s, point.cost) == (0, 0, 0)


def test_as_many_solves_are_made_as_the_seconds_were_shared_among() -> None:
    asked: list[int] = []

    balance_curve(ground_of(straight_lunch(1, 30)), steps=3, on_limit=asked.append)

    assert len(asked) == solves(3)
    assert asked[0] == asked[-1] == 0
    assert asked[1:4] == list(limits_s(asked[1], 3))
