"""Lay out one stop of a route sheet: when, who, where, what, and what to tick."""

from dataclasses import dataclass
from typing import Final

from mealroute.domain import Mode
from mealroute.language import gettext as _
from mealroute.papers.blocks import MARGIN, Block, Draw, Fitted, fitted
from mealroute.papers.codes import place_link
from mealroute.papers.glyphs import owner_words
from mealroute.papers.paper import Paper, line_mm
from mealroute.views import StopView
from mealroute.words import (
    boxes_word,
    celsius_word,
    clock,
    diet_mark,
    duration_word,
    floor_word,
    metres_word,
    window_word,
)

_TIME_WIDTH: Final = 31.0
_WHAT_WIDTH: Final = 53.0
_GAP: Final = 3.0
_QR: Final = 19.0
_AT_DOOR_PT: Final = 14.0
_TICK: Final = 4.6


@dataclass(frozen=True, slots=True)
class _Who:
    """The texts of a stop in the room between its time and what is brought."""

    name: Fitted
    address: Fitted
    floor: Fitted
    phone: Fitted
    notes: Fitted

    @property
    def parts(self) -> tuple[Fitted, ...]:
        return (self.name, self.address, self.floor, self.phone, self.notes)

    @property
    def cut(self) -> bool:
        return any(part.cut for part in self.parts)


def stop_blocks(
    paper: Paper, stop: StopView, mode: Mode, before: StopView | None, *, phones: bool
) -> tuple[Block, list[Block]]:
    """Lay out a stop; what has no room beside it comes back as blocks for the end of the sheet.

    Parameters
    ----------
    paper
        What it will be drawn on.
    stop
        The stop.
    mode
        How the volunteer comes.
    before
        The stop before on this trip.
    phones
        Whether telephone numbers are printed.
    """
    width = paper.width - 2 * MARGIN - _TIME_WIDTH - _WHAT_WIDTH - 2 * _GAP
    owner = owner_words("resident", stop.resident.resident_id)
    texts = _texts(paper, stop, owner, phones=phones)
    who = _Who(
        fitted(paper, texts[0], width, (18, 16, 14), 2),
        fitted(paper, texts[1], width, (_AT_DOOR_PT,), 3),
        fitted(paper, texts[2], width, (_AT_DOOR_PT,), 1),
        fitted(paper, texts[3], width, (_AT_DOOR_PT,), 2),
        fitted(paper, texts[4], width - 3, (_AT_DOOR_PT,), 6),
    )
    same = "" if before is None or not stop.same_entrance else paper.printable(
        _("same entrance as stop {number}").format(number=before.number)
    )  # fmt: skip
    aboard = fitted(paper, paper.printable(_aboard_words(stop, mode)), width, (10.5,), 2)
    middle = sum(part.height for part in who.parts) + aboard.height
    middle += line_mm(12) if same else 0
    what = _what_lines(paper, stop)
    right = sum(part.height for part in what) + 3 * line_mm(12) + 1
    left = 14.5 + line_mm(20) + (line_mm(11) if window_word(stop.order) else 0)
    height = max(left, middle, right, _QR + 14) + 5.0

    def draw(on: Paper, top: float) -> None:
        on.line((MARGIN, top), (on.width - MARGIN, top), line_mm=0.5)
        _draw_time(on, top + 2, stop)
        _draw_who(on, top + 2, who, aboard, same)
        _draw_what(on, top + 2, stop, what)

    return Block(height, draw), _rest(paper, stop, texts) if who.cut else []


def _texts(paper: Paper, stop: StopView, owner: str, *, phones: bool) -> tuple[str, ...]:
    resident = stop.resident
    notes = [resident.notes.strip(), stop.order.note.strip()]
    phone = _("Phone {phone}").format(phone=resident.phone) if phones and resident.phone else ""
    return (
        paper.printable(resident.name, owner),
        paper.printable(resident.address, owner),
        paper.printable(floor_word(resident)),
        paper.printable(phone, owner),
        paper.printable("\n".join(note for note in notes if note), owner),
    )


def _what_lines(paper: Paper, stop: StopView) -> list[Fitted]:
    owner = owner_words("order", stop.order.order_id)
    diet = diet_mark(stop.diet)
    return [
        fitted(paper, paper.printable(boxes_word(stop.order.meals)), _WHAT_WIDTH, (18, 14), 1),
        fitted(paper, paper.printable(diet, owner), _WHAT_WIDTH, (18, 16, 14, 12), 2),
    ]


def _aboard_words(stop: StopView, mode: Mode) -> str:
    """Tell the way here and how long the food has been under way, as far as it is known."""
    leg = {
        Mode.FOOT: _("{distance} on foot, {duration}"),
        Mode.EBIKE: _("{distance} by e-bike, {duration}"),
        Mode.CAR: _("{distance} by car, {duration}"),
    }[mode].format(distance=metres_word(stop.stop.leg_m), duration=duration_word(stop.stop.leg_s))
    words = [] if stop.same_entrance else [leg]
    words.append(_("{duration} aboard").format(duration=duration_word(stop.stop.aboard_s)))
    if stop.food_c is not None:
        words.append(_("food at {temperature}").format(temperature=celsius_word(stop.food_c)))
    return " · ".join(words)


def _draw_time(paper: Paper, top: float, stop: StopView) -> None:
    number = paper.printable(str(stop.number))
    size = paper.fitting_size(number, 10, (22, 18, 14))
    paper.dot((MARGIN + 7, top + 7), 6.8)
    corner = (MARGIN, top + 7 - line_mm(size) / 2)
    paper.text(corner, number, size, width=14, align="centre", bold=True, white=True)
    paper.text((MARGIN, top + 14.5), paper.printable(clock(stop.stop.starts)), 20, bold=True)
    window = paper.printable(window_word(stop.order))
    if window:
        size = paper.fitting_size(window, _TIME_WIDTH, (11, 10, 9))
        paper.text((MARGIN, top + 14.5 + line_mm(20)), window, size)


def _draw_who(paper: Paper, top: float, who: _Who, aboard: Fitted, same: str) -> None:
    left, y = MARGIN + _TIME_WIDTH + _GAP, top
    if same:
        paper.text((left, y), same, 12, bold=True)
        y += line_mm(12)
    y += paper.paragraph((left, y), who.name.lines, who.name.size_pt, bold=True)
    for part in (who.address, who.floor, who.phone):
        y += paper.paragraph((left, y), part.lines, part.size_pt)
    if who.notes.lines:
        bar = (left + 0.6, y + 0.8), (left + 0.6, y + who.notes.height - 0.8)
        paper.line(*bar, line_mm=1.2)
        y += paper.paragraph((left + 3, y), who.notes.lines, who.notes.size_pt)
    paper.paragraph((left, y), aboard.lines, aboard.size_pt)


def _draw_what(paper: Paper, top: float, stop: StopView, what: list[Fitted]) -> None:
    left, y = paper.width - MARGIN - _WHAT_WIDTH, top
    for part in what:
        y += paper.paragraph((left, y), part.lines, part.size_pt, bold=True)
    y += 1
    place = stop.resident.coordinates
    if place is not None and not stop.same_entrance:
        paper.qr((paper.width - MARGIN - _QR + 1.5, y - 1), _QR, place_link(place))
    for word in (_("delivered"), _("nobody opened"), _("returned")):
        paper.box((left, y + 0.6), (_TICK, _TICK), line_mm=0.5)
        text = paper.printable(word)
        room = _WHAT_WIDTH - _QR - _TICK - 1
        size = paper.fitting_size(text, room, (12, 11, 10, 9))
        paper.text((left + _TICK + 1.5, y + (line_mm(12) - line_mm(size)) / 2), text, size)
        y += line_mm(12)


def _rest(paper: Paper, stop: StopView, texts: tuple[str, ...]) -> list[Block]:
    """Write everything that is said of a stop, for the end of the sheet."""
    head = paper.printable(_("Stop {number}, in full").format(number=stop.number))
    whole = [text for text in (texts[0], texts[1], texts[3], texts[4]) if text]
    lines = paper.lines("\n".join(whole), paper.width - 2 * MARGIN, _AT_DOOR_PT)
    blocks = [Block(line_mm(16) + 2, _line_drawer(head, 16, bold=True, gap=2), leads=True)]
    blocks += [
        Block(line_mm(_AT_DOOR_PT), _line_drawer(line, _AT_DOOR_PT, bold=False, gap=0))
        for line in lines
    ]
    return blocks


def _line_drawer(text: str, size_pt: float, *, bold: bool, gap: float) -> Draw:
    def draw(paper: Paper, top: float) -> None:
        paper.text((MARGIN, top + gap), text, size_pt, bold=bold)

    return draw
