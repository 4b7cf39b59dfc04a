"""Print a document of tables on A4: heads repeated on every page, rows whole, sums below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from mealroute.document import Document, Heading, Table, Value, written
from mealroute.language import active
from mealroute.language import gettext as _
from mealroute.papers.blocks import FOOT_TOP, MARGIN, Draw, draw_foot
from mealroute.papers.columns import share_width
from mealroute.papers.paper import Align, Paper, line_mm
from mealroute.words import direction

_TITLE_PT: Final = 18.0
_TABLE_PT: Final = 13.0
_TEXT_PT: Final = 10.0
_CELL_PT: Final = 8.5
_PAD: Final = 1.5
"""Free beside the text of a cell, in millimetres."""

_GAP: Final = 7.0
"""Free above the title of a table, in millimetres."""


@dataclass(slots=True)
class _Pages:
    """What stands on each page, from the top down: drawn when their number is known."""

    pages: list[list[tuple[float, Draw]]] = field(default_factory=lambda: [[]])
    y: float = MARGIN

    def fits(self, height: float) -> bool:
        """Whether so much room is left above the foot."""
        return self.y + height <= FOOT_TOP - 2

    def turn(self) -> None:
        """Go on at the top of a new page."""
        self.pages.append([])
        self.y = MARGIN

    def put(self, height: float, draw: Draw) -> None:
        """Place something at the height reached, and go below it."""
        self.pages[-1].append((self.y, draw))
        self.y += height


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of cells, broken into lines."""

    cells: tuple[tuple[str, ...], ...]
    size_pt: float
    bold: bool = False

    @property
    def height(self) -> float:
        """In millimetres, with what is free above and below."""
        return max(len(lines) for lines in self.cells) * line_mm(self.size_pt) + 1.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a table begin, how wide they are, how their text stands."""

    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]

    @property
    def width(self) -> float:
        """Of the whole table, in millimetres."""
        return sum(self.widths)


def report_pages(document: Document) -> bytes:
    """Print a document as PDF; the same document gives the same bytes.

    Readable in black and white. A table goes on over pages with its heads repeated, a row is never
    split. What the fonts lack is a box, and the foot of its page says so.
    """
    paper = Paper(title=document.title, rtl=direction(active()) == "rtl")
    pages = _Pages()
    _put_opening(paper, pages, document)
    for table in document.tables:
        _put_table(paper, pages, table)
    foot = paper.printable(f"{document.title} · {document.audience}")
    for number, drawings in enumerate(pages.pages, start=1):
        paper.add_page()
        for y, draw in drawings:
            draw(paper, y)
        draw_foot(paper, foot, number, len(pages.pages))
    return paper.output()


def _put_opening(paper: Paper, pages: _Pages, document: Document) -> None:
    """Put title, audience and facts."""
    _put_text(paper, pages, document.title, _TITLE_PT, bold=True)
    pages.y += 1
    _put_text(paper, pages, document.audience, _TEXT_PT, bold=True)
    pages.y += 2
    for fact in document.facts:
        _put_text(paper, pages, fact, _TEXT_PT + 1)


def _put_text(
    paper: Paper, pages: _Pages, text: str, size_pt: float, *, bold: bool = False
) -> None:
    lines = paper.lines(paper.printable(text), _room(paper), size_pt)
    height = len(lines) * line_mm(size_pt)

    def draw(paper: Paper, y: float) -> None:
        paper.paragraph((MARGIN, y), lines, size_pt, bold=bold)

    pages.put(height, draw)


def _put_table(paper: Paper, pages: _Pages, table: Table) -> None:
    """Put a table: its title and head with at least one row, the head again on every page."""
    title = [paper.printable(table.title)]
    note = paper.lines(paper.printable(table.note), _room(paper), _CELL_PT) if table.note else []
    opening_mm = _GAP + line_mm(_TABLE_PT) + len(note) * line_mm(_CELL_PT) + 1
    rows = list(_rows(table))
    columns = _columns(paper, table, rows)
    head = _broken(paper, columns, [heading.text for heading in table.headings])
    body = [_broken(paper, columns, row) for row in rows[: len(table.rows)]]
    sums = [_broken(paper, columns, row, bold=True) for row in rows[len(table.rows) :]]
    first_mm = (body or [head])[0].height
    last_mm = sum(one.height for one in sums) if len(body) == 1 else 0.0
    if not pages.fits(opening_mm + head.height + first_mm + last_mm):
        pages.turn()

    def draw_opening(paper: Paper, y: float) -> None:
        below = y + _GAP
        below += paper.paragraph((MARGIN, below), title, _TABLE_PT, bold=True)
        paper.paragraph((MARGIN, below), note, _CELL_PT)

    pages.put(opening_mm, draw_opening)
    if not body:
        _put_text(paper, pages, _("none"), _TEXT_PT)
        return
    _put_head(pages, columns, head)
    for row in [*body, *sums]:
        # Sums never stand alone below a head.
        below_mm = sum(one.height for one in sums) if row is body[-1] else 0.0
        if not pages.fits(row.height + below_mm):
            pages.turn()
            _put_head(pages, columns, head)
        _put_row(pages, columns, row, over=row in sums)


def _put_head(pages: _Pages, columns: _Columns, head: _Row) -> None:
    def draw(paper: Paper, y: float) -> None:
        paper.box((MARGIN, y), (columns.width, head.height), line_mm=0, fill=0.9)
        _draw_cells(paper, columns, head, y)
        below = y + head.height
        paper.line((MARGIN, below), (MARGIN + columns.width, below), line_mm=0.4)

    pages.put(head.height, draw)


def _put_row(pages: _Pages, columns: _Columns, row: _Row, *, over: bool) -> None:
    """Put a row with a thin line below, and a strong one above where it is a sum."""

    def draw(paper: Paper, y: float) -> None:
        _draw_cells(paper, columns, row, y)
        right, below = MARGIN + columns.width, y + row.height
        if over:
            paper.line((MARGIN, y), (right, y), line_mm=0.4)
        paper.line((MARGIN, below), (right, below), line_mm=0.1, grey=0.5)

    pages.put(row.height, draw)


def _draw_cells(paper: Paper, columns: _Columns, row: _Row, y: float) -> None:
    places = zip(columns.lefts, columns.widths, columns.aligns, row.cells, strict=True)
    for left, width, align, lines in places:
        paper.paragraph(
            (MARGIN + left + _PAD, y + 0.5), lines, row.size_pt,
            width=width - 2 * _PAD, align=align, bold=row.bold,
        )  # fmt: skip


def _rows(table: Table) -> Iterator[list[str]]:
    """Write all rows of a table as texts, the sums last."""
    for row in (*table.rows, *([] if table.total is None else [table.total])):
        yield _texts(row, table.headings)


def _texts(row: Sequence[Value], headings: Sequence[Heading]) -> list[str]:
    return [written(value, heading.form) for value, heading in zip(row, headings, strict=True)]


def _columns(paper: Paper, table: Table, rows: Sequence[Sequence[str]]) -> _Columns:
    heads = [heading.text for heading in table.headings]
    texts = [[paper.printable(row[index]) for row in rows] for index in range(len(heads))]

    def measure(text: str) -> float:
        return paper.text_width(text, _CELL_PT)

    # Strong letters are a little wider than they are measured.
    inner = share_width(
        [paper.printable(head) for head in heads], texts,
        _room(paper) - 2 * _PAD * len(heads), lambda text: measure(text) * 1.04 + 0.2,
    )  # fmt: skip
    widths = tuple(width + 2 * _PAD for width in inner)
    return _Columns(
        lefts=tuple(sum(widths[:index]) for index in range(len(widths))),
        widths=widths,
        aligns=tuple("end" if one.form.is_number else "start" for one in table.headings),
    )


def _broken(paper: Paper, columns: _Columns, texts: Sequence[str], *, bold: bool = False) -> _Row:
    """Break the texts of a row into lines that fit their columns."""
    cells = tuple(
        tuple(paper.lines(paper.printable(text), width - 2 * _PAD, _CELL_PT))
        for text, width in zip(texts, columns.widths, strict=True)
    )
    return _Row(cells, _CELL_PT, bold)


def _room(paper: Paper) -> float:
    return paper.width - 2 * MARGIN
