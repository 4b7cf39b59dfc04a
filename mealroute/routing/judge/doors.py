"""Say what a door asks of a volunteer: the time of a handover and the window it may start in."""

from mealroute.domain import Kitchen, Order, Resident
from mealroute.routing.judge.clock import Clock
from mealroute.settings import HandoverSettings


def handover_s(resident: Resident | None, handover: HandoverSettings) -> int:
    """Give the seconds a handover takes, without the way into the building (rule 7).

    The resident's own ``handover_s`` where one is given; otherwise ``per_order_s`` and the stairs
    where there is no lift. Floors below ground cost no stairs; nobody known takes no time.

    Examples
    --------
    >>> third_floor = Resident(resident_id="R1", name="", floor=3)
    >>> handover_s(third_floor, HandoverSettings(per_order_s=120, per_floor_without_lift_s=15))
    150
    """
    if resident is None:
        return 0
    if resident.handover_s is not None:
        return resident.handover_s
    stairs = 0 if resident.lift else max(0, resident.floor - 1)
    return handover.per_order_s + stairs * handover.per_floor_without_lift_s


def window_s(order: Order, kitchen: Kitchen | None, clock: Clock) -> tuple[int | None, int | None]:
    """Give the first and the last second in which a handover may start, both included (rule 4).

    The order's own window, and never after the kitchen's ``serve_until``; ``None`` is no limit.
    """
    opens_s = None if order.earliest is None else clock.at(order.earliest)
    closes = [order.latest, None if kitchen is None else kitchen.serve_until]
    return opens_s, min((clock.at(time) for time in closes if time is not None), default=None)
