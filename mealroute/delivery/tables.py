"""Build the tables that the reports of a day and of a month have in common."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mealroute.delivery.day_report import Amount, VolunteerTime
from mealroute.delivery.reconciliation import Equation
from mealroute.delivery.record import Ending
from mealroute.delivery.words import (
    balance_word,
    ending_word,
    extra_word,
    missing_word,
    part_word,
)
from mealroute.document import Form, Heading, Table, Value, sums
from mealroute.domain import OrderId, Resident, ResidentId, Volunteer, VolunteerId
from mealroute.language import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Who may be named: by id alone, or with names where ``named``."""

    residents: Mapping[ResidentId, Resident]
    volunteers: Mapping[VolunteerId, Volunteer]
    named: bool = False

    def heads(self, text: str) -> tuple[Heading, ...]:
        """Give the headings of a person's columns."""
        return (Heading(text, Form.ID), *([Heading(_("name"))] if self.named else []))

    def resident(self, resident_id: ResidentId | None) -> tuple[Value, ...]:
        """Give the cells of a resident."""
        known = None if resident_id is None else self.residents.get(resident_id)
        return self._cells(resident_id, known)

    def volunteer(self, volunteer_id: VolunteerId | None) -> tuple[Value, ...]:
        """Give the cells of a volunteer."""
        known = None if volunteer_id is None else self.volunteers.get(volunteer_id)
        return self._cells(volunteer_id, known)

    def free_text(self, text: str) -> str:
        """Give what somebody typed, which may name anybody: an id stays, other words may not."""
        if self.named or not text or text in self.volunteers:
            return text
        return _("on record")

    def audience(self) -> str:
        """Say for whom the page is."""
        if self.named:
            return _("For the office only: this page names people. Never post it or pass it on.")
        return _("For the office. Residents and volunteers stand here by their ids.")

    def _cells(
        self, person_id: str | None, known: Resident | Volunteer | None
    ) -> tuple[Value, ...]:
        return (person_id, *([known.name if known else None] if self.named else []))


def equations_table(equations: Iterable[Equation]) -> Table:
    """Show the equations with the numbers of both sides."""
    rows = []
    for equation in equations:
        parts = [
            f"{part_word(equation.balance, part)} {count:,}"
            for part, count in equation.parts.items()
            if count
        ]
        wrong = len(equation.missing) + len(equation.extra)
        row: tuple[Value, ...] = (
            balance_word(equation.balance),
            equation.left,
            " + ".join(parts) or "0",
            equation.right,
            wrong,
        )
        rows.append(row)
    return Table(
        sheet=_("Reconciliation"),
        title=_("Reconciliation"),
        headings=(
            Heading(_("what must be equal")),
            Heading(_("left side"), Form.COUNT),
            Heading(_("right side")),
            Heading(_("sum"), Form.COUNT),
            Heading(_("differences"), Form.COUNT),
        ),
        rows=tuple(rows),
        note=_("Order by order, not by numbers alone: one lost and one doubled are two."),
    )


def differences(equations: Iterable[Equation]) -> list[tuple[OrderId, str]]:
    """Name every order that breaks an equation, and how."""
    return [
        (order_id, word)
        for equation in equations
        for ids, word in (
            (equation.missing, missing_word(equation.balance)),
            (equation.extra, extra_word(equation.balance)),
        )
        for order_id in ids
    ]


def endings_table(endings: Mapping[Ending, Amount]) -> Table:
    """Show how the orders ended, each counted once."""
    headings = (
        Heading(_("how it ended")),
        Heading(_("orders"), Form.COUNT),
        Heading(_("boxes"), Form.COUNT),
    )
    rows = tuple(
        (ending_word(ending), amount.orders, amount.boxes) for ending, amount in endings.items()
    )
    return Table(
        sheet=_("Endings"),
        title=_("How the orders ended"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("all orders")),
    )


def volunteers_table(times: Iterable[VolunteerTime], people: People, form: Form) -> Table:
    """Show what volunteers gave, in minutes or hours."""
    headings = (
        *people.heads(_("volunteer")),
        Heading(_("services"), Form.COUNT),
        Heading(_("planned min") if form is Form.MINUTES else _("planned h"), form),
        Heading(_("counted min") if form is Form.MINUTES else _("counted h"), form),
        Heading(_("orders"), Form.COUNT),
        Heading(_("boxes"), Form.COUNT),
    )
    rows = tuple(
        (
            *people.volunteer(one.volunteer_id),
            one.services,
            one.planned_s,
            one.credited_s,
            one.orders,
            one.boxes,
        )
        for one in times
    )
    return Table(
        sheet=_("Volunteers"),
        title=_("Volunteers' time"),
        headings=headings,
        rows=rows,
        total=sums(rows, headings, _("together")),
        note=_(
            "Counted: the planned work, longer or shorter by how late the last recorded handover "
            "began; nothing for a route without any outcome on record. Orders and boxes received."
        ),
    )
