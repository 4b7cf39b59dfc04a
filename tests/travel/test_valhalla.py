"""Valhalla's part of the bargain: its questions, its answers, its refusals."""

from typing import Any

import numpy as np
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.errors import TravelError
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes, open_travel
from tests.builders import at_m
from tests.travel.routing_server import Play, Reply, Server, playing, says

HERE, THERE = Coordinates(28.30, 117.21), Coordinates(28.29, 117.22)
LOST, ISLAND = Coordinates(29.3, 117.5), Coordinates(28.31, 117.3)
NEAR = Coordinates(28.301, 117.211)


def travel(server: Server, **settings: Any) -> TravelTimes:
    table = {"engine": "valhalla", "server": server.address, **settings}
    return open_travel(Settings.from_mapping({"travel": table}))


def town(pairs: int = 2_500, mps: float = 1.2) -> Play:
    """A Valhalla in the words of version 3.9: no street at LOST, none to or from ISLAND."""

    def play(path: str, body: Any) -> Reply:
        if path == "/locate":
            return says([located(place) for place in body["locations"]])("", None)
        if path == "/route":
            return says(ROUTE)("", None)
        sources, sinks = (
            np.array([[place["lat"], place["lon"]] for place in body[side]])
            for side in ("sources", "targets")
        )
        if len(sources) * len(sinks) > pairs:
            refusal = {"error_code": 154, "error": "Path distance exceeds the max"}
            return says(refusal, 400)("", None)
        island = np.array(ISLAND.key)
        if ((sources == island).all(1)[:, None] != (sinks == island).all(1)).any():
            return says({"error_code": 170, "error": "unconnected regions"}, 400)("", None)
        metres = np.hypot(*np.moveaxis(sources[:, None] - sinks, -1, 0)) * 100_000
        table = {"durations": (metres / mps).tolist(), "distances": (metres / 1000).tolist()}
        return says({"sources_to_targets": table, "units": "kilometers"})("", None)

    return play


def located(place: Any) -> Any:
    edge = {"way_id": 1, "correlated_lat": place["lat"], "correlated_lon": place["lon"]}
    far = (place["lat"], place["lon"]) == LOST.key
    return {"input_lat": place["lat"], "edges": [] if far else [edge, edge], "nodes": []}


ROUTE = {
    "code": "Ok",
    "routes": [{"duration": 9, "geometry": {"coordinates": [[117.2, 28.3], [117.21, 28.29]]}}],
}


def test_a_table_gives_the_mode_and_the_speed_of_the_settings() -> None:
    with playing(town()) as server:
        table = travel(server, foot=1.0).table(Mode.FOOT, [HERE], [THERE])
        path, body = server.heard[-1]
    assert path == "/sources_to_targets"
    assert body["costing"] == "pedestrian"
    assert body["costing_options"] == {"pedestrian": {"walking_speed": 3.6}}
    assert body["sources"] == [{"lat": 28.3, "lon": 117.21, "search_cutoff": 1000.0}]
    assert table.metres[0, 0] == pytest.approx(100_000 * np.hypot(0.01, 0.01))


def test_places_without_a_street_and_islands_do_not_spoil_the_others() -> None:
    with playing(town()) as server:
        table = travel(server).table(
            Mode.FOOT, [HERE, LOST, ISLAND], [THERE, LOST, ISLAND, NEAR, HERE]
        )
    reached = table.seconds < UNREACHABLE_S
    assert reached.tolist() == [
        [True, False, False, True, True],
        [False, True, False, False, False],  # LOST to LOST is the same door
        [False, False, True, False, False],
    ]
    assert np.array_equal(np.isfinite(table.metres), reached)


@pytest.mark.parametrize("pairs", [2_500, 100, 1])
def test_blocks_respect_what_a_server_takes(pairs: int) -> None:
    points = [at_m(100 * n, 37 * n) for n in range(60 if pairs > 1 else 5)]
    with playing(town(pairs)) as server:
        table = travel(server).table(Mode.FOOT, points, points)
    with playing(town(1_000_000)) as generous:
        at_once = travel(generous).table(Mode.FOOT, points, points)
    assert np.array_equal(table.seconds, at_once.seconds)
    asked = [body["locations"] for path, body in server.heard if path == "/locate"]
    assert sum(map(len, asked)) == len(points)  # each place is put on a street once


def test_many_to_few_is_asked_so_that_valhalla_searches_forwards() -> None:
    points = [Coordinates(28.3 + n / 1000, 117.2) for n in range(9)]
    with playing(town()) as server:
        travel(server).table(Mode.FOOT, points, [HERE, THERE])
        asked = [body for path, body in server.heard if path == "/sources_to_targets"]
    assert [len(body["sources"]) for body in asked] == [2, 2, 2, 2, 1]


def test_a_path_has_the_figures_of_the_table_and_the_points_of_the_route() -> None:
    with playing(town()) as server:
        valhalla = travel(server)
        way = valhalla.path(Mode.FOOT, HERE, THERE)
        table = valhalla.table(Mode.FOOT, [HERE], [THERE])
    bend = (Coordinates(28.3, 117.2), Coordinates(28.29, 117.21))
    assert way.points == (HERE, *bend, THERE)
    assert (way.seconds, way.metres) == (table.seconds[0, 0], table.metres[0, 0])


def test_a_server_of_another_town_is_told() -> None:
    with playing(town()) as server, pytest.raises(TravelError, match="cover this town"):
        travel(server).table(Mode.FOOT, [LOST], [LOST, Coordinates(*LOST.key)])


@pytest.mark.parametrize(
    ("answer", "status", "expected"),
    [
        pytest.param({"hello": 1}, 200, "no table of times", id="other JSON"),
        pytest.param([None], 200, "no table of times", id="nulls"),
        pytest.param([], 200, "no table of times", id="too few"),
        pytest.param([{"edges": [{}]}], 200, "no table of times", id="no place"),
        pytest.param(
            {"error_code": 125, "error": "No costing"}, 400, "125 No costing", id="costing"
        ),
        pytest.param("no", 503, "answers HTTP 503", id="busy"),
    ],
)
def test_each_wrong_answer_is_told(answer: object, status: int, expected: str) -> None:
    with playing(says(answer, status)) as server, pytest.raises(TravelError, match=expected):
        travel(server).table(Mode.FOOT, [HERE], [THERE])
