"""Say what each meal costs and who pays it: the resident or the subsidy, to the cent.

Amounts are decimals of two places and are only added and multiplied by whole numbers, so nothing is
ever rounded: what residents and the fund pay is the price of the meals exactly.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from mealroute.delivery.record import Ending, ServiceRecord
from mealroute.domain import CanteenId, Meal, OrderId, Resident, ResidentId
from mealroute.errors import DataFileError, Fault
from mealroute.language import gettext as _
from mealroute.settings import Settings, SubsidySettings, Tier

_ZERO = Decimal("0.00")
_Key = TypeVar("_Key", str, tuple[str, str])


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one order costs, and who pays.

    ``meals`` boxes count, of which ``subsidised`` are within the caps of the tier; ``tier`` is
    empty where none is due. ``price`` is the sum of ``resident_pays`` and ``fund_pays``.
    """

    date: dt.date
    meal: Meal
    order_id: OrderId
    resident_id: ResidentId
    canteen_id: CanteenId
    tier: str
    meals: int
    subsidised: int
    price: Decimal
    resident_pays: Decimal

    @property
    def fund_pays(self) -> Decimal:
        """What the resident does not pay."""
        return self.price - self.resident_pays


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """What several orders cost together."""

    orders: int = 0
    meals: int = 0
    subsidised: int = 0
    price: Decimal = _ZERO
    resident_pays: Decimal = _ZERO
    fund_pays: Decimal = _ZERO


def is_billed(ending: Ending, settings: SubsidySettings) -> bool:
    """Whether an order that ended so is paid for: received, or in vain where a setting says so.

    Examples
    --------
    >>> is_billed(Ending.REFUSED, SubsidySettings()), is_billed(Ending.DELIVERED, SubsidySettings())
    (False, True)
    """
    in_vain = {
        Ending.NOT_HOME: settings.bill_not_home,
        Ending.REFUSED: settings.bill_refused,
        Ending.CANCELLED_LATE: settings.bill_cancelled_late,
    }
    return ending.is_received or in_vain.get(ending, False)


def charges(
    records: Iterable[ServiceRecord],
    residents: Mapping[ResidentId, Resident],
    settings: Settings,
) -> tuple[Charge, ...]:
    """Charge every order that is billed, by date, meal and order id; caps fill up in that order.

    Parameters
    ----------
    records
        The services of one month.
    residents
        Their tiers. Whoever is not there has none.
    settings
        The tiers, and what is billed.

    Raises
    ------
    DataFileError
        When a resident has a tier that the settings do not know.
    """
    refuse_unknown_tiers(residents, settings)
    by_day, by_month = Counter[tuple[ResidentId, dt.date]](), Counter[ResidentId]()
    found = []
    meals = list(Meal)
    in_order = sorted(records, key=lambda one: (one.plan.date, meals.index(one.plan.meal)))
    for record in in_order:
        for order_id, ending in sorted(record.endings.items()):
            canteen_id = record.receipt_of[order_id].canteen_id if ending.outcome else None
            if canteen_id is None or not is_billed(ending, settings.subsidy):
                continue
            order = record.service.orders[order_id]
            who, date = order.resident_id, order.date
            resident = residents.get(who)
            name = "" if resident is None else resident.tier
            tier = settings.tiers.get(name)
            within = _within_caps(tier, order.meals, by_day[who, date], by_month[who])
            by_day[who, date] += within
            by_month[who] += within
            each = settings.subsidy.price if tier is None else tier.price
            co_pay = each if tier is None else tier.co_pay
            found.append(
                Charge(
                    date=date,
                    meal=order.meal,
                    order_id=order_id,
                    resident_id=who,
                    canteen_id=canteen_id,
                    tier=name,
                    meals=order.meals,
                    subsidised=within,
                    price=each * order.meals,
                    resident_pays=co_pay * within + each * (order.meals - within),
                )
            )
    return tuple(found)


def refuse_unknown_tiers(residents: Mapping[ResidentId, Resident], settings: Settings) -> None:
    """Refuse residents of a tier without a price: money is not guessed.

    Raises
    ------
    DataFileError
        With a fault for each tier that the settings do not know.
    """
    unknown = {one.tier for one in residents.values() if one.tier} - set(settings.tiers)
    expected = _("the NAME of a table [subsidy.tiers.NAME]")
    if unknown:
        raise DataFileError(
            Fault("residents", None, "tier", name, expected) for name in sorted(unknown)
        )


def payments(found: Iterable[Charge], key: Callable[[Charge], _Key]) -> dict[_Key, Payment]:
    """Add up charges by a key of each, in the order of the keys."""
    groups: dict[_Key, list[Charge]] = defaultdict(list)
    for charge in found:
        groups[key(charge)].append(charge)
    return {one: payment(groups[one]) for one in sorted(groups)}


def payment(found: Iterable[Charge]) -> Payment:
    """Add up charges.

    Examples
    --------
    >>> payment([]).fund_pays
    Decimal('0.00')
    """
    all_of = list(found)
    return Payment(
        orders=len(all_of),
        meals=sum(one.meals for one in all_of),
        subsidised=sum(one.subsidised for one in all_of),
        price=sum((one.price for one in all_of), _ZERO),
        resident_pays=sum((one.resident_pays for one in all_of), _ZERO),
        fund_pays=sum((one.fund_pays for one in all_of), _ZERO),
    )


def _within_caps(tier: Tier | None, meals: int, that_day: int, that_month: int) -> int:
    """Say how many more meals the tier pays for."""
    if tier is None:
        return 0
    left = meals
    if tier.max_meals_per_day is not None:
        left = min(left, tier.max_meals_per_day - that_day)
    if tier.max_per_month is not None:
        left = min(left, tier.max_per_month - that_month)
    return max(0, left)
