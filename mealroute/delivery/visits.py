"""Count delivered meals as visits 探访: who of those living alone or frail was seen, and how often.

A monthly visit to every person in special difficulty is what the ten ministries' opinion of
October 2022 asks for; a weekly one is a common rule for those at high risk.
"""

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mealroute.delivery.record import ServiceRecord
from mealroute.domain import Resident, ResidentId

PRIORITIES = (2, 3)
"""Whom visits are counted for: 2 lives alone, 3 frail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """The residents of one priority: all, those seen in the month, those seen in every whole week.

    ``not_seen`` and ``not_weekly`` name who is lacking; ``not_weekly`` holds ``not_seen`` too.
    """

    priority: int
    residents: int
    visits: int
    not_seen: tuple[ResidentId, ...]
    not_weekly: tuple[ResidentId, ...]

    @property
    def seen(self) -> int:
        """How many were seen at least once."""
        return self.residents - len(self.not_seen)

    @property
    def weekly(self) -> int:
        """How many were seen in every whole week."""
        return self.residents - len(self.not_weekly)


def visited(
    records: Iterable[ServiceRecord],
    residents: Mapping[ResidentId, Resident],
    year: int,
    month: int,
) -> tuple[Visited, ...]:
    """Count visits by priority: a meal handed over or refused, not one given to a neighbour.

    Parameters
    ----------
    records
        The services of the month.
    residents
        Everybody, also who ordered nothing.
    year, month
        The month; only weeks from Monday to Sunday that lie whole in it are asked for.
    """
    seen: dict[ResidentId, set[dt.date]] = defaultdict(set)
    visits: dict[ResidentId, int] = defaultdict(int)
    for record in records:
        for order_id, ending in record.endings.items():
            if ending.outcome is not None and ending.outcome.is_visit:
                who = record.service.orders[order_id].resident_id
                seen[who].add(record.plan.date)
                visits[who] += 1
    weeks = whole_weeks(year, month)
    found = []
    for priority in PRIORITIES:
        ids = sorted(one.resident_id for one in residents.values() if one.priority == priority)
        found.append(
            Visited(
                priority=priority,
                residents=len(ids),
                visits=sum(visits[one] for one in ids),
                not_seen=tuple(one for one in ids if not seen[one]),
                not_weekly=tuple(
                    one for one in ids if not all(seen[one] & set(week) for week in weeks)
                ),
            )
        )
    return tuple(found)


def whole_weeks(year: int, month: int) -> tuple[tuple[dt.date, ...], ...]:
    """List the weeks from Monday to Sunday that lie whole in a month.

    Examples
    --------
    >>> [f"{week[0]:%d.}-{week[-1]:%d.}" for week in whole_weeks(2026, 11)]
    ['02.-08.', '09.-15.', '16.-22.', '23.-29.']
    """
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return tuple(tuple(week) for week in weeks if all(day.month == month for day in week))
