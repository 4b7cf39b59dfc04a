"""Lay kitchen count, loading list and route sheets out as tables, for a workbook."""

from collections.abc import Sequence

from mealroute.document import Document, Form, Heading, Table, Value, sums
from mealroute.domain import Plan, Resident, Service
from mealroute.language import gettext as _
from mealroute.papers.count import KitchenCount, in_diet_order, kitchen_counts
from mealroute.papers.loading import LoadingList, in_loading_order, loading_lists
from mealroute.views import RouteView
from mealroute.words import diet_word, meal_word


def lists_document(
    plan: Plan, service: Service, views: Sequence[RouteView], *, names: bool = False
) -> Document:
    """Lay out what the kitchen cooks, what goes into each bag, and every stop of every route.

    Parameters
    ----------
    plan
        The plan.
    service
        The meal it was made for.
    views
        Its routes with their people, by `mealroute.views.route_views`.
    names
        Whether people, doors and telephones are named; otherwise they stand there by their ids.
    """
    counts = kitchen_counts(plan, service, views)
    title = _("Lists: {meal}, {date}")
    audience = (
        _("For the canteen and the office only: this page names people. Never post it.")
        if names
        else _("For the canteen and the office. Residents and volunteers stand here by their ids.")
    )
    return Document(
        title=title.format(meal=meal_word(plan.meal), date=plan.date.isoformat()),
        audience=audience,
        facts=(),
        tables=(
            _kitchen(counts),
            _departures(counts),
            _loading(loading_lists(views, service), names=names),
            _stops(in_loading_order(views, service), names=names),
        ),
    )


def _kitchen(counts: Sequence[KitchenCount]) -> Table:
    headings = (
        Heading(_("canteen"), Form.ID),
        Heading(_("canteen's name")),
        Heading(_("diet")),
        Heading(_("orders"), Form.COUNT),
        Heading(_("boxes"), Form.COUNT),
        Heading(_("boxes without a volunteer"), Form.COUNT),
    )
    rows = tuple(
        (
            count.canteen.canteen_id,
            count.canteen.name,
            diet_word(diet.diet),
            diet.orders,
            diet.boxes,
            diet.waiting,
        )
        for count in counts
        for diet in count.diets
    )
    return Table(
        sheet=_("Kitchen count"),
        title=_("What each canteen cooks for delivery"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("together")),
    )


def _departures(counts: Sequence[KitchenCount]) -> Table:
    diets = in_diet_order({diet.diet for count in counts for diet in count.diets})
    headings = (
        Heading(_("canteen"), Form.ID),
        Heading(_("leaves"), Form.TIME),
        Heading(_("routes")),
        *(Heading(diet_word(diet), Form.COUNT) for diet in diets),
        Heading(_("boxes"), Form.COUNT),
        Heading(_("so far"), Form.COUNT),
    )
    rows = tuple(
        (
            count.canteen.canteen_id,
            batch.leaves,
            " ".join(code if trip == 1 else f"{code}/{trip}" for code, trip in batch.trips),
            *(dict(batch.loads).get(diet) for diet in diets),
            batch.boxes,
            batch.so_far,
        )
        for count in counts
        for batch in count.batches
    )
    return Table(
        sheet=_("Departures"),
        title=_("What must be packed by when"),
        headings=headings,
        rows=rows,
        total=(*sums(rows, headings, _("together"))[:-1], None),
        note=_("A/2 is the second trip of route A."),
    )


def _loading(lists: Sequence[LoadingList], *, names: bool) -> Table:
    headings = (
        Heading(_("canteen"), Form.ID),
        Heading(_("leaves"), Form.TIME),
        Heading(_("route"), Form.ID),
        Heading(_("trip"), Form.COUNT),
        Heading(_("volunteer"), Form.ID),
        *([Heading(_("name"))] if names else []),
        Heading(_("into the bag"), Form.COUNT),
        Heading(_("stop"), Form.COUNT),
        Heading(_("order"), Form.ID),
        Heading(_("diet")),
        Heading(_("boxes"), Form.COUNT),
    )
    rows: tuple[tuple[Value, ...], ...] = tuple(
        (
            one.canteen.canteen_id,
            one.leaves,
            one.code,
            one.trip,
            one.volunteer.volunteer_id,
            *([one.volunteer.name] if names else []),
            place,
            load.number,
            load.stop.order.order_id,
            diet_word(load.diet),
            load.boxes,
        )
        for one in lists
        for place, load in enumerate(one.loads, start=1)
    )
    boxes = sum(load.boxes for one in lists for load in one.loads)
    return Table(
        sheet=_("Loading list"),
        title=_("What goes into each bag, the last stop first"),
        headings=headings,
        rows=rows,
        total=(_("together"), *([None] * (len(headings) - 2)), boxes),
    )


def _stops(views: Sequence[RouteView], *, names: bool) -> Table:
    headings = (
        Heading(_("route"), Form.ID),
        Heading(_("volunteer"), Form.ID),
        *([Heading(_("volunteer's name"))] if names else []),
        Heading(_("canteen"), Form.ID),
        Heading(_("trip"), Form.COUNT),
        Heading(_("leaves"), Form.TIME),
        Heading(_("stop"), Form.COUNT),
        Heading(_("arrives"), Form.TIME),
        Heading(_("earliest"), Form.TIME),
        Heading(_("latest"), Form.TIME),
        Heading(_("order"), Form.ID),
        Heading(_("resident"), Form.ID),
        *(_door_heads() if names else ()),
        Heading(_("diet")),
        Heading(_("boxes"), Form.COUNT),
        Heading(_("min aboard"), Form.MINUTES),
        Heading(_("metres"), Form.COUNT),
    )
    rows = tuple(
        (
            view.code,
            view.volunteer.volunteer_id,
            *([view.volunteer.name] if names else []),
            view.canteen.canteen_id,
            trip.number,
            trip.trip.leaves,
            stop.number,
            stop.stop.arrives,
            stop.order.earliest,
            stop.order.latest,
            stop.order.order_id,
            stop.resident.resident_id,
            *(_door(stop.resident, stop.order.note) if names else ()),
            diet_word(stop.diet),
            stop.order.meals,
            stop.stop.aboard_s,
            stop.stop.leg_m,
        )
        for view in views
        for trip in view.trips
        for stop in trip.stops
    )
    return Table(
        sheet=_("Stops"),
        title=_("Every stop of every route"),
        headings=headings,
        rows=rows,
    )


def _door_heads() -> tuple[Heading, ...]:
    return (
        Heading(_("name")),
        Heading(_("address")),
        Heading(_("floor"), Form.COUNT),
        Heading(_("lift")),
        Heading(_("telephone"), Form.ID),
        Heading(_("notes")),
    )


def _door(resident: Resident, note: str) -> tuple[Value, ...]:
    return (
        resident.name,
        resident.address,
        resident.floor,
        _("yes") if resident.lift else _("no"),
        resident.phone,
        "\n".join(text for text in (resident.notes, note) if text),
    )
