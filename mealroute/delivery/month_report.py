"""Report one month of services: meals, money, visits, hours, and what does not add up."""

import calendar
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mealroute.delivery.day_report import Amount, DayReport, VolunteerTime, day_report
from mealroute.delivery.reconciliation import Balance, Equation
from mealroute.delivery.record import Ending, ServiceRecord
from mealroute.delivery.subsidy import Charge, charges
from mealroute.delivery.visits import Visited, visited
from mealroute.domain import Day, Meal, VolunteerId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthReport:
    """Everything there is to say of one month.

    ``services`` are in the order of date and meal. ``without_plan`` are services that have orders
    but no plan; ``without_outcomes`` have a plan but nothing on record of what happened;
    ``empty_days`` are the days of the month without any service.
    """

    year: int
    month: int
    services: tuple[DayReport, ...]
    charges: tuple[Charge, ...]
    visited: tuple[Visited, ...]
    volunteers: tuple[VolunteerTime, ...]
    without_plan: tuple[tuple[dt.date, Meal], ...]
    without_outcomes: tuple[tuple[dt.date, Meal], ...]
    empty_days: tuple[dt.date, ...]

    @property
    def endings(self) -> Mapping[Ending, Amount]:
        """How all orders of the month ended."""
        return {
            ending: Amount(
                orders=sum(one.endings[ending].orders for one in with_it),
                boxes=sum(one.endings[ending].boxes for one in with_it),
            )
            for ending in Ending
            if (with_it := [one for one in self.services if ending in one.endings])
        }

    @property
    def received(self) -> Amount:
        """The meals that reached their residents."""
        found = [one.received for one in self.services]
        return Amount(orders=sum(a.orders for a in found), boxes=sum(a.boxes for a in found))

    def equations(self) -> tuple[Equation, ...]:
        """Add the equations of all services up; ids of differences are told by service alone."""
        by_balance: dict[Balance, list[Equation]] = defaultdict(list)
        for service in self.services:
            for equation in service.equations:
                by_balance[equation.balance].append(equation)
        return tuple(_sum(equations) for equations in by_balance.values())


def month_report(
    records: Iterable[ServiceRecord], day: Day, settings: Settings, year: int, month: int
) -> MonthReport:
    """Report a month.

    Parameters
    ----------
    records
        Its services, each once, in any order.
    day
        Everybody there is, and all orders that are known of the month.
    settings
        Prices, tiers and the safe temperature.
    year, month
        The month.

    Raises
    ------
    ArgumentError
        When a service is there twice, or not of the month.
    DataFileError
        When a resident has a tier that the settings do not know.
    """
    meals = list(Meal)
    in_order = sorted(records, key=lambda one: (one.plan.date, meals.index(one.plan.meal)))
    keys = [(one.plan.date, one.plan.meal) for one in in_order]
    _refuse_misplaced(keys, year, month)
    services = tuple(day_report(record, settings) for record in in_order)
    residents = {one.resident_id: one for one in day.residents}
    known = {key for key in day.services() if (key[0].year, key[0].month) == (year, month)}
    days = [dt.date(year, month, one + 1) for one in range(calendar.monthrange(year, month)[1])]
    return MonthReport(
        year=year,
        month=month,
        services=services,
        charges=charges(in_order, residents, settings),
        visited=visited(in_order, residents, year, month),
        volunteers=_volunteers(services),
        without_plan=tuple(
            sorted(known - set(keys), key=lambda key: (key[0], meals.index(key[1])))
        ),
        without_outcomes=tuple(
            (one.plan.date, one.plan.meal) for one in in_order if one.outcomes is None
        ),
        empty_days=tuple(one for one in days if one not in {date for date, _meal in keys}),
    )


def _refuse_misplaced(keys: list[tuple[dt.date, Meal]], year: int, month: int) -> None:
    words = [
        _("{date} {meal} is there twice, expected each service once").format(date=date, meal=meal)
        for (date, meal), count in Counter(keys).items()
        if count > 1
    ] + [
        _("{date} {meal} is not of {month}").format(
            date=date, meal=meal, month=f"{year:04}-{month:02}"
        )
        for date, meal in keys
        if (date.year, date.month) != (year, month)
    ]
    if words:
        raise ArgumentError("\n".join(words))


def _volunteers(services: Iterable[DayReport]) -> tuple[VolunteerTime, ...]:
    by_volunteer: dict[VolunteerId, list[VolunteerTime]] = defaultdict(list)
    for service in services:
        for one in service.volunteers:
            by_volunteer[one.volunteer_id].append(one)
    return tuple(
        VolunteerTime(
            volunteer_id=who,
            services=sum(one.services for one in times),
            planned_s=sum(one.planned_s for one in times),
            credited_s=sum(one.credited_s for one in times),
            orders=sum(one.orders for one in times),
            boxes=sum(one.boxes for one in times),
        )
        for who, times in sorted(by_volunteer.items())
    )


def _sum(equations: list[Equation]) -> Equation:
    parts: dict[str, int] = {}
    for equation in equations:
        for name, count in equation.parts.items():
            parts[name] = parts.get(name, 0) + count
    return Equation(
        balance=equations[0].balance,
        left=sum(one.left for one in equations),
        parts=parts,
        missing=tuple(order_id for one in equations for order_id in one.missing),
        extra=tuple(order_id for one in equations for order_id in one.extra),
    )
