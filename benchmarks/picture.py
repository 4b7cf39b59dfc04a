"""Draw the avoidable cost of each method over time: a panel a day, time on a logarithmic axis."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.kept import Known
from benchmarks.methods import METHODS
from benchmarks.result import Result

COLOURS: Final = ("#c2410c", "#1d4ed8", "#0f766e", "#7c3aed", "#4d7c0f", "#60a5fa", "#5eead4")
INCHES: Final = (5.2, 3.6)


def draw(path: Path, results: Sequence[Result], known: dict[str, Known]) -> None:
    """Write a picture; the ending of ``path`` chooses its kind.

    Lines are one run's best plan so far; marks are where runs of less time ended.
    """
    import matplotlib as mpl  # noqa: PLC0415 -- only pictures need it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 -- as above

    # The same results give the same file.
    mpl.rcParams["svg.hashsalt"] = "mealroute"
    panels = list(dict.fromkeys((result.day, result.cores) for result in results))
    width, height = INCHES
    figure, axes = plt.subplots(
        1, len(panels), figsize=(width * len(panels), height), squeeze=False, layout="constrained"
    )
    for axis, (day, cores) in zip(axes[0], panels, strict=True):
        here = [result for result in results if (result.day, result.cores) == (day, cores)]
        draw_panel(axis, here, known.get(day))
        axis.set_title(f"{day}, {here[0].orders:,} orders, {cores} core{'s' * (cores > 1)}")
    axes[0][0].set_ylabel("avoidable cost, volunteer-seconds")
    axes[0][0].legend(fontsize="small", frameon=False)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(figure)


def draw_panel(axis: Any, results: Sequence[Result], known: Known | None) -> None:  # noqa: ANN401
    """Draw one day on one number of cores."""
    for method, colour in zip(METHODS, COLOURS, strict=True):
        runs = [run for run in results if run.method == method and run.curve]
        if not runs:
            continue
        longest = max(runs, key=lambda run: run.seconds)
        seconds, costs = zip(*longest.curve, strict=True)
        axis.plot(seconds, costs, color=colour, drawstyle="steps-post", linewidth=1.2)
        ends = [run.curve[-1] for run in runs]
        axis.plot(*zip(*ends, strict=True), "o", color=colour, markersize=4, label=method)
    if known is not None:
        axis.axhline(known.avoidable_cost, color="#737373", linewidth=0.8, linestyle="--")
    axis.set_xscale("log")
    axis.set_xlabel("seconds from nothing")
    axis.grid(visible=True, which="both", linewidth=0.3, alpha=0.6)
