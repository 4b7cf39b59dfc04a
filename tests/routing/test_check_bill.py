"""What a plan costs and how it is summed up, worked out by hand."""

from dataclasses import replace

import pytest

from mealroute.domain import Cause, EndsAt
from mealroute.routing.check import Bill
from mealroute.settings import HandoverSettings, PriceSettings, Settings
from tests.builders import CENTRE, a_kitchen, a_resident, a_shift, an_order, clock
from tests.routing.lunch import (
    SETTINGS,
    TRAVEL,
    B,
    a_lunch,
    a_plan,
    a_route,
    change_stop,
    judge,
    moment,
)

LUNCH = a_lunch()
TWO_VOLUNTEERS = a_lunch(shifts=[a_shift("V1"), a_shift("V2")])


def test_the_bill_of_the_lunch_is_the_one_worked_out_by_hand() -> None:
    # 300 + 180 + 120 + 200 + 180 s of work; three handovers and two buildings no plan saves.
    bill = judge(a_plan(LUNCH), LUNCH).bill
    assert bill == Bill(
        unassigned=0, work=980, call_out=600, unfamiliar=0, balance=0, no_plan_saves=480
    )
    assert bill.total == 1580
    assert bill.avoidable == 1100


def test_an_order_left_out_costs_its_priority_times_its_boxes() -> None:
    service = replace(
        LUNCH,
        residents={**LUNCH.residents, "R3": a_resident("R3", coordinates=B, priority=3)},
        orders={**LUNCH.orders, "O3": an_order("O3", "R3", meals=2)},
    )
    bill = judge(a_plan(service, [a_route(service, ("11:00", ["O1", "O2"]))]), service).bill
    assert bill.unassigned == 600_000
    assert (bill.work, bill.call_out, bill.no_plan_saves) == (600, 600, 300)


def test_an_accepted_order_that_stands_nowhere_costs_as_one_left_out() -> None:
    plan = a_plan(LUNCH, [a_route(LUNCH, ("11:00", ["O1", "O2"]))], unassigned=())
    judgement = judge(plan, LUNCH)
    assert [one.cause for one in judgement.violations] == [Cause.MISSING_ORDER]
    assert judgement.bill.unassigned == 100_000


def test_each_shift_that_gets_an_order_is_called_out() -> None:
    routes = [
        a_route(TWO_VOLUNTEERS, ("11:00", ["O1", "O2"])),
        a_route(TWO_VOLUNTEERS, ("11:00", ["O3"]), volunteer_id="V2"),
    ]
    bill = judge(a_plan(TWO_VOLUNTEERS, routes), TWO_VOLUNTEERS).bill
    # V1 600 s; V2 400 s of way and 180 s at the door.
    assert (bill.work, bill.call_out) == (1180, 1200)


def test_work_counts_the_way_back_that_is_asked_for_and_waiting_at_a_door() -> None:
    service = replace(
        LUNCH,
        orders={**LUNCH.orders, "O3": an_order("O3", "R3", earliest=clock("11:20"))},
        shifts=(a_shift(ends_at=EndsAt.CANTEEN),),
    )
    route = a_route(service, ("11:00", ["O1", "O2", "O3"]), back_to=CENTRE)
    judgement = judge(a_plan(service, [route]), service)
    # At 11:20 into the building and the door, 400 s back: 11:29:40.
    assert judgement.bill.work == 1780
    assert judgement.indicators["waiting_s"] == 400


@pytest.mark.parametrize(
    ("visits", "orders"),
    [
        ({}, 0),
        ({("R1", "V1"): 1}, 0),
        ({("R1", "V2"): 5}, 1),
        ({("R1", "V2"): 5, ("R1", "V1"): 1}, 0),
        ({("R1", "V2"): 0}, 0),
        ({("R1", "V1"): 0, ("R1", "V2"): 1, ("R3", "V9"): 1}, 2),
    ],
)
def test_a_new_face_costs_where_the_resident_knows_another(
    visits: dict[tuple[str, str], int], orders: int
) -> None:
    service = a_lunch(visits=visits)
    assert judge(a_plan(service), service).bill.unfamiliar == 120 * orders


def test_a_usual_volunteer_alone_is_no_visit() -> None:
    resident = replace(LUNCH.residents["R1"], usual_volunteer="V1")
    service = replace(
        LUNCH, residents={**LUNCH.residents, "R1": resident}, visits={("R1", "V2"): 1}
    )
    assert judge(a_plan(service), service).bill.unfamiliar == 120


@pytest.mark.parametrize(("balance", "cost"), [(0.0, 0), (1.0, 10), (0.25, 2), (2.55, 26)])
def test_balance_prices_what_the_longest_route_is_above_the_mean(balance: float, cost: int) -> None:
    # Routes of 600 s and 580 s: the longest is 10 s above the mean of 590 s.
    settings = Settings(price=PriceSettings(balance=balance))
    routes = [
        a_route(TWO_VOLUNTEERS, ("11:00", ["O1", "O2"])),
        a_route(TWO_VOLUNTEERS, ("11:00", ["O3"]), volunteer_id="V2"),
    ]
    bill = judge(a_plan(TWO_VOLUNTEERS, routes), TWO_VOLUNTEERS, settings).bill
    assert bill.balance == cost
    assert bill.total == 1180 + 1200 + cost


def test_prices_are_those_of_the_settings() -> None:
    settings = Settings(
        price=PriceSettings(unassigned=7, call_out=11, unfamiliar=13),
        handover=HandoverSettings(per_order_s=100, per_building_s=50),
    )
    service = a_lunch(visits={("R1", "V2"): 1})
    route = a_route(service, ("11:00", ["O1", "O2"]), settings=settings)
    judgement = judge(a_plan(service, [route]), service, settings)
    assert judgement.valid
    assert judgement.bill == Bill(
        unassigned=7, work=550, call_out=11, unfamiliar=13, balance=0, no_plan_saves=250
    )


def test_no_plan_saves_the_doors_as_they_are() -> None:
    residents = {
        "R1": replace(LUNCH.residents["R1"], floor=3),
        "R2": replace(LUNCH.residents["R2"], handover_s=33),
        "R3": replace(LUNCH.residents["R3"], floor=5, lift=True),
    }
    service = replace(LUNCH, residents=residents)
    bill = judge(a_plan(service), service).bill
    assert bill.no_plan_saves == 150 + 33 + 120 + 2 * 60


def test_the_bill_of_nothing_is_nothing() -> None:
    service = a_lunch(orders=[])
    judgement = judge(a_plan(service, []), service)
    assert judgement.valid
    assert judgement.bill.total == judgement.bill.avoidable == 0
    assert set(judgement.indicators.values()) == {0}


def test_the_indicators_of_the_lunch_are_those_worked_out_by_hand() -> None:
    service = replace(
        a_lunch(visits={("R1", "V1"): 2, ("R2", "V9"): 1, ("R9", "V9"): 1}),
        orders={**LUNCH.orders, "O2": an_order("O2", "R2", meals=2), "O4": an_order("O4", "R1")},
        shifts=(a_shift(),),
    )
    judgement = judge(a_plan(service, [a_route(service, ("11:00", ["O1", "O2", "O3"]))]), service)
    assert judgement.valid
    assert judgement.indicators == {
        "orders": 4,
        "accepted": 4,
        "declined": 0,
        "declined_by_hand": 0,
        "served": 3,
        "unassigned": 1,
        "boxes_served": 4,
        "routes": 1,
        "trips": 1,
        "volunteers": 1,
        "work_s": 980,
        "distance_m": 600,
        "longest_route_s": 980,
        "mean_route_s": 980.0,
        "max_aboard_s": 800,
        "mean_aboard_s": 526.7,
        "waiting_s": 0,
        "on_time_share": 1.0,
        "visited_before": 2,
        "familiar": 1,
        "familiar_share": 0.5,
    }


def test_handovers_outside_their_window_are_not_on_time() -> None:
    orders = {
        "O1": an_order("O1", "R1", earliest=clock("11:05:01")),
        "O2": an_order("O2", "R2", latest=clock("11:09")),
        "O3": an_order("O3", "R3"),
    }
    service = replace(LUNCH, orders=orders, kitchens={"C1": a_kitchen(serve_until=clock("11:10"))})
    plan = change_stop(a_plan(service), "O1", starts=moment("11:05"), aboard_s=300)
    judgement = judge(plan, service)
    assert judgement.indicators["on_time_share"] == 0.333


def test_every_leg_counts_in_the_distance() -> None:
    service = a_lunch(shifts=[a_shift(max_trips=2, ends_at=EndsAt.CANTEEN)])
    route = a_route(service, ("11:00", ["O1", "O2"]), ("11:20", ["O3"]), back_to=CENTRE)
    judgement = judge(a_plan(service, [route]), service, SETTINGS, TRAVEL)
    assert judgement.valid
    assert judgement.indicators["distance_m"] == 360 * 2 + 480 * 2
