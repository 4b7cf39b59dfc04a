"""OSRM's part of the bargain: its questions, its answers, its refusals."""

import re
from typing import Any

import numpy as np
import pytest

from mealroute.domain import Coordinates, Mode
from mealroute.errors import ArgumentError, TravelError
from mealroute.settings import Settings
from mealroute.travel import UNREACHABLE_S, TravelTimes, open_travel
from tests.builders import at_m
from tests.travel.routing_server import Play, Reply, Server, playing, says

# What osrm-routed 26.10 said on the streets of Guixi, shortened to the keys that are there.
RECORDED = {
    "code": "Ok",
    "durations": [[2521.9, 5318.4]],
    "distances": [[3502.7, 7386.5]],
    "sources": [{"location": [117.207054, 28.300732], "name": "柏里大道", "distance": 300.07}],
    "destinations": [
        {"location": [117.220786, 28.289902], "name": "", "distance": 77.876},
        {"location": [117.254588, 28.290817], "name": "", "distance": 24099.121},
    ],
}
ROUTE = {
    "code": "Ok",
    "routes": [
        {
            "duration": 2521.9,
            "distance": 3502.7,
            "geometry": {
                "type": "LineString",
                "coordinates": [[117.207054, 28.300732], [117.206169, 28.297966]],
            },
        }
    ],
}
HERE, THERE, FAR = (
    Coordinates(28.30, 117.21),
    Coordinates(28.29, 117.22),
    Coordinates(28.3, 117.5),
)
WALK_S = 5 / 3.6 / 1.2
SERVED = {"engine": "osrm", "server": "http://127.0.0.1:1"}


def travel(at: Server, **settings: Any) -> TravelTimes:
    table = {"engine": "osrm", "server": at.address} | settings
    return open_travel(Settings.from_mapping({"travel": table}))


def town(limit: int = 100, *, mps: float = 5 / 3.6, walk_m: float = 0.0) -> Play:
    """An OSRM whose streets go straight everywhere, one degree being 100 km long."""

    def play(path: str, _body: Any) -> Reply:
        points = np.array(
            [[float(x) for x in one.split(",")] for one in re.findall(r"[\d.]+,[\d.]+", path)]
        )
        if path.startswith("/route/"):
            way = {"geometry": {"coordinates": [*points.tolist()]}}
            return says({"code": "Ok", "routes": [way]})("", None)
        if len(points) > limit:
            return says({"code": "TooBig", "message": "Too many table coordinates"}, 400)("", None)
        sources, sinks = (
            points[[int(one) for one in found.split(";")]]
            for found in re.findall(r"(?:sources|destinations)=([\d;]+)", path)
        )
        metres = np.hypot(*np.moveaxis(sources[:, None] - sinks, -1, 0)) * 100_000
        answer = {
            "code": "Ok",
            "durations": (metres / mps).tolist(),
            "distances": metres.tolist(),
            "sources": [{"distance": walk_m}] * len(sources),
            "destinations": [{"distance": walk_m}] * len(sinks),
        }
        return says(answer)("", None)

    return play


def test_a_table_asks_for_lon_lat_by_number_and_leaves_no_hint() -> None:
    with playing(says(RECORDED)) as server:
        travel(server).table(Mode.EBIKE, [HERE], [THERE, FAR])
    assert len(server.heard) == 1
    assert server.heard[0][0] == (
        "/table/v1/bike/117.21000,28.30000;117.22000,28.29000;117.50000,28.30000"
        "?sources=0&destinations=1;2&annotations=duration,distance&generate_hints=false"
    )


def test_seconds_are_from_door_to_door_at_the_speed_of_the_settings() -> None:
    with playing(says(RECORDED)) as server:
        table = travel(server, foot=1.2).table(Mode.FOOT, [HERE], [THERE, FAR])
    walks_m = 300.07 + 77.876
    assert table.seconds[0, 0] == np.ceil(2521.9 * WALK_S + walks_m / 1.2)
    assert table.metres[0, 0] == pytest.approx(3502.7 + walks_m)


def test_a_door_a_kilometre_from_every_street_is_not_reached() -> None:
    with playing(says(RECORDED)) as server:
        table = travel(server).table(Mode.FOOT, [HERE], [THERE, FAR])
    assert (table.seconds[0, 1], table.metres[0, 1]) == (UNREACHABLE_S, np.inf)


def test_no_way_between_two_streets_is_null_and_unreachable() -> None:
    answer = {**RECORDED, "durations": [[None, None]], "distances": [[None, None]]}
    with playing(says(answer)) as server:
        table = travel(server).table(Mode.FOOT, [HERE], [THERE, FAR])
    assert table.seconds.tolist() == [[UNREACHABLE_S] * 2]
    assert np.isinf(table.metres).all()


def test_equal_places_are_zero_apart_and_asked_for_once() -> None:
    again = Coordinates(HERE.lat + 1e-7, HERE.lon)
    with playing(town(walk_m=50)) as server:
        table = travel(server).table(Mode.FOOT, [HERE, again], [again, THERE])
        assert len(server.heard) == 1
        assert server.heard[0][0].count("117.21000,28.30000") == 2  # as source and as sink
    assert table.seconds[:, 0].tolist() == [0, 0]
    assert table.metres[:, 0].tolist() == [0, 0]
    assert table.seconds[0, 1] == table.seconds[1, 1] > 0


@pytest.mark.parametrize("limit", [100, 30, 2])
def test_blocks_respect_what_a_server_takes_and_give_the_same_table(limit: int) -> None:
    points = [at_m(100 * n, 37 * n) for n in range(60 if limit > 2 else 7)]
    with playing(town(limit)) as server:
        table = travel(server).table(Mode.FOOT, points, points[:-1])
    with playing(town(10_000)) as generous:
        osrm = travel(generous)
        osrm._engine.most_sources = osrm._engine.most_sinks = 1_000  # type: ignore[attr-defined]
        at_once = osrm.table(Mode.FOOT, points, points[:-1])
        assert len(generous.heard) == 1
    assert np.array_equal(table.seconds, at_once.seconds)
    assert np.array_equal(table.metres, at_once.metres)
    asked = [path.split("?")[0].count(";") + 1 for path, _body in server.heard]
    assert max(asked) <= 100
    assert sum(one > limit for one in asked) <= 6  # it learns


def test_a_server_that_takes_no_pair_at_all_is_told() -> None:
    with playing(town(1)) as server, pytest.raises(TravelError, match=r"refuses .* TooBig"):
        travel(server).table(Mode.FOOT, [HERE, FAR], [THERE])


def test_a_path_has_the_figures_of_the_table_and_the_points_of_the_route() -> None:
    def play(path: str, body: Any) -> Reply:
        one = {key: RECORDED[key] for key in ("code", "sources")} | {
            "durations": [[2521.9]],
            "distances": [[3502.7]],
            "destinations": [RECORDED["destinations"][0]],
        }
        return says(ROUTE if path.startswith("/route/v1/foot/") else one)(path, body)

    with playing(play) as server:
        way = travel(server).path(Mode.FOOT, HERE, THERE)
        table = travel(server).table(Mode.FOOT, [HERE], [THERE])
        assert "overview=full&geometries=geojson" in server.heard[1][0]
    bend = (Coordinates(28.300732, 117.207054), Coordinates(28.297966, 117.206169))
    assert way.points == (HERE, *bend, THERE)
    assert (way.seconds, way.metres) == (table.seconds[0, 0], table.metres[0, 0])


def test_a_path_to_the_same_place_asks_nobody() -> None:
    with playing(says(None)) as server:
        way = travel(server).path(Mode.FOOT, HERE, HERE)
        assert (way.seconds, way.metres, server.heard) == (0, 0.0, [])


def test_a_path_to_where_no_street_is_stays_a_straight_line() -> None:
    with playing(town(walk_m=2_000)) as server:
        way = travel(server).path(Mode.FOOT, HERE, FAR)
    assert (way.points, way.seconds, way.metres) == ((HERE, FAR), UNREACHABLE_S, np.inf)


def test_a_server_of_another_town_is_told() -> None:
    with (
        playing(town(walk_m=250_000)) as server,
        pytest.raises(
            TravelError, match=r"OSRM knows no street for foot within 1000 m .* cover this town"
        ),
    ):
        travel(server).table(Mode.FOOT, [HERE, THERE], [FAR])


@pytest.mark.parametrize(
    ("mode", "mps"), [(Mode.FOOT, 8.0), (Mode.EBIKE, 1.4), (Mode.EBIKE, 15.0), (Mode.CAR, 1.4)]
)
def test_a_server_made_for_another_mode_is_noticed(mode: Mode, mps: float) -> None:
    with (
        playing(town(mps=mps)) as server,
        pytest.raises(TravelError, match=rf"for {mode} with {mps} m/s.*made for another mode"),
    ):
        travel(server).table(mode, [HERE], [FAR])


def test_what_was_asked_with_others_is_not_asked_again() -> None:
    with playing(town()) as server:
        osrm = travel(server)
        whole = osrm.table(Mode.FOOT, [HERE, THERE], [THERE, FAR])
        part = osrm.table(Mode.FOOT, [THERE], [FAR])
        assert len(server.heard) == 1
        assert part.seconds[0, 0] == whole.seconds[1, 1]
        osrm.table(Mode.FOOT, [FAR], [THERE])
        assert len(server.heard) == 2


def test_each_mode_can_have_a_server_of_its_own() -> None:
    with playing(town()) as foot, playing(town(mps=9.0)) as car:
        both = travel(foot, server={"foot": foot.address, "car": car.address})
        both.table(Mode.CAR, [HERE], [FAR])
        assert (len(foot.heard), len(car.heard)) == (0, 1)
        with pytest.raises(TravelError, match="names no OSRM server for ebike"):
            both.table(Mode.EBIKE, [HERE], [FAR])


def test_cars_go_as_much_faster_as_the_setting_is() -> None:
    with playing(town(mps=9.0)) as server:
        usual = travel(server).table(Mode.CAR, [HERE], [FAR])
        twice = travel(server, car=12.0).table(Mode.CAR, [HERE], [FAR])
    assert usual.seconds[0, 0] == pytest.approx(29_000 / 9, abs=2)
    assert twice.seconds[0, 0] == pytest.approx(usual.seconds[0, 0] / 2, abs=1)


def test_the_winter_slows_a_mode_down() -> None:
    with playing(town(walk_m=0)) as server:
        usual = travel(server).table(Mode.FOOT, [HERE], [THERE])
        snow = travel(server, winter={"foot": 0.5}).table(Mode.FOOT, [HERE], [THERE])
    assert snow.seconds[0, 0] == pytest.approx(2 * usual.seconds[0, 0], abs=1)


@pytest.mark.parametrize(
    ("answer", "status", "expected"),
    [
        pytest.param({"hello": 1}, 200, "does not speak like OSRM", id="other JSON"),
        pytest.param([1, 2], 200, "does not speak like OSRM", id="a list"),
        pytest.param({**RECORDED, "durations": None}, 200, "no table of times", id="no rows"),
        pytest.param({**RECORDED, "durations": [[1.0]]}, 200, "no table of times", id="short"),
        pytest.param({**RECORDED, "distances": [["a", "b"]]}, 200, "no table of times", id="words"),
        pytest.param({**RECORDED, "sources": [{}]}, 200, "no table of times", id="no walk"),
        pytest.param(
            {"code": "NoSegment", "message": "…"}, 400, "no street for foot near", id="segment"
        ),
        pytest.param(
            {"code": "InvalidUrl", "message": "URL"}, 400, "refuses .*: InvalidUrl URL", id="url"
        ),
    ],
)
def test_each_wrong_answer_is_told(answer: object, status: int, expected: str) -> None:
    with playing(says(answer, status)) as server, pytest.raises(TravelError, match=expected):
        travel(server).table(Mode.FOOT, [HERE], [THERE, FAR])


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"engine": "own", "server": "http://127.0.0.1:1"}, r"expected engine = "),
        ({**SERVED, "closed_ways": [7]}, "closed_ways: only our own engine goes by it, not osrm"),
        ({**SERVED, "speeds": {"foot": {"path": 1.0}}}, "speeds: only our own engine"),
        ({**SERVED, "winter": {"uncleared": ["path"]}}, "uncleared: only our own engine"),
        ({**SERVED, "winter": {"steps": 0.5}}, "steps: only our own engine"),
        (
            {"engine": "valhalla", "server": {"foot": "http://127.0.0.1:1", "car": "http://[::1]"}},
            "one Valhalla serves every mode",
        ),
        ({"engine": "osrm", "server": "http://8.8.8.8:5000"}, "allow_remote = true"),
    ],
)
def test_settings_that_contradict_each_other_are_told(
    settings: dict[str, Any], expected: str
) -> None:
    with pytest.raises(ArgumentError, match=expected):
        open_travel(Settings.from_mapping({"travel": settings}))
