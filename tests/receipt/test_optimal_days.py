"""Whole small days: the receipts are the best that trying every assignment can find."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import Service
from mealroute.receipt import eligibility
from mealroute.receipt.offers import Demand
from mealroute.settings import Settings
from mealroute.travel import great_circle_m
from tests.builders import a_canteen, a_kitchen, a_resident, a_service, an_order, at_m
from tests.receipt.days import answers, with_receipts
from tests.receipt.demands import best_of_all

PLACES = st.integers(0, 8).map(lambda step: 150.0 * step)


@st.composite
def services(draw: st.DrawFn) -> Service:
    """A street with two or three canteens and up to six orders, some for a certain canteen."""
    canteens = [
        a_canteen(
            f"C{n}",
            coordinates=at_m(north_m=draw(PLACES)),
            service_radius_m=draw(st.sampled_from([400.0, 700.0, 2000.0])),
            diets=frozenset(draw(st.sampled_from([["regular"], ["regular", "halal"]]))),
        )
        for n in range(draw(st.integers(1, 3)))
    ]
    kitchens = [
        a_kitchen(canteen.canteen_id, capacity=draw(st.integers(0, 5)))
        for canteen in canteens
        if draw(st.integers(0, 9))
    ]
    count = draw(st.integers(1, 6))
    residents = [
        a_resident(
            f"R{n}",
            coordinates=at_m(north_m=draw(PLACES)),
            priority=draw(st.integers(1, 3)),
            diet=draw(st.sampled_from(["regular", "regular", "halal"])),
        )
        for n in range(count)
    ]
    wishes: list[Any] = [None, None, *[canteen.canteen_id for canteen in canteens]]
    orders = [
        an_order(
            f"O{n}",
            f"R{n}",
            meals=draw(st.sampled_from([1, 1, 2, 3])),
            canteen_id=draw(st.sampled_from(wishes)),
        )
        for n in range(count)
    ]
    return a_service(canteens=canteens, kitchens=kitchens, residents=residents, orders=orders)


def demand_of(service: Service, *, overflow: bool) -> Demand:
    """Write the competition down from the rows of the day, one order and canteen at a time."""
    orders = [service.orders[order_id] for order_id in sorted(service.orders)]
    canteens = [service.canteens[canteen_id] for canteen_id in sorted(service.canteens)]
    residents = [service.residents[order.resident_id] for order in orders]
    metres = great_circle_m(
        [resident.coordinates for resident in residents if resident.coordinates],
        [canteen.coordinates for canteen in canteens],
    )
    eligible = [
        [
            metres[row, column] <= canteen.service_radius_m
            and service.diet_of(order) in canteen.diets
            and canteen.canteen_id in service.kitchens
            and (overflow or order.canteen_id in {None, canteen.canteen_id})
            for column, canteen in enumerate(canteens)
        ]
        for row, order in enumerate(orders)
    ]
    ids = [canteen.canteen_id for canteen in canteens]
    cooks = [service.kitchens.get(canteen_id) for canteen_id in ids]
    return Demand(
        boxes=np.array([order.meals for order in orders]),
        priority=np.array([resident.priority for resident in residents]),
        asked=np.array(
            [-1 if one.canteen_id is None else ids.index(one.canteen_id) for one in orders]
        ),
        eligible=np.array(eligible),
        distance_mm=np.rint(metres * 1000).astype(np.int64),
        capacity=np.array([0 if kitchen is None else kitchen.capacity for kitchen in cooks]),
    )


@pytest.mark.parametrize("overflow", [True, False])
@given(service=services())
@settings(max_examples=100)
def test_no_receipts_are_better(service: Service, *, overflow: bool) -> None:
    receipts = answers(service, with_receipts(overflow=overflow))
    ids = sorted(service.canteens)
    best = best_of_all(demand_of(service, overflow=overflow))
    expected = [None if kitchen < 0 else ids[kitchen] for kitchen in best]
    assert [receipt.canteen_id for receipt in receipts.values()] == expected


@pytest.mark.parametrize("overflow", [True, False])
@given(service=services())
@settings(max_examples=50)
def test_kitchen_full_is_said_exactly_of_eligible_orders_that_find_no_place(
    service: Service, *, overflow: bool
) -> None:
    choice = with_receipts(overflow=overflow)
    may = eligibility(service, choice)
    for order_id, receipt in answers(service, choice).items():
        assert not receipt.accepted or receipt.canteen_id in may[receipt.order_id]
        declined_for_room = receipt.reason == "kitchen_full"
        assert declined_for_room == (bool(may[receipt.order_id]) and not receipt.accepted), order_id


@given(services(), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_rows_changes_nothing(service: Service, chance: Any) -> None:
    def shuffled(rows: Any) -> list[Any]:
        mixed = list(rows)
        chance.shuffle(mixed)
        return mixed

    other = a_service(
        canteens=shuffled(service.canteens.values()),
        kitchens=shuffled(service.kitchens.values()),
        residents=shuffled(service.residents.values()),
        orders=shuffled(service.orders.values()),
    )
    assert answers(other) == answers(service)
    assert eligibility(other, Settings()) == eligibility(service, Settings())
