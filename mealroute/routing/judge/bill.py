"""Say what a plan costs by the price list of the settings, term by term."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mealroute.domain import Order, OrderId, Receipt, ResidentId, Service
from mealroute.routing.judge.doors import handover_s
from mealroute.routing.judge.walk import Walk
from mealroute.settings import PriceSettings, Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """The cost of a plan in volunteer-seconds, whole numbers.

    ``no_plan_saves`` is no term of the cost: the seconds of work that serving these orders takes
    in every plan, their handovers and one way into each of their buildings.

    Examples
    --------
    >>> bill = Bill(
    ...     unassigned=0, work=1500, call_out=600, unfamiliar=120, balance=0, no_plan_saves=480
    ... )
    >>> bill.total, bill.avoidable
    (2220, 1740)
    """

    unassigned: int
    work: int
    call_out: int
    unfamiliar: int
    balance: int
    no_plan_saves: int

    @property
    def total(self) -> int:
        """The plan's cost."""
        return self.unassigned + self.work + self.call_out + self.unfamiliar + self.balance

    @property
    def avoidable(self) -> int:
        """The cost that a better plan for the same orders could save; benchmarks compare this."""
        return self.total - self.no_plan_saves


def visited_residents(service: Service) -> frozenset[ResidentId]:
    """Name the residents who have had visits, by anyone."""
    return frozenset(resident_id for (resident_id, _by), n in service.visits.items() if n > 0)


def work_out_bill(
    walks: Sequence[Walk],
    answers: Mapping[OrderId, Receipt],
    service: Service,
    settings: Settings,
) -> Bill:
    """Price a plan by the clock times of its routes.

    An accepted order that no route brings is priced as unassigned, listed there or not.

    Parameters
    ----------
    walks
        The routes of the plan, followed.
    answers
        The plan's receipt of each order.
    """
    price = settings.price
    used = [walk for walk in walks if walk.trips]
    visited = visited_residents(service)
    served = {step.order.order_id: step.order for walk in used for step in walk.steps if step.order}
    left_out = [
        service.orders[order_id]
        for order_id, receipt in answers.items()
        if receipt.accepted and order_id not in served
    ]
    return Bill(
        unassigned=price.unassigned * sum(_weight(order, service) for order in left_out),
        work=sum(walk.work_s for walk in used),
        call_out=price.call_out * len(used),
        unfamiliar=price.unfamiliar * sum(_unfamiliar(walk, visited, service) for walk in used),
        balance=_balance([walk.work_s for walk in used], price),
        no_plan_saves=_no_plan_saves(served.values(), service, settings),
    )


def is_familiar(resident_id: ResidentId, walk: Walk, service: Service) -> bool:
    """Whether the volunteer of the route came to this resident before."""
    return service.visits.get((resident_id, walk.route.volunteer_id), 0) > 0


def _unfamiliar(walk: Walk, visited: frozenset[ResidentId], service: Service) -> int:
    """Count the orders brought by a new face to a resident who knows one."""
    residents = (step.order.resident_id for step in walk.steps if step.order is not None)
    return sum(who in visited and not is_familiar(who, walk, service) for who in residents)


def _weight(order: Order, service: Service) -> int:
    """Say how much an order weighs that is left out: priority times boxes."""
    resident = service.residents.get(order.resident_id)
    return order.meals * (1 if resident is None else resident.priority)


def _balance(works_s: Sequence[int], price: PriceSettings) -> int:
    """Price the seconds by which the longest used route exceeds the mean of the used routes."""
    if not works_s:
        return 0
    excess_s = max(works_s) - sum(works_s) / len(works_s)
    return round(price.balance * excess_s)


def _no_plan_saves(orders: Iterable[Order], service: Service, settings: Settings) -> int:
    """Add the handovers of the orders, and one way into each building among them."""
    residents = [service.residents.get(order.resident_id) for order in orders]
    buildings = {resident.building for resident in residents if resident is not None} - {None}
    handovers_s = sum(handover_s(resident, settings.handover) for resident in residents)
    return handovers_s + settings.handover.per_building_s * len(buildings)
