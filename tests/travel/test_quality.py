"""Each figure of an extract's quality, on towns of a few streets."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mealroute.domain import Mode
from mealroute.settings import TravelSettings, WinterSettings
from mealroute.travel.box import Box
from mealroute.travel.extract import read_streets
from mealroute.travel.quality import (
    ModeQuality,
    Off,
    judge_mode,
    nameless_share,
    places_off,
)
from mealroute.travel.survey import Survey, take_survey
from tests.builders import CENTRE, at_m
from tests.travel.osm import GUIXI, SQUARE, STREET, write_osm

USUAL = TravelSettings()
HOUSE = {"building": "yes"}
ONE_WAY = {**STREET, "oneway": "yes"}


def survey_of(folder: Path, *what: Any, **more: Any) -> Survey:
    return take_survey(write_osm(folder / "town.osm", *what, **more))


def judged(
    folder: Path, nodes: dict[str, tuple[float, float]], ways: list[Any], mode: Mode = Mode.CAR
) -> ModeQuality:
    file = write_osm(folder / "town.osm", nodes, ways)
    return judge_mode(read_streets(file), take_survey(file), mode, USUAL)


def test_streets_that_hang_together_are_one_part(tmp_path: Path) -> None:
    one = judged(tmp_path, SQUARE, [("abc", STREET), ("cda", STREET)])
    assert one.km == one.main_km == pytest.approx(0.4, abs=0.001)
    assert one.main_share == 1
    assert (one.island_count, one.trap_count) == (0, 0)


def test_islands_are_counted_measured_and_placed(tmp_path: Path) -> None:
    nodes = SQUARE | {"k": (500, 0), "l": (500, 60), "m": (800, 0), "n": (800, 20)}
    one = judged(tmp_path, nodes, [("abcda", STREET), ("mn", STREET), ("kl", STREET)])
    assert one.island_count == 2
    assert one.island_km == pytest.approx(0.080, abs=0.001)
    assert [round(stretch.km, 2) for stretch in one.islands] == [0.06, 0.02]
    assert one.islands[0].at.lat == pytest.approx(at_m(500, 0).lat)
    assert one.main_share == pytest.approx(0.4 / 0.48, abs=0.01)


def test_a_one_way_street_without_a_way_back_is_a_trap_for_cars_and_none_on_foot(
    tmp_path: Path,
) -> None:
    nodes = SQUARE | {"k": (0, 250)}
    ways = [("abcda", STREET), ("bk", ONE_WAY)]
    car, foot = (judged(tmp_path, nodes, ways, mode) for mode in (Mode.CAR, Mode.FOOT))
    assert (car.trap_count, car.island_count) == (1, 0)
    assert car.trap_km == pytest.approx(0.150, abs=0.001)
    assert car.traps[0].at.lon == pytest.approx(at_m(0, 100).lon)
    assert (foot.trap_count, foot.main_share) == (0, 1)


def test_what_a_gate_shuts_off_is_an_island(tmp_path: Path) -> None:
    nodes = SQUARE | {"k": (0, 250), "l": (0, 300)}
    ways = [("abcda", STREET), ("bk", STREET), ("kl", STREET)]
    shut = {"k": {"barrier": "bollard"}}
    file = write_osm(tmp_path / "town.osm", nodes, ways, node_tags=shut)
    streets, survey = read_streets(file), take_survey(file)
    car, foot = (judge_mode(streets, survey, mode, USUAL) for mode in (Mode.CAR, Mode.FOOT))
    assert (car.island_count, car.trap_count, foot.island_count) == (1, 0, 0)
    assert car.island_km == pytest.approx(0.05, abs=0.001)


def test_what_nobody_clears_in_winter_is_no_street(tmp_path: Path) -> None:
    snow = TravelSettings(winter=WinterSettings(uncleared=("path",)))
    file = write_osm(tmp_path / "town.osm", SQUARE, [("abcd", STREET), ("da", {"highway": "path"})])
    streets, survey = read_streets(file), take_survey(file)
    assert judge_mode(streets, survey, Mode.FOOT, USUAL).km == pytest.approx(0.4, abs=0.001)
    assert judge_mode(streets, survey, Mode.FOOT, snow).km == pytest.approx(0.3, abs=0.001)


def test_dead_ends_count_as_cut_only_at_the_border(tmp_path: Path) -> None:
    nodes = SQUARE | {"k": (0, 1000), "l": (50, 100), "m": (50, 60), "n": (1000, 500)}
    ways = [("abcda", STREET), ("bk", STREET), ("lm", STREET)]
    one = judged(tmp_path, nodes, [("ablcda", STREET), *ways[1:]])
    assert one.border_ends == 1


def test_houses_are_counted_by_how_far_their_nearest_corner_is(tmp_path: Path) -> None:
    nodes = SQUARE | {
        "k": (-40, 0), "l": (-400, 0), "m": (-40, 20),  # reaches near the street
        "n": (-130, 50), "o": (-140, 50), "p": (-140, 60),
        "q": (-350, 50), "r": (-360, 50), "s": (-360, 60),
    }  # fmt: skip
    ways = [("abcda", STREET), ("klmk", HOUSE), ("nopn", HOUSE), ("qrsq", HOUSE)]
    one = judged(tmp_path, nodes, ways)
    assert one.far == {50: 2, 100: 2, 300: 1}
    assert [house.metres for house in one.farthest] == [350, 130]
    assert one.farthest[0].at.lat == pytest.approx(at_m(-350, 50).lat)


def test_houses_measure_to_streets_that_the_mode_can_use(tmp_path: Path) -> None:
    nodes = SQUARE | {"k": (0, 400), "n": (0, 390), "o": (5, 390), "p": (5, 395)}
    ways = [("abcda", STREET), ("bk", {"highway": "footway"}), ("nopn", HOUSE)]
    assert judged(tmp_path, nodes, ways, Mode.FOOT).far[100] == 0
    assert judged(tmp_path, nodes, ways, Mode.CAR).far[100] == 1


def test_a_house_by_the_motorway_is_far_from_where_a_car_may_stop(tmp_path: Path) -> None:
    nodes = SQUARE | {"k": (0, 400), "n": (5, 390), "o": (10, 390), "p": (10, 395)}
    ways = [("abcda", STREET), ("bk", {"highway": "motorway", "oneway": "no"}), ("nopn", HOUSE)]
    assert judged(tmp_path, nodes, ways).far[100] == 1


def test_a_mode_without_streets_has_nothing_and_every_house_is_far(tmp_path: Path) -> None:
    nodes = SQUARE | {"n": (-1, 0), "o": (-2, 0), "p": (-2, 5)}
    one = judged(tmp_path, nodes, [("abcda", {"highway": "footway"}), ("nopn", HOUSE)])
    assert (one.km, one.main_share, one.far[300]) == (0, 0, 1)


def test_only_streets_that_usually_have_a_name_count_as_nameless(tmp_path: Path) -> None:
    named = {**STREET, "name": "解放路"}
    ways = [
        ("ab", named),
        ("bc", named),
        ("cd", named),
        ("da", STREET),
        ("ac", {"highway": "path"}),
    ]
    file = write_osm(tmp_path / "town.osm", SQUARE, ways)
    assert nameless_share(read_streets(file)) == pytest.approx(0.25, abs=0.01)


def test_addresses_are_counted_and_matched_with_streets_however_they_are_written(
    tmp_path: Path,
) -> None:
    tags = {
        "b": {"addr:housenumber": "1", "addr:street": "Main  Street"},
        "c": {"addr:housenumber": "2", "addr:street": "MAIN STREET"},
        "d": {"addr:housenumber": "3", "addr:street": "Mian Street"},
        "a": {"addr:housenumber": "4"},
    }
    ways = [("ab", {**STREET, "name": "Main Street"}), ("cdc", {**HOUSE, **tags["d"]})]
    survey = survey_of(tmp_path, SQUARE, ways, node_tags=tags)
    assert survey.house_numbers == 5
    assert survey.strange_streets == {"Mian Street": 2}


def test_barriers_count_where_they_stand_on_streets(tmp_path: Path) -> None:
    tags = {"a": {"barrier": "bollard"}, "b": {"barrier": "gate"}, "d": {"barrier": "gate"}}
    survey = survey_of(tmp_path, SQUARE, [("abc", STREET), ("bc", STREET)], node_tags=tags)
    assert survey.barriers == {"bollard": 1, "gate": 1}


def test_restrictions_that_lack_a_member_cannot_be_read(tmp_path: Path) -> None:
    tags = {"type": "restriction", "restriction": "no_left_turn"}
    ways = [("ab", STREET), ("bc", STREET), ("ac", STREET)]
    whole = [(0, "from"), (2, "via"), (1, "to")]
    relations = [(whole, tags), (whole[:2], tags), ([*whole[:2], (9, "to")], tags)]
    survey = survey_of(tmp_path, SQUARE, ways, relations)
    assert (survey.restrictions, survey.unreadable) == (3, [2, 3])


def test_streets_cut_off_in_the_middle_are_found_where_they_end(tmp_path: Path) -> None:
    survey = survey_of(tmp_path, SQUARE, [("abZ", STREET), ("ZcZ", {"building": "yes"})])
    assert survey.cut_lon.tolist() == [pytest.approx(at_m(0, 100).lon, abs=1e-6)]


def test_houses_of_several_outlines_and_no_houses_are_told_apart(tmp_path: Path) -> None:
    ways = [("ab", {}), ("bc", {}), ("cd", {"building": "no"}), ("ad", {"building": "shed"})]
    relations = [([(0, "outer"), (1, "inner")], {"type": "multipolygon", "building": "yes"})]
    assert survey_of(tmp_path, SQUARE, ways, relations).buildings == 2


def test_the_age_is_the_newest_change_or_what_the_header_says(tmp_path: Path) -> None:
    file = write_osm(tmp_path / "town.osm", SQUARE, [("ab", STREET)])
    assert take_survey(file).newest is None
    text = file.read_text(encoding="utf-8")
    dated = text.replace("<way ", "<way version='1' timestamp='2025-03-01T12:00:00Z' ")
    file.write_text(dated, encoding="utf-8")
    assert take_survey(file).newest == datetime(2025, 3, 1, 12, tzinfo=UTC)


def test_the_box_is_that_of_the_file_or_of_its_points(tmp_path: Path) -> None:
    whole = take_survey(GUIXI)
    assert whole.boxed
    assert str(whole.box) == "117.1912,28.2817,117.2552,28.3225"
    bare = survey_of(tmp_path, SQUARE, [("ab", STREET)])
    assert not bare.boxed
    assert bare.box.holds(CENTRE)
    assert not bare.box.holds(at_m(0, 102))


def test_places_of_a_day_are_outside_far_on_an_island_or_well(tmp_path: Path) -> None:
    nodes = SQUARE | {"k": (900, 0), "l": (900, 60), "m": (-900, -900)}
    ways = [("abcda", STREET), ("kl", STREET)]
    streets = read_streets(write_osm(tmp_path / "town.osm", nodes, ways))
    places = [at_m(40, 5), at_m(905, 10), at_m(-500, 0), at_m(5000, 0), at_m(170, 50)]
    off = places_off(streets, Box.around([CENTRE], 2000), [Mode.FOOT, Mode.CAR], places, USUAL)
    assert [(one.position, one.mode, one.why) for one in off] == [
        (3, None, Off.OUTSIDE),
        (1, Mode.FOOT, Off.ISLAND),
        (2, Mode.FOOT, Off.FAR),
        (1, Mode.CAR, Off.ISLAND),
        (2, Mode.CAR, Off.FAR),
    ]
    assert [one.metres for one in off][1:3] == [pytest.approx(805, abs=2), 500]
