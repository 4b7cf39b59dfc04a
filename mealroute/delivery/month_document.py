"""Lay the report of one month out as a document: tables with their sums, in words."""

import datetime as dt
from collections.abc import Iterable, Sequence

from mealroute.delivery.day_document import balance_sentence
from mealroute.delivery.day_report import DayReport
from mealroute.delivery.month_report import MonthReport
from mealroute.delivery.record import Ending
from mealroute.delivery.subsidy import Payment, payment, payments
from mealroute.delivery.tables import (
    People,
    differences,
    endings_table,
    equations_table,
    volunteers_table,
)
from mealroute.document import Document, Form, Heading, Table, Value, sums
from mealroute.domain import CanteenId, Day, Meal, ResidentId
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import meal_word


def month_document(report: MonthReport, day: Day, *, names: bool = False) -> Document:
    """Lay the report out.

    Parameters
    ----------
    report
        The report of a month.
    day
        Who the people and canteens are.
    names
        Whether people are named; otherwise they stand there by their ids.
    """
    people = People(
        residents={one.resident_id: one for one in day.residents},
        volunteers={one.volunteer_id: one for one in day.volunteers},
        named=names,
    )
    title = _("Month report: {month}").format(month=f"{report.year:04}-{report.month:02}")
    return Document(
        title=title,
        audience=people.audience(),
        facts=tuple(_facts(report)),
        tables=(
            _services(report),
            endings_table(report.endings),
            equations_table(report.equations()),
            _differences(report),
            _tiers(report),
            _canteens(report, day),
            _residents(report, people),
            _visits(report),
            _not_seen(report, people),
            volunteers_table(report.volunteers, people, Form.HOURS),
        ),
    )


def _facts(report: MonthReport) -> Iterable[str]:
    count = len(report.services)
    words = ngettext(
        "{n} service; {boxes} boxes received in {orders} orders.",
        "{n} services; {boxes} boxes received in {orders} orders.",
        count,
    )
    yield words.format(n=count, boxes=report.received.boxes, orders=report.received.orders)
    paid = payment(report.charges)
    yield _("Meals of {price}: residents pay {resident}, the subsidy pays {fund}.").format(
        price=f"{paid.price:,.2f}",
        resident=f"{paid.resident_pays:,.2f}",
        fund=f"{paid.fund_pays:,.2f}",
    )
    wrong = sum(len(differences(one.equations)) for one in report.services)
    yield balance_sentence(wrong, with_outcomes=not report.without_outcomes)
    for words, services in (
        (_("Ordered, but without a plan: {which}"), report.without_plan),
        (_("Planned, but nothing on record of what happened: {which}"), report.without_outcomes),
    ):
        if services:
            yield words.format(which=_service_words(services))
    if report.empty_days:
        yield _("Days without a service: {which}").format(which=_day_words(report.empty_days))


def _service_words(services: Sequence[tuple[dt.date, Meal]]) -> str:
    return "; ".join(f"{date.isoformat()} {meal_word(meal)}" for date, meal in services)


def _day_words(days: Sequence[dt.date]) -> str:
    """Name days of one month, runs of them by their ends.

    Examples
    --------
    >>> _day_words([dt.date(2026, 11, day) for day in (1, 5, 6, 7, 30)])
    '1, 5–7, 30'
    """
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day.day - 1:
            runs[-1].append(day.day)
        else:
            runs.append([day.day])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _services(report: MonthReport) -> Table:
    headings = (
        Heading(_("date"), Form.DATE),
        Heading(_("meal")),
        Heading(_("orders"), Form.COUNT),
        Heading(_("declined"), Form.COUNT),
        Heading(_("no volunteer"), Form.COUNT),
        Heading(_("on routes"), Form.COUNT),
        Heading(_("received"), Form.COUNT),
        Heading(_("boxes received"), Form.COUNT),
        Heading(_("late"), Form.COUNT),
        Heading(_("cold"), Form.COUNT),
        Heading(_("cases"), Form.COUNT),
        Heading(_("differences"), Form.COUNT),
    )
    rows = tuple(_service_row(one) for one in report.services)
    return Table(
        sheet=_("Services"),
        title=_("Services"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("whole month")),
    )


def _service_row(one: DayReport) -> tuple[Value, ...]:
    plan = one.record.plan
    return (
        plan.date,
        meal_word(plan.meal),
        one.total().orders,
        one.total([Ending.DECLINED]).orders,
        one.total([Ending.UNASSIGNED]).orders,
        len(one.record.stop_of),
        one.received.orders,
        one.received.boxes,
        len(one.late),
        len(one.cold),
        len(one.cases),
        len(differences(one.equations)),
    )


def _differences(report: MonthReport) -> Table:
    rows = tuple(
        (one.record.plan.date, meal_word(one.record.plan.meal), order_id, word)
        for one in report.services
        for order_id, word in differences(one.equations)
    )
    return Table(
        sheet=_("Differences"),
        title=_("Differences"),
        headings=(
            Heading(_("date"), Form.DATE),
            Heading(_("meal")),
            Heading(_("order"), Form.ID),
            Heading(_("what does not agree")),
        ),
        rows=rows,
    )


def _money_heads() -> tuple[Heading, ...]:
    return (
        Heading(_("orders"), Form.COUNT),
        Heading(_("meals"), Form.COUNT),
        Heading(_("subsidised"), Form.COUNT),
        Heading(_("price"), Form.MONEY),
        Heading(_("resident pays"), Form.MONEY),
        Heading(_("subsidy pays"), Form.MONEY),
    )


def _money_cells(paid: Payment) -> tuple[Value, ...]:
    return (
        paid.orders,
        paid.meals,
        paid.subsidised,
        paid.price,
        paid.resident_pays,
        paid.fund_pays,
    )


def _tiers(report: MonthReport) -> Table:
    headings = (Heading(_("tier")), *_money_heads())
    by_tier = payments(report.charges, lambda charge: charge.tier)
    rows = tuple((tier or _("none"), *_money_cells(paid)) for tier, paid in by_tier.items())
    return Table(
        sheet=_("By tier"),
        title=_("Subsidies by tier"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("whole month")),
        note=_("Exact to the cent; nothing is rounded. Beyond a cap the resident pays all."),
    )


def _canteens(report: MonthReport, day: Day) -> Table:
    names = {canteen.canteen_id: canteen.name for canteen in day.canteens}
    headings = (
        Heading(_("canteen"), Form.ID),
        Heading(_("canteen's name")),
        Heading(_("tier")),
        *_money_heads(),
    )
    found = payments(report.charges, lambda charge: (charge.canteen_id, charge.tier))
    rows = tuple(
        (canteen_id, names.get(CanteenId(canteen_id)), tier or _("none"), *_money_cells(paid))
        for (canteen_id, tier), paid in found.items()
    )
    return Table(
        sheet=_("By canteen"),
        title=_("Subsidies by canteen and tier"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("whole month")),
    )


def _residents(report: MonthReport, people: People) -> Table:
    headings = (*people.heads(_("resident")), Heading(_("tier")), *_money_heads())
    found = payments(report.charges, lambda charge: (charge.resident_id, charge.tier))
    rows = tuple(
        (*people.resident(ResidentId(resident_id)), tier or _("none"), *_money_cells(paid))
        for (resident_id, tier), paid in found.items()
    )
    return Table(
        sheet=_("By resident"),
        title=_("Meals and money by resident"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("whole month")),
    )


def _visits(report: MonthReport) -> Table:
    names = {2: _("2, lives alone"), 3: _("3, frail")}
    headings = (
        Heading(_("priority")),
        Heading(_("residents"), Form.COUNT),
        Heading(_("visits"), Form.COUNT),
        Heading(_("seen in the month"), Form.COUNT),
        Heading(_("share"), Form.SHARE),
        Heading(_("seen every week"), Form.COUNT),
        Heading(_("share"), Form.SHARE),
    )
    rows = tuple(
        (
            names.get(one.priority, str(one.priority)),
            one.residents,
            one.visits,
            one.seen,
            one.seen / one.residents if one.residents else None,
            one.weekly,
            one.weekly / one.residents if one.residents else None,
        )
        for one in report.visited
    )
    return Table(
        sheet=_("Visits"),
        title=_("Visits to residents living alone or frail"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("together")),
        note=_(
            "A meal handed over or refused at the door is a visit, one given to a neighbour is "
            "none. Weeks are from Monday to Sunday, whole within the month."
        ),
    )


def _not_seen(report: MonthReport, people: People) -> Table:
    rows = tuple(
        (*people.resident(resident_id), str(one.priority), word)
        for one in report.visited
        for resident_id in one.not_weekly
        for word in [_("not seen") if resident_id in set(one.not_seen) else _("not every week")]
    )
    return Table(
        sheet=_("Not seen"),
        title=_("Residents living alone or frail who were not seen, or not every week"),
        headings=(
            *people.heads(_("resident")),
            Heading(_("priority"), Form.ID),
            Heading(_("state")),
        ),
        rows=rows,
    )
