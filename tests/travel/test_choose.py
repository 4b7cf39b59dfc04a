import shutil
from pathlib import Path

import pytest

from mealroute.domain import Mode
from mealroute.errors import ArgumentError, DataFileError, TravelError
from mealroute.settings import Settings
from mealroute.travel import open_travel
from tests.builders import CENTRE, at_m
from tests.travel.osm import GUIXI

BY_STRAIGHT = Settings.from_mapping({"travel": {"by": "straight"}})
BY_STREETS = Settings.from_mapping({"travel": {"by": "streets"}})


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return Path(shutil.copy(GUIXI, tmp_path / "streets.osm.pbf"))


def test_streets_are_taken_where_an_extract_is(extract: Path) -> None:
    assert open_travel(Settings(), extract).name == "streets"
    assert open_travel(Settings()).name == "straight"
    assert open_travel(Settings(), extract.with_name("none.osm.pbf")).name == "straight"


def test_the_setting_is_stronger_than_the_extract_and_the_argument_than_both(
    extract: Path,
) -> None:
    assert open_travel(BY_STRAIGHT, extract).name == "straight"
    assert open_travel(BY_STRAIGHT, extract, "streets").name == "streets"
    assert open_travel(BY_STREETS, extract, "straight").name == "straight"


@pytest.mark.parametrize(("settings", "by"), [(BY_STREETS, None), (Settings(), "streets")])
def test_streets_without_an_extract_are_told_plainly(
    tmp_path: Path, settings: Settings, by: str | None
) -> None:
    for extract in (None, tmp_path / "streets.osm.pbf"):
        with pytest.raises(TravelError, match=r"streets\.osm\.pbf is not there"):
            open_travel(settings, extract, by)


def test_an_unknown_kind_of_travel_is_refused() -> None:
    with pytest.raises(ArgumentError, match="travel is 'flying', expected straight or streets"):
        open_travel(Settings(), by="flying")


def test_a_broken_extract_is_not_silently_travelled_straight(extract: Path) -> None:
    extract.write_bytes(b"nothing of the kind")
    with pytest.raises(DataFileError, match=r"streets\.osm\.pbf"):
        open_travel(Settings(), extract)


def test_the_speeds_of_the_settings_are_used() -> None:
    settings = Settings.from_mapping({"travel": {"foot": 0.5, "detour": 1}})
    table = open_travel(settings).table(Mode.FOOT, [CENTRE], [at_m(north_m=100)])
    assert table.seconds.tolist() == [[200]]
