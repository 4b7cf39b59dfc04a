import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import EndsAt, Meal
from mealroute.errors import InvalidValueError
from mealroute.files import DayFiles, read_day, write_day
from mealroute.sample import SAMPLE_DATE, Mix, make_straight_day
from mealroute.settings import Settings
from mealroute.travel import great_circle_m

NOTHING = Mix(
    windows=0,
    two_boxes=0,
    asks_canteen=0,
    needs=0,
    avoids=0,
    known=0,
    slow_doors=0,
    two_trips=0,
    several_canteens=0,
    ends_elsewhere=0,
    some_diets=0,
)
EVERYTHING = Mix(
    windows=1,
    two_boxes=1,
    asks_canteen=1,
    needs=1,
    avoids=1,
    known=1,
    slow_doors=1,
    two_trips=1,
    several_canteens=1,
    ends_elsewhere=1,
    some_diets=1,
    second_shifts=1,
)


def test_the_same_seed_makes_the_same_day_and_another_seed_another() -> None:
    assert make_straight_day(seed=5, orders=40) == make_straight_day(seed=5, orders=40)
    assert make_straight_day(seed=5, orders=40) != make_straight_day(seed=6, orders=40)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), orders=st.integers(1, 60))
def test_everybody_lives_near_a_canteen_that_cooks_their_diet(seed: int, orders: int) -> None:
    day = make_straight_day(seed=seed, orders=orders)
    home = {one.resident_id: one for one in day.residents}
    assert len(day.orders) == orders
    assert len({order.resident_id for order in day.orders}) == orders
    for order in day.orders:
        one = home[order.resident_id]
        metres = great_circle_m([one.coordinates], [c.coordinates for c in day.canteens])[0]
        assert any(
            metre <= canteen.service_radius_m and one.diet in canteen.diets
            for metre, canteen in zip(metres, day.canteens, strict=True)
        )


def test_a_day_has_the_canteens_volunteers_and_date_asked_for() -> None:
    date = dt.date(2027, 1, 5)
    day = make_straight_day(seed=2, orders=30, volunteers=7, canteens=4, date=date)
    assert (len(day.canteens), len(day.volunteers), len(day.shifts)) == (4, 7, 7)
    assert day.services() == ((date, Meal.LUNCH),)


def test_a_mix_of_nothing_leaves_a_plain_day() -> None:
    day = make_straight_day(seed=3, orders=80, mix=NOTHING)
    assert all(o.earliest is None and o.canteen_id is None and o.meals == 1 for o in day.orders)
    assert not any(one.needs or one.avoid_volunteers or one.handover_s for one in day.residents)
    assert not day.visits
    assert all(
        shift.max_trips == 1
        and len(shift.canteen_ids) == 1
        and shift.ends_at is EndsAt.ANYWHERE
        and not shift.carries
        for shift in day.shifts
    )


def test_a_mix_of_everything_makes_all_of_it_hard() -> None:
    day = make_straight_day(seed=3, orders=80, mix=EVERYTHING)
    assert all(o.earliest and o.latest and o.canteen_id and o.meals == 2 for o in day.orders)
    assert all(
        shift.max_trips == 2 and len(shift.canteen_ids) == 2 and shift.carries
        for shift in day.shifts
    )
    assert EndsAt.ANYWHERE not in {shift.ends_at for shift in day.shifts}
    assert set(Counter(shift.volunteer_id for shift in day.shifts).values()) == {2}
    known = {resident_id for resident_id, _volunteer_id in day.visits}
    assert known == {one.resident_id for one in day.residents}
    assert sum(bool(one.needs) for one in day.residents) > len(day.residents) / 2


def test_shares_are_kept_about() -> None:
    day = make_straight_day(seed=4, orders=400)
    windows = sum(order.earliest is not None for order in day.orders)
    assert 70 <= windows <= 130
    for order in day.orders:
        if order.earliest and order.latest:
            opens = dt.datetime.combine(SAMPLE_DATE, order.earliest)
            assert dt.datetime.combine(SAMPLE_DATE, order.latest) - opens == dt.timedelta(
                minutes=40
            )


@pytest.mark.parametrize("places", [0.5, 1.0, 3.0])
def test_bags_and_kitchens_are_as_tight_as_asked_for(places: float) -> None:
    mix = Mix(places_per_box=places, kitchen_slack=places)
    day = make_straight_day(seed=7, orders=200, mix=mix)
    boxes = sum(order.meals for order in day.orders)
    room = sum(shift.capacity * shift.max_trips for shift in day.shifts)
    meals = sum(kitchen.capacity for kitchen in day.kitchens)
    assert boxes * places <= room <= boxes * places + 2 * len(day.shifts)
    assert boxes * places <= meals <= boxes * places + len(day.kitchens)


def test_a_day_of_any_size_has_ids_that_are_all_different() -> None:
    day = make_straight_day(seed=1, orders=2000)
    for ids in (
        [order.order_id for order in day.orders],
        [one.resident_id for one in day.residents],
        [one.volunteer_id for one in day.volunteers],
        [canteen.canteen_id for canteen in day.canteens],
    ):
        assert len(set(ids)) == len(ids)
    moments = [order.placed_at for order in day.orders if order.placed_at]
    assert moments == sorted(moments)
    assert len(moments) == 2000


def test_a_straight_day_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    day = make_straight_day(seed=8, orders=50, mix=EVERYTHING)
    write_day(DayFiles(day=day, settings=Settings()), tmp_path)
    assert read_day(tmp_path).day == day


@pytest.mark.parametrize(
    "wrong", [{"windows": 1.1}, {"known": -0.1}, {"places_per_box": 0}, {"window_min": -5}]
)
def test_a_share_that_is_none_is_refused_by_name(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidValueError, match=next(iter(wrong))):
        Mix(**wrong)
