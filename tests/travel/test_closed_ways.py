"""A closed road: ways left out of the extract by their numbers."""

from pathlib import Path

import pytest

from mealroute.domain import Mode
from mealroute.errors import ArgumentError, DataFileError
from mealroute.settings import Settings
from mealroute.travel import open_travel
from tests.builders import at_m
from tests.travel.osm import SQUARE, STREET, write_osm

# Way 1 goes from a straight to b, way 2 round by d and c.
WAYS = [("ab", STREET), ("adcb", STREET)]
A, B = (at_m(*SQUARE[letter]) for letter in "ab")


def closing(*ways: int) -> Settings:
    return Settings.from_mapping({"travel": {"closed_ways": list(ways)}})


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return write_osm(tmp_path / "town.osm", SQUARE, WAYS)


def metres(settings: Settings, extract: Path) -> int:
    return round(open_travel(settings, extract).path(Mode.FOOT, A, B).metres)


def test_a_closed_way_is_gone_round_and_open_again_once_it_is_not_named(extract: Path) -> None:
    assert metres(Settings(), extract) == 100
    assert metres(closing(1), extract) == 300
    assert metres(closing(2), extract) == 100
    assert metres(Settings(), extract) == 100


def test_ways_that_are_no_streets_of_the_extract_are_told(extract: Path) -> None:
    with pytest.raises(DataFileError, match=r"the closed ways 7, 99 to be streets in it"):
        open_travel(closing(99, 1, 7), extract)


def test_straight_travel_knows_no_closed_ways() -> None:
    with pytest.raises(ArgumentError, match="closed_ways"):
        open_travel(closing(1))


@pytest.mark.parametrize("wrong", [17, ["A"], [0], [-1], [1.5], [True]])
def test_what_is_no_list_of_way_numbers_is_a_fault(wrong: object) -> None:
    with pytest.raises(DataFileError, match="closed_ways"):
        Settings.from_mapping({"travel": {"closed_ways": wrong}})
