"""What one more canteen, drop point, minute, metre or meal is worth, worked out by hand."""

from mealroute.coverage.siting import Effort, Measure, Weight
from mealroute.coverage.values import (
    Value,
    canteens_more,
    drop_point_more,
    marginal_values,
    meals_more,
    metres_more,
    minutes_more,
)
from tests.builders import a_kitchen
from tests.coverage.siting_days import FAR, NORTH, SETTINGS, TRAVEL, a_question, a_street


def told(value: Value) -> tuple[str, int, int, int]:
    return value.detail, value.gained, value.least, value.most


def test_the_first_canteen_more_gains_most_and_the_second_what_is_left() -> None:
    found = canteens_more(a_question(), Weight.RESIDENTS, 5)
    # North reaches the doors at 1,500, 2,100 and 2,700 m; nobody reaches the halal one at 900 m.
    assert [told(one) for one in found] == [("北", 3, 3, 3), ("北 + 远", 0, 0, 0)]
    assert [(one.before, one.whole) for one in found] == [(2, 6), (5, 6)]


def test_without_a_proof_the_gain_is_told_as_an_interval() -> None:
    question = a_question(movable=True)
    (value, *_more) = canteens_more(question, Weight.RESIDENTS, 1, Effort(seconds=None, steps=0))
    assert value.least <= value.gained <= value.most


def test_a_drop_point_serves_no_more_than_its_places() -> None:
    assert told(drop_point_more(a_question(), Weight.RESIDENTS, 2)) == ("北", 2, 2, 2)


def test_a_drop_point_hands_out_what_kitchens_have_left_and_no_more() -> None:
    # The kitchen cooks 3 and serves 2 itself: one meal is left for the drop point.
    question = a_question(with_capacity=True)
    assert told(drop_point_more(question, Weight.RESIDENTS, 20)) == ("北", 1, 1, 1)


def test_minutes_add_up_to_the_longest_walk() -> None:
    question = a_question(measure=Measure(minutes=5))
    found = minutes_more(question, Weight.RESIDENTS, (5, 10, 25, 45))
    assert [(one.detail, one.gained) for one in found] == [
        ("0-5", 2), ("5-10", 0), ("10-25", 1), ("25-45", 2),
    ]  # fmt: skip
    assert found[-1].before == 3


def test_metres_of_radius_reach_who_lives_just_outside() -> None:
    assert metres_more(a_question(), Weight.RESIDENTS, 400).gained == 0
    assert metres_more(a_question(), Weight.RESIDENTS, 501).gained == 1


def test_meals_are_worth_what_is_waiting_for_them() -> None:
    day = a_street(kitchens=(a_kitchen(capacity=1),))
    (one,) = meals_more(a_question(day, with_capacity=True), Weight.RESIDENTS, 10)
    assert (one.gained, one.before) == (1, 1)
    assert meals_more(a_question(), Weight.RESIDENTS) == ()


def test_all_values_of_a_day_come_in_one_list() -> None:
    words = {"radius_m": 800, "places": 2, "canteens": 1}
    found = marginal_values(
        a_street(), SETTINGS, TRAVEL, [NORTH, FAR], weight=Weight.RESIDENTS, **words
    )
    assert [one.what for one in found] == [
        "canteen", "drop_point", *["minutes"] * 4, "radius", "meals",
    ]  # fmt: skip
    by_priority = marginal_values(
        a_street(), SETTINGS, TRAVEL, [NORTH, FAR], weight=Weight.PRIORITY, **words
    )
    assert "meals" not in {one.what for one in by_priority}
    assert by_priority[0].gained == 5
