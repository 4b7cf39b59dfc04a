from itertools import pairwise

import numpy as np
import pytest

from mealroute.domain import Service
from mealroute.routing.faces import FaceCurve, face_curve, ladder, solves
from mealroute.routing.steer import steered
from mealroute.routing.wish import Policy, wish_of
from mealroute.search.example import two_doors
from mealroute.search.problem import nothing_served
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost
from mealroute.settings import Settings
from tests.builders import a_resident, a_service, a_shift, an_order, at_m
from tests.routing.in_process import ground_of, straight_lunch, without_children

__all__ = ["without_children"]

pytestmark = pytest.mark.usefixtures("without_children")
SHARES = (0.3, 0.6, 0.9, 1.0)


def two_neighbours(visits: dict[tuple[str, str], int]) -> Service:
    """Two doors, two volunteers who could each bring both."""
    residents = [
        a_resident("R1", coordinates=at_m(north_m=200)),
        a_resident("R2", coordinates=at_m(north_m=260)),
    ]
    orders = [an_order("O1", "R1"), an_order("O2", "R2")]
    shifts = [a_shift("V1"), a_shift("V2")]
    return a_service(residents=residents, orders=orders, shifts=shifts, visits=visits)


def curve_of(service: Service, policy: Policy = Policy.KNOWN) -> FaceCurve:
    return face_curve(ground_of(service), policy, shares=SHARES, steps=5)


@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("seed", range(4))
def test_along_the_curve_the_share_rises_and_so_does_the_cost_without_faces(
    seed: int, policy: Policy
) -> None:
    curve = curve_of(straight_lunch(seed, 40), policy)

    for one, other in pairwise(curve.points):
        assert one.share < other.share
        assert one.without_faces < other.without_faces


@pytest.mark.parametrize("seed", range(4))
def test_each_answer_is_the_cheapest_point_with_that_share(seed: int) -> None:
    curve = curve_of(straight_lunch(seed, 40))

    for kept in curve.kept:
        good = [point for point in curve.points if point.share >= kept.share]
        assert kept.point == (good[0] if good else None)


@pytest.mark.parametrize("seed", range(4))
def test_the_bill_of_every_point_is_the_judges_and_the_searchs(seed: int) -> None:
    service = straight_lunch(seed, 40)
    ground = ground_of(service)

    curve = face_curve(ground, steps=4)

    price = ground.settings.price.unfamiliar
    for point in curve.points:
        assert point.cost == cost(ground.problem, point.solution)
        assert point.unfamiliar == price * (point.counted - point.wished)


def test_a_familiar_face_costs_a_second_call_out() -> None:
    # One volunteer brings both; that each resident sees their own takes two.
    curve = curve_of(two_neighbours({("R1", "V1"): 3, ("R2", "V2"): 5}))

    cheap, dear = curve.points
    assert (cheap.wished, cheap.call_outs, cheap.new_faces) == (1, 1, 1)
    assert (dear.wished, dear.call_outs, dear.new_faces) == (2, 2, 0)
    assert (curve.reachable, curve.counted) == (2, 2)


def test_rotation_sends_anybody_but_the_one_who_came_most_often() -> None:
    service = two_neighbours({("R1", "V1"): 3, ("R2", "V1"): 5, ("R2", "V2"): 1})

    (known,) = curve_of(service, Policy.KNOWN).points
    (rotated,) = curve_of(service, Policy.ROTATION).points

    assert {tour.shift for tour in known.solution.tours} == {0}
    assert {tour.shift for tour in rotated.solution.tours} == {1}
    assert known.new_faces == 0
    assert rotated.new_faces == 1  # V2 knows R2


def test_rotation_spares_all_who_came_equally_often() -> None:
    service = two_neighbours({("R1", "V1"): 3, ("R1", "V2"): 3})

    wish = wish_of(Policy.ROTATION, service, service.shifts, tuple(service.orders.values()))

    assert wish.unwanted.tolist() == [[1, 0], [1, 0]]
    assert wish.counted.tolist() == [True, False]


def test_a_row_of_no_visits_makes_nobody_known() -> None:
    service = two_neighbours({("R1", "V1"): 0, ("R2", "V1"): 1, ("R2", "V2"): 0})

    (point,) = curve_of(service).points

    assert (point.counted, point.wished, point.new_faces) == (1, 1, 0)


def test_a_share_that_nobody_at_work_can_bring_is_said_to_be_out_of_reach() -> None:
    # V3, whom R1 knows, is not on shift.
    curve = curve_of(two_neighbours({("R1", "V3"): 9, ("R2", "V2"): 5}))

    assert (curve.reachable, curve.counted) == (1, 2)
    assert [kept.point is None for kept in curve.kept] == [False, True, True, True]


def test_without_any_visits_there_is_one_point_and_one_solve() -> None:
    asked: list[int] = []

    curve = face_curve(ground_of(two_neighbours({})), shares=SHARES, on_price=asked.append)

    assert (len(curve.points), curve.counted, asked) == (1, 0, [0])


def test_the_same_seed_and_rounds_give_the_same_curve() -> None:
    service = straight_lunch(2, 40)

    assert curve_of(service) == curve_of(service)


def test_no_more_solves_are_made_than_the_seconds_were_shared_among() -> None:
    asked: list[int] = []

    face_curve(ground_of(straight_lunch(1, 40)), shares=SHARES, steps=5, on_price=asked.append)

    assert len(asked) <= solves(5, len(SHARES))
    assert set(ladder(5)) <= set(asked)


def test_a_stopped_curve_keeps_the_points_so_far() -> None:
    asked: list[int] = []

    curve = face_curve(
        ground_of(straight_lunch(1, 40)),
        steps=5,
        on_price=asked.append,
        should_stop=lambda: len(asked) > 3,
    )

    assert curve.stopped
    assert len(asked) == 4
    assert curve.points


def test_a_steered_search_leaves_no_order_out_to_spare_a_face() -> None:
    problem = two_doors()
    dear = steered(problem, np.full_like(problem.face_price, 10**6))

    complete = cost(dear, first_solution(dear))
    nothing = cost(dear, nothing_served(dear))

    assert complete is not None
    assert nothing is not None
    assert complete < nothing


def test_a_plan_between_two_that_prices_lead_to_is_found_by_asking_for_fewer_orders() -> None:
    # V2 knows two doors in the north and two in the south, V1 four in the east. Calling V2 out is
    # so dear that a price for every face buys all four or none, never the two in the north alone.
    places = [at_m(north_m=200)] * 2 + [at_m(north_m=-200)] * 2 + [at_m(east_m=200)] * 4
    residents = [a_resident(f"R{n}", coordinates=place) for n, place in enumerate(places)]
    orders = [an_order(f"O{n}", f"R{n}") for n in range(len(places))]
    visits = {(f"R{n}", "V2" if n < 4 else "V1"): 1 for n in range(len(places))}
    service = a_service(
        residents=residents, orders=orders, shifts=[a_shift("V1"), a_shift("V2")], visits=visits
    )
    dear = Settings.from_mapping({"price": {"call_out": 2_000}})
    ground = ground_of(service, iterations=1_000, settings=dear)

    half = face_curve(ground, shares=(0.5,), steps=8)
    curve = face_curve(ground, shares=(0.75,), steps=8)

    assert [point.share for point in half.points] == [0.5, 1.0]
    (kept,) = curve.kept
    assert kept.point is not None
    assert kept.point.share == 0.75
    assert kept.point.without_faces < half.points[-1].without_faces
