"""Draw the kitchen count: what to cook by diet, what leaves when, and what the cook should read."""

from collections.abc import Sequence

from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.papers.blocks import FOOT_TOP, MARGIN, Block, Frame, draw_foot, into_pages
from mealroute.papers.clashes import Clash, ClashKind, ClashSource
from mealroute.papers.count import Batch, DietCount, KitchenCount
from mealroute.papers.glyphs import owner_words
from mealroute.papers.paper import Paper
from mealroute.papers.table import Column, heading, row, table_head
from mealroute.words import boxes_word, clock, diet_mark, diet_word, meal_word

_FRAME = Frame(MARGIN, FOOT_TOP - 2)
_MOST_LINES = 40
"""Of a departure: some 250 routes; the row still has room on a page."""


def draw_kitchen_count(paper: Paper, count: KitchenCount) -> None:
    """Draw one canteen's count, on one page where it fits."""
    owner = owner_words("canteen", count.canteen.canteen_id)
    paper.sheet = _("kitchen count {canteen}").format(canteen=count.canteen.canteen_id)
    blocks = [
        *_head(paper, count, owner),
        *_diets(paper, count),
        *_batches(paper, count.batches),
        *_clashes(paper, count.clashes),
    ]
    pages = into_pages(blocks, [_FRAME])
    foot = paper.printable(
        _("Kitchen count, {canteen}, {meal} {date}").format(
            canteen=count.canteen.name, meal=meal_word(count.meal), date=count.date.isoformat()
        ),
        owner,
    )
    for number, placed in enumerate(pages, start=1):
        paper.add_page()
        for top, block in placed:
            block.draw(paper, top)
        draw_foot(paper, foot, number, len(pages))


def _head(paper: Paper, count: KitchenCount, owner: str) -> list[Block]:
    words = _("{meal}, {date}: {boxes}, {orders}").format(
        meal=meal_word(count.meal),
        date=count.date.isoformat(),
        boxes=boxes_word(count.boxes),
        orders=ngettext("{n} order", "{n} orders", count.orders).format(n=count.orders),
    )
    ready = "" if count.ready_from is None else _("Ready from {time}").format(
        time=clock(count.ready_from)
    )  # fmt: skip
    return [
        heading(paper, count.canteen.name, 22, owner=owner, most=2),
        heading(paper, words, 15, most=2),
        *([heading(paper, ready, 13)] if ready else []),
    ]


def _diets(paper: Paper, count: KitchenCount) -> list[Block]:
    columns = [
        Column(_("diet"), 74, 18, bold=True),
        Column(_("boxes"), 26, 22, align="end", bold=True),
        Column(_("orders"), 24, 14, align="end"),
        Column(_("no volunteer"), 28, 14, align="end"),
        Column(_("boxes × orders"), 34, 12, align="end"),
    ]
    rows = [row(paper, columns, _diet_cells(one)) for one in count.diets]
    total = (_("all"), str(count.boxes), str(count.orders), _or_dash(count.waiting), "")
    return [*table_head(paper, columns), *rows, row(paper, columns, total, strong=True)]


def _diet_cells(one: DietCount) -> Sequence[str]:
    sizes = "  ".join(f"{boxes}×{orders}" for boxes, orders in one.sizes)
    diet = diet_mark(one.diet)
    return (diet, str(one.boxes), str(one.orders), _or_dash(one.waiting), sizes)


def _or_dash(number: int) -> str:
    return str(number) if number else "–"


def _batches(paper: Paper, batches: Sequence[Batch]) -> list[Block]:
    if not batches:
        return []
    columns = [
        Column(_("leaves"), 24, 16, bold=True),
        Column(_("routes"), 40, 12),
        Column(_("by diet"), 76, 12),
        Column(_("boxes"), 20, 16, align="end", bold=True),
        Column(_("so far"), 26, 14, align="end"),
    ]
    rows = [
        row(
            paper,
            columns,
            (
                clock(batch.leaves),
                " ".join(code if trip == 1 else f"{code}({trip})" for code, trip in batch.trips),
                "  ".join(f"{diet_mark(diet)}\u00a0{boxes}" for diet, boxes in batch.loads),
                str(batch.boxes),
                str(batch.so_far),
            ),
            most=_MOST_LINES,
        )
        for batch in batches
    ]
    return [
        heading(paper, _("What leaves when"), 16, leads=True),
        *table_head(paper, columns),
        *rows,
    ]


def _clashes(paper: Paper, clashes: Sequence[Clash]) -> list[Block]:
    if not clashes:
        return [heading(paper, _("No note speaks against a box."), 14)]
    columns = [
        Column(_("order"), 30, 12, bold=True),
        Column(_("gets"), 44, 12),
        Column(_("but it says"), 112, 13),
    ]
    rows = [
        row(
            paper,
            columns,
            (
                clash.order_id,
                f"{clash.boxes} × {diet_mark(clash.diet)}",
                clash_words(clash),
            ),
            owner=owner_words("order", clash.order_id),
            most=4,
        )
        for clash in clashes
    ]
    title = ngettext(
        "{n} note to read before packing", "{n} notes to read before packing", len(clashes)
    ).format(n=len(clashes))
    return [heading(paper, title, 16, leads=True), *table_head(paper, columns), *rows]


def clash_words(clash: Clash) -> str:
    """Say what speaks against a box, with the text it was found in.

    Examples
    --------
    >>> from mealroute.papers.clashes import Clash, ClashKind, ClashSource
    >>> clash_words(Clash(
    ...     kind=ClashKind.ALLERGY, source=ClashSource.ORDER_NOTE, order_id="O1", resident_id="R1",
    ...     diet="regular", boxes=1, text="peanut allergy", words=("allergy",),
    ... ))
    'an allergy or something not eaten; order: peanut allergy'
    """
    kind = {
        ClashKind.OTHER_DIET: _("another diet"),
        ClashKind.FORBIDDEN_FOOD: _("food that the diet forbids"),
        ClashKind.ALLERGY: _("an allergy or something not eaten"),
    }[clash.kind]
    if clash.source is ClashSource.RESIDENT_DIET:
        return _("{kind}; the resident's diet: {diet}").format(
            kind=kind, diet=diet_word(clash.text)
        )
    text = " ".join(clash.text.split())
    if clash.source is ClashSource.ORDER_NOTE:
        return _("{kind}; order: {text}").format(kind=kind, text=text)
    return _("{kind}; resident: {text}").format(kind=kind, text=text)
