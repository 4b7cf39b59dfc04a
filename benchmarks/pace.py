"""Say how soon: when a run first had a plan as good as wanted, and what that makes of a goal."""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from benchmarks.kept import Known
from benchmarks.result import Result

OURS: Final = "mealroute"
NEAR: Final = 0.03
"""The gap to the best known that counts as near."""


def reached_s(curve: Sequence[tuple[float, int]], cost: float) -> float | None:
    """Give the second at which a curve first is at a cost or below; ``None`` where it never is.

    Examples
    --------
    >>> reached_s([(1.0, 900), (2.0, 800), (4.0, 700)], 850)
    2.0
    """
    return next((seconds for seconds, at in curve if at <= cost), None)


def times_sooner(one: Iterable[Result], more: Iterable[Result]) -> float | None:
    """Give how many times sooner runs on more cores reach what runs on one core end with.

    Medians over all pairs of the same day, seconds and seed; ``None`` without a pair that does.
    """
    by_case = {(run.day, run.seconds, run.seed): run for run in more}
    ratios = []
    for run in one:
        other = by_case.get((run.day, run.seconds, run.seed))
        slow_s = reached_s(run.curve, run.avoidable_cost)
        fast_s = None if other is None else reached_s(other.curve, run.avoidable_cost)
        if slow_s is not None and fast_s is not None:
            ratios.append(slow_s / fast_s)
    return statistics.median(ratios) if ratios else None


def growth(points: Iterable[tuple[int, float]]) -> float | None:
    """Give the exponent with which seconds grow with orders, by least squares of the logarithms.

    Examples
    --------
    >>> growth([(1_000, 2.0), (10_000, 20.0)])
    1.0
    """
    pairs = [(math.log(orders), math.log(seconds)) for orders, seconds in points]
    if len({orders for orders, _seconds in pairs}) < 2:
        return None
    xs, ys = zip(*pairs, strict=True)
    return round(statistics.linear_regression(xs, ys).slope, 6)


def markdown(results: Iterable[Result], known: Mapping[str, Known]) -> str:
    """Write how soon ours is near the best known, and how much sooner on more cores."""
    ours = [result for result in results if result.method == OURS]
    lines = ["| day | cores | seconds to 3 % above best known | sooner than on one core |"]
    lines += ["|---|--:|--:|--:|"]
    near: dict[int, list[tuple[int, float]]] = {}
    for day, cores in dict.fromkeys((run.day, run.cores) for run in ours):
        here = [run for run in ours if (run.day, run.cores) == (day, cores)]
        alone = [run for run in ours if (run.day, run.cores) == (day, 1)]
        times = []
        if day in known:
            goal = known[day].avoidable_cost * (1.0 + NEAR)
            times = [at for run in here if (at := reached_s(run.curve, goal)) is not None]
        near.setdefault(cores, []).extend((here[0].orders, at) for at in times)
        sooner = None if cores == 1 else times_sooner(alone, here)
        cells = [
            day,
            str(cores),
            "-" if not times else f"{statistics.median(times):.1f} ({len(times)} of {len(here)})",
            "-" if sooner is None else f"{sooner:.2f} times",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    for cores, points in near.items():
        exponent = growth(points)
        if exponent is not None:
            lines += ["", f"On {cores} core(s) that time grows with the orders to {exponent:.2f}."]
    return "\n".join(lines) + "\n"
