"""File names are safe and distinct whatever the ids; vendored files are what was published."""

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute import maps
from mealroute.domain import VolunteerId
from mealroute.maps import map_files, volunteer_files
from mealroute.maps.assets import leaflet_script, leaflet_style
from mealroute.maps.files import _file_names
from mealroute.settings import Settings
from tests.maps.lunch import SVG, WEB_ADDRESS, a_lunch

VENDOR = Path(maps.__file__).parent / "vendor"
hostile = st.sampled_from(
    ["..", "../../etc/passwd", "C:\\x", "con", "NUL.html", "", ".", "a/b", "\0", "x" * 999, "-rf"]
)
ids = (hostile | st.text(max_size=9)).map(VolunteerId)


def test_a_plan_gives_its_map_and_a_page_for_each_route() -> None:
    plan, service, shapes = a_lunch()
    files = map_files(plan, service, Settings(), shapes)
    assert list(files) == ["map.html", "volunteers/V1.html", "volunteers/V2.html"]
    assert all(text.startswith("<!DOCTYPE html>") for text in files.values())


@given(st.lists(ids, max_size=8))
def test_any_ids_give_names_that_are_safe_and_distinct(some: list[VolunteerId]) -> None:
    names = _file_names(some)
    assert len({name.casefold() for name in names}) == len(some)
    for name in names:
        assert re.fullmatch(r"\w[\w-]*", name)
        assert not re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", name)
        assert len(name.encode()) < 250


def test_a_volunteer_on_two_routes_has_two_pages() -> None:
    plan, _service, _shapes = a_lunch()
    twice = dataclasses.replace(plan, routes=(plan.routes[0], plan.routes[0]))
    assert volunteer_files(twice) == {0: "volunteers/V1.html", 1: "volunteers/V1-2.html"}


def test_vendored_files_are_those_of_the_list() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: digest for digest, name in map(str.split, lines)}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.glob("*/*")
    }
    assert found == listed


def test_what_is_taken_from_leaflet_loads_nothing() -> None:
    script, style = leaflet_script(), leaflet_style()
    assert set(WEB_ADDRESS.findall(script + style)) == {SVG}
    assert "url(" not in style
    assert "sourceMappingURL" not in script
    assert "BSD 2-Clause License" in script


@pytest.mark.parametrize("name", ["core", "ground", "routes", "apart", "start", "ticks"])
def test_no_script_holds_what_would_end_its_element(name: str) -> None:
    script = (VENDOR.parent / "static" / f"{name}.js").read_text("utf-8") + leaflet_script()
    assert re.search(r"(?i)</script|<!--|<script|\r", script) is None
