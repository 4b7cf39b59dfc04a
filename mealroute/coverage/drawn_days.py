"""Draw the days that hands are counted on: who orders, who stays away, how slow the streets are."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.draws import Draws
from mealroute.domain import (
    Coordinates,
    Day,
    Meal,
    Mode,
    Order,
    OrderId,
    ResidentId,
    Service,
    VolunteerId,
)
from mealroute.errors import InvalidValueError
from mealroute.language import gettext as _
from mealroute.travel import UNREACHABLE_S, Path, TravelTable, TravelTimes

_LARGEST: Final = {"absence": (0.0, 1.0), "churn": (0.0, 1.0), "slow": (1.0, 10.0)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What hands must cope with.

    Attributes
    ----------
    absence
        How often a volunteer stays away, each for itself: those at work are binomial. Assumption.
    churn
        Share of clients who left since the day was written, and as many came: 0.14 is a month in
        Atlanta (Bartholdi et al., Interfaces 13(3), 1983).
    slow
        By what factor all travel takes longer, as on snow.

    Raises
    ------
    InvalidValueError
        With every value that is out of its range, at once.
    """

    absence: float = 0.03
    churn: float = 0.0
    slow: float = 1.0

    def __post_init__(self) -> None:
        """Refuse what is no share and no factor."""
        faults = [
            _("{name} is {value}, expected {least} to {most}").format(
                name=name, value=getattr(self, name), least=f"{least:g}", most=f"{most:g}"
            )
            for name, (least, most) in _LARGEST.items()
            if not least <= getattr(self, name) <= most
        ]
        if faults:
            raise InvalidValueError("\n".join(faults))


@dataclass(frozen=True, slots=True)
class SlowTravel:
    """Travel times of another source, each leg slower by a factor; metres are the same."""

    source: TravelTimes
    factor: float

    @property
    def name(self) -> str:
        """The name of the source."""
        return self.source.name

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        """Give slower seconds, up to whole ones, and the source's metres."""
        table = self.source.table(mode, origins, destinations)
        slower = np.ceil(table.seconds * self.factor).astype(np.int64)
        seconds = np.where(table.seconds >= UNREACHABLE_S, UNREACHABLE_S, slower)
        return TravelTable(np.minimum(seconds, UNREACHABLE_S), table.metres)

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        """Give the source's way, slower."""
        path = self.source.path(mode, origin, destination)
        seconds = int(self.table(mode, [origin], [destination]).seconds[0, 0])
        return replace(path, seconds=seconds)


def same_weekday(day: Day, date: dt.date, meal: Meal) -> tuple[dt.date, ...]:
    """List the dates of the history that fall on the weekday, the date itself among them."""
    return tuple(
        known for known, one in day.services() if one is meal and known.weekday() == date.weekday()
    )


def drawn_days(
    day: Day, date: dt.date, meal: Meal, conditions: Conditions, draws: Draws
) -> tuple[Service, ...]:
    """Draw the orders of so many days like one date.

    Each day takes the orders of a past date of the same weekday, drawn with replacement
    (bootstrap); without a history the date's own. Then clients leave and come: every order falls
    away, and residents who do not order begin to, with the shares that make as many come as leave.

    Returns
    -------
    tuple of Service
        The service of ``date`` with each day's orders; everybody offers their shifts.
    """
    base = day.service(date, meal)
    dates = same_weekday(day, date, meal) or (date,)
    pasts = [day.service(known, meal) for known in dates]
    orders = [tuple(_moved(one, date) for one in past.orders.values()) for past in pasts]
    picked = draws.pick(len(orders), "past day")
    left: dict[ResidentId, NDArray[np.bool_]] = {}
    came: dict[ResidentId, NDArray[np.bool_]] = {}
    if conditions.churn:
        usual = float(np.mean([len({one.resident_id for one in some}) for some in orders]))
        others = [one.resident_id for one in day.residents if one.coordinates is not None]
        idle = max(1.0, len(others) - usual)
        begins = min(1.0, conditions.churn * usual / idle)
        everybody = {one.resident_id for some in orders for one in some}
        left = {one: draws.occurs(conditions.churn, "left", one) for one in sorted(everybody)}
        came = {one: draws.occurs(begins, "came", one) for one in others}
    found = []
    for row in range(draws.days):
        today = orders[picked[row]]
        known = {one.resident_id for one in today}
        kept = [one for one in today if not (left and left[one.resident_id][row])]
        new = [
            Order(order_id=OrderId(f"+{one}"), resident_id=one, date=date, meal=meal)
            for one in came
            if one not in known and came[one][row]
        ]
        found.append(replace(base, orders={one.order_id: one for one in (*kept, *new)}))
    return tuple(found)


def at_work(pool: Sequence[VolunteerId], conditions: Conditions, draws: Draws) -> NDArray[np.bool_]:
    """Draw who comes, of shape (days, pool)."""
    away = [draws.occurs(conditions.absence, "absent", one) for one in pool]
    return ~np.array(away, dtype=np.bool_).reshape(len(pool), draws.days).T


def _moved(order: Order, date: dt.date) -> Order:
    """Move a past order to the date, placed as long before it as it was."""
    if order.date == date:
        return order
    placed = None if order.placed_at is None else order.placed_at + (date - order.date)
    return replace(order, date=date, placed_at=placed)
