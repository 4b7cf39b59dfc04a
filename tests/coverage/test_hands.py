"""The fewest volunteers for a level, by halving: the same as trying every number."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.coverage.drawn_days import Conditions
from mealroute.coverage.hands import HandsCurve, hands_curve
from mealroute.domain import Day, Meal, Mode, Plan, Service, Shift
from mealroute.errors import ArgumentError
from mealroute.settings import Settings
from mealroute.travel import StraightTravel, TravelTimes
from tests.builders import DATE, a_canteen, a_kitchen, a_resident, a_shift, a_volunteer, an_order
from tests.coverage.fake_plans import plan_with

TRAVEL = StraightTravel(Settings().travel)
CALM = Conditions(absence=0)


def a_day(orders: int = 20, shifts: Sequence[Shift] | None = None) -> Day:
    """Many orders, and four volunteers who bring three each, unless others are given."""
    some = [a_shift(f"V{n}", capacity=3) for n in range(4)] if shifts is None else shifts
    return Day(
        canteens=(a_canteen(),),
        kitchens=(a_kitchen(),),
        residents=tuple(a_resident(f"R{n}") for n in range(orders)),
        orders=tuple(an_order(f"O{n}", f"R{n}") for n in range(orders)),
        volunteers=tuple(a_volunteer(one) for one in sorted({s.volunteer_id for s in some})),
        shifts=tuple(some),
    )


def curve(day: Day, **words: object) -> HandsCurve:
    asked = {"conditions": CALM, "days": 2, **words}
    return hands_curve(day, DATE, Meal.LUNCH, TRAVEL, plan_with, **asked)  # type: ignore[arg-type]  # a test's words


def needed(found: HandsCurve) -> list[int | None]:
    return [None if one.point is None else one.point.volunteers for one in found.needs]


@given(st.integers(1, 25), st.integers(1, 20))
def test_halving_finds_the_fewest(orders: int, percent: int) -> None:
    level = percent / 20
    found = curve(a_day(orders), levels=[level], most=9)
    brought = [min(1.0, 3 * count / orders) for count in range(10)]
    enough = [count for count, share in enumerate(brought) if share >= level]
    assert needed(found) == [enough[0] if enough else None]


def test_volunteers_beyond_the_days_own_are_the_same_once_more() -> None:
    found = curve(a_day(20), levels=[0.5, 1.0])
    assert found.volunteers == 4
    assert needed(found) == [4, 7]
    assert max(one.volunteers for one in found.points) == 8


def test_a_level_that_no_number_reaches_is_told_by_none() -> None:
    found = curve(a_day(20), levels=[0.5, 1.0], most=5)
    assert needed(found) == [4, None]
    assert not found.stopped
    assert found.points[-1].brought.value == 15 / 20


def test_every_number_has_the_mix_of_the_whole() -> None:
    shifts = [a_shift(f"V{n}", mode=Mode.CAR if n < 2 else Mode.FOOT, capacity=1) for n in range(8)]
    found = curve(a_day(16, shifts), levels=[0.25, 0.5], most=8)
    by_count = {one.volunteers: one.by_mode for one in found.points}
    assert by_count[8] == {Mode.CAR: 2, Mode.FOOT: 6}
    assert by_count[4] == {Mode.CAR: 1, Mode.FOOT: 3}


def test_one_mode_alone_can_be_asked_for() -> None:
    shifts = [a_shift("V1", capacity=9), a_shift("V2", mode=Mode.CAR, capacity=2)]
    found = curve(a_day(4, shifts), levels=[1.0], mode=Mode.CAR)
    assert (found.mode, found.volunteers, needed(found)) == (Mode.CAR, 1, [2])
    with pytest.raises(ArgumentError, match="no volunteer has a shift"):
        curve(a_day(4, shifts), mode=Mode.EBIKE)


def test_absent_volunteers_raise_the_need() -> None:
    calm, sick = (
        curve(a_day(12), levels=[0.9], days=40, most=12, conditions=Conditions(absence=share))
        for share in (0.0, 0.4)
    )
    assert needed(calm) == [4]
    assert needed(sick)[0] is not None
    assert needed(sick)[0] > 4  # type: ignore[operator]  # no None, see above
    assert sick.needs[0].point is not None
    assert sick.needs[0].point.brought.half_width > 0


def test_a_volunteer_with_two_shifts_is_one_volunteer() -> None:
    shifts = [a_shift("V1", capacity=1), a_shift("V1", capacity=1, mode=Mode.CAR)]
    assert curve(a_day(2, shifts), levels=[1.0]).volunteers == 1


def test_what_is_known_when_somebody_stops_is_kept() -> None:
    calls = Counter[int]()

    def stop_after_two(volunteers: int, _row: int) -> None:
        calls[volunteers] += 1

    found = curve(
        a_day(20), levels=[0.5], on_plan=stop_after_two, should_stop=lambda: calls.total() > 3
    )
    assert found.stopped
    assert [one.volunteers for one in found.points] == [8]


def test_ctrl_c_in_the_middle_of_a_plan_keeps_the_points_before() -> None:
    plans = Counter[str]()

    def interrupted(service: Service, travel: TravelTimes, before: Plan | None) -> Plan:
        plans["all"] += 1
        if plans["all"] > 4:
            raise KeyboardInterrupt
        return plan_with(service, travel, before)

    found = hands_curve(
        a_day(20), DATE, Meal.LUNCH, TRAVEL, interrupted, conditions=CALM, levels=[0.5], days=2
    )
    assert found.stopped
    assert [one.volunteers for one in found.points] == [4, 8]


@pytest.mark.parametrize("words", [{"days": 1}, {"levels": [0.0]}, {"levels": [1.1]}])
def test_what_is_no_question_is_refused(words: dict[str, object]) -> None:
    with pytest.raises(ArgumentError, match="expected 2 days or more"):
        curve(a_day(), **words)
