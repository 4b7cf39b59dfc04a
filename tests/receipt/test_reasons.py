"""The rule that is named is true of the canteen it is told of, and the one that helps most."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import DeclineReason
from mealroute.receipt.reasons import AT_CANTEENS, blame

LATE, FAR, DIET, FULL, CLOSED = (
    frozenset({reason})
    for reason in (
        DeclineReason.PAST_CUTOFF,
        DeclineReason.OUTSIDE_RADIUS,
        DeclineReason.DIET_NOT_OFFERED,
        DeclineReason.KITCHEN_FULL,
        DeclineReason.CLOSED,
    )
)
Broken = frozenset[DeclineReason]


def told(
    *canteens: Broken, asked: int = -1, away: list[float] | None = None, only: int | None = None
) -> tuple[str, int]:
    """What an order is told that each canteen declines by some rules; ``only`` is in question."""
    breaks = np.array([[[reason in one for one in canteens]] for reason in AT_CANTEENS])
    in_question = np.array([[only in {None, number} for number in range(len(canteens))]])
    distance = np.array([away or [100.0 * number for number in range(len(canteens))]])
    found = blame(breaks, in_question, np.array([asked]), distance)
    return AT_CANTEENS[found.rule[0]].value, int(found.canteen[0])


def test_the_rules_are_tried_in_the_order_of_their_reasons() -> None:
    order = list(DeclineReason)
    assert [order.index(reason) for reason in AT_CANTEENS] == sorted(map(order.index, AT_CANTEENS))


def test_of_one_canteen_the_first_rule_it_breaks_is_named() -> None:
    assert told(CLOSED | DIET | FAR) == ("outside_radius", 0)


def test_a_rule_that_all_break_is_named_before_what_only_some_break() -> None:
    assert told(LATE | DIET, DIET, FAR | DIET) == ("diet_not_offered", 1)


def test_of_two_rules_that_all_break_the_first_is_named() -> None:
    assert told(FAR | CLOSED, FAR | CLOSED) == ("outside_radius", 0)


@pytest.mark.parametrize(
    ("easier", "harder"), [(FULL, LATE), (LATE, CLOSED), (CLOSED, FAR), (FAR, DIET)]
)
def test_of_canteens_one_step_from_serving_the_easiest_step_is_named(
    easier: Broken, harder: Broken
) -> None:
    (reason,) = easier
    assert told(harder, easier) == (reason.value, 1)


def test_where_none_is_one_step_away_the_one_that_got_farthest_is_named() -> None:
    assert told(LATE | FAR, DIET | CLOSED) == ("diet_not_offered", 1)


def test_it_is_told_of_the_canteen_asked_for_among_equals_else_of_the_nearest() -> None:
    assert told(FAR, FAR, FAR, away=[900.0, 500.0, 700.0]) == ("outside_radius", 1)
    assert told(FAR, FAR, FAR, away=[900.0, 500.0, 700.0], asked=2) == ("outside_radius", 2)


def test_it_is_told_of_the_canteen_that_breaks_nothing_else() -> None:
    assert told(FAR | DIET, FAR, asked=0) == ("outside_radius", 1)


def test_of_canteens_without_any_way_the_first_is_named() -> None:
    assert told(FAR, FAR, away=[np.inf, np.inf]) == ("outside_radius", 0)


def test_only_canteens_in_question_are_looked_at() -> None:
    assert told(FULL, FAR | DIET, only=1) == ("outside_radius", 1)


def test_where_none_is_in_question_the_order_is_closed_to_all() -> None:
    assert told(FULL, FAR, only=9) == ("closed", -1)
    none = blame(
        np.zeros((5, 1, 0), bool), np.zeros((1, 0), bool), np.array([-1]), np.zeros((1, 0))
    )
    assert (AT_CANTEENS[none.rule[0]], none.canteen[0]) == ("closed", -1)


@given(st.lists(st.frozensets(st.sampled_from(AT_CANTEENS), min_size=1), min_size=1, max_size=5))
@settings(max_examples=200)
def test_what_is_named_holds_by_one_of_the_three_readings(canteens: list[Broken]) -> None:
    reason, number = told(*canteens)
    named = DeclineReason(reason)
    assert named in canteens[number]
    everybody = [rule for rule in AT_CANTEENS if all(rule in broken for broken in canteens)]
    single = {rule for broken in canteens if len(broken) == 1 for rule in broken}
    if everybody:
        assert named == everybody[0]
    elif single:
        assert named in single
        assert len(canteens[number]) == 1
    else:
        assert named == min(canteens[number], key=AT_CANTEENS.index)


def test_flags_are_answered_for_every_order() -> None:
    breaks = np.zeros((5, 2, 2), dtype=bool)
    breaks[1, 0], breaks[4, 1] = True, True
    found = blame(breaks, np.ones((2, 2), bool), np.array([-1, 1]), np.zeros((2, 2)))
    assert [AT_CANTEENS[rule] for rule in found.rule] == ["outside_radius", "closed"]
    assert found.canteen.tolist() == [0, 1]
