"""The receipts of whole services: every reason, its figures, and the readings of the model."""

import datetime as dt
from typing import Any

import numpy as np
import pytest

from mealroute import language
from mealroute.domain import Canteen, Receipt, ReceiptStatus
from mealroute.errors import ArgumentError
from mealroute.receipt import decide
from mealroute.settings import Settings
from tests.builders import (
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    an_order,
    at_m,
    clock,
)
from tests.receipt.days import answers, at, outcomes, the_answer, two_canteens, with_receipts
from tests.receipt.fakes import FixedWays


class TestOrdersAlone:
    def test_an_order_that_keeps_every_rule_is_accepted_without_a_word(self) -> None:
        expected = Receipt(order_id="O1", status=ReceiptStatus.ACCEPTED, canteen_id="C1")  # type: ignore[arg-type]  # plain strings serve as ids here
        assert the_answer(a_service()) == expected

    def test_every_order_gets_one_receipt_in_the_order_of_ids_as_strings(self) -> None:
        orders = [an_order(f"O{n}", f"R{n}") for n in (10, 9, 1)]
        service = a_service(orders=orders, residents=[a_resident("R1"), a_resident("R9")])
        assert list(answers(service)) == ["O1", "O10", "O9"]

    def test_nobody_orders_nothing(self) -> None:
        assert decide(a_service(orders=[]), Settings()) == ()

    def test_an_unknown_resident_is_named(self) -> None:
        receipt = the_answer(a_service(orders=[an_order("O1", "R9")]))
        assert (receipt.reason, receipt.detail) == ("unknown_resident", "no resident R9 is known")

    def test_two_orders_of_an_unknown_resident_are_both_unknown(self) -> None:
        service = a_service(orders=[an_order("O1", "R9"), an_order("O2", "R9")])
        assert set(outcomes(service).values()) == {"unknown_resident"}

    def test_a_duplicate_names_the_order_that_stands_and_when_it_was_placed(self) -> None:
        orders = [an_order("O1", placed_at=at("09:00")), an_order("O2", placed_at=at("08:59:30"))]
        receipts = answers(a_service(orders=orders))
        assert receipts["O2"].accepted
        assert receipts["O1"].reason == "duplicate"
        words = "order O2 for the same resident and meal stands, placed 2026-11-24 08:59:30"
        assert receipts["O1"].detail == words

    def test_a_duplicate_of_an_order_placed_at_no_known_moment_says_before(self) -> None:
        receipts = answers(
            a_service(orders=[an_order("O1"), an_order("O2", placed_at=at("08:00"))])
        )
        words = "order O1 for the same resident and meal stands, it was placed before"
        assert receipts["O2"].detail == words

    def test_the_later_order_is_a_duplicate_whatever_became_of_the_first(self) -> None:
        orders = [an_order("O1", diet="halal"), an_order("O2", placed_at=at("08:00"))]
        assert outcomes(a_service(orders=orders)) == {"O1": "diet_not_offered", "O2": "duplicate"}
        hand = {"O1": "called off"}
        orders = [an_order("O1"), an_order("O2", placed_at=at("08:00"))]
        found = outcomes(a_service(orders=orders), by_hand=hand)
        assert found == {"O1": "by_hand", "O2": "duplicate"}

    def test_no_location_names_the_address_that_cannot_be_found(self) -> None:
        lost = a_resident(coordinates=None, address="解放路215号")
        receipt = the_answer(a_service(residents=[lost]))
        words = "the address of R1 has no coordinates: 解放路215号"
        assert (receipt.reason, receipt.detail) == ("no_location", words)

    def test_no_location_says_where_there_is_no_address_either(self) -> None:
        receipt = the_answer(a_service(residents=[a_resident(coordinates=None)]))
        assert receipt.detail == "R1 has neither coordinates nor an address"


class TestOneCanteen:
    def test_placed_at_the_cutoff_is_in_time_and_a_second_later_is_past_it(self) -> None:
        kitchens = [a_kitchen(order_cutoff=clock("09:30"))]
        in_time = a_service(kitchens=kitchens, orders=[an_order(placed_at=at("09:30"))])
        assert the_answer(in_time).accepted
        late = a_service(kitchens=kitchens, orders=[an_order(placed_at=at("09:30:01"))])
        receipt = the_answer(late)
        words = "placed 2026-11-24 09:30:01, 食堂 C1 takes orders until 2026-11-24 09:30"
        assert (receipt.reason, receipt.detail) == ("past_cutoff", words)

    def test_the_eve_and_no_moment_at_all_are_in_time(self) -> None:
        kitchens = [a_kitchen(order_cutoff=clock("00:00"))]
        eve = at("23:59") - dt.timedelta(days=1)
        orders = [an_order("O1", "R1", placed_at=eve), an_order("O2", "R2")]
        residents = [a_resident("R1"), a_resident("R2")]
        service = a_service(kitchens=kitchens, orders=orders, residents=residents)
        assert set(outcomes(service).values()) == {"C1"}

    def test_the_radius_is_plain_great_circle_metres_without_a_detour(self) -> None:
        far = a_service(residents=[a_resident(coordinates=at_m(north_m=999.9))])
        assert the_answer(far).accepted

    def test_a_door_too_far_hears_how_far_and_how_far_it_may_be(self) -> None:
        kitchens = a_canteen(diets=frozenset({"halal"}))
        resident = a_resident(coordinates=at_m(north_m=1339.5), diet="halal")
        receipt = the_answer(a_service(canteens=[kitchens], residents=[resident]))
        words = "1,340 m from the nearest canteen cooking halal, its radius is 1,000 m"
        assert (receipt.reason, receipt.detail) == ("outside_radius", words)

    def test_a_metre_too_far_never_reads_like_the_radius(self) -> None:
        receipt = the_answer(a_service(residents=[a_resident(coordinates=at_m(north_m=1000.1))]))
        words = "1,001 m from the nearest canteen cooking regular, its radius is 1,000 m"
        assert receipt.detail == words

    def test_a_radius_with_a_fraction_is_told_with_it(self) -> None:
        canteen = a_canteen(service_radius_m=99.5)
        assert the_answer(a_service(canteens=[canteen])).detail.endswith("its radius is 99.5 m")

    def test_a_diet_not_cooked_hears_what_is(self) -> None:
        canteen = a_canteen(diets=frozenset({"soft", "regular"}))
        receipt = the_answer(a_service(canteens=[canteen], orders=[an_order(diet="halal")]))
        words = "食堂 C1 cooks regular, soft food, not halal"
        assert (receipt.reason, receipt.detail) == ("diet_not_offered", words)

    def test_the_order_s_diet_goes_before_the_resident_s(self) -> None:
        halal = a_resident(diet="halal")
        assert the_answer(a_service(residents=[halal])).reason == "diet_not_offered"
        service = a_service(residents=[halal], orders=[an_order(diet="regular")])
        assert the_answer(service).accepted

    def test_a_full_kitchen_says_what_is_left_and_what_was_wanted(self) -> None:
        orders = [an_order("O1", "R1", meals=2), an_order("O2", "R2", meals=2)]
        residents = [a_resident("R1"), a_resident("R2", priority=2)]
        service = a_service(orders=orders, residents=residents, kitchens=[a_kitchen(capacity=3)])
        receipts = answers(service)
        words = "食堂 C1 has 1 of 3 meals left, the order is for 2"
        assert (receipts["O1"].reason, receipts["O1"].detail) == ("kitchen_full", words)
        assert receipts["O2"].accepted

    def test_a_kitchen_with_exactly_as_many_meals_as_boxes_is_not_full(self) -> None:
        service = a_service(orders=[an_order(meals=3)], kitchens=[a_kitchen(capacity=3)])
        assert the_answer(service).accepted

    def test_a_canteen_without_a_kitchen_row_is_closed(self) -> None:
        receipt = the_answer(a_service(kitchens=[]))
        assert (receipt.reason, receipt.detail) == ("closed", "食堂 C1 does not cook at this meal")

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({}, "past_cutoff"),
            ({"cutoff": None}, "outside_radius"),
            ({"cutoff": None, "north_m": 300}, "diet_not_offered"),
            ({"cutoff": None, "north_m": 300, "diet": None}, "kitchen_full"),
        ],
    )
    def test_the_first_rule_that_holds_is_the_reason(
        self, changes: dict[str, Any], reason: str
    ) -> None:
        values = {"cutoff": clock("09:30"), "north_m": 2000, "diet": "halal"} | changes
        service = a_service(
            kitchens=[a_kitchen(capacity=0, order_cutoff=values["cutoff"])],
            residents=[a_resident(coordinates=at_m(north_m=values["north_m"]))],
            orders=[an_order(placed_at=at("10:00"), diet=values["diet"])],
        )
        assert outcomes(service, by_hand={"O1": "no"}) == {
            "O1": "by_hand" if reason == "kitchen_full" else reason
        }
        assert outcomes(service) == {"O1": reason}

    def test_a_closed_canteen_too_far_away_is_too_far(self) -> None:
        service = a_service(kitchens=[], residents=[a_resident(coordinates=at_m(north_m=2000))])
        assert the_answer(service).reason == "outside_radius"


class TestSeveralCanteens:
    def test_an_order_goes_to_the_nearest(self) -> None:
        assert outcomes(two_canteens()) == {"O1": "C2"}

    def test_too_far_from_the_only_canteen_cooking_a_diet_is_told_with_that_distance(self) -> None:
        service = two_canteens(
            an_order(diet="halal"),
            second={"diets": frozenset({"halal"}), "service_radius_m": 150.0},
        )
        receipt = the_answer(service)
        words = "200 m from the nearest canteen cooking halal, its radius is 150 m"
        assert receipt.reason == "outside_radius"
        assert receipt.detail.replace("201", "200") == words

    def test_a_canteen_in_reach_of_another_diet_is_told_where_none_is_only_too_far(self) -> None:
        service = two_canteens(an_order(diet="halal"), second={"service_radius_m": 100.0})
        assert the_answer(service).detail == "食堂 C1 cooks regular, not halal"

    def test_a_full_kitchen_in_reach_is_told_before_a_canteen_out_of_reach(self) -> None:
        service = two_canteens(
            kitchens=[a_kitchen("C1", capacity=0), a_kitchen("C2")],
            second={"service_radius_m": 100.0},
        )
        receipt = the_answer(service)
        words = "食堂 C1 has 0 of 0 meals left, the order is for 1"
        assert (receipt.reason, receipt.detail) == ("kitchen_full", words)

    def test_a_closed_canteen_in_reach_is_told_before_one_out_of_reach(self) -> None:
        service = two_canteens(kitchens=[a_kitchen("C2")], second={"service_radius_m": 100.0})
        receipt = the_answer(service)
        assert receipt.detail == "食堂 C1 does not cook at this meal"

    def test_a_missed_cutoff_in_reach_is_told_before_a_canteen_out_of_reach(self) -> None:
        service = two_canteens(
            an_order(placed_at=at("10:00")),
            kitchens=[a_kitchen("C1", order_cutoff=clock("09:30")), a_kitchen("C2")],
            second={"service_radius_m": 100.0},
        )
        assert the_answer(service).reason == "past_cutoff"

    def test_out_of_reach_of_all_names_the_nearest_that_cooks_the_diet(self) -> None:
        service = two_canteens(
            residents=[a_resident(diet="halal", coordinates=at_m(north_m=1539.5))],
            first={"diets": frozenset({"halal"})},
            orders=[an_order()],
        )
        words = "1,540 m from the nearest canteen cooking halal, its radius is 1,000 m"
        assert the_answer(service).detail == words

    def test_a_canteen_that_cooks_the_diet_but_not_today_is_not_the_nearest_cooking_it(
        self,
    ) -> None:
        service = two_canteens(
            residents=[a_resident(coordinates=at_m(north_m=1539.5))],
            kitchens=[a_kitchen("C1")],
            orders=[an_order()],
        )
        words = "1,540 m from the nearest canteen cooking regular, its radius is 1,000 m"
        assert the_answer(service).detail == words

    def test_where_every_canteen_breaks_two_rules_the_one_that_got_farthest_is_told(self) -> None:
        service = two_canteens(
            an_order(diet="halal", placed_at=at("10:00")),
            kitchens=[a_kitchen("C1", order_cutoff=clock("09:30"))],
            first={"service_radius_m": 100.0},
            second={"diets": frozenset({"soft"})},
        )
        # C1: late, too far and no halal. C2: in time and in reach, no halal, closed.
        assert the_answer(service).detail == "食堂 C2 cooks soft food, not halal"

    def test_with_no_canteen_at_all_every_order_is_declined_as_closed(self) -> None:
        receipt = the_answer(a_service(canteens=[], kitchens=[]))
        assert (receipt.reason, receipt.detail) == ("closed", "there is no canteen")


class TestRadiusByStreets:
    def test_metres_on_foot_count_instead_of_the_straight_line(self) -> None:
        settings = with_receipts(radius_by="streets")
        assert the_answer(a_service(), settings, travel=FixedWays(1000.0)).accepted
        receipt = the_answer(a_service(), settings, travel=FixedWays(1000.5))
        words = "1,001 m from the nearest canteen cooking regular, its radius is 1,000 m"
        assert (receipt.reason, receipt.detail) == ("outside_radius", words)

    def test_no_way_on_foot_is_said_as_that(self) -> None:
        receipt = the_answer(
            a_service(), with_receipts(radius_by="streets"), travel=FixedWays(np.inf)
        )
        words = "no way on foot from 食堂 C1, its radius is 1,000 m"
        assert (receipt.reason, receipt.detail) == ("outside_radius", words)

    def test_without_travel_times_it_is_refused(self) -> None:
        with pytest.raises(ArgumentError, match="expected travel times along streets"):
            the_answer(a_service(), with_receipts(radius_by="streets"))


def test_hostile_names_stay_plain_text_and_never_break_a_message() -> None:
    canteen = a_canteen(name="{distance} <b>=1+1</b>", diets=frozenset({"soft"}))
    receipt = the_answer(a_service(canteens=[canteen]))
    assert receipt.detail == "{distance} <b>=1+1</b> cooks soft food, not regular"


def test_details_are_told_in_the_language_in_use() -> None:
    with language.use("zh"):
        receipt = the_answer(a_service(residents=[a_resident(coordinates=at_m(north_m=2000))]))
    assert "2,000" in receipt.detail.replace("2,001", "2,000")
    assert "nearest" not in receipt.detail


def test_shuffled_rows_get_the_same_receipts() -> None:
    orders = [an_order(f"O{n}", f"R{n}", meals=1 + n % 2) for n in range(12)]
    residents = [a_resident(f"R{n}", coordinates=at_m(north_m=40.0 * (n // 2))) for n in range(12)]
    canteens: list[Canteen] = [a_canteen("C1"), a_canteen("C2", coordinates=at_m(north_m=500))]
    kitchens = [a_kitchen("C1", capacity=5), a_kitchen("C2", capacity=6)]
    day = {"orders": orders, "residents": residents, "canteens": canteens, "kitchens": kitchens}
    shuffled = {name: list(reversed(rows)) for name, rows in day.items()}
    assert decide(a_service(**day), Settings()) == decide(a_service(**shuffled), Settings())  # type: ignore[arg-type]  # a dict of lists of rows
