"""Draw the plots of coverage for print: black and white, in the papers' fonts."""

import io
import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal

import numpy as np
from matplotlib import font_manager, rc_context
from matplotlib.figure import Figure
from numpy.typing import NDArray

from mealroute.atlas.told import ToldLoad
from mealroute.coverage.assessment import Assessment
from mealroute.coverage.equity import Equity
from mealroute.language import gettext as _
from mealroute.papers.paper import font_files

Format = Literal["svg", "pdf", "png"]

MOST_MINUTES: Final = 30
_MOST_BARS: Final = 12
_MM_PER_INCH: Final = 25.4
_GREYS: Final = ("0.15", "0.45", "0.7")
_LINES: Final = ("-", "--", ":")


def coverage_curve(
    walks: Mapping[str, NDArray[np.float64]], marked: Sequence[int], size_mm: tuple[float, float]
) -> Figure:
    """Plot which share a walk of so many minutes covers: the cumulative distribution of walks.

    Parameters
    ----------
    walks
        Minutes of every resident of a group, ``inf`` where there is no way, by the group's word.
    marked
        The minutes to mark.
    size_mm
        Width and height.
    """
    figure, axes = _axes(size_mm)
    grid = np.linspace(0, MOST_MINUTES, 4 * MOST_MINUTES + 1)
    for (name, minutes), line in zip(walks.items(), _LINES, strict=False):
        if minutes.size:
            share = (minutes[None, :] <= grid[:, None]).mean(axis=1)
            axes.plot(grid, 100 * share, line, color="black", linewidth=1.2, label=name)
    for one in marked:
        axes.axvline(one, color="0.6", linewidth=0.6)
    axes.set_xlim(0, MOST_MINUTES)
    axes.set_ylim(0, 100)
    axes.set_xlabel(_("minutes to the quickest canteen"))
    axes.set_ylabel(_("covered, %"))
    if any(minutes.size for minutes in walks.values()):
        axes.legend(frameon=False, loc="lower right")
    return figure


def lorenz_curve(burden: NDArray[np.float64], gini: float, size_mm: tuple[float, float]) -> Figure:
    """Plot how the minutes are spread: the share of all minutes that each share of people walks.

    Lorenz, M. O. (1905), *Publications of the American Statistical Association* 9. The area
    between curve and diagonal is half the Gini coefficient.
    """
    figure, axes = _axes(size_mm)
    ordered = np.sort(burden[np.isfinite(burden)])
    total = ordered.sum()
    heights = np.concatenate(([0.0], np.cumsum(ordered))) / (total or 1.0)
    axes.plot([0, 100], [0, 100], color="0.6", linewidth=0.8, label=_("all alike"))
    axes.plot(
        np.linspace(0, 100, heights.size), 100 * heights, color="black", linewidth=1.2,
        label=_("Gini {gini}").format(gini=f"{gini:.2f}"),
    )  # fmt: skip
    axes.set_xlim(0, 100)
    axes.set_ylim(0, 100)
    axes.set_xlabel(_("residents, nearest first, %"))
    axes.set_ylabel(_("of all minutes, %"))
    axes.legend(frameon=False, loc="upper left")
    return figure


def bars(
    rows: Sequence[tuple[str, Sequence[float]]], names: Sequence[str], axis: str,
    size_mm: tuple[float, float],
) -> Figure:  # fmt: skip
    """Plot bars side by side for each row, the first at the top; grey tells them apart in order.

    Parameters
    ----------
    rows
        Each with its label and one length for each of ``names``; those beyond `_MOST_BARS` are
        left away.
    names
        What the bars of a row are, from dark to light.
    axis
        What the lengths are.
    size_mm
        Width and height.
    """
    figure, axes = _axes(size_mm)
    shown = rows[:_MOST_BARS]
    high = 0.8 / max(1, len(names))
    for number, name in enumerate(names):
        places = [row - 0.4 + high * (number + 0.5) for row in range(len(shown))]
        lengths = [values[number] for _label, values in shown]
        axes.barh(
            places, lengths, height=high, color=_GREYS[number % len(_GREYS)], edgecolor="black",
            linewidth=0.4, label=name,
        )  # fmt: skip
    axes.set_yticks(range(len(shown)), [_short(label) for label, _values in shown])
    axes.invert_yaxis()
    axes.set_xlabel(axis)
    if len(names) > 1:
        axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=len(names))
    return figure


def assessment_curve(found: Assessment, size_mm: tuple[float, float]) -> Figure:
    """Plot the coverage curve of all residents and of the frail."""
    frail = np.array([one.priority == 3 for one in found.reach.residents], dtype=np.bool_)
    walks = {_("all residents"): found.walk_min}
    if frail.sum() >= 5:
        walks[_("frail")] = found.walk_min[frail]
    return coverage_curve(walks, found.minutes, size_mm)


def community_bars(
    communities: Sequence[tuple[str, Equity]], told: Sequence[ToldLoad],
    size_mm: tuple[float, float],
) -> Figure:  # fmt: skip
    """Plot median and P90 of each community, the worst first; without communities each canteen.

    Where a P90 may not be told, medians are plotted alone.
    """
    if communities:
        tails = not any(math.isnan(spread.p90) for _name, spread in communities)
        figures = [
            (name, (spread.p90, spread.median) if tails else (spread.median,))
            for name, spread in communities
        ]
        rows = sorted(figures, key=lambda one: (-one[1][0], one[0]))
        words = [_("P90"), _("median")] if tails else [_("median")]
        return bars(rows, words, _("minutes"), size_mm)
    loads = sorted(told, key=lambda one: (-(one.boxes or 0), one.canteen.canteen_id))
    lengths = [(one.canteen.name, (float(one.boxes or 0), float(one.capacity))) for one in loads]
    return bars(lengths, [_("boxes"), _("can cook")], _("boxes"), size_mm)


def written(draw: Callable[[], Figure], kind: Format = "svg") -> bytes:
    """Draw a figure in the papers' own fonts and give it as a file, the same bytes each time.

    Parameters
    ----------
    draw
        Makes the figure; the style is set while it runs.
    kind
        ``svg`` has its letters as outlines; ``pdf`` carries its fonts.
    """
    style: Any = {
        "font.family": _families(),
        "font.size": 7,
        "text.parse_math": False,  # a name may hold a dollar sign
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "svg.hashsalt": "mealroute",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "figure.constrained_layout.use": True,
    }
    no_clock: Mapping[str, Mapping[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
        "pdf": {"CreationDate": None},
        "png": {"Software": None},
    }
    with rc_context(style):
        file = io.BytesIO()
        draw().savefig(file, format=kind, metadata=dict(no_clock[kind]), dpi=300)
    return file.getvalue()


@cache
def _families() -> list[str]:
    """Make the papers' fonts known to matplotlib, and name their families in order."""
    names = []
    for path in font_files():
        font_manager.fontManager.addfont(path)
        names.append(font_manager.FontProperties(fname=path).get_name())
    return names


def _axes(size_mm: tuple[float, float]) -> tuple[Figure, Any]:
    figure = Figure(figsize=(size_mm[0] / _MM_PER_INCH, size_mm[1] / _MM_PER_INCH))
    return figure, figure.add_subplot()


def _short(text: str) -> str:
    return text if len(text) <= 14 else f"{text[:13]}…"
