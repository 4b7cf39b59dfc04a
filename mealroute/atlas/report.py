"""Lay out the report of coverage: one page of A4, plain sentences, plots, tables, sources."""

from collections.abc import Sequence
from typing import Final

from mealroute.atlas.job import CoverageJob
from mealroute.atlas.pictures import assessment_curve, community_bars, lorenz_curve, written
from mealroute.atlas.sentences import methods, sentences
from mealroute.atlas.tables import (
    WordTable,
    canteen_table,
    equity_table,
    share_table,
)
from mealroute.atlas.told import told_communities, told_loads
from mealroute.atlas.wording import basis_word
from mealroute.language import active
from mealroute.language import gettext as _
from mealroute.papers.blocks import MARGIN
from mealroute.papers.paper import Align, Paper, line_mm
from mealroute.words import direction

_BOTTOM_MM: Final = 285.0
_PLOT_MM: Final = (60.0, 52.0)
_GAP_MM: Final = 3.0
_SIZES_PT: Final = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
_CANTEENS: Final = 8
_COMMUNITIES: Final = 5


def report_pdf(job: CoverageJob) -> bytes:
    """Write the one-page report.

    A page holds what it holds: of many canteens the fullest are listed, and where sentences and
    sources are long their letters get smaller. The same day gives the same bytes.
    """
    pictures = _pictures(job)
    title, rtl = _("Coverage"), direction(active()) == "rtl"
    for size_pt in _SIZES_PT:
        paper = Paper(title=title, rtl=rtl)
        paper.sheet = _("coverage report")
        paper.add_page()
        if _drawn(paper, job, pictures, size_pt) <= _BOTTOM_MM or size_pt == _SIZES_PT[-1]:
            break
        paper.discard()
    return paper.output()


def _drawn(
    paper: Paper, job: CoverageJob, pictures: Sequence[tuple[str, bytes]], size_pt: float
) -> float:
    """Draw everything in letters of a size; give where it ends, in millimetres."""
    y = _title(paper, job)
    y = _sentences(paper, job, size_pt, y + 2)
    y = _plots(paper, pictures, y + 2)
    y = _table(paper, share_table(job), size_pt, y + 2)
    if told_communities(job, job.assessment):
        y = _table(paper, equity_table(job, _COMMUNITIES), size_pt, y + 3)
    y = _table(paper, canteen_table(job, _CANTEENS), size_pt, y + 3)
    more = len(job.assessment.loads) - _CANTEENS
    if more > 0:
        words = _("… and {n} more in coverage.xlsx").format(n=more)
        y = _paragraph(paper, words, size_pt - 1, y)
    return _sources(paper, size_pt - 1.5, y + 3)


def _title(paper: Paper, job: CoverageJob) -> float:
    paper.text((MARGIN, 10), paper.printable(_("Coverage of residents by canteens")), 17, bold=True)
    return _paragraph(paper, basis_word(job.assessment), 9, 18.5)


def _paragraph(paper: Paper, text: str, size_pt: float, y: float, indent: float = 0.0) -> float:
    room = paper.width - 2 * MARGIN - indent
    lines = paper.lines(paper.printable(text), room, size_pt)
    return y + paper.paragraph((MARGIN + indent, y), lines, size_pt, width=room)


def _sentences(paper: Paper, job: CoverageJob, size_pt: float, y: float) -> float:
    for sentence in sentences(job):
        paper.dot((MARGIN + 1.2, y + line_mm(size_pt) / 2), 0.7)
        y = _paragraph(paper, sentence, size_pt, y, indent=4) + 0.6
    return y


def _pictures(job: CoverageJob) -> list[tuple[str, bytes]]:
    found = job.assessment
    told = told_communities(job, found)
    return [
        (_("Coverage curve"), written(lambda: assessment_curve(found, _PLOT_MM))),
        (
            _("Lorenz curve of the minutes"),
            written(lambda: lorenz_curve(found.walk_min, found.equity.gini, _PLOT_MM)),
        ),
        (
            _("Minutes by community") if told else _("Boxes of each canteen"),
            written(lambda: community_bars(told, told_loads(job, found), _PLOT_MM)),
        ),
    ]


def _plots(paper: Paper, pictures: Sequence[tuple[str, bytes]], y: float) -> float:
    for place, (title, svg) in enumerate(pictures):
        x = MARGIN + place * (_PLOT_MM[0] + _GAP_MM)
        shown = paper.lines(paper.printable(title), _PLOT_MM[0], 9, most=1)
        paper.paragraph((x, y), shown, 9, bold=True)
        paper.picture((x, y + 5), _PLOT_MM, svg)
    return y + 5 + _PLOT_MM[1]


def _table(paper: Paper, table: WordTable, size_pt: float, y: float) -> float:
    paper.text((MARGIN, y), paper.printable(table.title), size_pt + 0.5, bold=True)
    y += line_mm(size_pt + 0.5) + 0.8
    widths = _widths(paper, len(table.columns))
    titles = [title for title, _numeric in table.columns]
    aligns: list[Align] = ["end" if numeric else "start" for _title, numeric in table.columns]
    y = _row(paper, titles, widths, aligns, size_pt - 0.5, y, most=2)
    width = paper.width - 2 * MARGIN
    paper.line((MARGIN, y), (MARGIN + width, y), line_mm=0.4)
    for row in table.rows:
        y = _row(paper, row, widths, aligns, size_pt, y + 0.3)
        paper.line((MARGIN, y), (MARGIN + width, y), line_mm=0.1, grey=0.6)
    return y


def _widths(paper: Paper, columns: int) -> list[float]:
    whole = paper.width - 2 * MARGIN
    first = 0.3 * whole
    return [first, *([(whole - first) / (columns - 1)] * (columns - 1))]


def _row(
    paper: Paper, cells: Sequence[str], widths: Sequence[float], aligns: Sequence[Align],
    size_pt: float, y: float, most: int = 1,
) -> float:  # fmt: skip
    left, height = MARGIN, line_mm(size_pt)
    for cell, width, align in zip(cells, widths, aligns, strict=True):
        room = width - 2
        lines = paper.lines(paper.printable(cell), room, size_pt, most)
        drawn = paper.paragraph((left, y), lines, size_pt, width=room, align=align)
        height = max(height, drawn)
        left += width
    return y + height + 0.4


def _sources(paper: Paper, size_pt: float, y: float) -> float:
    for name, text in methods():
        words = _("{measure}: {words}.").format(measure=name, words=text)
        y = _paragraph(paper, words, size_pt, y)
    return y
