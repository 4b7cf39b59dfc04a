"""Every rule of a plan: one that keeps it to the last second, and one that breaks just that."""

import datetime as dt
from dataclasses import replace

import pytest

from mealroute.domain import Cause, EndsAt, Meal, Mode
from mealroute.language import use
from mealroute.routing.check import check
from mealroute.settings import HeatSettings, Settings, TripSettings
from tests.builders import (
    CENTRE,
    a_kitchen,
    a_shift,
    a_volunteer,
    an_order,
    clock,
)
from tests.routing.lunch import (
    HOME,
    SETTINGS,
    TRAVEL,
    a_lunch,
    a_plan,
    a_receipt,
    a_route,
    causes,
    change_route,
    change_stop,
    judge,
    moment,
)

LUNCH = a_lunch()
PLAN = a_plan(LUNCH, cost=1580)
RESIDENTS = dict(LUNCH.residents)


def test_a_plan_that_keeps_every_rule_has_no_violation() -> None:
    judgement = check(PLAN, LUNCH, SETTINGS, TRAVEL)
    assert judgement.violations == ()
    assert judgement.valid


def test_a_violation_names_order_and_volunteer_and_figures() -> None:
    service = replace(LUNCH, kitchens={"C1": a_kitchen(ready_from=clock("11:00:30"))})
    (violation,) = judge(PLAN, service).violations
    assert violation.detail == "leaves C1 at 11:00, its boxes are ready from 11:00:30"
    assert violation.volunteer_id == "V1"
    assert violation.order_id is None


def test_violations_are_sorted_by_cause_whatever_the_order_of_the_plan() -> None:
    plan = replace(PLAN, receipts=(*PLAN.receipts[::-1], a_receipt("O9"), a_receipt("O1")))
    plan = change_stop(plan, "O2", leg_m=77)
    turned = replace(plan, receipts=plan.receipts[::-1])
    assert causes(plan, LUNCH) == [Cause.UNKNOWN_ORDER, Cause.RECEIPT_TWICE, Cause.FIGURE_WRONG]
    assert judge(plan, LUNCH).violations == judge(turned, LUNCH).violations


class TestTheDay:
    def test_a_plan_of_another_date_is_found(self) -> None:
        assert causes(replace(PLAN, date=dt.date(2026, 11, 25)), LUNCH) == [Cause.WRONG_DAY]

    def test_a_plan_of_another_meal_is_found(self) -> None:
        assert causes(replace(PLAN, meal=Meal.DINNER), LUNCH) == [Cause.WRONG_DAY]

    def test_the_meals_are_named_in_the_language_in_use(self) -> None:
        with use("zh"):
            (violation,) = judge(replace(PLAN, meal=Meal.DINNER), LUNCH).violations
        assert "晚餐" in violation.detail
        assert "午餐" in violation.detail


class TestRule1EveryOrderOnce:
    def test_an_order_nobody_placed_is_found_on_a_route(self) -> None:
        plan = change_stop(PLAN, "O2", order_id="O9")
        found = judge(plan, LUNCH).violations
        assert [one.cause for one in found] == [Cause.UNKNOWN_ORDER, Cause.MISSING_ORDER]
        assert (found[0].order_id, found[0].volunteer_id) == ("O9", "V1")

    def test_an_order_nobody_placed_is_found_among_the_unassigned(self) -> None:
        unassigned = a_plan(LUNCH, []).unassigned[0]
        plan = replace(PLAN, unassigned=(replace(unassigned, order_id="O9"),))
        assert causes(plan, LUNCH) == [Cause.UNKNOWN_ORDER]

    def test_an_accepted_order_may_be_left_unassigned(self) -> None:
        assert causes(a_plan(LUNCH, []), LUNCH) == []

    def test_an_accepted_order_that_stands_nowhere_is_found(self) -> None:
        plan = a_plan(LUNCH, [a_route(LUNCH, ("11:00", ["O1", "O2"]))], unassigned=())
        (violation,) = judge(plan, LUNCH).violations
        assert (violation.cause, violation.order_id) == (Cause.MISSING_ORDER, "O3")

    def test_an_order_brought_twice_is_found(self) -> None:
        plan = a_plan(LUNCH, [a_route(LUNCH, ("11:00", ["O1", "O1", "O2"]))])
        assert causes(plan, LUNCH) == [Cause.ORDER_TWICE]

    def test_an_order_both_brought_and_left_unassigned_is_found(self) -> None:
        plan = replace(PLAN, unassigned=a_plan(LUNCH, []).unassigned[:1])
        assert causes(plan, LUNCH) == [Cause.ORDER_TWICE]

    def test_a_route_of_another_canteen_than_the_one_that_cooks_is_found(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(canteen_ids=("C2",)),))
        plan = a_plan(service, [a_route(service, ("11:00", ["O3"]), canteen_id="C2")])
        assert causes(plan, service) == []
        wrong = replace(plan, receipts=tuple(a_receipt(one) for one in service.orders))
        assert causes(wrong, service) == [Cause.WRONG_CANTEEN]


class TestRule2Loads:
    def test_as_many_boxes_as_the_shift_carries_are_no_overload(self) -> None:
        assert LUNCH.shifts[0].capacity == len(PLAN.routes[0].stops)

    def test_one_box_too_many_is_an_overload(self) -> None:
        service = replace(LUNCH, orders={**LUNCH.orders, "O2": an_order("O2", "R2", meals=2)})
        assert causes(PLAN, service) == [Cause.OVERLOAD]

    def test_a_load_counts_for_each_trip(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(capacity=2, max_trips=2),))
        plan = a_plan(service, [a_route(service, ("11:00", ["O1", "O2"]), ("11:20", ["O3"]))])
        assert causes(plan, service) == []

    def test_one_trip_too_many_is_found(self) -> None:
        plan = a_plan(LUNCH, [a_route(LUNCH, ("11:00", ["O1", "O2"]), ("11:20", ["O3"]))])
        assert causes(plan, LUNCH) == [Cause.TOO_MANY_TRIPS]

    def test_a_trip_without_a_stop_is_found(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(max_trips=2),))
        trips = (*PLAN.routes[0].trips, replace(PLAN.routes[0].trips[0], stops=()))
        assert causes(change_route(PLAN, trips=trips), service) == [Cause.EMPTY_TRIP]

    def test_a_route_without_a_trip_is_found_and_costs_nothing(self) -> None:
        empty = replace(PLAN.routes[0], trips=(), work_s=0, distance_m=0)
        judgement = judge(a_plan(LUNCH, [empty]), LUNCH)
        assert [one.cause for one in judgement.violations] == [Cause.EMPTY_TRIP]
        assert judgement.bill.call_out == 0


class TestRule3Clocks:
    def test_leaving_before_the_boxes_are_ready_is_too_early(self) -> None:
        service = replace(LUNCH, kitchens={"C1": a_kitchen(ready_from=clock("11:01"))})
        assert causes(PLAN, service) == [Cause.TOO_EARLY]

    def test_leaving_before_the_shift_begins_is_too_early(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(starts=clock("11:01")),))
        assert causes(PLAN, service) == [Cause.TOO_EARLY]

    def test_leaving_as_the_shift_begins_is_in_time(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(starts=clock("11:00")),))
        assert causes(PLAN, service) == []

    def test_ending_with_the_shift_is_in_time_and_a_second_later_is_not(self) -> None:
        for until, expected in (("11:16:20", []), ("11:16:19", [Cause.SHIFT_OVERRUN])):
            service = replace(LUNCH, shifts=(a_shift(until=clock(until)),))
            assert causes(PLAN, service) == expected

    @pytest.mark.parametrize(
        ("ends_at", "place", "back"),
        [(EndsAt.CANTEEN, CENTRE, "11:23:00"), (EndsAt.HOME, HOME, "11:26:20")],
    )
    def test_who_goes_back_is_back_by_the_end_of_the_shift(
        self, ends_at: EndsAt, place: object, back: str
    ) -> None:
        service = a_lunch(
            shifts=[a_shift(ends_at=ends_at, until=clock(back))],
            volunteers=[a_volunteer(coordinates=HOME)],
        )
        route = a_route(service, ("11:00", ["O1", "O2", "O3"]), back_to=place)  # type: ignore[arg-type]
        assert route.trips[0].back == moment(back)
        assert causes(a_plan(service, [route]), service) == []
        earlier = a_shift(ends_at=ends_at, until=clock("11:20"))
        service = replace(service, shifts=(earlier,))
        assert causes(a_plan(service, [route]), service) == [Cause.SHIFT_OVERRUN]

    def test_a_way_back_that_is_too_quick_is_found(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(ends_at=EndsAt.CANTEEN),))
        route = a_route(service, ("11:00", ["O1", "O2", "O3"]), back_to=CENTRE)
        quick = replace(route.trips[0], back=moment("11:22:59"))
        plan = a_plan(service, [replace(route, trips=(quick,), work_s=route.work_s - 1)])
        assert causes(plan, service) == [Cause.TRAVEL_TOO_SHORT]

    def test_a_way_back_that_is_not_stated_is_found_and_paid_all_the_same(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(ends_at=EndsAt.CANTEEN),))
        route = a_route(service, ("11:00", ["O1", "O2", "O3"]), back_to=CENTRE)
        silent = replace(route, trips=(replace(route.trips[0], back=None),))
        judgement = judge(a_plan(service, [silent]), service)
        assert [one.cause for one in judgement.violations] == [Cause.FIGURE_WRONG]
        assert judgement.bill.work == 980 + 400

    def test_a_way_back_that_nobody_asks_for_is_found_and_not_paid(self) -> None:
        back = replace(PLAN.routes[0].trips[0], back=moment("11:23"))
        judgement = judge(change_route(PLAN, trips=(back,)), LUNCH)
        assert [one.cause for one in judgement.violations] == [Cause.FIGURE_WRONG]
        assert judgement.bill.work == 980

    def test_a_volunteer_whose_home_nobody_knows_ends_at_the_last_door(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(ends_at=EndsAt.HOME),))
        assert causes(PLAN, service) == []

    def test_loading_again_takes_its_time(self) -> None:
        # Back from A at 11:15, loading takes 300 s.
        service = replace(LUNCH, shifts=(a_shift(max_trips=2),))
        route = a_route(service, ("11:00", ["O1", "O2"]), ("11:20", ["O3"]))
        assert causes(a_plan(service, [route]), service) == []
        slower = Settings(trips=TripSettings(reload_s=301))
        (violation,) = judge(a_plan(service, [route]), service, slower).violations
        assert violation.cause is Cause.RELOAD_TOO_SHORT
        assert violation.detail == (
            "trip 2 leaves at 11:20, 300 s after trip 1 is back, loading takes 301 s"
        )

    def test_the_way_back_between_trips_is_travelled(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(max_trips=2),))
        route = a_route(service, ("11:00", ["O1", "O2"]), ("11:20", ["O3"]))
        quick = replace(route.trips[0], back=moment("11:14:59"))
        plan = a_plan(service, [replace(route, trips=(quick, route.trips[1]))])
        assert causes(plan, service) == [Cause.TRAVEL_TOO_SHORT]

    def test_each_trip_starts_with_a_way_into_the_building(self) -> None:
        service = replace(LUNCH, shifts=(a_shift(max_trips=2),))
        plan = a_plan(service, [a_route(service, ("11:00", ["O1"]), ("11:20", ["O2", "O3"]))])
        assert causes(plan, service) == []
        hurried = replace(PLAN.routes[0].trips[0].stops[1], order_id="O2")
        assert hurried.ends - hurried.starts == dt.timedelta(seconds=120)
        plan = change_stop(
            plan, "O2", ends=plan.routes[0].trips[1].stops[0].starts + dt.timedelta(seconds=120)
        )
        assert causes(plan, service) == [Cause.HANDOVER_TOO_SHORT]


class TestRule4Windows:
    def test_a_handover_may_start_in_the_first_and_the_last_second_of_its_window(self) -> None:
        window = an_order("O3", "R3", earliest=clock("11:13:20"), latest=clock("11:13:20"))
        assert causes(PLAN, replace(LUNCH, orders={**LUNCH.orders, "O3": window})) == []

    def test_a_second_before_its_window_is_too_soon(self) -> None:
        window = an_order("O3", "R3", earliest=clock("11:13:21"))
        service = replace(LUNCH, orders={**LUNCH.orders, "O3": window})
        (violation,) = judge(PLAN, service).violations
        assert (violation.cause, violation.order_id) == (Cause.BEFORE_WINDOW, "O3")

    def test_a_second_after_its_window_is_too_late(self) -> None:
        window = an_order("O3", "R3", latest=clock("11:13:19"))
        service = replace(LUNCH, orders={**LUNCH.orders, "O3": window})
        assert causes(PLAN, service) == [Cause.AFTER_WINDOW]

    def test_a_volunteer_may_wait_at_a_door(self) -> None:
        window = an_order("O3", "R3", earliest=clock("11:30"))
        service = replace(LUNCH, orders={**LUNCH.orders, "O3": window})
        plan = a_plan(service)
        assert plan.routes[0].stops[2].starts == moment("11:30")
        assert causes(plan, service) == []

    def test_a_handover_starts_while_the_kitchen_serves(self) -> None:
        for until, expected in (("11:13:20", []), ("11:13:19", [Cause.KITCHEN_CLOSED])):
            kitchen = a_kitchen(serve_until=clock(until))
            assert causes(PLAN, replace(LUNCH, kitchens={"C1": kitchen})) == expected

    def test_a_route_from_a_canteen_without_a_kitchen_row_is_found(self) -> None:
        service = replace(LUNCH, kitchens={"C2": a_kitchen("C2")})
        plan = replace(PLAN, receipts=tuple(a_receipt(one, "C2") for one in service.orders))
        assert causes(plan, service) == [*[Cause.WRONG_CANTEEN] * 3, Cause.KITCHEN_CLOSED]


class TestRule5Heat:
    def test_a_meal_is_hot_to_the_last_second_and_no_longer(self) -> None:
        # O3 is 800 s aboard.
        for limit_s, expected in ((800, []), (799, [Cause.TOO_LONG_ABOARD])):
            settings = Settings(heat=HeatSettings(max_aboard_min=limit_s / 60))
            assert causes(PLAN, LUNCH, settings) == expected

    def test_a_shift_s_own_container_sets_its_limit(self) -> None:
        settings = Settings.from_mapping(
            {
                "heat": {"outside_c": -30, "container": "warm"},
                "containers": {
                    "warm": {"food_c": 75, "k_per_min": 0.001},
                    "cold": {"food_c": 62, "k_per_min": 0.011},
                },
            }
        )
        assert causes(PLAN, LUNCH, settings) == []
        service = replace(LUNCH, shifts=(a_shift(container="cold"),))
        assert causes(PLAN, service, settings) == [Cause.TOO_LONG_ABOARD] * 3


class TestRule6People:
    def test_missing_skills_are_named(self) -> None:
        needy = replace(RESIDENTS["R1"], needs=frozenset({"stairs", "kazakh"}))
        service = replace(LUNCH, residents={**RESIDENTS, "R1": needy})
        (violation,) = judge(PLAN, service).violations
        assert violation.detail == "V1 lacks what the resident needs: kazakh, stairs"

    def test_a_volunteer_needs_every_skill_the_resident_needs(self) -> None:
        needy = replace(RESIDENTS["R1"], needs=frozenset({"stairs", "kazakh"}))
        service = replace(LUNCH, residents={**RESIDENTS, "R1": needy})
        for skills, expected in (
            ({"stairs", "kazakh", "car"}, []),
            ({"stairs"}, [Cause.SKILL_MISSING]),
        ):
            volunteer = a_volunteer(skills=frozenset(skills))
            assert causes(PLAN, replace(service, volunteers={"V1": volunteer})) == expected

    def test_a_volunteer_the_resident_avoids_is_found(self) -> None:
        for avoids, expected in (({"V2"}, []), ({"V1", "V2"}, [Cause.AVOIDED_VOLUNTEER])):
            resident = replace(RESIDENTS["R1"], avoid_volunteers=frozenset(avoids))
            service = replace(LUNCH, residents={**RESIDENTS, "R1": resident})
            assert causes(PLAN, service) == expected

    def test_a_shift_carries_the_diet_of_every_box(self) -> None:
        for carries, expected in (
            ({"regular", "halal"}, []),
            ({"halal"}, [Cause.DIET_NOT_CARRIED] * 3),
        ):
            service = replace(LUNCH, shifts=(a_shift(carries=frozenset(carries)),))
            assert causes(PLAN, service) == expected


class TestRule7Handovers:
    def test_a_handover_that_is_a_second_short_is_found(self) -> None:
        plan = change_stop(PLAN, "O3", ends=moment("11:16:19"))
        assert causes(change_route(plan, work_s=979), LUNCH) == [Cause.HANDOVER_TOO_SHORT]

    def test_stairs_take_time_where_there_is_no_lift(self) -> None:
        for changes, expected in (
            ({"floor": 2, "lift": True}, []),
            ({"floor": -1}, []),
            ({"floor": 2}, [Cause.HANDOVER_TOO_SHORT]),
            ({"floor": 9, "handover_s": 120}, []),
            ({"handover_s": 121}, [Cause.HANDOVER_TOO_SHORT]),
        ):
            resident = replace(RESIDENTS["R3"], **changes)
            service = replace(LUNCH, residents={**RESIDENTS, "R3": resident})
            assert causes(PLAN, service) == expected, changes

    def test_another_entrance_at_the_same_place_is_another_building(self) -> None:
        resident = replace(RESIDENTS["R2"], building_id="east entrance")
        service = replace(LUNCH, residents={**RESIDENTS, "R2": resident})
        assert causes(PLAN, service) == [Cause.HANDOVER_TOO_SHORT]

    def test_a_building_left_and_entered_again_takes_its_time_again(self) -> None:
        plan = a_plan(LUNCH, [a_route(LUNCH, ("11:00", ["O1", "O3", "O2"]))])
        assert causes(plan, LUNCH) == []
        stop = plan.routes[0].stops[2]
        quick = change_stop(plan, "O2", ends=stop.starts + dt.timedelta(seconds=120))
        quick = change_route(quick, work_s=plan.routes[0].work_s - 60)
        assert causes(quick, LUNCH) == [Cause.HANDOVER_TOO_SHORT]

    def test_a_longer_handover_is_no_violation_but_is_paid(self) -> None:
        plan = change_stop(PLAN, "O3", ends=moment("11:20"))
        judgement = judge(change_route(plan, work_s=1200), LUNCH)
        assert judgement.valid
        assert judgement.bill.work == 1200


def test_a_mode_of_travel_the_shift_does_not_have_is_no_shift_of_the_day() -> None:
    assert causes(change_route(PLAN, mode=Mode.CAR), LUNCH) == [Cause.UNKNOWN_SHIFT]
