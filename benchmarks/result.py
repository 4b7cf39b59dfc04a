"""Hold what one run gave, and keep runs in files: a row each in CSV, curves beside in JSON."""

import csv
import dataclasses
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One method on one day: what it was given, what it gave, what it took.

    ``wall_s`` runs from the start of its process to its answer; ``cpu_s`` is what all its
    processes used until then; ``peak_mb`` adds up the largest of each. ``put_in`` orders were
    placed by the referee, ``unassigned`` are still left out. ``first_s`` is when the first plan
    stood that leaves out no more than the last, ``read_s`` when day and receipts were known.
    ``beside_s`` is what planning took beside the search. ``curve`` holds seconds and avoidable
    cost of plans that leave out no more than the last.
    """

    day: str
    orders: int
    method: str
    version: str
    cores: int
    seconds: float
    seed: int
    cost: int
    avoidable_cost: int
    unassigned: int
    put_in: int
    violations: int
    wall_s: float
    cpu_s: float
    peak_mb: float
    read_s: float
    first_s: float | None
    beside_s: float
    curve: tuple[tuple[float, int], ...] = ()


_FIELDS = [field.name for field in dataclasses.fields(Result) if field.name != "curve"]


def write_csv(path: Path, results: Iterable[Result]) -> None:
    """Write a row for each run."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_FIELDS)
        for result in results:
            values = (getattr(result, name) for name in _FIELDS)
            writer.writerow("" if value is None else value for value in values)


def write_json(path: Path, results: Sequence[Result], machine: str) -> None:
    """Write all that is known of the runs, a run a line."""
    lines = ",\n".join(json.dumps(to_json(result)) for result in results)
    path.write_text(
        f'{{"machine": {json.dumps(machine)}, "runs": [\n{lines}\n]}}\n', encoding="utf-8"
    )


def read_json(path: Path) -> list[Result]:
    """Read what `write_json` wrote."""
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return [from_json(run) for run in read["runs"]]


def to_json(result: Result) -> dict[str, Any]:
    """Give a result as plain values."""
    return dataclasses.asdict(result)


def from_json(values: dict[str, Any]) -> Result:
    """Make a result of plain values.

    Raises
    ------
    TypeError
        When a field is missing or unknown.
    """
    unknown = set(values) - set(get_type_hints(Result))
    if unknown:
        raise TypeError(f"a run has no {', '.join(sorted(unknown))}")
    curve = tuple((float(seconds), int(cost)) for seconds, cost in values.get("curve", ()))
    return Result(**{**values, "curve": curve})
