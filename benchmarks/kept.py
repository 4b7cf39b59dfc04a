"""Keep the best plans ever found: what they cost, who found them, and the plans themselves.

A plan is kept as bare sequences, a tour a line, and judged again whenever it is loaded. Costs
without a plan are told by others and stand until a plan of ours is cheaper.
"""

import csv
import dataclasses
import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.opened import Opened
from benchmarks.referee import judge, plan_of
from mealroute.domain import Plan
from mealroute.routing.build import Instance
from mealroute.search.problem import Solution, Tour
from mealroute.search.schedule import cost

BEST_KNOWN: Final = Path(__file__).parent / "best_known"
TABLE: Final = "best_known.csv"


class KeptError(Exception):
    """A kept plan that is not of this day, breaks a rule, or does not cost what it says."""


@dataclass(frozen=True, slots=True)
class Known:
    """The best cost known for a day: after how many seconds, by whom."""

    day: str
    cost: int
    avoidable_cost: int
    seconds: float
    by: str


def read_known(folder: Path = BEST_KNOWN) -> dict[str, Known]:
    """Read the table of best costs; empty where there is none."""
    if not (folder / TABLE).is_file():
        return {}
    with (folder / TABLE).open(encoding="utf-8", newline="") as file:
        known = [
            Known(
                row["day"],
                int(row["cost"]),
                int(row["avoidable_cost"]),
                float(row["seconds"]),
                row["by"],
            )
            for row in csv.DictReader(file)
        ]
    return {one.day: one for one in known}


def write_known(known: Known, folder: Path = BEST_KNOWN) -> bool:
    """Write a cost into the table if it is better than what stands there; says whether it was."""
    table = read_known(folder)
    standing = table.get(known.day)
    if standing is not None and standing.cost <= known.cost:
        return False
    table[known.day] = known
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(field.name for field in dataclasses.fields(Known))
    writer.writerows(
        (one.day, one.cost, one.avoidable_cost, f"{one.seconds:g}", one.by)
        for one in table.values()
    )
    replace_file(folder / TABLE, text.getvalue())
    return True


def save_plan(path: Path, instance: Instance, solution: Solution, told: dict[str, Any]) -> None:
    """Write a solution as sequences of ids, with what is told of it; all at once or not at all."""
    orders, shifts = instance.orders, instance.shifts
    tours = [
        [
            shifts[tour.shift].volunteer_id,
            shifts[tour.shift].starts.isoformat("minutes"),
            instance.canteens[tour.canteen],
            [[orders[order].order_id for order in trip] for trip in tour.trips],
        ]
        for tour in sorted(solution.tours, key=lambda tour: tour.shift)
    ]
    cooks = {
        orders[order].order_id: instance.canteens[cook]
        for order, cook in enumerate(solution.cooks)
        if order not in solution.served and cook != instance.problem.order_canteen[order]
    }
    head = json.dumps({**told, "cooks": cooks}, ensure_ascii=False)[:-1]
    lines = ",\n".join(json.dumps(tour, separators=(",", ":")) for tour in tours)
    replace_file(path, f'{head}, "tours": [\n{lines}\n]}}\n')


def load_plan(path: Path, opened: Opened, instance: Instance) -> tuple[Solution, Plan]:
    """Read a kept plan, rebuild it and have it judged again.

    Raises
    ------
    KeptError
        When it is not what it says.
    """
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    try:
        solution = _solution(read, instance)
    except KeyError as error:
        raise KeptError(f"{path.name}: {error} is not of this day") from error
    total = cost(instance.problem, solution)
    if total != read["cost"]:
        raise KeptError(f"{path.name}: says it costs {read['cost']}, found {total}")
    plan = plan_of(opened, instance, solution, str(read["by"]), float(read["seconds"]))
    judgement = judge(opened, plan)
    if judgement.violations:
        raise KeptError(f"{path.name}: {judgement.violations[0].detail}")
    return solution, plan


def solution_of(plan: Plan, instance: Instance) -> Solution:
    """Give a plan back as indices.

    Raises
    ------
    KeyError
        When an id of the plan is not of this day.
    """
    orders, canteens, shifts = _rows(instance)
    cooks = [int(canteen) for canteen in instance.problem.order_canteen]
    for receipt in plan.receipts:
        if receipt.order_id in orders and receipt.canteen_id is not None:
            cooks[orders[receipt.order_id]] = canteens[receipt.canteen_id]
    tours = []
    for route in plan.routes:
        leaves = route.trips[0].leaves.time()
        begun = max(
            start for who, start in shifts if who == route.volunteer_id and start <= f"{leaves}"
        )
        trips = tuple(tuple(orders[stop.order_id] for stop in trip.stops) for trip in route.trips)
        tours.append(Tour(shifts[route.volunteer_id, begun], canteens[route.canteen_id], trips))
    return Solution(tuple(tours), tuple(cooks))


def _solution(read: dict[str, Any], instance: Instance) -> Solution:
    orders, canteens, shifts = _rows(instance)
    cooks = [int(canteen) for canteen in instance.problem.order_canteen]
    for order_id, canteen_id in read["cooks"].items():
        cooks[orders[order_id]] = canteens[canteen_id]
    tours = []
    for volunteer_id, begins, canteen_id, trips in read["tours"]:
        canteen = canteens[canteen_id]
        rows = tuple(tuple(orders[order_id] for order_id in trip) for trip in trips)
        tours.append(Tour(shifts[volunteer_id, begins], canteen, rows))
        for trip in rows:
            for order in trip:
                cooks[order] = canteen
    return Solution(tuple(tours), tuple(cooks))


def _rows(
    instance: Instance,
) -> tuple[dict[str, int], dict[str, int], dict[tuple[str, str], int]]:
    orders = {str(order.order_id): row for row, order in enumerate(instance.orders)}
    canteens = {str(canteen_id): row for row, canteen_id in enumerate(instance.canteens)}
    shifts = {
        (str(shift.volunteer_id), shift.starts.isoformat("minutes")): row
        for row, shift in enumerate(instance.shifts)
    }
    return orders, canteens, shifts


def replace_file(path: Path, text: str) -> None:
    """Write a file so that it is never half there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    os.replace(beside, path)  # noqa: PTH105 -- says what it does: atomic
