"""Each rule of a receipt, kept and broken."""

import datetime as dt

import numpy as np
import pytest

from mealroute.domain import Order
from mealroute.receipt import rules
from tests.builders import DATE, a_canteen, a_kitchen, a_resident, an_order, clock


def moments(*times: str | None) -> rules.Moments:
    return np.array([time and f"2026-11-24T{time}" for time in times], dtype="datetime64[us]")


def placed(order_id: str, moment: dt.datetime | None, resident_id: str = "R1") -> Order:
    return an_order(order_id, resident_id, placed_at=moment)


def stands(*orders: Order) -> str:
    return rules.standing_orders(orders)["R1"]


MORNING = dt.datetime.combine(DATE, clock("08:00"))


def test_a_resident_nobody_knows_is_unknown() -> None:
    assert rules.unknown_resident(an_order("O1", "R9"), {"R1"})
    assert not rules.unknown_resident(an_order("O1", "R1"), {"R1"})


def test_only_the_order_that_stands_is_no_duplicate() -> None:
    orders = [placed("O1", None), placed("O2", None)]
    standing = rules.standing_orders(orders)
    assert [rules.duplicate(order, standing) for order in orders] == [False, True]


def test_orders_of_two_residents_both_stand() -> None:
    orders = [placed("O1", None, "R1"), placed("O2", None, "R2")]
    assert rules.standing_orders(orders) == {"R1": "O1", "R2": "O2"}


def test_the_earliest_placed_stands_whatever_its_id() -> None:
    later = MORNING + dt.timedelta(seconds=1)
    assert stands(placed("O1", later), placed("O2", MORNING)) == "O2"


def test_an_order_without_a_moment_was_placed_before_all_others() -> None:
    assert stands(placed("O1", MORNING), placed("O2", None)) == "O2"


@pytest.mark.parametrize("moment", [None, MORNING])
def test_of_two_placed_at_one_moment_the_lower_id_stands(moment: dt.datetime | None) -> None:
    assert stands(placed("O2", moment), placed("O1", moment)) == "O1"


def test_ids_are_compared_as_strings() -> None:
    assert stands(placed("O9", None), placed("O10", None)) == "O10"


def test_moments_are_wall_clock_whatever_offset_they_carry() -> None:
    east = MORNING.replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))
    later = MORNING + dt.timedelta(seconds=1)
    assert stands(placed("O1", later), placed("O2", east)) == "O2"
    assert rules.placed(placed("O1", east)) == MORNING


def test_a_resident_without_coordinates_has_no_location() -> None:
    assert rules.no_location(a_resident(coordinates=None))
    assert not rules.no_location(a_resident())


def test_placed_exactly_at_the_cutoff_is_in_time_and_a_second_later_is_not() -> None:
    late = rules.past_cutoff(moments("09:30:00", "09:30:01"), moments("09:30"))
    assert late.tolist() == [False, True]


def test_without_a_moment_or_without_a_cutoff_an_order_is_in_time() -> None:
    late = rules.past_cutoff(moments(None, "23:59"), moments("00:00", None))
    assert late.tolist() == [False, False]


def test_on_the_circle_is_inside_the_radius() -> None:
    out = rules.outside_radius(np.array([999.0, 1000.0, 1000.001]), np.array([1000.0]))
    assert out.tolist() == [False, False, True]


def test_where_there_is_no_way_is_outside_every_radius() -> None:
    assert rules.outside_radius(np.array([np.inf]), np.array([1e9])).tolist() == [True]


def test_a_canteen_offers_the_diets_it_cooks() -> None:
    canteens = [a_canteen("C1"), a_canteen("C2", diets=frozenset({"halal", "regular"}))]
    lacks = rules.diet_not_offered(["halal", "regular", "soft"], canteens)
    assert lacks.tolist() == [[True, False], [False, False], [True, True]]


def test_a_kitchen_is_full_when_fewer_meals_are_left_than_the_order_has_boxes() -> None:
    assert rules.kitchen_full(np.array([1, 2, 3]), np.array([2])).tolist() == [False, False, True]


def test_a_canteen_without_a_kitchen_row_is_closed() -> None:
    assert rules.closed([a_kitchen("C1"), None]).tolist() == [False, True]


def test_the_coordinator_declines_the_orders_she_names() -> None:
    assert rules.by_hand(an_order("O1"), {"O1": "in hospital"})
    assert not rules.by_hand(an_order("O2"), {"O1": "in hospital"})
