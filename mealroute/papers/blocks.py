"""Put blocks of a list onto pages, none of them split, and text into the room that it has."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from mealroute.language import gettext as _
from mealroute.papers.glyphs import PLACEHOLDER
from mealroute.papers.paper import Paper, line_mm

Draw: TypeAlias = Callable[[Paper, float], None]
"""Draws a block, given the top of its place."""

MARGIN = 12.0
"""Left free on every side of an A4 sheet, in millimetres; no printer reaches the edge."""

FOOT_TOP = 280.5


@dataclass(frozen=True, slots=True)
class Block:
    """What stays together: its height in millimetres, and how it is drawn.

    ``leads`` is true where the next block must follow on the same page, as after a heading.
    """

    height: float
    draw: Draw
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """A stretch of a page that blocks may fill: from the top to the bottom."""

    top: float
    bottom: float


def into_pages(blocks: Sequence[Block], frames: Sequence[Frame]) -> list[list[tuple[float, Block]]]:
    """Fill the frames of page after page with blocks, in order.

    Blocks that lead go with the block they lead to. A block that no frame can hold stands alone in
    the largest; callers make none.

    Returns
    -------
    list
        For each page its blocks, each with its top.
    """
    pages: list[list[tuple[float, Block]]] = [[]]
    number, y = 0, frames[0].top
    for group in _groups(blocks):
        height = sum(block.height for block in group)
        while y + height > frames[number].bottom and y > frames[number].top:
            number += 1
            if number == len(frames):
                pages.append([])
                number = 0
            y = frames[number].top
        for block in group:
            pages[-1].append((y, block))
            y += block.height
    return pages


def _groups(blocks: Iterable[Block]) -> Iterable[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.leads:
            yield group
            group = []
    if group:
        yield group


@dataclass(frozen=True, slots=True)
class Fitted:
    """A text in the room it has: its size, its lines, and whether something was cut off."""

    size_pt: float
    lines: tuple[str, ...]
    cut: bool

    @property
    def height(self) -> float:
        """Of all lines, in millimetres."""
        return len(self.lines) * line_mm(self.size_pt)


def fitted(
    paper: Paper, text: str, width: float, sizes_pt: Sequence[float], most: int
) -> Fitted:  # fmt: skip
    """Write a printable text in the first size in which it takes at most so many lines.

    In the last size it is cut, and says so. An empty text takes no line.
    """
    if not text.strip():
        return Fitted(sizes_pt[0], (), cut=False)
    size_pt = paper.fitting_size(text, width, sizes_pt, most)
    lines = paper.lines(text, width, size_pt)
    if len(lines) <= most:
        return Fitted(size_pt, tuple(lines), cut=False)
    return Fitted(size_pt, tuple(paper.lines(text, width, size_pt, most)), cut=True)


def draw_foot(paper: Paper, text: str, page: int, pages: int) -> None:
    """Write the foot of a page: what it is of, its number, and what a box in a text means."""
    width = paper.width - 2 * MARGIN
    number = paper.printable(_("page {page} of {pages}").format(page=page, pages=pages))
    paper.text((MARGIN, FOOT_TOP + 4), number, 10, width=width, align="end")
    room = width - paper.text_width(number, 10) - 4
    (line,) = paper.lines(text, room, 9, most=1)
    marked = paper.marked
    paper.text((MARGIN, FOOT_TOP + 4), line, 9)
    if marked:
        note = _("{sign}: a character that this font lacks: ask the coordinator").format(
            sign=PLACEHOLDER
        )
        paper.text((MARGIN, FOOT_TOP - 0.5), paper.printable(note), 10)
