"""What an extract offers to geocoding, also where its border cuts things in two."""

from pathlib import Path

from mealroute.travel.geocode.survey import read_survey
from tests.travel.osm import SQUARE, STREET, write_osm

TOWN = {"boundary": "administrative", "type": "boundary", "name": "Vaduz", "admin_level": "8"}


def test_a_town_whose_boundary_the_extract_cuts_keeps_its_name_and_has_no_outline(
    tmp_path: Path,
) -> None:
    # The other half of the boundary lies outside, and its relation no longer tells of it.
    ways = [("ab", STREET | {"name": "Städtle"}), ("abc", {})]
    extract = write_osm(tmp_path / "cut.osm", SQUARE, ways, [([(1, "outer")], TOWN)])
    survey = read_survey(extract)
    assert survey.areas == []
    assert survey.regions == {"Vaduz"}
    assert [street.names for street in survey.streets] == [("Städtle",)]


def test_a_town_whose_boundary_is_whole_has_an_outline(tmp_path: Path) -> None:
    ways = [("ab", STREET | {"name": "Städtle"}), ("abc", {}), ("cda", {})]
    extract = write_osm(tmp_path / "town.osm", SQUARE, ways, [([(1, "outer"), (2, "outer")], TOWN)])
    ((names, _outline),) = read_survey(extract).areas
    assert names == ("Vaduz",)
