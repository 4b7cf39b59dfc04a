"""Which canteens may cook an order: every rule but the kitchen's capacity."""

import datetime as dt

import pytest

from mealroute.domain import Service
from mealroute.errors import ArgumentError
from mealroute.receipt import eligibility
from mealroute.settings import Settings
from tests.builders import DATE, a_canteen, a_kitchen, a_resident, a_service, an_order, at_m, clock
from tests.receipt.days import with_receipts
from tests.receipt.fakes import FixedWays


def a_day(**order: object) -> Service:
    """C1 and C2 in reach, C3 too far, C4 without halal, C5 closed, C6 with an early cut-off."""
    both = frozenset({"regular", "halal"})
    canteens = [
        a_canteen("C1", diets=both),
        a_canteen("C2", diets=both, coordinates=at_m(north_m=500)),
        a_canteen("C3", diets=both, coordinates=at_m(north_m=2000)),
        a_canteen("C4"),
        a_canteen("C5", diets=both),
        a_canteen("C6", diets=both),
    ]
    kitchens = [a_kitchen(f"C{n}", capacity=0) for n in (1, 2, 3, 4)]
    kitchens.append(a_kitchen("C6", order_cutoff=clock("07:00")))
    return a_service(
        canteens=canteens,
        kitchens=kitchens,
        residents=[a_resident(diet="halal")],
        orders=[an_order(placed_at=dt.datetime.combine(DATE, clock("08:00")), **order)],
    )


def test_radius_diet_kitchen_row_and_cutoff_count_and_capacity_does_not() -> None:
    assert eligibility(a_day(), Settings()) == {"O1": ("C1", "C2")}


def test_an_order_that_asked_has_the_others_too_where_they_may_take_it() -> None:
    assert eligibility(a_day(canteen_id="C2"), Settings()) == {"O1": ("C1", "C2")}
    closed = with_receipts(overflow=False)
    assert eligibility(a_day(canteen_id="C2"), closed) == {"O1": ("C2",)}


def test_orders_that_no_canteen_can_answer_have_none() -> None:
    service = a_service(
        orders=[an_order("O1"), an_order("O2"), an_order("O3", "R9"), an_order("O4", "R2")],
        residents=[a_resident("R1"), a_resident("R2", coordinates=None)],
    )
    expected = {"O1": ("C1",), "O2": (), "O3": (), "O4": ()}
    assert eligibility(service, Settings()) == expected


def test_streets_are_measured_on_foot_and_needed_where_they_are_asked_for() -> None:
    streets = with_receipts(radius_by="streets")
    assert eligibility(a_service(), streets, FixedWays(999.0)) == {"O1": ("C1",)}
    assert eligibility(a_service(), streets, FixedWays(1001.0)) == {"O1": ()}
    with pytest.raises(ArgumentError, match="radius_by is 'streets'"):
        eligibility(a_service(), streets)
