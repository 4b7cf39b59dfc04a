from dataclasses import replace
from itertools import combinations, permutations
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mealroute.search.example import two_doors
from mealroute.search.problem import Problem, Tour
from mealroute.search.schedule import schedule, tour_allowed
from mealroute.search.shortage import Shortage, can_bring, find_shortages, places_of
from tests.search.random_problems import random_problem


@st.composite
def tight(draw: st.DrawFn) -> Problem:
    """Four orders, two shifts and hardly any room: about every other day is short of hands."""
    problem = random_problem(
        draw(st.integers(0, 10_000)), orders=4, shifts=2, canteens=draw(st.integers(1, 2))
    )
    return problem._replace(
        shift_capacity=np.array(draw(st.lists(st.integers(1, 4), min_size=2, max_size=2))),
        shift_max_trips=np.array(draw(st.lists(st.integers(1, 2), min_size=2, max_size=2))),
        shift_until_s=np.maximum(problem.shift_from_s, 39_600) + draw(st.integers(600, 5_000)),
        shift_aboard_s=np.full(2, draw(st.integers(300, 2_700))),
    )


def can_serve(problem: Problem, shift: int, orders: tuple[int, ...]) -> bool:
    """Try every sequence, every way to part it into two trips, and every canteen."""
    if not orders:
        return True
    for canteen in range(problem.canteens):
        for sequence in permutations(orders):
            for cut in range(len(sequence)):
                trips = tuple(trip for trip in (sequence[:cut], sequence[cut:]) if trip)
                tour = Tour(shift, canteen, trips)
                if tour_allowed(problem, tour) and schedule(problem, tour) is not None:
                    return True
    return False


def can_serve_all(problem: Problem, orders: tuple[int, ...]) -> bool:
    """Deal the orders to both shifts in every way; kitchens and conflicts are forgotten."""
    return any(
        can_serve(problem, 0, first)
        and can_serve(problem, 1, tuple(order for order in orders if order not in first))
        for size in range(len(orders) + 1)
        for first in combinations(orders, size)
    )


@given(tight())
def test_a_shortage_can_be_counted_again_and_no_plan_refutes_it(problem: Problem) -> None:
    for shortage in find_shortages(problem):
        assert shortage.verify(problem)
        assert not can_serve_all(problem, shortage.orders)


@given(tight())
def test_the_orders_of_a_shortage_could_each_be_served_alone(problem: Problem) -> None:
    for shortage in find_shortages(problem):
        for order in shortage.orders:
            assert any(can_serve(problem, shift, (order,)) for shift in shortage.shifts)


@given(st.integers(0, 10_000))
def test_shortages_of_a_large_day_share_nothing(seed: int) -> None:
    problem = random_problem(seed, orders=40, shifts=6, canteens=3)

    shortages = find_shortages(problem)

    orders = [order for shortage in shortages for order in shortage.orders]
    shifts = [shift for shortage in shortages for shift in shortage.shifts]
    assert len(set(orders)) == len(orders)
    assert len(set(shifts)) == len(shifts)
    assert all(shortage.verify(problem) for shortage in shortages)


def crowded(boxes: int) -> Problem:
    """Two doors of which the second asks for so many boxes; the volunteer carries two."""
    return two_doors()._replace(order_boxes=np.array([1, boxes]))


def test_three_boxes_compete_for_two_places() -> None:
    assert find_shortages(crowded(2)) == (
        Shortage(canteens=(0,), orders=(0, 1), boxes=3, shifts=(0,), places=2),
    )
    assert find_shortages(crowded(1)) == ()


def test_an_order_that_nobody_could_bring_alone_competes_for_nothing() -> None:
    too_many_boxes = crowded(3)
    too_far = crowded(2)._replace(shift_aboard_s=np.array([299]))
    nobody = crowded(2)._replace(able=np.zeros((1, 2), dtype=np.bool_))

    assert find_shortages(too_many_boxes) == ()
    assert find_shortages(too_far) == ()
    assert find_shortages(nobody) == ()


def test_an_order_that_another_canteen_may_cook_is_no_shortage() -> None:
    one = crowded(2)
    doubled: dict[str, Any] = {
        name: np.tile(getattr(one, name), 2)
        for name in Problem._fields
        if name.startswith(("canteen_", "shift_"))
    }
    doubled |= {
        "order_may": np.array([[True, False], [True, True]]),
        "shift_works_for": np.eye(2, dtype=np.bool_),
        "able": np.ones((2, 2), dtype=np.bool_),
        "conflict_start": np.zeros(3, dtype=np.int64),
    }
    two_canteens = one._replace(**doubled)

    assert find_shortages(two_canteens) == ()


def test_a_second_trip_that_the_clock_forbids_is_no_place() -> None:
    # Out and back with one box is 300 + 180 + 300 s, then 300 s to load and 480 s once more.
    exactly = two_doors(max_trips=2)._replace(shift_until_s=np.array([39_600 + 1_560]))
    too_short = exactly._replace(shift_until_s=np.array([39_600 + 1_559]))

    assert places_of(exactly, 0) == 4
    assert places_of(too_short, 0) == 2


def test_a_car_holds_no_more_places_than_handovers_fit_into_the_heat_limit() -> None:
    # 300 s out and 60 s at the entrance leave time for one handover of 120 s before the last.
    problem = two_doors()._replace(shift_capacity=np.array([30]), shift_aboard_s=np.array([599]))

    assert places_of(problem, 0) == 2


def test_a_wrong_count_is_not_verified() -> None:
    problem = crowded(2)
    (shortage,) = find_shortages(problem)

    assert not replace(shortage, boxes=4).verify(problem)
    assert not replace(shortage, places=1).verify(problem)
    assert not replace(shortage, shifts=()).verify(problem)
    assert not replace(shortage, orders=(1,)).verify(problem)
    assert not replace(shortage, orders=(1, 1, 0)).verify(problem)
    assert not shortage.verify(crowded(1))


def test_who_waits_inside_for_a_neighbour_is_not_taken_for_missing() -> None:
    opens_s = 40_800
    problem = two_doors()._replace(
        order_place=np.array([1, 1]),
        order_building=np.array([0, 0]),
        order_earliest_s=np.array([0, opens_s]),
    )
    # Just time enough to serve the later door from inside the building.
    problem = problem._replace(shift_until_s=problem.order_handover_s[1:] + opens_s)

    assert not can_serve(problem, 0, (1,))
    assert can_serve(problem, 0, (0, 1))
    assert can_bring(problem, 0).tolist() == [True, True]
    assert can_bring(problem, 0, alone=True).tolist() == [True, False]
