"""Small services, and what decide says of them, for the tests of receipts."""

from collections.abc import Mapping
from typing import Any

from mealroute.domain import Receipt, Service
from mealroute.receipt import decide
from mealroute.settings import Settings
from mealroute.travel import TravelTimes


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
