"""Candidates spread over a town: apart from each other, everywhere, the same every time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.coverage.siting import spread_candidates
from mealroute.domain import Resident
from mealroute.errors import ArgumentError
from mealroute.travel import great_circle_m
from tests.builders import CENTRE, a_resident, at_m

PLACES = st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), min_size=1,
                  max_size=12, unique=True)  # fmt: skip


def people(places: list[tuple[int, int]]) -> list[Resident]:
    return [
        a_resident(f"R{row}", coordinates=at_m(north_m=north, east_m=east))
        for row, (north, east) in enumerate(places)
    ]


@given(PLACES, st.integers(1, 8))
def test_no_two_are_near_and_everybody_left_is_nearer_than_they_are_to_each_other(
    places: list[tuple[int, int]], count: int
) -> None:
    residents = people(places)
    found = [one.coordinates for one in spread_candidates(residents, count, apart_m=50)]
    apart = great_circle_m(found, found)
    doors = [one.coordinates for one in residents if one.coordinates is not None]
    farthest = great_circle_m(doors, found).min(axis=1).max()
    pairs = [apart[a, b] for a in range(len(found)) for b in range(a)]
    assert len(found) <= count
    assert all(pair >= 50 for pair in pairs)
    assert set(found) <= set(doors)
    # farthest-first: the next would have been as near as the nearest pair is, or nearer
    assert all(pair >= farthest - 1e-6 for pair in pairs)
    assert len(found) == count or farthest < 50


@given(PLACES)
def test_the_order_of_residents_changes_nothing(places: list[tuple[int, int]]) -> None:
    assert spread_candidates(people(places), 3) == spread_candidates(people(places[::-1]), 3)


def test_a_canteen_of_today_is_kept_clear_of() -> None:
    residents = people([(0, 0), (40, 0), (900, 0)])
    (only,) = spread_candidates(residents, 5, canteens=[CENTRE])
    assert (only.name, only.coordinates) == ("S1", at_m(north_m=900))


def test_a_place_is_not_named_by_an_address() -> None:
    (only,) = spread_candidates([a_resident(address="团结路57号")], 1)
    assert only.name == "S1"


def test_nobody_far_enough_and_no_count_are_told() -> None:
    with pytest.raises(ArgumentError, match="no building is 100 m or more"):
        spread_candidates(people([(0, 0)]), 2, canteens=[CENTRE])
    with pytest.raises(ArgumentError, match="0 candidates are asked for"):
        spread_candidates(people([(0, 0)]), 0)
