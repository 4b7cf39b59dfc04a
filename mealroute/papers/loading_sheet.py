"""Draw the loading lists: what goes into which bag, the last stop first."""

from collections.abc import Sequence
from itertools import groupby

from mealroute.domain import Plan
from mealroute.language import gettext as _
from mealroute.papers.blocks import FOOT_TOP, MARGIN, Block, Frame, draw_foot, into_pages
from mealroute.papers.glyphs import owner_words
from mealroute.papers.labels import door_words, who_words
from mealroute.papers.loading import Load, LoadingList
from mealroute.papers.paper import Paper, line_mm
from mealroute.papers.table import Column, heading, row, table_head
from mealroute.settings import PaperSettings
from mealroute.words import boxes_word, clock, diet_mark, meal_word

_FRAME = Frame(MARGIN, FOOT_TOP - 2)


def draw_loading(
    paper: Paper, plan: Plan, lists: Sequence[LoadingList], settings: PaperSettings
) -> None:  # fmt: skip
    """Draw the lists, each canteen on pages of its own; they name residents as labels do."""
    for canteen_id, of_canteen in groupby(lists, key=lambda one: one.canteen.canteen_id):
        trips = list(of_canteen)
        canteen, owner = trips[0].canteen, owner_words("canteen", canteen_id)
        paper.sheet = _("loading list {canteen}").format(canteen=canteen_id)
        blocks = [
            heading(paper, canteen.name, 20, owner=owner, most=2),
            heading(paper, _("The last stop goes in first: pack from the top down."), 13, most=2),
        ]
        for trip in trips:
            blocks += _trip(paper, trip, settings)
        foot = paper.printable(
            _("Loading list, {canteen}, {meal} {date}").format(
                canteen=canteen.name, meal=meal_word(plan.meal), date=plan.date.isoformat()
            ),
            owner,
        )
        pages = into_pages(blocks, [_FRAME])
        for number, placed in enumerate(pages, start=1):
            paper.add_page()
            for top, block in placed:
                block.draw(paper, top)
            draw_foot(paper, foot, number, len(pages))


def _trip(paper: Paper, trip: LoadingList, settings: PaperSettings) -> list[Block]:
    columns = [
        Column(_("stop"), 26, 18, bold=True),
        Column(_("boxes"), 20, 18, align="end", bold=True),
        Column(_("diet"), 62, 16),
        Column(_("for"), 66, 12),
        Column(_("packed"), 12, 12),
    ]
    rows = [
        _ticked(row(paper, columns, _cells(trip, load, settings), owner=_owner(load), most=2))
        for load in trip.loads
    ]
    band = _band(paper, trip)
    return [band, *table_head(paper, columns), *rows]


def _band(paper: Paper, trip: LoadingList) -> Block:
    words = _("{code}  {volunteer}: leaves {leaves}, {boxes}").format(
        code=trip.code if trip.trips == 1 else f"{trip.code}({trip.trip})",
        volunteer=trip.volunteer.name,
        leaves=clock(trip.leaves),
        boxes=boxes_word(trip.boxes),
    )
    loads = "   ".join(f"{diet_mark(diet)}\u00a0{n}" for diet, n in trip.by_diet)
    owner = owner_words("volunteer", trip.volunteer.volunteer_id)
    text, below = paper.printable(words, owner), paper.printable(loads)
    width = paper.width - 2 * MARGIN
    size = paper.fitting_size(text, width - 6, (18, 15, 12))
    (line,) = paper.lines(text, width - 6, size, most=1)
    below_size = paper.fitting_size(below, width, (14, 12, 10))
    lines = paper.lines(below, width, below_size, most=3)

    def draw(on: Paper, top: float) -> None:
        on.box((MARGIN, top + 3), (width, 10), line_mm=0, fill=0.0)
        corner = (MARGIN + 3, top + 8 - line_mm(size) / 2)
        on.text(corner, line, size, bold=True, white=True)
        on.paragraph((MARGIN, top + 14), lines, below_size)

    return Block(15 + len(lines) * line_mm(below_size), draw, leads=True)


def _cells(trip: LoadingList, load: Load, settings: PaperSettings) -> Sequence[str]:
    resident = load.stop.resident
    names = settings.label_names
    who = [who_words(resident, names), door_words(resident, names)]
    return (
        f"{trip.code}-{load.number}",
        str(load.boxes),
        diet_mark(load.diet),
        "  ".join(word for word in who if word),
        "",
    )


def _owner(load: Load) -> str:
    return owner_words("resident", load.stop.resident.resident_id)


def _ticked(block: Block) -> Block:
    def draw(on: Paper, top: float) -> None:
        block.draw(on, top)
        on.box((on.width - MARGIN - 10, top + block.height / 2 - 2.5), (5, 5), line_mm=0.5)

    return Block(block.height, draw)
