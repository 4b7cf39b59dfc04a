"""Small services, and what decide says of them, for the tests of receipts."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from mealroute.domain import Order, Receipt, Service
from mealroute.receipt import decide
from mealroute.settings import Settings
from mealroute.travel import TravelTimes
from tests.builders import DATE, a_canteen, a_kitchen, a_resident, a_service, an_order, at_m, clock


def with_receipts(**changes: Any) -> Settings:
    """Settings that differ in ``[receipt]``."""
    return Settings.from_mapping({"receipt": changes})


def answers(
    service: Service,
    settings: Settings | None = None,
    travel: TravelTimes | None = None,
    by_hand: Mapping[str, str] | None = None,
) -> dict[str, Receipt]:
    """Decide, by order id."""
    hand: Any = by_hand
    receipts = decide(service, settings or Settings(), travel, by_hand=hand)
    return {receipt.order_id: receipt for receipt in receipts}


def outcomes(service: Service, settings: Settings | None = None, **more: Any) -> dict[str, str]:
    """The canteen that accepted each order, or the reason it was declined for."""
    return {
        order_id: str(receipt.canteen_id or receipt.reason)
        for order_id, receipt in answers(service, settings, **more).items()
    }


def the_answer(service: Service, settings: Settings | None = None, **more: Any) -> Receipt:
    """The receipt of the only order."""
    (receipt,) = answers(service, settings, **more).values()
    return receipt


def at(text: str) -> dt.datetime:
    return dt.datetime.combine(DATE, clock(text))


def two_canteens(*orders: Order, first: Any = None, second: Any = None, **changes: Any) -> Service:
    """C1 in the centre and C2 500 m north of it; R1 lives 300 m north, R2 at C2's door."""
    canteens = [
        a_canteen("C1", **(first or {})),
        a_canteen("C2", coordinates=at_m(north_m=500), **(second or {})),
    ]
    residents = [a_resident("R1"), a_resident("R2", coordinates=at_m(north_m=500))]
    values: dict[str, Any] = {
        "canteens": canteens,
        "kitchens": [a_kitchen("C1"), a_kitchen("C2")],
        "residents": residents,
        "orders": orders or [an_order()],
    }
    return a_service(**values | changes)
