"""VROOM through pyvroom: level 0 in two ways, then the highest level that fits the time.

VROOM knows no limit of the time aboard. But its limit of travel time becomes one, but for waiting
at doors, when handovers are part of the way: so services take no time here, and arcs all of it.
The other way is that every vehicle has a window of its own, as long as the limit. What is better
on a canteen is taken on.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import Any, Final

from benchmarks.canteens import Routes
from benchmarks.peers.departures import departures
from benchmarks.peers.model import able_classes, named, vehicles
from mealroute.search.one_trip import OneTrip, Vehicle

LEVEL_TAKES: Final = {5: 40.0, 4: 25.0, 3: 14.0, 2: 7.0, 1: 3.2}
"""How many times longer than level 0 an exploration level takes, measured on these days."""
MOST_PRIORITY: Final = 100
SHORTEST_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Skills:
    """What a job asks for and a vehicle has, in VROOM's way."""

    asked: list[int]
    had: list[frozenset[int]]


def solve_canteen(model: OneTrip, ends_s: float, _seed: int) -> list[tuple[float, Routes]]:
    """Solve one canteen at level 0 both ways, then the better way as thoroughly as time allows.

    VROOM's seed is its own. The last of the answers is the best.
    """
    began_s = time.monotonic()
    ways = [_Problem(model, None), _Problem(model, departures(model))]
    answers = [_timed(way, 0, ends_s) for way in ways]
    took_s = (time.monotonic() - began_s) / len(ways)
    best = min(range(len(ways)), key=lambda row: answers[row].rank)
    if level := level_within(ends_s - time.monotonic(), took_s):
        answers.append(_timed(ways[best], level, ends_s))
    answers.sort(key=lambda answer: answer.rank, reverse=True)
    return [(answer.moment_s, answer.routes) for answer in answers]


def level_within(seconds: float, level_0_s: float) -> int:
    """Give the highest level that should be done within the seconds; 0 where none is.

    Examples
    --------
    >>> level_within(10.0, 0.5), level_within(1.0, 0.9)
    (3, 0)
    """
    fits = [level for level, takes in LEVEL_TAKES.items() if takes * level_0_s <= seconds]
    return max(fits, default=0)


def priorities(skip_price: Any) -> list[int]:  # noqa: ANN401 -- an array
    """Scale what leaving orders out costs to VROOM's priorities.

    Examples
    --------
    >>> import numpy as np
    >>> priorities(np.array([100_000, 300_000]))
    [1, 3]
    """
    least = max(1, int(skip_price.min()))
    return [min(MOST_PRIORITY, round(int(price) / least)) for price in skip_price]


@dataclass(frozen=True, slots=True)
class _Answer:
    rank: int
    """VROOM's cost, and a call-out for each order left out or cold at the door: less is better."""
    moment_s: float
    routes: Routes


def _timed(problem: "_Problem", level: int, ends_s: float) -> _Answer:
    answer = problem.solve(level, max(SHORTEST_S, ends_s - time.monotonic()))
    cold = sum(
        int(step["arrival"] + step["waiting_time"]) - leaves_s(route) > problem.longest_s[shift]
        for route in answer["routes"]
        for shift in [int(route["vehicle"])]
        for step in route["steps"]
        if step["type"] == "job"
    )
    left = cold + len(answer["unassigned"])
    rank = int(answer["summary"]["cost"]) + problem.model.call_out * left
    return _Answer(rank, time.monotonic(), routes_of(problem.model, answer))


def leaves_s(route: Mapping[str, Any]) -> int:
    """Give when a route leaves the canteen."""
    return int(route["steps"][0]["arrival"])


class _Problem:
    """VROOM's input of one canteen; it is used up by a solve, so each solve makes a new one."""

    def __init__(self, model: OneTrip, departs_s: Mapping[int, int] | None) -> None:
        self.model = model
        self.longest_s = {shift: vehicle.longest_s for _row, shift, vehicle in vehicles(model)}
        self._departs_s = departs_s
        self._priority = priorities(model.skip_price)
        self._skills = Skills(*able_classes(model))
        self._matrices = [
            (vehicle.seconds, vehicle.seconds + vehicle.price) for vehicle in model.vehicles
        ]

    def _input(self) -> Any:  # noqa: ANN401 -- VROOM's
        model = self.model
        vroom: Any = import_module("vroom")
        problem = vroom.Input()
        for row, (seconds, prices) in enumerate(self._matrices):
            problem.set_durations_matrix(f"kind{row}", seconds)
            problem.set_costs_matrix(f"kind{row}", prices)
        problem.add_vehicle(
            [
                vroom.Vehicle(
                    shift,
                    start=model.canteen_node,
                    end=model.end_node,
                    profile=f"kind{row}",
                    capacity=[vehicle.capacity],
                    skills=set(self._skills.had[row]),
                    time_window=vroom.TimeWindow(*self._window(shift, vehicle)),
                    max_travel_time=vehicle.longest_s,
                    costs=vroom.VehicleCosts(fixed=model.call_out),
                )
                for row, shift, vehicle in vehicles(model)
            ]
        )
        problem.add_job(
            [
                vroom.Job(
                    node,
                    location=node,
                    delivery=vroom.Amount([int(model.boxes[node])]),
                    skills={self._skills.asked[node]},
                    priority=self._priority[node],
                    time_windows=[
                        vroom.TimeWindow(int(model.earliest_s[node]), int(model.latest_s[node]))
                    ],
                )
                for node in range(len(model.orders))
            ]
        )
        return problem

    def _window(self, shift: int, vehicle: Vehicle) -> tuple[int, int]:
        if self._departs_s is None:
            return vehicle.from_s, vehicle.until_s
        leaves_s = self._departs_s[shift]
        return leaves_s, min(leaves_s + vehicle.longest_s, vehicle.until_s)

    def solve(self, level: int, seconds: float) -> dict[str, Any]:
        solution = self._input().solve(
            exploration_level=level, nb_threads=1, timeout=timedelta(seconds=seconds)
        )
        answer: dict[str, Any] = solution.to_dict()
        return answer


def routes_of(model: OneTrip, answer: Mapping[str, Any]) -> Routes:
    """Read VROOM's routes."""
    return named(
        model,
        {
            int(route["vehicle"]): [
                int(step["id"]) for step in route["steps"] if step["type"] == "job"
            ]
            for route in answer["routes"]
        },
    )
