"""How a canteen is told to each solver; the solvers of the benchmarks' own environment not run."""

import json
from typing import Any

import numpy as np
import pytest

from benchmarks.canteens import WHOLE
from benchmarks.peers import vroom_peer, vrp_cli_peer
from benchmarks.peers.departures import departures
from benchmarks.peers.model import able_classes, vehicles
from mealroute.search.canteen_part import parts_of
from mealroute.search.example import two_doors
from mealroute.search.one_trip import OneTrip, one_trip
from mealroute.search.problem import nothing_served
from tests.search.random_problems import random_problem


def model_of(seed: int) -> OneTrip:
    problem = random_problem(seed, canteens=1)
    (part,) = parts_of(problem, nothing_served(problem), WHOLE, np.random.default_rng(seed))
    return one_trip(problem, part)


def small(**changes: Any) -> OneTrip:
    problem = two_doors(**changes)
    (part,) = parts_of(problem, nothing_served(problem), WHOLE, np.random.default_rng(0))
    return one_trip(problem, part)


@pytest.mark.parametrize("seed", range(10))
def test_skills_say_exactly_who_may_bring_what(seed: int) -> None:
    model = model_of(seed)

    asked, had = able_classes(model)

    for row, vehicle in enumerate(model.vehicles):
        assert [skill in had[row] for skill in asked] == vehicle.able.tolist()


@pytest.mark.parametrize("seed", range(10))
def test_between_them_the_departures_reach_every_order_that_any_could(seed: int) -> None:
    model = model_of(seed)
    leaves_s = departures(model)

    assert set(leaves_s) == {shift for _row, shift, _vehicle in vehicles(model)}
    for _row, shift, vehicle in vehicles(model):
        assert vehicle.from_s <= leaves_s[shift] <= vehicle.until_s


def test_with_many_volunteers_some_leave_early_and_some_late() -> None:
    one = two_doors(earliest_s=46_000)
    two = one._replace(
        **{
            name: np.repeat(getattr(one, name), 2, axis=0)
            for name in one._fields
            if name.startswith("shift_") or name in {"able", "face_price"}
        },
        order_latest_s=np.array([46_700, 40_500]),
        conflict_start=np.zeros(3, dtype=np.int64),
    )
    (part,) = parts_of(two, nothing_served(two), WHOLE, np.random.default_rng(0))

    early_s, late_s = sorted(departures(one_trip(two, part)).values())

    assert early_s + 300 <= 40_500
    assert 46_000 - late_s <= 2_700


def test_vrp_cli_is_told_times_skills_and_prices() -> None:
    problem = vrp_cli_peer.problem_of(small(earliest_s=46_000))

    job = problem["plan"]["jobs"][0]
    assert job["deliveries"][0]["places"][0]["times"][0][0] == "1970-01-01T12:46:40Z"
    assert job["skills"]["allOf"][0] in problem["fleet"]["vehicles"][0]["skills"]
    assert problem["fleet"]["vehicles"][0]["costs"]["fixed"] == 600
    assert problem["fleet"]["vehicles"][0]["limits"]["maxDuration"] == 2_700


@pytest.mark.parametrize("seed", range(5))
def test_vrp_cli_is_told_a_matrix_for_each_kind_of_vehicle(seed: int) -> None:
    model = model_of(seed)

    tables = [json.loads(table) for table in vrp_cli_peer.matrices(model)]

    assert [table["travelTimes"] for table in tables] == [
        vehicle.seconds.ravel().tolist() for vehicle in model.vehicles
    ]
    assert [table["distances"] for table in tables] == [
        vehicle.price.ravel().tolist() for vehicle in model.vehicles
    ]


def test_the_tours_of_vrp_cli_are_read() -> None:
    activities = [
        {"jobId": "departure", "type": "departure"},
        {"jobId": "1", "type": "delivery"},
        {"jobId": "0", "type": "delivery"},
        {"jobId": "arrival", "type": "arrival"},
    ]
    answer = {"tours": [{"vehicleId": "0", "stops": [{"activities": activities}]}]}

    assert vrp_cli_peer.routes_of(small(), answer) == {0: (1, 0)}


def test_the_routes_of_vroom_are_read() -> None:
    steps = [{"type": "start"}, {"type": "job", "id": 1}, {"type": "end"}]

    assert vroom_peer.routes_of(small(), {"routes": [{"vehicle": 0, "steps": steps}]}) == {0: (1,)}


def test_vroom_explores_no_further_than_the_time_allows() -> None:
    levels = [vroom_peer.level_within(seconds, 1.0) for seconds in (0.5, 4.0, 10.0, 100.0)]

    assert levels == [0, 1, 2, 5]
