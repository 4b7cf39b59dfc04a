"""Give a made-up day its past: weeks of orders by weekday, of clients who come and go."""

import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mealroute.domain import Day, Meal, Order, OrderId, Resident, ResidentId
from mealroute.sample.voice import Voice

CHURN: Final = 0.12
"""Share of clients who leave in a month: 10 to 14 % are told of (Lespay and Suchan 2019; Bartholdi
et al. 1983)."""

_MONTH: Final = 30
_KEEPS_TO_IT: Final = 0.92  # a visit at the doctor's, a daughter who cooks
_DAY_SIGMA: Final = 0.05  # weather and dishes, which all have in common
_WORKDAYS: Final = frozenset(range(5))
_WHOLE_WEEK: Final = frozenset(range(7))


def with_history(day: Day, date: dt.date, weeks: int, seed: int, voice: Voice) -> Day:
    """Add so many weeks of lunches before a date.

    Whoever orders on the date has ordered since they became a client, on weekdays of their own;
    for each who was no client yet somebody else was, who is among the residents and orders no
    more.

    Parameters
    ----------
    day
        With the orders of ``date``, which are what they were.
    weeks
        How many; 0 gives the day back.
    """
    if weeks == 0:
        return day
    rng = random.Random(f"history {seed}")  # noqa: S311 -- made-up people, no secrets
    clients = list({order.resident_id: order for order in day.orders}.values())
    known = {resident.resident_id: resident for resident in day.residents}
    days = range(1, weeks * 7 + 1)
    keeps = {ago: rng.gauss(_KEEPS_TO_IT, _DAY_SIGMA) for ago in days}
    orders: list[Order] = []
    former: list[Resident] = []
    for client in clients:
        resident = known[client.resident_id]
        habit, before = _habit(rng, date.weekday()), client
        since = _days_as_client(rng)
        for ago in days:
            if ago > since:
                resident = _predecessor(rng, resident, len(known) + len(former) + 1, voice)
                former.append(resident)
                habit, since = _habit(rng, date.weekday()), ago + _days_as_client(rng)
                before = Order(order_id=OrderId(""), resident_id=resident.resident_id, date=date,
                               meal=Meal.LUNCH, placed_at=client.placed_at)  # fmt: skip
            then = date - dt.timedelta(days=ago)
            if then.weekday() in habit and rng.random() < keeps[ago]:
                orders.append(_on(before, then))
    return replace(
        day, residents=(*day.residents, *former), orders=(*_numbered(orders), *day.orders)
    )


def _habit(rng: random.Random, weekday: int) -> frozenset[int]:
    """Draw on which weekdays somebody orders, today's among them."""
    some = frozenset({weekday, *rng.sample(range(7), 3)})
    return rng.choices((_WORKDAYS | {weekday}, _WHOLE_WEEK, some), (50, 30, 20))[0]


def _days_as_client(rng: random.Random) -> int:
    return 1 + int(rng.expovariate(CHURN / _MONTH))


def _predecessor(rng: random.Random, resident: Resident, number: int, voice: Voice) -> Resident:
    """Make up who was a client before: a neighbour at the same entrance."""
    (name,) = voice.people(rng, 1)
    return replace(
        resident,
        resident_id=ResidentId(f"R{number:03d}"),
        name=name,
        phone=f"000-02{number:05d}",
        emergency_contact="",
        needs=frozenset(),
        usual_volunteer=None,
        avoid_volunteers=frozenset(),
        handover_s=None,
        notes="",
    )


def _on(order: Order, date: dt.date) -> Order:
    placed = None if order.placed_at is None else order.placed_at + (date - order.date)
    return replace(order, date=date, placed_at=placed)


def _numbered(orders: Sequence[Order]) -> tuple[Order, ...]:
    """Give past orders ids of their own, the oldest first."""
    width = len(str(len(orders)))
    row = sorted(orders, key=lambda order: (order.date, order.resident_id))
    return tuple(
        replace(order, order_id=OrderId(f"H{number:0{width}d}"))
        for number, order in enumerate(row, start=1)
    )
