import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from tests.cli.test_commands import VILLAGE, WHEN, run
from tests.routing.in_process import solve_here, without_children
from tests.travel.osm import GUIXI

__all__ = ["without_children"]

pytestmark = pytest.mark.usefixtures("without_children")
TOWN = GUIXI.parent


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("guixi")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mealroute.routing.plan.solve", solve_here)
        assert run("plan", TOWN, "--out", out, "--iterations", 50) == 0
    return out


def the_routes(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    routes: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["routes"]
    return routes


def test_the_steps_of_a_plan_add_up_to_its_legs(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("directions", TOWN, planned / "plan.json", "--json") == 0
    told = the_routes(capsys)
    routes = json.loads((planned / "plan.json").read_text(encoding="utf-8"))["routes"]
    assert [one["volunteer_id"] for one in told] == [one["volunteer_id"] for one in routes]
    for one, route in zip(told, routes, strict=True):
        for legs, trip in zip(one["trips"], route["trips"], strict=True):
            stops = [leg for leg in legs if leg["stop"] is not None]
            for leg, stop in zip(stops, trip["stops"], strict=True):
                assert leg["order_id"] == stop["order_id"]
                assert sum(step["seconds"] for step in leg["steps"]) == stop["leg_s"]
                metres = sum(step["metres"] for step in leg["steps"])
                assert metres == pytest.approx(stop["leg_m"], abs=1)


def test_one_volunteer_can_be_asked_for_and_nobody_is_named(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = planned / "plan.json"
    volunteer = json.loads(plan.read_text(encoding="utf-8"))["routes"][1]["volunteer_id"]
    assert run("directions", TOWN, plan, "--volunteer", volunteer) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{volunteer}, ")
    assert "Stop 1, order O" in out
    assert " into " in out or " along " in out
    people = (TOWN / "residents.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert not [row for row in people if row.split(",")[1] in out]


def test_an_unknown_volunteer_is_told_who_has_a_route(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("directions", TOWN, planned / "plan.json", "--volunteer", "nobody") == 2
    assert (
        "--volunteer: nobody, expected one with a route in the plan: V" in capsys.readouterr().err
    )


def test_the_pages_of_a_plan_say_how_to_get_there(planned: Path) -> None:
    page = next((planned / "volunteers").glob("*.html")).read_text(encoding="utf-8")
    assert "How to get there" in page


def test_a_plan_made_without_streets_has_no_directions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", VILLAGE, *WHEN, "--out", tmp_path, "--iterations", 50) == 0
    assert run("directions", VILLAGE, tmp_path / "plan.json") == 3
    assert "directions need streets" in capsys.readouterr().err
    page = next((tmp_path / "volunteers").glob("*.html")).read_text(encoding="utf-8")
    assert "<details" not in page


def test_isochrones_are_written_for_each_canteen_and_for_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "reach" / "walk.geojson"
    options = ["--minutes", 10, "--minutes", 20, "--json", "--out", out]
    assert run("isochrones", TOWN, *options) == 0
    answer = json.loads(capsys.readouterr().out)
    features = json.loads(out.read_text(encoding="utf-8"))["features"]
    wanted = [(canteen, minutes) for canteen in ("C1", "C2", "C3", None) for minutes in (10, 20)]
    for values in (answer["isochrones"], [feature["properties"] for feature in features]):
        assert [(one["canteen_id"], one["minutes"]) for one in values] == wanted
    residents = [one["residents"] for one in answer["isochrones"]]
    assert max(residents[:6]) <= residents[7] <= answer["residents_located"]
    assert residents[6] <= residents[7]
    for feature in features:
        area = shapely.geometry.shape(feature["geometry"])
        assert area.is_valid
        assert all(shapely.is_ccw(part.exterior) for part in area.geoms)
    assert (
        shapely.geometry.shape(features[7]["geometry"]).area
        > shapely.geometry.shape(features[6]["geometry"]).area
    )


def test_isochrones_without_streets_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "walk.geojson"
    assert run("isochrones", VILLAGE, "--out", out) == 3
    assert run("isochrones", TOWN, "--out", out, "--travel", "straight") == 3
    assert "isochrones need streets" in capsys.readouterr().err
    assert not out.exists()


def test_minutes_must_be_some() -> None:
    assert run("isochrones", TOWN, "--out", "x.geojson", "--minutes", 0) == 2
