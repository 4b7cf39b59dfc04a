"""Lay the report of one service out as a document: tables with their sums, in words."""

from collections import Counter
from collections.abc import Iterable

from mealroute.delivery.day_report import DayReport
from mealroute.delivery.record import Ending
from mealroute.delivery.tables import (
    People,
    differences,
    endings_table,
    equations_table,
    volunteers_table,
)
from mealroute.delivery.words import case_word, ending_word
from mealroute.document import Document, Form, Heading, Table, sums
from mealroute.domain import CaseState, OrderId, Outcome
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import decline_word, meal_word, mode_word, unassigned_word


def day_document(report: DayReport, *, names: bool = False) -> Document:
    """Lay the report out.

    Parameters
    ----------
    report
        The report of one service.
    names
        Whether people are named; otherwise they stand there by their ids.
    """
    record = report.record
    service = record.service
    people = People(residents=service.residents, volunteers=service.volunteers, named=names)
    tables = [
        equations_table(report.equations),
        _differences(report),
        endings_table(report.endings),
    ]
    tables += [_declined(report), _unassigned(report), _routes(report, people)]
    if record.outcomes is not None:
        tables += [_late(report, people), _cases(report, people), _cold(report, people)]
        tables.append(volunteers_table(report.volunteers, people, Form.MINUTES))
    title = _("Day report: {meal}, {date}")
    return Document(
        title=title.format(meal=meal_word(service.meal), date=service.date.isoformat()),
        audience=people.audience(),
        facts=tuple(_facts(report)),
        tables=tuple(tables),
    )


def _facts(report: DayReport) -> Iterable[str]:
    ordered = report.total()
    if report.record.outcomes is None:
        yield _("Nothing is on record of what happened: this page shows what was planned.")
        words = ngettext(
            "{n} order of {boxes} boxes.", "{n} orders of {boxes} boxes.", ordered.orders
        )
        yield words.format(n=ordered.orders, boxes=ordered.boxes)
    else:
        words = _("{received} of {boxes} boxes ordered were received, in {n} of {orders} orders.")
        yield words.format(
            received=report.received.boxes,
            boxes=ordered.boxes,
            n=report.received.orders,
            orders=ordered.orders,
        )
        yield from _case_facts(report.cases)
    wrong = len(differences(report.equations))
    yield balance_sentence(wrong, with_outcomes=report.record.outcomes is not None)


def _case_facts(cases: Iterable[Outcome]) -> Iterable[str]:
    """Say how many cases nobody may forget."""
    states = Counter(case.case_state for case in cases)
    still_open, late = states[CaseState.OPEN], states[CaseState.CLOSED_LATE]
    if still_open:
        words = ngettext("{n} case is still open.", "{n} cases are still open.", still_open)
        yield words.format(n=still_open)
    if late:
        words = ngettext(
            "{n} case was closed after its deadline.",
            "{n} cases were closed after their deadline.",
            late,
        )
        yield words.format(n=late)


def balance_sentence(wrong: int, *, with_outcomes: bool) -> str:
    """Say in one sentence whether the books balance."""
    if not wrong:
        if not with_outcomes:
            return _("Orders, receipts and routes agree, order by order.")
        return _("Orders, receipts, routes and outcomes agree, order by order.")
    words = ngettext(
        "{n} difference between orders, receipts, routes and outcomes, named below.",
        "{n} differences between orders, receipts, routes and outcomes, named below.",
        wrong,
    )
    return words.format(n=wrong)


def _differences(report: DayReport) -> Table:
    return Table(
        sheet=_("Differences"),
        title=_("Differences"),
        headings=(Heading(_("order"), Form.ID), Heading(_("what does not agree"))),
        rows=tuple(differences(report.equations)),
    )


def _declined(report: DayReport) -> Table:
    pairs = ((decline_word(reason), ids) for reason, ids in report.declined.items())
    return _by_reason(_("Declined"), _("Declined orders by reason"), pairs)


def _unassigned(report: DayReport) -> Table:
    pairs = ((unassigned_word(reason), ids) for reason, ids in report.unassigned.items())
    return _by_reason(_("No volunteer"), _("Accepted orders without a volunteer"), pairs)


def _by_reason(sheet: str, title: str, pairs: Iterable[tuple[str, tuple[OrderId, ...]]]) -> Table:
    headings = (Heading(_("reason")), Heading(_("orders"), Form.COUNT), Heading(_("which orders")))
    rows = tuple((word, len(ids), " ".join(ids)) for word, ids in pairs)
    return Table(
        sheet=sheet,
        title=title,
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("together")) if rows else None,
    )


def _routes(report: DayReport, people: People) -> Table:
    went = report.record.outcomes is not None
    actual = (
        Heading(_("first, actual"), Form.TIME),
        Heading(_("last, actual"), Form.TIME),
        Heading(_("min later"), Form.MINUTES),
        Heading(_("boxes received"), Form.COUNT),
    )
    headings = (
        *people.heads(_("volunteer")),
        Heading(_("canteen"), Form.ID),
        Heading(_("travels")),
        Heading(_("leaves"), Form.TIME),
        Heading(_("first, planned"), Form.TIME),
        Heading(_("last, planned"), Form.TIME),
        Heading(_("orders"), Form.COUNT),
        Heading(_("boxes"), Form.COUNT),
        *(actual if went else ()),
    )
    rows = tuple(
        (
            *people.volunteer(one.volunteer_id),
            one.canteen_id,
            mode_word(one.mode),
            one.leaves,
            one.planned_first,
            one.planned_last,
            one.orders,
            one.boxes,
            *((one.actual_first, one.actual_last, one.late_s, one.received_boxes) if went else ()),
        )
        for one in report.routes
    )
    later = [heading.form is Form.MINUTES for heading in headings]
    total = sums(rows, headings, _("together"))
    return Table(
        sheet=_("Routes"),
        title=_("Routes, planned and actual") if went else _("Routes, planned"),
        headings=headings,
        rows=rows,
        # How late routes were is no sum.
        total=tuple(None if no_sum else cell for no_sum, cell in zip(later, total, strict=True)),
    )


def _late(report: DayReport, people: People) -> Table:
    headings = (
        Heading(_("order"), Form.ID),
        *people.heads(_("volunteer")),
        Heading(_("planned"), Form.TIME),
        Heading(_("window ends"), Form.TIME),
        Heading(_("actual"), Form.TIME),
        Heading(_("min after plan"), Form.MINUTES),
        Heading(_("min after window"), Form.MINUTES),
    )
    rows = tuple(
        (
            one.order_id,
            *people.volunteer(one.volunteer_id),
            one.planned,
            one.latest,
            one.at,
            one.after_plan_s,
            one.after_window_s,
        )
        for one in report.late
    )
    return Table(
        sheet=_("Late"),
        title=_("Late handovers"),
        headings=headings,
        rows=rows,
        note=_("After the window had shut, or more than ten minutes after the plan."),
    )


def _cases(report: DayReport, people: People) -> Table:
    record = report.record
    headings = (
        Heading(_("order"), Form.ID),
        *people.heads(_("resident")),
        Heading(_("what happened")),
        Heading(_("time"), Form.TIME),
        Heading(_("responsible")),
        Heading(_("deadline"), Form.MOMENT),
        Heading(_("closed"), Form.MOMENT),
        Heading(_("state")),
        *([Heading(_("note"))] if people.named else []),
    )
    rows = tuple(
        (
            one.order_id,
            *people.resident(record.resident_of(one.order_id)),
            ending_word(Ending(one.kind.value)),
            one.at,
            people.free_text(one.responsible) or _("nobody"),
            one.deadline,
            one.closed_at,
            case_word(one.case_state),
            *([one.note] if people.named else []),
        )
        for one in report.cases
    )
    return Table(
        sheet=_("Cases"),
        title=_("Unopened doors and other cases"),
        headings=headings,
        rows=rows,
        note=_("Every door that nobody opened is a case until it is closed."),
    )


def _cold(report: DayReport, people: People) -> Table:
    headings = (
        Heading(_("order"), Form.ID),
        *people.heads(_("volunteer")),
        Heading(_("time"), Form.TIME),
        Heading("°C", Form.CELSIUS),
        Heading(_("°C below safe"), Form.CELSIUS),
    )
    rows = tuple(
        (
            one.order_id,
            *people.volunteer(one.volunteer_id),
            one.at,
            one.food_c,
            report.safe_c - one.food_c,
        )
        for one in report.cold
    )
    note = ngettext(
        "{n} reading; below {safe} °C food is not safe.",
        "{n} readings; below {safe} °C food is not safe.",
        report.readings,
    )
    return Table(
        sheet=_("Cold"),
        title=_("Food colder than is safe"),
        headings=headings,
        rows=rows,
        note=note.format(n=report.readings, safe=f"{report.safe_c:g}"),
    )
