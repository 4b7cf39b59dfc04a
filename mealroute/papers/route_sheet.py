"""Draw a volunteer's route sheet: head and map outside, stops inside, folded in half to A5."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import EndsAt, Plan, RouteShape
from mealroute.language import gettext as _
from mealroute.papers.blocks import FOOT_TOP, MARGIN, Block, Frame, draw_foot, into_pages
from mealroute.papers.paper import A4_MM, Paper, line_mm
from mealroute.papers.route_head import draw_head
from mealroute.papers.route_map import draw_map
from mealroute.papers.stop_block import stop_blocks
from mealroute.papers.town import Ground
from mealroute.settings import Settings
from mealroute.views import RouteView, TripView
from mealroute.words import boxes_word, clock, meal_word

FOLD_MM: Final = A4_MM[1] / 2
_FREE_OF_FOLD: Final = 6.0
UPPER: Final = Frame(MARGIN, FOLD_MM - _FREE_OF_FOLD)
LOWER: Final = Frame(FOLD_MM + _FREE_OF_FOLD, FOOT_TOP - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSheets:
    """What route sheets are made from; ``pages`` are the files of volunteers' pages by route."""

    plan: Plan
    settings: Settings
    shapes: Sequence[RouteShape]
    ground: Ground | None
    pages: Mapping[int, str]


def draw_route_sheet(paper: Paper, made: RouteSheets, view: RouteView) -> None:
    """Draw one route: page 1 folds to the outside, the others to the inside.

    The number of pages is even, so that sheets printed on both sides do not mix; a page that is
    over has room for notes. Nothing is printed across the fold.
    """
    paper.sheet = _("route sheet {code}").format(code=view.code)
    blocks = _blocks(paper, made, view)
    inner = into_pages(blocks, [UPPER, LOWER])
    pages = 1 + len(inner) + (1 + len(inner)) % 2
    foot = paper.printable(_foot(made.plan, view))
    paper.add_page()
    draw_head(paper, UPPER, made.plan, view, made.settings, made.pages.get(view.index, ""))
    draw_map(
        paper, (MARGIN, LOWER.top), (paper.width - 2 * MARGIN, LOWER.bottom - LOWER.top - 1),
        view, made.shapes[view.index], made.ground,
    )  # fmt: skip
    _finish(paper, foot, 1, pages)
    for number, placed in enumerate(inner, start=2):
        paper.add_page()
        for top, block in placed:
            block.draw(paper, top)
        _finish(paper, foot, number, pages)
    if pages > 1 + len(inner):
        paper.add_page()
        _draw_notes(paper)
        _finish(paper, foot, pages, pages)


def _blocks(paper: Paper, made: RouteSheets, view: RouteView) -> list[Block]:
    blocks: list[Block] = []
    rest: list[Block] = []
    for trip in view.trips:
        if len(view.trips) > 1:
            blocks.append(_band(paper, _trip_words(trip)))
        before = None
        for stop in trip.stops:
            block, more = stop_blocks(
                paper, stop, view.route.mode, before, phones=made.settings.papers.phones
            )
            blocks.append(block)
            rest += more
            before = stop
    return [*blocks, _end(paper, view), *rest]


def _trip_words(trip: TripView) -> str:
    return _("Trip {number}: leave at {leaves}, {boxes}, hot until {hot}").format(
        number=trip.number,
        leaves=clock(trip.trip.leaves),
        boxes=boxes_word(trip.boxes),
        hot=clock(trip.hot_until),
    )


def _band(paper: Paper, words: str) -> Block:
    text = paper.printable(words)

    def draw(on: Paper, top: float) -> None:
        width = on.width - 2 * MARGIN
        size = on.fitting_size(text, width - 6, (16, 14, 12))
        on.box((MARGIN, top), (width, 9), line_mm=0, fill=0.0)
        corner = (MARGIN + 3, top + 4.5 - line_mm(size) / 2)
        on.text(corner, text, size, bold=True, white=True)

    return Block(10.5, draw, leads=True)


def _end(paper: Paper, view: RouteView) -> Block:
    text = paper.printable(ends_words(view))

    def draw(on: Paper, top: float) -> None:
        on.line((MARGIN, top), (on.width - MARGIN, top), line_mm=0.5)
        on.text((MARGIN, top + 1.5), text, 14, bold=True)

    return Block(line_mm(14) + 3, draw)


def ends_words(view: RouteView) -> str:
    """Say where a route is over and when."""
    time = clock(view.over)
    if view.trips[-1].trip.back is None:
        return _("You are done at the last door at about {time}.").format(time=time)
    if view.shift is not None and view.shift.ends_at is EndsAt.HOME:
        return _("You are home at about {time}.").format(time=time)
    return _("You are back at the canteen at about {time}.").format(time=time)


def _foot(plan: Plan, view: RouteView) -> str:
    return _("Route {code}, {meal} {date}, plan made by mealroute {version}").format(
        code=view.code,
        meal=meal_word(plan.meal),
        date=plan.date.isoformat(),
        version=plan.made.version,
    )


def _finish(paper: Paper, foot: str, page: int, pages: int) -> None:
    for left in (0.0, paper.width - 7):
        paper.line((left, FOLD_MM), (left + 7, FOLD_MM), line_mm=0.25, grey=0.3)
    draw_foot(paper, foot, page, pages)


def _draw_notes(paper: Paper) -> None:
    """Draw a page to write on."""
    paper.text((MARGIN, UPPER.top), paper.printable(_("Notes for the canteen")), 18, bold=True)
    for frame, first in ((UPPER, UPPER.top + 22), (LOWER, LOWER.top + 8)):
        y = first
        while y < frame.bottom:
            paper.line((MARGIN, y), (paper.width - MARGIN, y), line_mm=0.2, grey=0.5)
            y += 11
