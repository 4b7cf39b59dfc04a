"""Drawn days: past orders of the same weekday, clients who change, volunteers away, snow."""

import datetime as dt
from dataclasses import replace

import pytest

from mealroute.coverage.drawn_days import (
    Conditions,
    SlowTravel,
    at_work,
    drawn_days,
    same_weekday,
)
from mealroute.coverage.draws import Draws
from mealroute.domain import Day, Meal, Mode
from mealroute.errors import InvalidValueError
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, StraightTravel
from tests.builders import DATE, a_canteen, a_kitchen, a_resident, an_order, at_m

TRAVEL = StraightTravel(Settings().travel)
CALM = Conditions(absence=0)
EVE = dt.datetime.combine(DATE - dt.timedelta(days=1), dt.time(9))
WEEK = dt.timedelta(days=7)


def a_day_with_a_past(weeks: int = 2) -> Day:
    """Today two orders; a week ago three, two weeks ago four; on other weekdays one."""
    orders = [an_order(f"T{n}", f"R{n}", placed_at=EVE) for n in range(2)]
    for week in range(1, weeks + 1):
        then = DATE - week * WEEK
        orders += [
            an_order(f"P{week}{n}", f"R{n}", date=then,
                     placed_at=dt.datetime.combine(then, dt.time(8)))
            for n in range(2 + week)
        ]  # fmt: skip
        orders.append(an_order(f"X{week}", "R0", date=then + dt.timedelta(days=1)))
    return Day(
        canteens=(a_canteen(),),
        kitchens=(a_kitchen(),),
        residents=tuple(a_resident(f"R{n}") for n in range(40)),
        orders=tuple(orders),
    )


def test_every_day_takes_the_orders_of_a_past_date_of_the_weekday() -> None:
    day = a_day_with_a_past()
    found = drawn_days(day, DATE, Meal.LUNCH, CALM, Draws(0, 200))
    assert {len(one.orders) for one in found} == {2, 3, 4}
    assert len(same_weekday(day, DATE, Meal.LUNCH)) == 3
    assert {order.date for one in found for order in one.orders.values()} == {DATE}


def test_a_past_order_was_placed_as_long_before_as_it_was() -> None:
    found = drawn_days(a_day_with_a_past(), DATE, Meal.LUNCH, CALM, Draws(0, 50))
    past = next(one for day in found for one in day.orders.values() if one.order_id == "P10")
    assert past.placed_at == dt.datetime.combine(DATE, dt.time(8))


def test_without_a_history_the_days_own_orders_are_taken() -> None:
    found = drawn_days(a_day_with_a_past(0), DATE, Meal.LUNCH, CALM, Draws(0, 3))
    assert [sorted(one.orders) for one in found] == [["T0", "T1"]] * 3


def test_churn_takes_orders_away_and_brings_as_many_of_other_residents() -> None:
    day = a_day_with_a_past(0)
    day = replace(day, orders=tuple(an_order(f"T{n}", f"R{n}") for n in range(20)))
    found = drawn_days(day, DATE, Meal.LUNCH, Conditions(churn=0.3), Draws(1, 400))
    kept = [sum(one.startswith("T") for one in day.orders) for day in found]
    new = [sum(one.startswith("+") for one in day.orders) for day in found]
    assert 13 < sum(kept) / 400 < 15
    assert 5 < sum(new) / 400 < 7
    for day_drawn in found:
        people = [order.resident_id for order in day_drawn.orders.values()]
        assert len(people) == len(set(people))


def test_the_same_seed_draws_the_same_days_and_the_first_do_not_depend_on_how_many() -> None:
    words = (a_day_with_a_past(), DATE, Meal.LUNCH, Conditions(churn=0.2))
    few, many = (drawn_days(*words, Draws(3, count)) for count in (5, 9))
    assert [one.orders for one in few] == [one.orders for one in many[:5]]


def test_volunteers_stay_away_each_for_itself() -> None:
    pool = [f"V{n}" for n in range(50)]
    comes = at_work(pool, Conditions(absence=0.2), Draws(0, 200))  # type: ignore[arg-type]  # ids
    assert comes.shape == (200, 50)
    assert 0.78 < comes.mean() < 0.82
    assert at_work(pool, CALM, Draws(0, 4)).all()  # type: ignore[arg-type]  # ids


def test_snow_makes_every_leg_longer_and_no_farther() -> None:
    slow = SlowTravel(TRAVEL, 1.5)
    here, there = at_m(), at_m(north_m=1000)
    usual, snowy = (one.table(Mode.FOOT, [here], [here, there]) for one in (TRAVEL, slow))
    assert snowy.seconds.tolist() == [[0, -(-int(usual.seconds[0, 1]) * 3 // 2)]]
    assert (snowy.metres == usual.metres).all()
    assert slow.path(Mode.FOOT, here, there).seconds == snowy.seconds[0, 1]
    assert slow.name == "straight"


def test_no_way_stays_no_way_on_snow() -> None:
    far = SlowTravel(StraightTravel(replace(Settings().travel, foot=0.001)), 10)
    seconds = far.table(Mode.FOOT, [at_m()], [at_m(north_m=1000)]).seconds
    assert seconds.tolist() == [[UNREACHABLE_S]]


def test_all_conditions_out_of_range_are_told_at_once() -> None:
    with pytest.raises(InvalidValueError) as caught:
        Conditions(absence=2, churn=-1, slow=0.5)
    assert len(str(caught.value).splitlines()) == 3
