"""The receipts of a plan: one to each order, as decided, within what the kitchens cook."""

from dataclasses import replace

import pytest

from mealroute.domain import (
    Cause,
    DeclineReason,
    OrderId,
    Plan,
    Receipt,
    ReceiptStatus,
    Service,
    Violation,
)
from mealroute.settings import ReceiptSettings, Settings
from tests.builders import a_canteen, a_kitchen, a_resident, an_order
from tests.routing.lunch import SETTINGS, a_lunch, a_plan, a_receipt, a_route, causes, judge

LUNCH = a_lunch()
PLAN = a_plan(LUNCH)
DECIDED = tuple(a_receipt(order_id) for order_id in LUNCH.orders)
BOTH = {order_id: {"C1", "C2"} for order_id in LUNCH.orders}


def declined(order_id: str, reason: DeclineReason) -> Receipt:
    return Receipt(order_id=OrderId(order_id), status=ReceiptStatus.DECLINED, reason=reason)


def with_answer(plan: Plan, answer: Receipt) -> Plan:
    """Answer one order otherwise, and bring it no longer where it is declined."""
    receipts = tuple(answer if one.order_id == answer.order_id else one for one in plan.receipts)
    return replace(plan, receipts=receipts)


def without_o3(service: Service, answer: Receipt) -> Plan:
    plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2"]))], unassigned=())
    return with_answer(plan, answer)


def found(plan: Plan, service: Service = LUNCH, settings: Settings = SETTINGS) -> list[Violation]:
    """Judge a plan against the decisions worked out again: all by C1, C2 eligible as well."""
    return list(judge(plan, service, settings, receipts=DECIDED, eligible=BOTH).violations)  # type: ignore[arg-type]


class TestOneToEachOrder:
    def test_an_order_without_a_receipt_is_found_once(self) -> None:
        assert causes(replace(PLAN, receipts=PLAN.receipts[1:]), LUNCH) == [Cause.MISSING_RECEIPT]

    def test_an_order_with_two_receipts_is_found_once(self) -> None:
        twice = (*PLAN.receipts, *PLAN.receipts[:1], *PLAN.receipts[:1])
        (violation,) = judge(replace(PLAN, receipts=twice), LUNCH).violations
        assert (violation.cause, violation.order_id) == (Cause.RECEIPT_TWICE, "O1")
        assert violation.detail == "has 3 receipts"

    def test_a_receipt_of_an_order_nobody_placed_is_found(self) -> None:
        plan = replace(PLAN, receipts=(*PLAN.receipts, a_receipt("O9")))
        assert causes(plan, LUNCH) == [Cause.UNKNOWN_ORDER]

    def test_an_order_that_is_declined_is_not_brought(self) -> None:
        plan = with_answer(PLAN, declined("O3", DeclineReason.BY_HAND))
        (violation,) = judge(plan, LUNCH).violations
        assert violation.cause is Cause.NOT_ACCEPTED
        assert violation.detail.startswith("is declined (declined by hand) and yet stands")

    def test_an_order_that_is_declined_is_not_left_unassigned(self) -> None:
        plan = with_answer(a_plan(LUNCH, []), declined("O3", DeclineReason.BY_HAND))
        assert causes(plan, LUNCH) == [Cause.NOT_ACCEPTED]

    def test_an_order_that_is_declined_costs_nothing(self) -> None:
        judgement = judge(without_o3(LUNCH, declined("O3", DeclineReason.BY_HAND)), LUNCH)
        assert judgement.valid
        assert judgement.bill.unassigned == 0


class TestWhatTheDayItselfShows:
    def test_an_acceptance_by_a_closed_canteen_is_found(self) -> None:
        service = replace(LUNCH, kitchens={"C1": a_kitchen()})
        plan = with_answer(a_plan(service, []), a_receipt("O3", "C2"))
        assert causes(plan, service) == [Cause.WRONG_RECEIPT]

    def test_an_acceptance_by_a_canteen_nobody_knows_is_found(self) -> None:
        plan = with_answer(a_plan(LUNCH, []), a_receipt("O3", "C9"))
        assert causes(plan, LUNCH) == [Cause.WRONG_RECEIPT]

    def test_an_acceptance_of_a_diet_the_canteen_does_not_cook_is_found(self) -> None:
        order = an_order("O3", "R3", diet="halal")
        service = replace(LUNCH, orders={**LUNCH.orders, "O3": order})
        (violation,) = judge(PLAN, service).violations
        assert violation.cause is Cause.WRONG_RECEIPT
        assert violation.detail == "is accepted by C1, which does not cook halal"
        cooks = a_canteen(diets=frozenset({"regular", "halal"}))
        assert causes(PLAN, replace(service, canteens={**LUNCH.canteens, "C1": cooks})) == []

    def test_an_acceptance_of_an_order_of_nobody_is_found(self) -> None:
        order = an_order("O3", "R9")
        service = replace(LUNCH, orders={**LUNCH.orders, "O3": order})
        assert causes(a_plan(service, []), service) == [Cause.WRONG_RECEIPT]
        assert causes(PLAN, service) == [Cause.WRONG_RECEIPT]

    def test_an_acceptance_without_a_known_door_is_found(self) -> None:
        resident = a_resident("R3", coordinates=None)
        service = replace(LUNCH, residents={**LUNCH.residents, "R3": resident})
        assert causes(a_plan(service, []), service) == [Cause.WRONG_RECEIPT]


class TestKitchens:
    @pytest.mark.parametrize(("capacity", "expected"), [(4, []), (3, [Cause.KITCHEN_OVERFULL])])
    def test_a_kitchen_cooks_up_to_its_capacity_in_boxes(
        self, capacity: int, expected: list[Cause]
    ) -> None:
        orders = {**LUNCH.orders, "O1": an_order("O1", "R1", meals=2)}
        kitchens = {"C1": a_kitchen(capacity=capacity), "C2": a_kitchen("C2")}
        service = replace(LUNCH, orders=orders, kitchens=kitchens)
        assert causes(a_plan(service, []), service) == expected

    def test_boxes_of_declined_orders_are_not_cooked(self) -> None:
        service = replace(LUNCH, kitchens={"C1": a_kitchen(capacity=2)})
        assert causes(without_o3(service, declined("O3", DeclineReason.BY_HAND)), service) == []


class TestAgainstTheDecision:
    def test_the_decided_receipts_are_no_violation(self) -> None:
        assert found(PLAN) == []

    def test_a_decline_against_the_rules_is_found(self) -> None:
        (violation,) = found(without_o3(LUNCH, declined("O3", DeclineReason.OUTSIDE_RADIUS)))
        assert violation.cause is Cause.WRONG_RECEIPT
        assert violation.detail == (
            "is declined (outside_radius), by the rules it is accepted (C1)"
        )

    def test_a_decline_by_hand_is_the_coordinator_s_word(self) -> None:
        assert found(without_o3(LUNCH, declined("O3", DeclineReason.BY_HAND))) == []

    @pytest.mark.parametrize("stated", [DeclineReason.KITCHEN_FULL, DeclineReason.PAST_CUTOFF])
    def test_a_decline_for_another_reason_is_found(self, stated: DeclineReason) -> None:
        decided = (*DECIDED[:2], declined("O3", DeclineReason.PAST_CUTOFF))
        plan = without_o3(LUNCH, declined("O3", stated))
        causes_found = [one.cause for one in judge(plan, LUNCH, receipts=decided).violations]
        expected = [] if stated is DeclineReason.PAST_CUTOFF else [Cause.WRONG_RECEIPT]
        assert causes_found == expected

    def test_an_acceptance_against_the_rules_is_found(self) -> None:
        decided = (*DECIDED[:2], declined("O3", DeclineReason.PAST_CUTOFF))
        (violation,) = judge(PLAN, LUNCH, receipts=decided).violations
        assert (violation.cause, violation.order_id) == (Cause.WRONG_RECEIPT, "O3")

    def test_an_order_nothing_was_decided_of_is_judged_by_the_day_alone(self) -> None:
        assert judge(PLAN, LUNCH, receipts=DECIDED[:1]).valid


class TestMoves:
    plan = with_answer(a_plan(LUNCH, []), a_receipt("O3", "C2"))

    def test_an_order_that_asked_for_no_canteen_may_be_moved(self) -> None:
        assert found(self.plan) == []

    def test_nothing_moves_where_the_settings_say_so(self) -> None:
        settings = Settings(receipt=ReceiptSettings(may_move=False))
        (violation,) = found(self.plan, settings=settings)
        assert violation.cause is Cause.MAY_NOT_MOVE
        assert violation.detail == "is moved from C1 to C2: the settings let no order move"

    def test_an_order_that_asked_for_a_canteen_stays_there(self) -> None:
        asked = an_order("O3", "R3", canteen_id="C1")
        (violation,) = found(self.plan, replace(LUNCH, orders={**LUNCH.orders, "O3": asked}))
        assert violation.cause is Cause.MAY_NOT_MOVE
        assert violation.detail == "is moved from C1 to C2: the order asked for C1"

    def test_an_order_moves_to_an_eligible_canteen_only(self) -> None:
        eligible = BOTH | {"O3": {"C1"}}
        (violation,) = judge(self.plan, LUNCH, receipts=DECIDED, eligible=eligible).violations  # type: ignore[arg-type]
        assert violation.cause is Cause.MAY_NOT_MOVE
        assert violation.detail == "is moved from C1 to C2: that canteen is not eligible"

    def test_eligibility_that_nobody_worked_out_is_not_held_against_a_move(self) -> None:
        assert judge(self.plan, LUNCH, receipts=DECIDED).valid

    def test_a_moved_order_counts_where_it_is_cooked(self) -> None:
        kitchens = {"C1": a_kitchen(), "C2": a_kitchen("C2", capacity=0)}
        (violation,) = found(self.plan, replace(LUNCH, kitchens=kitchens))
        assert violation.cause is Cause.KITCHEN_OVERFULL
        assert violation.detail == "boxes accepted by C2: 1, it can cook 0"
