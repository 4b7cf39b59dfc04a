"""Accept orders one by one at the nearest canteen with room: good enough to have a day to plan."""

from collections.abc import Mapping

from mealroute.domain import (
    CanteenId,
    Coordinates,
    DeclineReason,
    OrderId,
    Receipt,
    ReceiptStatus,
    Service,
)
from mealroute.travel import great_circle_m


def greedy_receipts(
    service: Service,
) -> tuple[tuple[Receipt, ...], Mapping[OrderId, tuple[CanteenId, ...]]]:
    """Give receipts, and the canteens that may cook each order."""
    room = {canteen_id: kitchen.capacity for canteen_id, kitchen in service.kitchens.items()}
    eligible = {order_id: near(service, order_id) for order_id in sorted(service.orders)}
    receipts = []
    for order_id, canteens in eligible.items():
        order = service.orders[order_id]
        asked = [c for c in canteens if c == order.canteen_id]
        free = [c for c in (*asked, *canteens) if room[c] >= order.meals]
        if free:
            room[free[0]] -= order.meals
            receipt = Receipt(order_id=order_id, status=ReceiptStatus.ACCEPTED, canteen_id=free[0])
        else:
            receipt = Receipt(
                order_id=order_id,
                status=ReceiptStatus.DECLINED,
                reason=DeclineReason.KITCHEN_FULL,
            )
        receipts.append(receipt)
    return tuple(receipts), eligible


def near(service: Service, order_id: OrderId) -> tuple[CanteenId, ...]:
    order = service.orders[order_id]
    door = service.residents[order.resident_id].coordinates
    if door is None:
        return ()
    far = {
        canteen_id: metres(service.canteens[canteen_id].coordinates, door)
        for canteen_id in service.kitchens
    }
    return tuple(
        canteen_id
        for canteen_id in sorted(far, key=lambda one: (far[one], one))
        if far[canteen_id] <= service.canteens[canteen_id].service_radius_m
        and service.diet_of(order) in service.canteens[canteen_id].diets
    )


def metres(one: Coordinates, other: Coordinates) -> float:
    return float(great_circle_m([one], [other])[0, 0])
