"""Print labels on sheets and rolls of common sizes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.language import gettext as _
from mealroute.papers.blocks import fitted
from mealroute.papers.glyphs import owner_words
from mealroute.papers.labels import Label
from mealroute.papers.paper import A4_MM, Paper, Point, line_mm
from mealroute.words import clock, diet_mark, meal_word

_INSIDE: Final = 2.0
_UNPRINTED: Final = 5.0
"""What office printers leave white at the edges of an A4 sheet, in millimetres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFormat:
    """A sheet of labels, or a roll with one label a page, in millimetres.

    ``gutter`` is the room between columns; rows touch. What a sheet has left is halved between its
    two edges.
    """

    width: float
    height: float
    columns: int = 1
    rows: int = 1
    gutter: float = 0.0

    @property
    def roll(self) -> bool:
        """Whether each label is a page of its own."""
        return self.columns * self.rows == 1

    @property
    def page(self) -> Point:
        """The size of a page."""
        return (self.width, self.height) if self.roll else A4_MM

    def corner(self, place: int) -> Point:
        """Give where the label at a place of the sheet begins, row by row from the top."""
        row, column = divmod(place, self.columns)
        across = self.columns * self.width + (self.columns - 1) * self.gutter
        left = (self.page[0] - across) / 2
        top = (self.page[1] - self.rows * self.height) / 2
        return left + column * (self.width + self.gutter), top + row * self.height


FORMATS: Final[Mapping[str, LabelFormat]] = {
    "70x42": LabelFormat(width=70, height=42.4, columns=3, rows=7),
    "L7160": LabelFormat(width=63.5, height=38.1, columns=3, rows=7, gutter=2.5),
    "L7159": LabelFormat(width=63.5, height=33.9, columns=3, rows=8, gutter=2.5),
    "L7163": LabelFormat(width=99.1, height=38.1, columns=2, rows=7, gutter=2.5),
    "62x29": LabelFormat(width=62, height=29),
    "50x30": LabelFormat(width=50, height=30),
    "100x50": LabelFormat(width=100, height=50),
}
"""The sizes of ``mealroute.settings.LABEL_FORMATS``."""


def draw_labels(paper: Paper, labels: Sequence[Label], kind: LabelFormat, skip: int = 0) -> None:
    """Print labels; ``skip`` places of the first sheet are used already, a roll has none."""
    paper.sheet = _("labels")
    per_page = kind.columns * kind.rows
    for place, label in enumerate(labels, start=0 if kind.roll else skip % per_page):
        if place % per_page == 0 or not paper.pages:
            paper.add_page()
        draw_label(paper, *_printed(kind, place % per_page), label)


def _printed(kind: LabelFormat, place: int) -> tuple[Point, Point]:
    """Give corner and size of what a printer reaches of a label: sheets without margins lose some.

    What is drawn keeps a little inside of it anyway, so only the rest is taken off.
    """
    (left, top), right, bottom = kind.corner(place), kind.width, kind.height
    if kind.roll:
        return (left, top), (right, bottom)
    right, bottom = left + right, top + bottom
    edge = _UNPRINTED - _INSIDE
    left, top = max(left, edge), max(top, _UNPRINTED - 1.2)
    right, bottom = min(right, kind.page[0] - edge), min(bottom, kind.page[1] - _UNPRINTED + 1.2)
    return (left, top), (right - left, bottom - top)


def draw_label(paper: Paper, at: Point, size: Point, label: Label) -> None:
    """Draw one label: stop and diet large, then whose, until when, and from where."""
    scale = min(size[1] / 35.5, size[0] / 60)
    left, top = at[0] + max(_INSIDE, 3.0 * scale), at[1] + max(1.2, 2.2 * scale)
    width, bottom = size[0] - 2 * max(_INSIDE, 3.0 * scale), at[1] + size[1] - 1.2
    stop_width = width * 0.42
    owner = owner_words("resident", label.resident_id)
    stop = paper.printable(f"{label.code}-{label.number}")
    big = paper.fitting_size(stop, stop_width, [30 * scale, 26 * scale, 20 * scale, 14 * scale])
    paper.text((left, top), stop, big, bold=True)
    right, room = left + stop_width + 1, width - stop_width - 1
    diet = fitted(
        paper, paper.printable(diet_mark(label.diet), owner), room,
        [17 * scale, 14 * scale, 11 * scale, 9 * scale], 1,
    )  # fmt: skip
    large = not diet.cut
    if not large:
        # Two small lines take no more room than the one large.
        diet = fitted(
            paper, paper.printable(diet_mark(label.diet), owner), room, [8.5 * scale, 7 * scale], 2
        )
    paper.paragraph(
        (right, top + 0.5), diet.lines, diet.size_pt, width=room, align="end", bold=large
    )
    box = paper.printable(_("box {box} of {boxes}").format(box=label.box, boxes=label.boxes))
    below = top + 0.5 + line_mm(17 * scale)
    paper.text((right, below), box, 10 * scale, width=room, align="end")
    y = top + line_mm(30 * scale)
    y = _draw_who(paper, (left, y), width, label, owner, scale)
    _draw_keep(paper, (left, y), width, bottom, label, scale)


def _draw_who(
    paper: Paper, at: Point, width: float, label: Label, owner: str, scale: float
) -> float:  # fmt: skip
    words = "  ".join(word for word in (label.who, label.door) if word)
    who = fitted(
        paper, paper.printable(words, owner), width, [12 * scale, 10 * scale, 8 * scale], 1
    )
    return at[1] + paper.paragraph(at, who.lines, who.size_pt)


def _draw_keep(
    paper: Paper, at: Point, width: float, bottom: float, label: Label, scale: float
) -> None:  # fmt: skip
    """Draw until when and how to eat, and where it comes from, in the room that is left."""
    use_by = paper.printable(_("Eat by {time}").format(time=clock(label.use_by)))
    y = at[1]
    paper.text((at[0], y), use_by, 12 * scale, bold=True)
    y += line_mm(12 * scale)
    how = fitted(
        paper, paper.printable(_("Eat hot; reheat when lukewarm")), width,
        [10 * scale, 8 * scale, 7 * scale], 1,
    )  # fmt: skip
    y += paper.paragraph((at[0], y), how.lines, how.size_pt)
    words = _("{canteen}, {date} {meal}").format(
        canteen=label.canteen.name, date=label.date.isoformat(), meal=meal_word(label.meal)
    )
    owner = owner_words("canteen", label.canteen.canteen_id)
    origin = fitted(
        paper, paper.printable(words, owner), width, [8 * scale, 7 * scale, 6 * scale], 1
    )
    if y + origin.height <= bottom + 0.3:
        paper.paragraph((at[0], y), origin.lines, origin.size_pt)
