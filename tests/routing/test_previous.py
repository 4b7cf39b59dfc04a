from collections.abc import Mapping
from dataclasses import replace

import pytest

from mealroute.domain import OrderId, Plan, ResidentId, Service
from mealroute.routing import Planned, Search, make_plan
from mealroute.routing.build import build
from mealroute.routing.previous import KeptVolunteers, changes, volunteers_before
from mealroute.search.engine import Budget
from tests.builders import a_resident, a_service, a_shift, an_order, at_m
from tests.routing.greedy_receipts import greedy_receipts
from tests.routing.in_process import SETTINGS, TRAVEL, straight_lunch, without_children

__all__ = ["without_children"]

pytestmark = pytest.mark.usefixtures("without_children")


def planned(
    service: Service,
    previous: tuple[Plan, Mapping[OrderId, ResidentId]] | None = None,
    *,
    keep_s: int = 0,
    seed: int = 1,
    iterations: int = 2_000,
) -> Planned:
    receipts, eligible = greedy_receipts(service)
    search = Search(budget=Budget(iterations=iterations), seed=seed)
    return make_plan(
        service, SETTINGS, receipts, TRAVEL, search,
        eligible=eligible, previous=previous, keep_s=keep_s,
    )  # fmt: skip


def residents_of(service: Service) -> dict[OrderId, ResidentId]:
    return {order_id: order.resident_id for order_id, order in service.orders.items()}


def next_day(service: Service) -> Service:
    """Every tenth order is cancelled and one volunteer is away."""
    left = [one for row, one in enumerate(service.orders.values()) if row % 10]
    away = service.shifts[0].volunteer_id
    return replace(
        service,
        orders={order.order_id: order for order in left},
        shifts=tuple(shift for shift in service.shifts if shift.volunteer_id != away),
    )


@pytest.mark.parametrize("seed", range(3))
def test_paying_for_it_keeps_more_volunteers_and_the_bill_stays_the_price_lists(
    seed: int,
) -> None:
    service = straight_lunch(seed, 60)
    before = planned(service).plan, residents_of(service)
    today = next_day(service)

    free = planned(today, before, seed=2)
    close = planned(today, before, seed=2, keep_s=2_000)

    assert free.kept is not None
    assert close.kept is not None
    assert close.kept.orders == free.kept.orders
    assert close.kept.same > free.kept.same
    assert close.kept.same >= 0.9 * (close.kept.orders - close.kept.away)
    # `make_plan` itself refuses a plan whose stated cost is not the judge's.
    assert close.plan.made.cost == close.judgement.bill.total
    assert close.plan.unassigned == free.plan.unassigned == ()


def test_an_unchanged_day_keeps_everybody() -> None:
    service = straight_lunch(4, 40)
    before = planned(service).plan

    again = planned(service, (before, residents_of(service)), keep_s=500, iterations=500)

    count = len(service.orders)
    assert again.kept == KeptVolunteers(orders=count, same=count, away=0)
    assert again.plan.made.cost <= before.made.cost


def test_who_has_nobody_from_before_at_work_is_not_priced() -> None:
    residents = [a_resident("R1"), a_resident("R2", coordinates=at_m(north_m=350))]
    orders = [an_order("O1", "R1"), an_order("O2", "R2")]
    yesterday = a_service(residents=residents, orders=orders, shifts=[a_shift("V1")])
    plan = planned(yesterday).plan
    today = a_service(residents=residents, orders=orders, shifts=[a_shift("V2"), a_shift("V3")])

    told = planned(today, (plan, residents_of(today)), keep_s=60)

    assert told.kept == KeptVolunteers(orders=2, same=0, away=2)
    receipts, eligible = greedy_receipts(today)
    instance = build(today, SETTINGS, receipts, TRAVEL, eligible)
    assert not changes(instance, volunteers_before(plan, residents_of(today))).any()


def test_a_change_is_any_shift_but_those_of_the_volunteers_from_before() -> None:
    service = a_service(shifts=[a_shift("V1"), a_shift("V2")])
    receipts, eligible = greedy_receipts(service)
    instance = build(service, SETTINGS, receipts, TRAVEL, eligible)

    changed = changes(instance, {ResidentId("R1"): ["V2"]})  # type: ignore[list-item]  # an id

    assert changed.tolist() == [[1], [0]]


def test_orders_of_the_previous_plan_that_nobody_knows_are_passed_over() -> None:
    service = straight_lunch(5, 20)
    before = planned(service).plan

    told = planned(service, (before, {}), keep_s=60, iterations=100)

    assert told.kept == KeptVolunteers(orders=0, same=0, away=0)


def test_without_a_previous_plan_nothing_is_said_of_keeping() -> None:
    assert planned(a_service()).kept is None
