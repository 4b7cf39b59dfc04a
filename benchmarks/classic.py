"""Search classic instances of capacitated vehicle routing, and compare with published best values.

``python -m benchmarks.classic FOLDER`` takes every ``.vrp`` file (VRPLIB format, ``EUC_2D``) that
has a ``.sol`` file beside it. An instance becomes a day of one canteen and many shifts that are
alike, end at the canteen, are never called out for a price and never too long on the road: then
work is the distance driven. Instances with windows are not covered: we price waiting, they do not.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.interleaved import chosen_cores
from mealroute.search.engine import Budget
from mealroute.search.example import two_doors
from mealroute.search.problem import ENDS_AT_CANTEEN, NO_LIMIT_S, Problem
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.solve import Solved, solve

LEFT_OUT_PRICE: Final = 10**7
"""Dearer than any route."""
SPARE_ROUTES: Final = 1.15
"""How many more routes may be used than the boxes need at least; good plans need a few more."""


class InstanceError(Exception):
    """A file that is not an instance of the kind that is covered."""


@dataclass(frozen=True, eq=False, slots=True)
class Instance:
    """Points with demands, the depot first, and what a vehicle carries."""

    name: str
    capacity: int
    points: NDArray[np.float64]
    demand: NDArray[np.int64]


def read_instance(text: str) -> Instance:
    """Read an instance in VRPLIB's format.

    Raises
    ------
    InstanceError
        When it is not a capacitated problem with Euclidean distances and one depot, the first.

    Examples
    --------
    >>> read_instance(SMALL).demand.tolist()
    [0, 2, 2]
    """
    head, sections = _parts(text)
    for key, wanted in (("TYPE", "CVRP"), ("EDGE_WEIGHT_TYPE", "EUC_2D")):
        if head.get(key) != wanted:
            raise InstanceError(f"{key} is {head.get(key)}, expected {wanted}")
    if [row[0] for row in sections.get("DEPOT_SECTION", ())] != [1.0, -1.0]:
        raise InstanceError("DEPOT_SECTION: expected the first node and -1")
    points = np.array([row[1:3] for row in sections["NODE_COORD_SECTION"]])
    demand = np.array([row[1] for row in sections["DEMAND_SECTION"]], dtype=np.int64)
    return Instance(head["NAME"], int(head["CAPACITY"]), points, demand)


SMALL: Final = """NAME : small
TYPE : CVRP
DIMENSION : 3
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 3
NODE_COORD_SECTION
1 0 0
2 3 4
3 0 10
DEMAND_SECTION
1 0
2 2
3 2
DEPOT_SECTION
1
-1
EOF
"""
"""An instance to work out in the head: two routes of 10 and 20."""


def _parts(text: str) -> tuple[dict[str, str], dict[str, list[list[float]]]]:
    """Part the lines ``KEY : VALUE`` from the sections of numbers."""
    head: dict[str, str] = {}
    sections: dict[str, list[list[float]]] = {}
    rows: list[list[float]] = []
    for line in text.splitlines():
        key, colon, value = (word.strip() for word in line.partition(":"))
        if colon:
            head[key] = value
        elif key.endswith("_SECTION"):
            rows = sections.setdefault(key, [])
        elif key and key != "EOF":
            rows.append([float(word) for word in key.split()])
    return head, sections


def read_best(text: str) -> int:
    r"""Read the cost in a solution file.

    Examples
    --------
    >>> read_best("Route #1: 1 2\nCost 27591")
    27591
    """
    costs = [line.split()[1] for line in text.splitlines() if line.startswith("Cost")]
    if len(costs) != 1:
        raise InstanceError("no line of its cost, expected one: Cost 27591")
    return round(float(costs[0]))


def problem_of(instance: Instance) -> Problem:
    """Write an instance as a problem whose cost is the distance driven, rounded leg by leg.

    Examples
    --------
    >>> problem_of(read_instance(SMALL)).travel_s[0].tolist()
    [[0, 5, 10], [5, 0, 7], [10, 7, 0]]
    """
    count = len(instance.points) - 1
    boxes = instance.demand[1:]
    shifts = int(np.ceil(boxes.sum() / instance.capacity * SPARE_ROUTES)) + 1
    apart = instance.points[:, np.newaxis] - instance.points
    metres = np.floor(np.hypot(apart[..., 0], apart[..., 1]) + 0.5).astype(np.int32)
    # Everything that has a row for each order or shift is given; the example tells the rest.
    return two_doors()._replace(
        order_place=np.arange(1, count + 1),
        order_boxes=boxes,
        order_handover_s=np.zeros(count, dtype=np.int64),
        order_building=np.arange(count),
        order_earliest_s=np.zeros(count, dtype=np.int64),
        order_latest_s=np.full(count, NO_LIMIT_S),
        order_price=np.full(count, LEFT_OUT_PRICE),
        order_canteen=np.zeros(count, dtype=np.int64),
        order_may=np.ones((count, 1), dtype=np.bool_),
        canteen_ready_s=np.zeros(1, dtype=np.int64),
        canteen_capacity=np.array([int(boxes.sum())]),
        shift_mode=np.zeros(shifts, dtype=np.int64),
        shift_capacity=np.full(shifts, instance.capacity),
        shift_from_s=np.zeros(shifts, dtype=np.int64),
        shift_until_s=np.full(shifts, NO_LIMIT_S),
        shift_ends_at=np.full(shifts, ENDS_AT_CANTEEN),
        shift_home=np.full(shifts, -1),
        shift_max_trips=np.ones(shifts, dtype=np.int64),
        shift_aboard_s=np.full(shifts, NO_LIMIT_S),
        shift_works_for=np.ones((shifts, 1), dtype=np.bool_),
        able=np.ones((shifts, count), dtype=np.bool_),
        face_price=np.zeros((shifts, count), dtype=np.int32),
        conflict_start=np.zeros(shifts + 1, dtype=np.int64),
        travel_s=metres[np.newaxis],
        per_building_s=0,
        price_call_out=0,
    )


def search(instance: Instance, engine: str, budget: Budget, seed: int, cores: int) -> Solved:
    """Search an instance from a first plan.

    Examples
    --------
    >>> search(read_instance(SMALL), "mealroute", Budget(iterations=100), 0, 1).cost
    30
    """
    problem = problem_of(instance)
    start = first_solution(problem)
    return solve(problem, start, engine=engine, budget=budget, seed=seed, workers=cores)


def instances(folder: Path, names: Sequence[str]) -> Iterator[tuple[Instance, int]]:
    """Read the instances of a folder that have a published value, all or the named ones."""
    for path in sorted(folder.glob("*.vrp")):
        best = path.with_suffix(".sol")
        if best.is_file() and (not names or path.stem in names):
            yield (
                read_instance(path.read_text(encoding="utf-8")),
                read_best(best.read_text(encoding="utf-8")),
            )


def main(words: Sequence[str]) -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classic", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the .vrp and .sol files are")
    parser.add_argument("names", nargs="*", help="instances, such as X-n101-k25; all without")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--cores", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--engine", default="mealroute")
    given = parser.parse_args(words)
    os.sched_setaffinity(0, chosen_cores(given.cores))
    print("| instance | customers | published | found | gap | routes | left out |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for instance, best in instances(given.folder, given.names):
        budget = Budget(seconds=given.seconds)
        solved = search(instance, given.engine, budget, given.seed, given.cores)
        count = len(instance.points) - 1
        left = count - len(solved.solution.served)
        print(
            f"| {instance.name} | {count:,} | {best:,} | {solved.cost:,} | "
            f"{solved.cost / best - 1:+.2%} | {len(solved.solution.tours)} | {left} |"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
