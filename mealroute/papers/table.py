"""Lay out rows of a table and headings as blocks of a page."""

from collections.abc import Sequence
from dataclasses import dataclass

from mealroute.papers.blocks import MARGIN, Block, fitted
from mealroute.papers.paper import Align, Paper, line_mm

_PAD = 1.2
_BETWEEN = 4.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in millimetres, the size of its text, and its end."""

    title: str
    width: float
    size_pt: float
    align: Align = "start"
    bold: bool = False


def heading(
    paper: Paper, text: str, size_pt: float, *, owner: str = "", most: int = 1, leads: bool = False
) -> Block:  # fmt: skip
    """Give a heading over the whole width."""
    width = paper.width - 2 * MARGIN
    shown = fitted(paper, paper.printable(text, owner), width, (size_pt, size_pt * 0.8), most)

    def draw(on: Paper, top: float) -> None:
        on.paragraph((MARGIN, top + 2), shown.lines, shown.size_pt, bold=True)

    return Block(shown.height + 3, draw, leads=leads)


def table_head(paper: Paper, columns: Sequence[Column]) -> list[Block]:
    """Give the head of a table; it stays with the first row."""
    size = 10.0
    titles = [
        fitted(paper, paper.printable(column.title), column.width - _BETWEEN, (size, 9), 2)
        for column in columns
    ]
    height = max(title.height for title in titles)

    def draw(on: Paper, top: float) -> None:
        left = MARGIN
        for column, title in zip(columns, titles, strict=True):
            room = column.width - _BETWEEN
            drop = height - title.height
            on.paragraph(
                (left, top + 1 + drop), title.lines, title.size_pt, width=room, align=column.align
            )
            left += column.width

    return [Block(height + 1.5, draw, leads=True)]


def row(
    paper: Paper, columns: Sequence[Column], cells: Sequence[str], *, owner: str = "",
    most: int = 3, strong: bool = False,
) -> Block:  # fmt: skip
    """Give one row; a text longer than its column goes on below, smaller where it must."""
    shown = [
        fitted(
            paper, paper.printable(cell, owner), column.width - _BETWEEN,
            (column.size_pt, column.size_pt * 0.8), most,
        )
        for column, cell in zip(columns, cells, strict=True)
    ]  # fmt: skip
    height = max((cell.height for cell in shown), default=line_mm(12)) + 2 * _PAD

    def draw(on: Paper, top: float) -> None:
        width = on.width - 2 * MARGIN
        on.line((MARGIN, top), (MARGIN + width, top), line_mm=0.6 if strong else 0.25)
        left = MARGIN
        for column, cell in zip(columns, shown, strict=True):
            drop = _PAD + (height - 2 * _PAD - cell.height) / 2
            on.paragraph(
                (left, top + drop), cell.lines, cell.size_pt, width=column.width - _BETWEEN,
                align=column.align, bold=column.bold or strong,
            )  # fmt: skip
            left += column.width

    return Block(height, draw)
