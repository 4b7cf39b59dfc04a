"""Write results as tables: a row a method, with its ratio to the best peer and its gap to the best.

Figures of several seeds are their medians.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.kept import Known
from benchmarks.methods import METHODS, PEERS
from benchmarks.result import Result

OURS: Final = "mealroute"
HEAD: Final = (
    "method",
    "avoidable cost",
    "to the best peer",
    "gap to best known",
    "unassigned",
    "put in",
    "wall s",
    "CPU s",
    "MB",
    "first plan s",
)


@dataclass(frozen=True, slots=True)
class Case:
    """What results must share to be compared: the day, the cores, the seconds."""

    day: str
    orders: int
    cores: int
    seconds: float

    def __str__(self) -> str:
        """Name the case for a heading."""
        cores = "one core" if self.cores == 1 else f"{self.cores} cores"
        return f"{self.day}: {self.orders:,} orders, {self.seconds:g} s, {cores}"


@dataclass(frozen=True, slots=True)
class Row:
    """One method in one case: medians over its seeds."""

    method: str
    seeds: int
    avoidable_cost: float
    unassigned: float
    put_in: float
    wall_s: float
    cpu_s: float
    peak_mb: float
    read_s: float
    first_s: float | None


def cases(results: Iterable[Result]) -> dict[Case, list[Row]]:
    """Put results together by case and method, in the order in which they were run."""
    found: dict[Case, dict[str, list[Result]]] = {}
    for result in results:
        case = Case(result.day, result.orders, result.cores, result.seconds)
        found.setdefault(case, {}).setdefault(result.method, []).append(result)
    return {
        case: [_row(method, runs[method]) for method in sorted(runs, key=METHODS.index)]
        for case, runs in found.items()
    }


def _row(method: str, runs: Sequence[Result]) -> Row:
    firsts = [run.first_s for run in runs if run.first_s is not None]
    return Row(
        method=method,
        seeds=len(runs),
        avoidable_cost=statistics.median(run.avoidable_cost for run in runs),
        unassigned=statistics.median(run.unassigned for run in runs),
        put_in=statistics.median(run.put_in for run in runs),
        wall_s=statistics.median(run.wall_s for run in runs),
        cpu_s=statistics.median(run.cpu_s for run in runs),
        peak_mb=max(run.peak_mb for run in runs),
        read_s=statistics.median(run.read_s for run in runs),
        first_s=statistics.median(firsts) if firsts else None,
    )


def best_peer(rows: Iterable[Row]) -> Row | None:
    """Give the peer with the least avoidable cost; ``None`` where no peer ran."""
    peers = [row for row in rows if row.method in PEERS]
    return min(peers, key=lambda row: row.avoidable_cost, default=None)


def ratio(row: Row, peer: Row | None) -> float | None:
    """Give a method's avoidable cost over that of the best peer."""
    return None if peer is None else row.avoidable_cost / peer.avoidable_cost


def gap(row: Row, known: Known | None) -> float | None:
    """Give by which share a method is above the best avoidable cost known."""
    return None if known is None else row.avoidable_cost / known.avoidable_cost - 1.0


def markdown(results: Iterable[Result], known: Mapping[str, Known]) -> str:
    """Write a summary of ours against the best peers, then a table for each case."""
    found = cases(results)
    lines = ["| case | ours | best peer | ratio | gap to best known |", "|---|--:|--:|--:|--:|"]
    for case, rows in found.items():
        peer = best_peer(rows)
        for row in rows:
            if row.method == OURS:
                best = "-" if peer is None else f"{peer.avoidable_cost:,.0f} ({peer.method})"
                cells = [
                    str(case),
                    f"{row.avoidable_cost:,.0f}",
                    best,
                    _ratio(ratio(row, peer)),
                    _percent(gap(row, known.get(case.day))),
                ]
                lines.append(f"| {' | '.join(cells)} |")
    for case, rows in found.items():
        lines += ["", f"### {case}", "", *_case_lines(rows, known.get(case.day))]
    return "\n".join(lines) + "\n"


def _case_lines(rows: Sequence[Row], known: Known | None) -> list[str]:
    peer = best_peer(rows)
    lines = [f"| {' | '.join(HEAD)} |", f"|---|{'--:|' * (len(HEAD) - 1)}"]
    for row in rows:
        cells = [
            row.method,
            f"{row.avoidable_cost:,.0f}",
            _ratio(ratio(row, peer)),
            _percent(gap(row, known)),
            f"{row.unassigned:g}",
            f"{row.put_in:g}",
            f"{row.wall_s:.1f}",
            f"{row.cpu_s:.1f}",
            f"{row.peak_mb:,.0f}",
            "-" if row.first_s is None else f"{row.first_s:.2f} ({row.first_s - row.read_s:+.2f})",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    seeds = sorted({row.seeds for row in rows})
    runs = "one run each" if seeds == [1] else f"medians of {' or '.join(map(str, seeds))} seeds"
    best = "" if known is None else f" Best known: {known.avoidable_cost:,} ({known.by})."
    return [*lines, "", f"{runs.capitalize()}.{best}"]


def _ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:+.1%}"
