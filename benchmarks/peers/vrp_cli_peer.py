"""vrp-cli in its pragmatic format, with its default search, for as many whole seconds as given.

It measures a tour from the first moment its vehicle may leave. So each vehicle gets a moment of its
own, and its limit of a tour's duration becomes the heat limit.
"""

import datetime as dt
import json
import time
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from benchmarks.canteens import Routes
from benchmarks.peers.departures import departures
from benchmarks.peers.model import able_classes, named, vehicles
from mealroute.search.one_trip import OneTrip

EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
CONFIG: Final = {
    "environment": {
        "parallelism": {"numThreadPools": 1, "threadsPerPool": 1},
        "logging": {"enabled": False},
    },
    "telemetry": {"progress": {"enabled": False}},
}


def solve_canteen(model: OneTrip, ends_s: float, _seed: int) -> list[tuple[float, Routes]]:
    """Solve one canteen; vrp-cli counts whole seconds, one at least, and has a seed of its own."""
    problem = json.dumps(problem_of(model))
    tables = list(matrices(model))
    seconds = max(1, round(ends_s - time.monotonic()))
    config = json.dumps({"termination": {"maxTime": seconds}, **CONFIG})
    vrp_cli: Any = import_module("vrp_cli")
    answer = json.loads(vrp_cli.solve_pragmatic(problem, tables, config))
    return [(time.monotonic(), routes_of(model, answer))]


def problem_of(model: OneTrip) -> dict[str, Any]:
    """Write the model in the pragmatic format: as few left out as can be, then the least cost."""
    asked, had = able_classes(model)
    kinds = list(enumerate(model.vehicles))
    leaves_s = departures(model)
    return {
        "plan": {"jobs": [_job(model, node, asked[node]) for node in range(len(model.orders))]},
        "fleet": {
            "vehicles": [
                _vehicle(model, row, shift, leaves_s[shift], had[row])
                for row, shift, _kind in vehicles(model)
            ],
            "profiles": [{"name": f"kind{row}"} for row, _kind in kinds],
        },
        "objectives": [[{"type": "minimize-unassigned"}], [{"type": "minimize-cost"}]],
    }


def _job(model: OneTrip, node: int, skill: int) -> dict[str, Any]:
    times = [_moment(int(model.earliest_s[node])), _moment(int(model.latest_s[node]))]
    place = {"location": {"index": node}, "duration": 0, "times": [times]}
    return {
        "id": str(node),
        "skills": {"allOf": [str(skill)]},
        "deliveries": [{"places": [place], "demand": [int(model.boxes[node])]}],
    }


def _vehicle(
    model: OneTrip, row: int, shift: int, leaves_s: int, skills: frozenset[int]
) -> dict[str, Any]:
    kind = model.vehicles[row]
    begins = {
        "earliest": _moment(leaves_s),
        "latest": _moment(kind.until_s),
        "location": {"index": model.canteen_node},
    }
    ends = {"latest": _moment(kind.until_s), "location": {"index": model.end_node}}
    return {
        "typeId": f"shift{shift}",
        "vehicleIds": [str(shift)],
        "profile": {"matrix": f"kind{row}"},
        "costs": {"fixed": model.call_out, "distance": 1, "time": 1},
        "shifts": [{"start": begins, "end": ends}],
        "capacity": [kind.capacity],
        "skills": [str(skill) for skill in sorted(skills)],
        "limits": {"maxDuration": kind.longest_s},
    }


def matrices(model: OneTrip) -> Iterator[str]:
    """Write a matrix for each kind of vehicle: seconds as times, what else it costs as distances.

    Most kinds differ in prices alone, so each table of seconds is written once.
    """
    written: dict[bytes, str] = {}
    for row, vehicle in enumerate(model.vehicles):
        key = vehicle.seconds.tobytes()
        if key not in written:
            written[key] = json.dumps(vehicle.seconds.ravel().tolist())
        prices = json.dumps(vehicle.price.ravel().tolist())
        yield f'{{"profile":"kind{row}","travelTimes":{written[key]},"distances":{prices}}}'


def routes_of(model: OneTrip, answer: Mapping[str, Any]) -> Routes:
    """Read vrp-cli's tours."""
    return named(
        model,
        {
            int(tour["vehicleId"]): [
                int(activity["jobId"])
                for stop in tour["stops"]
                for activity in stop["activities"]
                if activity["type"] == "delivery"
            ]
            for tour in answer["tours"]
        },
    )


def _moment(seconds: int) -> str:
    return (EPOCH + dt.timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
