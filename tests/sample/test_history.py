"""A sample's past: weekdays, clients who come and go, and a present that is what it was."""

from collections import Counter
from pathlib import Path

import pytest

from mealroute.files import STREETS_FILE, DayFiles
from mealroute.sample import SAMPLE_DATE
from mealroute.sample.lunch import make_sample_day
from mealroute.sample.survey import QUARTERS
from mealroute.travel import great_circle_m
from mealroute.travel.base_map import read_base_map

EXTRACT = Path(__file__).parents[2] / "data" / "guixi" / STREETS_FILE
WEEKS = 6


def made(weeks: int) -> DayFiles:
    return make_sample_day(EXTRACT, seed=339, residents=60, weeks=weeks)


@pytest.fixture(scope="module")
def past() -> DayFiles:
    return made(WEEKS)


def test_the_day_itself_is_what_it_is_without_a_past(past: DayFiles) -> None:
    plain = made(0).day
    today = [order for order in past.day.orders if order.date == SAMPLE_DATE]
    assert tuple(today) == plain.orders
    assert past.day.residents[: len(plain.residents)] == plain.residents


def test_the_past_has_as_many_days_as_asked_for_and_quieter_weekends(past: DayFiles) -> None:
    counts = Counter(order.date for order in past.day.orders)
    assert len(counts) == WEEKS * 7 + 1
    week = [counts[date] for date in counts if date.weekday() < 5 and date != SAMPLE_DATE]
    weekend = [counts[date] for date in counts if date.weekday() >= 5]
    assert sum(weekend) / len(weekend) < 0.7 * sum(week) / len(week)


def test_some_clients_left_and_nobody_orders_twice_a_day(past: DayFiles) -> None:
    today = {order.resident_id for order in past.day.orders if order.date == SAMPLE_DATE}
    before = Counter(
        (order.resident_id, order.date) for order in past.day.orders if order.date < SAMPLE_DATE
    )
    former = {resident_id for resident_id, _date in before} - today
    assert 2 <= len(former) <= 25
    assert set(before.values()) == {1}
    assert {one.phone[:4] for one in past.day.residents} == {"000-"}
    assert former <= {one.resident_id for one in past.day.residents}


def test_the_same_seed_makes_the_same_past(past: DayFiles) -> None:
    assert made(WEEKS).day == past.day


def test_residents_belong_to_the_quarter_whose_name_stands_nearest(past: DayFiles) -> None:
    quarters = [place for place in read_base_map(EXTRACT).names if place.kind in QUARTERS]
    people = [one for one in past.day.residents if one.coordinates is not None]
    doors = [one.coordinates for one in people if one.coordinates is not None]
    metres = great_circle_m(doors, [place.coordinates for place in quarters])
    assert len({one.community for one in people}) > 5
    for resident, row in zip(people, metres, strict=True):
        (own,) = {row[n] for n, place in enumerate(quarters) if place.name == resident.community}
        assert own <= row.min() + 15  # doors stand some metres beside the spot they were found at
