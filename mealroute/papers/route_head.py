"""Draw the head of a route sheet: who, from where, when, with what, and what if nobody opens."""

from typing import Final

from mealroute.domain import Plan
from mealroute.language import gettext as _
from mealroute.papers.blocks import MARGIN, Frame, fitted
from mealroute.papers.codes import route_code
from mealroute.papers.glyphs import owner_words
from mealroute.papers.paper import Paper, line_mm
from mealroute.settings import Settings
from mealroute.views import RouteView, TripView
from mealroute.words import (
    boxes_word,
    clock,
    diet_mark,
    meal_word,
    mode_word,
    stops_word,
)

_CODE: Final = 25.0
_QR: Final = 44.0
_MOST_TRIPS: Final = 4


def draw_head(
    paper: Paper, frame: Frame, plan: Plan, view: RouteView, settings: Settings, page: str
) -> None:  # fmt: skip
    """Draw the upper half of the first page; ``page`` is the file of the volunteer's page."""
    width = paper.width - 2 * MARGIN
    content = route_code(view, settings.papers.pages_url, page)
    beside = width - _QR - 3 if content else width
    if content:
        served = bool(settings.papers.pages_url and page)
        _draw_code(paper, frame.top, content, served=served)
    _draw_who(paper, frame.top, beside, plan, view)
    _draw_times(paper, frame.top + _CODE + 3, beside, view)
    y = frame.top + _QR + 11
    y = _draw_canteen(paper, y, width, view)
    bottom = _draw_shut_door(paper, frame.bottom, width, view)
    _draw_loads(paper, y + 2, bottom - 2, width, view)


def _draw_code(paper: Paper, top: float, content: str, *, served: bool) -> None:
    left = paper.width - MARGIN - _QR
    paper.qr((left, top - 3), _QR, content)
    words = _("Scan: this route on your phone") if served else _("Scan: the stops as coordinates")
    note = fitted(paper, paper.printable(words), _QR, (9, 8), 2)
    paper.paragraph((left, top + _QR - 3.5), note.lines, note.size_pt, width=_QR, align="centre")


def _draw_who(paper: Paper, top: float, width: float, plan: Plan, view: RouteView) -> None:
    paper.box((MARGIN, top), (_CODE, _CODE), line_mm=0, fill=0.0)
    code = paper.printable(view.code)
    size = paper.fitting_size(code, _CODE - 4, (54, 40, 28, 20))
    corner = (MARGIN, top + _CODE / 2 - line_mm(size) / 2)
    paper.text(corner, code, size, width=_CODE, align="centre", bold=True, white=True)
    left, room, y = MARGIN + _CODE + 4, width - _CODE - 4, top - 1.5
    owner = owner_words("volunteer", view.volunteer.volunteer_id)
    name = fitted(paper, paper.printable(view.volunteer.name, owner), room, (26, 20, 16, 12), 1)
    y += paper.paragraph((left, y), name.lines, name.size_pt, bold=True)
    for words in (
        _("{meal}, {date}").format(meal=meal_word(plan.meal), date=plan.date.isoformat()),
        _("{mode}, {stops}, {boxes}").format(
            mode=mode_word(view.route.mode),
            stops=stops_word(len(view.stops)),
            boxes=boxes_word(view.boxes),
        ),
    ):
        line = fitted(paper, paper.printable(words), room, (14, 12, 10), 1)
        y += paper.paragraph((left, y), line.lines, line.size_pt)


def _draw_times(paper: Paper, top: float, width: float, view: RouteView) -> None:
    first = view.trips[0]
    column = width / 3
    for place, (words, time) in enumerate(
        (
            (_("Leave at"), first.trip.leaves),
            (_("Hot until"), first.hot_until),
            (_("Done at about"), view.over),
        )
    ):
        left = MARGIN + place * column
        text = paper.printable(words)
        size = paper.fitting_size(text, column - 2, (14, 12, 10))
        paper.text((left, top), text, size)
        paper.text((left, top + line_mm(14) - 1), paper.printable(clock(time)), 34, bold=True)


def _draw_canteen(paper: Paper, top: float, width: float, view: RouteView) -> float:
    """Draw where boxes are loaded; give where it ends."""
    canteen = view.canteen
    owner = owner_words("canteen", canteen.canteen_id)
    paper.line((MARGIN, top), (MARGIN + width, top), line_mm=0.3)
    y = top + 1
    name = fitted(paper, paper.printable(canteen.name, owner), width, (16, 14, 12), 1)
    y += paper.paragraph((MARGIN, y), name.lines, name.size_pt, bold=True)
    if canteen.address:
        address = fitted(paper, paper.printable(canteen.address, owner), width, (14, 12), 1)
        y += paper.paragraph((MARGIN, y), address.lines, address.size_pt)
    return y


def _draw_loads(paper: Paper, top: float, bottom: float, width: float, view: RouteView) -> None:
    """Draw what goes into the bag, trip by trip, as large as the room allows."""
    paper.line((MARGIN, top), (MARGIN + width, top), line_mm=0.3)
    shown = view.trips[:_MOST_TRIPS]
    words = [_load_words(trip, several=len(view.trips) > 1) for trip in shown]
    if len(view.trips) > len(shown):
        words.append(_("Further trips: see inside"))
    text = paper.printable("\n".join(words), owner_words("route", view.code))
    for size in (24, 20, 18, 16, 14, 12, 11, 10):
        lines = paper.lines(text, width, size)
        if len(lines) * line_mm(size) <= bottom - top - 1:
            break
    most = max(1, int((bottom - top - 1) / line_mm(size)))
    paper.paragraph(
        (MARGIN, top + 1), paper.lines(text, width, size, most), size, bold=len(words) == 1
    )


def _load_words(trip: TripView, *, several: bool) -> str:
    loads = "   ".join(f"{diet_mark(diet)}\u00a0{n}" for diet, n in trip.loads)
    if not several:
        return loads
    return _("Trip {number}, {leaves}: {loads}").format(
        number=trip.number, leaves=clock(trip.trip.leaves), loads=loads
    )


def _draw_shut_door(paper: Paper, bottom: float, width: float, view: RouteView) -> float:
    """Draw what to do when nobody opens, at the foot of the head; give where it begins."""
    phone = view.canteen.phone
    head = (
        _("When nobody opens: call the canteen, {phone}").format(phone=phone)
        if phone
        else _("When nobody opens: call the canteen")
    )
    words = _(
        "Ring, knock and call out; wait five minutes. Then call the canteen: it reaches the "
        "family. Leave no food at the door; bring the box back. Tick “nobody opened”."
    )
    owner = owner_words("canteen", view.canteen.canteen_id)
    title = fitted(paper, paper.printable(head, owner), width - 6, (15, 13, 11), 2)
    text = fitted(paper, paper.printable(words), width - 6, (12, 11), 4)
    height = title.height + text.height + 4
    top = bottom - height
    paper.box((MARGIN, top), (width, height), line_mm=0.6)
    y = top + 1.5
    y += paper.paragraph((MARGIN + 3, y), title.lines, title.size_pt, bold=True)
    paper.paragraph((MARGIN + 3, y), text.lines, text.size_pt)
    return top
