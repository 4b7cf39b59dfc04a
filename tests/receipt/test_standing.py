from dataclasses import replace

from mealroute.domain import DeclineReason, OrderId, Receipt, ReceiptStatus, Service
from mealroute.receipt import decide, decide_added
from mealroute.settings import Settings
from tests.builders import a_canteen, a_kitchen, a_resident, a_service, an_order, at_m, clock

SETTINGS = Settings()


def a_day(*orders: str, capacity: int = 2, **changes: object) -> Service:
    values = {
        "residents": [a_resident(f"R{n}") for n in range(1, 5)],
        "kitchens": [a_kitchen(capacity=capacity)],
        "orders": [an_order(order, f"R{order[1]}") for order in orders],
    }
    return a_service(**(values | changes))  # type: ignore[arg-type]


def by_id(receipts: tuple[Receipt, ...]) -> dict[str, DeclineReason | str | None]:
    return {one.order_id: one.reason or one.canteen_id for one in receipts}


def test_receipts_that_were_given_stand_and_a_new_order_gets_what_is_left() -> None:
    given = decide(a_day("O2", "O3"), SETTINGS)
    # By its priority O1 would have been accepted before the two others.
    service = a_day(
        "O1",
        "O2",
        "O3",
        residents=[a_resident("R1", priority=3), a_resident("R2"), a_resident("R3")],
    )

    assert by_id(decide_added(service, SETTINGS, given)) == {
        "O1": DeclineReason.KITCHEN_FULL, "O2": "C1", "O3": "C1",
    }  # fmt: skip
    assert by_id(decide(service, SETTINGS))["O1"] == "C1"


def test_what_was_declined_stays_declined_though_a_place_is_free_now() -> None:
    given = decide(a_day("O1", "O2", "O3"), SETTINGS)
    assert by_id(given)["O3"] is DeclineReason.KITCHEN_FULL

    told = decide_added(a_day("O1", "O2", "O3", capacity=9), SETTINGS, given)

    assert told == given


def test_a_cancelled_order_leaves_its_place_to_a_new_one() -> None:
    given = decide(a_day("O1", "O2"), SETTINGS)
    cancelled = Receipt(
        order_id=OrderId("O1"), status=ReceiptStatus.DECLINED, reason=DeclineReason.BY_HAND
    )

    told = decide_added(a_day("O1", "O2", "O3"), SETTINGS, [cancelled, given[1]])

    assert by_id(told) == {"O1": DeclineReason.BY_HAND, "O2": "C1", "O3": "C1"}


def test_a_second_order_of_a_resident_is_a_duplicate_whenever_it_was_placed() -> None:
    given = decide(a_day("O2"), SETTINGS)
    service = a_day("O2", orders=[an_order("O2", "R2"), an_order("O1", "R2")])

    told = decide_added(service, SETTINGS, given)

    assert by_id(told) == {"O1": DeclineReason.DUPLICATE, "O2": "C1"}
    assert "O2" in told[0].detail


def test_a_new_order_is_decided_by_every_rule() -> None:
    service = a_day(
        orders=[an_order("O1", "R1"), an_order("O2", "R2"), an_order("O3", "R9")],
        residents=[a_resident("R1", coordinates=at_m(north_m=5000)), a_resident("R2")],
        canteens=[a_canteen()],
        kitchens=[a_kitchen(order_cutoff=clock("09:00"))],
    )

    assert by_id(decide_added(service, SETTINGS, ())) == {
        "O1": DeclineReason.OUTSIDE_RADIUS, "O2": "C1", "O3": DeclineReason.UNKNOWN_RESIDENT,
    }  # fmt: skip


def test_receipts_of_orders_that_are_gone_are_passed_over() -> None:
    given = decide(a_day("O1", "O2"), SETTINGS)
    service = a_day("O2")

    assert decide_added(replace(service), SETTINGS, given) == given[1:]
