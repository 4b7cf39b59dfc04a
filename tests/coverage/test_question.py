"""A day becomes a siting problem: groups of neighbours, ways, and what today's canteens may do."""

from dataclasses import replace

import numpy as np
import pytest

from mealroute.coverage.siting import (
    Change,
    Measure,
    Weight,
    ask,
    covered,
    maximal_covering,
    out_of_reach,
    outcomes,
    ways_today,
)
from mealroute.domain import Mode
from mealroute.errors import ArgumentError
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S
from tests.builders import a_canteen, a_resident, an_order
from tests.coverage.siting_days import FAR, NORTH, SETTINGS, TRAVEL, a_question, a_street


def test_neighbours_who_eat_alike_are_one_point() -> None:
    problem = a_question().problem
    assert problem.weight.tolist() == [2, 1, 1, 1, 1]
    assert problem.cost.shape == (5, 3)


def test_metres_beyond_the_radius_count_each_canteen_by_its_own() -> None:
    cost = a_question().problem.cost
    assert (cost[:, 0] <= 0).tolist() == [True, False, False, False, False]
    assert (cost[:, 1] <= 0).tolist() == [False, False, True, True, True]
    assert cost[2, 0] == 500


def test_who_eats_what_a_canteen_does_not_cook_has_no_way_to_it_but_to_a_candidate() -> None:
    cost = a_question(measure=Measure(minutes=60)).problem.cost
    assert cost[1].tolist() == [UNREACHABLE_S, 1101, 3101]


def test_minutes_are_seconds_of_the_mode_asked_for() -> None:
    walk = a_question(measure=Measure(minutes=10))
    ride = a_question(measure=Measure(minutes=10, mode=Mode.EBIKE))
    assert walk.reach == ride.reach == 600
    assert walk.problem.cost[0, 0] == 300
    assert ride.problem.cost[0, 0] == 72


def test_weights_count_residents_boxes_or_priorities() -> None:
    by = {one: a_question(weight=one) for one in Weight}
    assert by[Weight.BOXES].problem.weight.tolist() == [2, 1, 1, 1, 2]
    assert by[Weight.PRIORITY].problem.weight.tolist() == [2, 1, 1, 1, 3]
    assert [by[one].whole for one in Weight] == [6, 7, 8]


def test_who_has_no_known_door_counts_in_the_whole_alone() -> None:
    day = a_street()
    day = replace(day, residents=(*day.residents, a_resident("R9", coordinates=None)))
    question = a_question(day)
    assert (question.whole, int(question.problem.weight.sum())) == (7, 6)


def test_by_boxes_only_those_who_ordered_are_points() -> None:
    day = replace(a_street(), orders=(an_order("O1", "R3"), an_order("O2", "R9")))
    assert a_question(day, weight=Weight.BOXES).problem.weight.tolist() == [1]


def test_todays_canteens_stay_unless_they_may_move() -> None:
    assert a_question().problem.open_anyway.tolist() == [True, False, False]
    assert not a_question(movable=True).problem.open_anyway.any()


def test_capacities_are_the_kitchens_and_a_candidate_without_one_gets_the_middle() -> None:
    assert a_question(with_capacity=True).problem.capacity is not None
    assert np.array_equal(a_question(with_capacity=True).problem.capacity, [3, 2, 3])


def test_boxes_of_two_services_meet_the_meals_of_two_services() -> None:
    day = a_street()
    other = an_order("O9", "R0", date=day.orders[0].date.replace(day=25))
    question = a_question(
        replace(day, orders=(*day.orders, other)), weight=Weight.BOXES, with_capacity=True
    )
    assert question.problem.capacity is not None
    assert question.problem.capacity.tolist() == [6, 4, 6]


def test_priorities_are_no_meals() -> None:
    with pytest.raises(ArgumentError, match="capacities are meals"):
        a_question(weight=Weight.PRIORITY, with_capacity=True)


def test_a_radius_and_minutes_are_two_answers() -> None:
    with pytest.raises(ArgumentError, match="expected one of them"):
        Measure(radius_m=1000, minutes=15)


def test_nobody_to_serve_is_told() -> None:
    with pytest.raises(ArgumentError, match="nobody to serve"):
        a_question(replace(a_street(), residents=()))


def test_a_radius_by_streets_asks_travel_for_metres() -> None:
    settings = Settings.from_mapping({"receipt": {"radius_by": "streets"}})
    question = ask(a_street(), settings, TRAVEL, [NORTH], Measure(radius_m=800))
    assert question.problem.cost[0, 0] == 0


@pytest.mark.parametrize("capacity", [False, True])
def test_covered_is_the_value_of_a_covering(capacity: bool) -> None:  # noqa: FBT001 -- a case
    question = a_question(with_capacity=capacity)
    answer = maximal_covering(question.problem, question.reach, 2)
    assert covered(question, answer.sites) == answer.value == (4 if capacity else 5)
    assert covered(question, ()) == 0


def test_sites_are_the_canteens_then_the_candidates() -> None:
    day = replace(a_street(), canteens=(a_canteen(name="一食堂"),))
    question = ask(day, SETTINGS, TRAVEL, [NORTH, FAR], Measure())
    assert [site.name for site in question.sites] == ["一食堂", "北", "远"]
    assert question.today == (0,)
    assert question.reach == UNREACHABLE_S - 1


def test_each_site_is_told_with_who_only_it_reaches() -> None:
    question = a_question(movable=True)
    answer = maximal_covering(question.problem, question.reach, 1)
    found = {one.site.name: one for one in outcomes(question, answer)}
    north, old = found["北"], found["食堂 C1"]
    assert (north.change, north.within_reach, north.nobody_else, north.served) == (
        Change.OPEN, 3, 3, 3,
    )  # fmt: skip
    assert (old.change, old.within_reach, old.nobody_else, old.served) == (Change.CLOSE, 2, 0, 0)
    assert out_of_reach(question) == 1


def test_ways_to_todays_canteens_are_told_where_everybody_has_one() -> None:
    assert ways_today(a_question(measure=Measure())) is None  # nobody cooks halal
    halal = a_canteen(diets=frozenset({"regular", "halal"}))
    question = a_question(a_street(canteens=(halal,)), Measure())
    ways = ways_today(question)
    assert ways is not None
    assert (ways.together, ways.longest) == (2 * 300 + 900 + 1500 + 2100 + 2700, 2700)
    assert ways_today(a_question(with_capacity=True)) is None
