"""Whose word counts: the canteen that a resident asked for, and the coordinator's."""

from typing import Any

import pytest

from mealroute.errors import ArgumentError
from tests.builders import a_kitchen, a_resident, a_service, an_order, at_m
from tests.receipt.days import outcomes, the_answer, two_canteens, with_receipts


class TestTheCanteenAskedFor:
    def test_it_cooks_where_it_can_though_another_is_nearer(self) -> None:
        receipt = the_answer(two_canteens(an_order(canteen_id="C1")))
        assert (receipt.canteen_id, receipt.detail) == ("C1", "")

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            (
                {"first": {"service_radius_m": 250.0}},
                "300 m from 食堂 C1, its radius is 250 m",
            ),
            (
                {"kitchens": [a_kitchen("C1", capacity=0), a_kitchen("C2")]},
                "食堂 C1 has 0 of 0 meals left, the order is for 1",
            ),
            ({"kitchens": [a_kitchen("C2")]}, "食堂 C1 does not cook at this meal"),
        ],
    )
    def test_with_overflow_another_takes_it_and_the_receipt_says_so(
        self, changes: dict[str, Any], why: str
    ) -> None:
        receipt = the_answer(two_canteens(an_order(canteen_id="C1"), **changes))
        words = f"食堂 C2 cooks it instead of the canteen asked for: {why}"
        assert receipt.canteen_id == "C2"
        assert receipt.detail.replace("301", "300") == words

    def test_without_overflow_only_it_may_take_the_order(self) -> None:
        service = two_canteens(an_order(canteen_id="C1"), first={"service_radius_m": 250.0})
        receipt = the_answer(service, with_receipts(overflow=False))
        assert receipt.reason == "outside_radius"
        words = "300 m from 食堂 C1, its radius is 250 m"
        assert receipt.detail.replace("301", "300") == words

    def test_without_overflow_an_order_for_any_canteen_still_has_them_all(self) -> None:
        assert outcomes(two_canteens(), with_receipts(overflow=False)) == {"O1": "C2"}

    def test_it_is_respected_before_distance_but_after_how_many_are_accepted(self) -> None:
        # C2 has one place. R2 lives at its door and may go nowhere else; R1 asked for it.
        service = two_canteens(
            an_order("O1", "R1", canteen_id="C2"),
            an_order("O2", "R2"),
            kitchens=[a_kitchen("C1"), a_kitchen("C2", capacity=1)],
            first={"service_radius_m": 400.0},
        )
        assert outcomes(service) == {"O1": "C1", "O2": "C2"}
        wide = two_canteens(
            an_order("O1", "R1", canteen_id="C2"),
            an_order("O2", "R2"),
            kitchens=[a_kitchen("C1"), a_kitchen("C2", capacity=1)],
        )
        assert outcomes(wide) == {"O1": "C2", "O2": "C1"}

    def test_one_that_is_not_in_the_day_cannot_take_it(self) -> None:
        service = a_service(orders=[an_order(canteen_id="C9")])
        receipt = the_answer(service, with_receipts(overflow=False))
        assert (receipt.reason, receipt.detail) == ("closed", "no canteen C9 is known")
        receipt = the_answer(service)
        words = "食堂 C1 cooks it instead of the canteen asked for: no canteen C9 is known"
        assert (receipt.canteen_id, receipt.detail) == ("C1", words)


class TestByHand:
    def test_the_coordinator_s_words_are_the_detail(self) -> None:
        receipt = the_answer(a_service(), by_hand={"O1": " in hospital until Friday "})
        assert (receipt.reason, receipt.detail) == ("by_hand", "in hospital until Friday")

    def test_without_words_it_still_says_who_declined(self) -> None:
        assert the_answer(a_service(), by_hand={"O1": ""}).detail == "declined by hand"

    def test_a_place_given_up_by_hand_goes_to_the_next(self) -> None:
        service = a_service(
            orders=[an_order("O1", "R1"), an_order("O2", "R2")],
            residents=[a_resident("R1", priority=3), a_resident("R2")],
            kitchens=[a_kitchen(capacity=1)],
        )
        assert outcomes(service) == {"O1": "C1", "O2": "kitchen_full"}
        found = outcomes(service, by_hand={"O1": "visits her daughter"})
        assert found == {"O1": "by_hand", "O2": "C1"}

    def test_a_rule_tried_before_goes_first(self) -> None:
        service = a_service(residents=[a_resident(coordinates=at_m(north_m=2000))])
        assert outcomes(service, by_hand={"O1": "no"}) == {"O1": "outside_radius"}

    def test_an_order_that_is_not_of_this_meal_is_refused_by_name(self) -> None:
        with pytest.raises(ArgumentError, match="declined by hand: O8, O9, expected orders of"):
            the_answer(a_service(), by_hand={"O9": "", "O8": "", "O1": ""})
