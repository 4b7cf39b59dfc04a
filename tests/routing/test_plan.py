from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import Day, EndsAt, Made, Meal, Plan, Receipt, Service, UnassignedReason
from mealroute.errors import ArgumentError
from mealroute.routing import Search, make_plan, route_shapes
from mealroute.routing.assemble import final_receipts, routes
from mealroute.routing.build import Instance, build
from mealroute.routing.check import check
from mealroute.sample.straight import SAMPLE_DATE, make_straight_day
from mealroute.sample.town import Mix
from mealroute.search.engine import Budget
from mealroute.search.problem import MOST_TRIPS, Solution, nothing_served
from mealroute.search.ruin_recreate import RuinRecreateEngine
from mealroute.search.schedule import cost
from mealroute.settings import Settings
from mealroute.travel import StraightTravel
from tests.builders import a_resident, a_service, a_shift, a_volunteer, an_order, at_m, clock
from tests.routing.greedy_receipts import greedy_receipts

SETTINGS = Settings()
TRAVEL = StraightTravel(SETTINGS.travel)
QUICK = Search(budget=Budget(iterations=200), seed=1)


def lunch(day: Day) -> Service:
    return day.service(SAMPLE_DATE, Meal.LUNCH)


def planned(service: Service, search: Search = QUICK) -> Plan:
    receipts, eligible = greedy_receipts(service)
    return make_plan(service, SETTINGS, receipts, TRAVEL, search, eligible=eligible).plan


mixes = st.builds(
    Mix,
    windows=st.sampled_from([0.0, 0.25, 0.8]),
    needs=st.sampled_from([0.0, 0.3]),
    avoids=st.sampled_from([0.0, 0.3]),
    two_trips=st.sampled_from([0.0, 0.5, 1.0]),
    several_canteens=st.sampled_from([0.0, 0.5, 1.0]),
    ends_elsewhere=st.sampled_from([0.0, 0.5, 1.0]),
    some_diets=st.sampled_from([0.0, 0.3]),
    second_shifts=st.sampled_from([0.0, 0.4]),
    places_per_box=st.sampled_from([0.7, 1.2, 2.0]),
    kitchen_slack=st.sampled_from([0.8, 1.0, 1.3]),
)


@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 4), mixes)
@settings(max_examples=60)
def test_the_judge_finds_no_fault_with_any_plan_of_ours_and_names_the_same_cost(
    seed: int, orders: int, canteens: int, mix: Mix
) -> None:
    # In this process, so that many days can be tried; `make_plan` adds the child and the reasons.
    service = lunch(make_straight_day(seed=seed, orders=orders, canteens=canteens, mix=mix))
    receipts, eligible = greedy_receipts(service)
    instance = build(service, SETTINGS, receipts, TRAVEL, eligible)
    start = nothing_served(instance.problem)

    found = RuinRecreateEngine().improve(
        instance.problem, start, Budget(iterations=150), seed, lambda *_found: None
    )

    plan = planned_from(service, instance, found, receipts)
    judgement = check(plan, service, SETTINGS, TRAVEL, receipts, eligible)
    missing = {order.order_id for order in instance.orders} - {
        stop.order_id for _route, stop in plan.stops()
    }
    # Without reasons in this plan, exactly the orders that nobody brings are missed.
    assert {one.order_id for one in judgement.violations} == missing
    assert judgement.bill.total == cost(instance.problem, found)


def planned_from(
    service: Service, instance: Instance, found: Solution, receipts: Sequence[Receipt]
) -> Plan:
    return Plan(
        date=service.date,
        meal=service.meal,
        made=Made(version="", engine="", seed=0, seconds=0.0, travel="straight", cost=0),
        receipts=final_receipts(instance, found, receipts),
        routes=routes(instance, found, service, TRAVEL),
    )


def test_the_same_seed_and_rounds_give_the_same_plan() -> None:
    service = lunch(make_straight_day(seed=3, orders=40))

    first, second = planned(service), planned(service)

    assert first.routes == second.routes
    assert first.made.cost == second.made.cost


def test_a_plan_starts_from_the_previous_one() -> None:
    service = lunch(make_straight_day(seed=4, orders=40))
    receipts, eligible = greedy_receipts(service)
    residents = {order_id: order.resident_id for order_id, order in service.orders.items()}
    before = planned(service)

    again = make_plan(
        service, SETTINGS, receipts, TRAVEL, Search(budget=Budget(iterations=0)),
        eligible=eligible, previous=(before, residents),
    ).plan  # fmt: skip

    assert [route.stops for route in again.routes] == [route.stops for route in before.routes]


def test_a_day_without_volunteers_is_a_plan_with_reasons() -> None:
    plan = planned(a_service(shifts=[]))

    assert plan.routes == ()
    (left_out,) = plan.unassigned
    assert left_out.reason is UnassignedReason.NO_VOLUNTEER
    assert left_out.detail == "nobody is on shift at C1"


def test_a_day_without_orders_is_an_empty_plan() -> None:
    plan = planned(a_service(orders=[]))

    assert (plan.routes, plan.unassigned, plan.made.cost) == ((), (), 0)


def test_more_places_than_memory_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mealroute.routing.build.MOST_PLACES", 1)

    with pytest.raises(ArgumentError, match="2 different places, expected 1 at most"):
        planned(a_service())


def test_each_leg_of_a_route_has_its_line() -> None:
    service = lunch(make_straight_day(seed=5, orders=30, mix=Mix(ends_elsewhere=0.5)))
    plan = planned(service)

    shapes = route_shapes(plan, service, TRAVEL)

    for route, shape in zip(plan.routes, shapes, strict=True):
        for trip, legs in zip(route.trips, shape.trips, strict=True):
            assert len(legs) == len(trip.stops) + (trip.back is not None)
            assert legs[0][0] == service.canteens[route.canteen_id].coordinates


def test_the_line_of_a_route_ends_where_its_own_shift_ends() -> None:
    # The same volunteer's other shift ends at home; this one, the only one in time, does not.
    shifts = [
        a_shift(starts=clock("08:00"), until=clock("08:30"), ends_at=EndsAt.HOME),
        a_shift(ends_at=EndsAt.CANTEEN),
    ]
    home = a_volunteer(coordinates=at_m(east_m=400))
    service = a_service(shifts=shifts, volunteers=[home])
    plan = planned(service)

    (shape,) = route_shapes(plan, service, TRAVEL)

    assert shape.trips[-1][-1][-1] == service.canteens[plan.routes[0].canteen_id].coordinates


def test_a_shift_of_very_many_trips_is_planned_with_as_many_as_anybody_makes() -> None:
    service = a_service(shifts=[a_shift(max_trips=500)])
    receipts, eligible = greedy_receipts(service)

    instance = build(service, SETTINGS, receipts, TRAVEL, eligible)

    assert instance.problem.shift_max_trips.tolist() == [MOST_TRIPS]
    assert len(planned(service).routes) == 1


class TestReasons:
    def test_nobody_has_the_skill(self) -> None:
        plan = planned(a_service(residents=[a_resident(needs=frozenset({"stairs"}))]))

        (left_out,) = plan.unassigned
        assert left_out.reason is UnassignedReason.NO_VOLUNTEER
        assert left_out.detail == "of 1 shift at C1 none may bring it: 1 lack a skill of: stairs"

    def test_the_meal_would_be_aboard_too_long(self) -> None:
        # 2,700 m on foot: 2,700 x 1.3 / 1.2 = 2,925 s, 49 min.
        far = a_resident(coordinates=at_m(north_m=2_700))
        receipts, _eligible = greedy_receipts(a_service())
        plan = make_plan(a_service(residents=[far]), SETTINGS, receipts, TRAVEL, QUICK).plan

        (left_out,) = plan.unassigned
        assert left_out.reason is UnassignedReason.TOO_FAR_EVEN_ALONE
        assert left_out.detail == (
            "even a direct trip from C1 (on foot) takes 49 min: a meal may be aboard 45 min"
        )

    def test_the_door_shuts_before_anybody_can_be_there(self) -> None:
        shut = an_order(latest=clock("11:03"))
        plan = planned(a_service(orders=[shut]))

        (left_out,) = plan.unassigned
        assert left_out.reason is UnassignedReason.TOO_FAR_EVEN_ALONE
        assert left_out.detail.endswith(
            "it would arrive at 11:06, the handover must start by 11:03"
        )

    def test_more_boxes_than_places_is_a_shortage_with_its_numbers(self) -> None:
        residents = [a_resident(f"R{n}") for n in range(4)]
        orders = [an_order(f"O{n}", f"R{n}") for n in range(4)]
        service = a_service(residents=residents, orders=orders, shifts=[a_shift(capacity=3)])

        (left_out,) = planned(service).unassigned

        assert left_out.reason is UnassignedReason.NOT_ENOUGH_HANDS
        assert left_out.detail == (
            "4 boxes of 4 orders compete for 3 places of 1 shifts: "
            "orders O0, O1, O2, O3; volunteers V1"
        )

    def test_what_no_proof_covers_is_said_plainly(self) -> None:
        # Two doors, each alone in reach of the only volunteer, but not both in one trip.
        residents = [
            a_resident("R1", coordinates=at_m(north_m=900)),
            a_resident("R2", coordinates=at_m(north_m=-900)),
        ]
        orders = [
            an_order("O1", "R1", latest=clock("11:20")),
            an_order("O2", "R2", latest=clock("11:20")),
        ]
        plan = planned(a_service(residents=residents, orders=orders))

        (left_out,) = plan.unassigned
        assert left_out.reason is UnassignedReason.NOT_FITTED


@pytest.mark.parametrize("gap", ["12:00", "12:30"])
def test_one_volunteer_is_never_in_two_places_at_once(gap: str) -> None:
    residents = [a_resident(f"R{n}", coordinates=at_m(north_m=100 * n)) for n in range(1, 7)]
    orders = [an_order(f"O{n}", f"R{n}") for n in range(1, 7)]
    shifts = [
        a_shift(capacity=3, until=clock("12:10")),
        a_shift(capacity=3, starts=clock(gap), until=clock("13:00")),
    ]
    service = a_service(
        residents=residents, orders=orders, shifts=shifts, volunteers=[a_volunteer()]
    )

    plan = planned(service)

    receipts, eligible = greedy_receipts(service)
    assert check(plan, service, SETTINGS, TRAVEL, receipts, eligible).valid
    assert len(plan.routes) == (1 if gap == "12:00" else 2)
