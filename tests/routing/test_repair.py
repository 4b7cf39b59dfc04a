from dataclasses import replace

import pytest

from mealroute.domain import (
    Cause,
    DeclineReason,
    Plan,
    Receipt,
    ReceiptStatus,
    Route,
    Service,
    UnassignedReason,
    VolunteerId,
)
from mealroute.errors import ArgumentError
from mealroute.routing.repair import Event, Found, Why, repair, substitutes
from mealroute.search.engine import Budget
from mealroute.settings import ReceiptSettings, Settings
from tests.builders import (
    CENTRE,
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    a_shift,
    a_volunteer,
    an_order,
    at_m,
    clock,
)
from tests.routing.fakes import FixedTravelTimes
from tests.routing.lunch import C2, A, B, a_lunch, a_plan
from tests.routing.running import AT_ONCE, SETTINGS, TRAVEL, at, planned, repaired

# Doors along two streets: V1's to the north, V2's to the south, 100 m from each other.
NORTH = [at_m(north_m=100.0 * n) for n in range(1, 5)]
SOUTH = [at_m(north_m=-100.0 * n) for n in range(1, 5)]


def a_day(**changes: object) -> Service:
    residents = [
        *(a_resident(f"N{n}", coordinates=door) for n, door in enumerate(NORTH, 1)),
        *(a_resident(f"S{n}", coordinates=door) for n, door in enumerate(SOUTH, 1)),
    ]
    values = {
        "canteens": [a_canteen()],
        "kitchens": [a_kitchen()],
        "residents": residents,
        "orders": [an_order(f"O{one.resident_id}", one.resident_id) for one in residents],
        "volunteers": [a_volunteer(f"V{n}") for n in range(1, 5)],
        "shifts": [a_shift(f"V{n}", capacity=4) for n in (1, 2, 3)],
    }
    return a_service(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def service() -> Service:
    return a_day()


@pytest.fixture(scope="module")
def plan(service: Service) -> Plan:
    """Two routes of four doors each, on foot, leaving at 11:00."""
    made = planned(service)
    assert [len(route.stops) for route in made.routes] == [4, 4]
    assert {route.trips[0].leaves for route in made.routes} == {at("11:00")}
    return made


def route_of(plan: Plan, volunteer_id: str) -> Route:
    (route,) = (one for one in plan.routes if one.volunteer_id == volunteer_id)
    return route


def first_two(plan: Plan) -> tuple[Route, Route]:
    one, other = plan.routes
    return one, other


def declined(receipt: Receipt) -> Receipt:
    return replace(
        receipt,
        status=ReceiptStatus.DECLINED,
        canteen_id=None,
        reason=DeclineReason.BY_HAND,
        detail="cancelled",
    )


def cancelling(plan: Plan, *orders: str) -> list[Receipt]:
    return [declined(one) if one.order_id in orders else one for one in plan.receipts]


class TestAVolunteerDropsOut:
    def test_before_leaving_the_one_on_call_takes_the_route_and_the_other_stays(
        self, service: Service, plan: Plan
    ) -> None:
        out, other = first_two(plan)

        made = repaired(plan, service, without=[out.volunteer_id])

        assert made.judgement.violations == ()
        assert made.found.touched == made.changes.touched == 4
        assert other in made.plan.routes
        idle = ({"V1", "V2", "V3"} - {out.volunteer_id, other.volunteer_id}).pop()
        (told,) = (one for one in made.changes.volunteers if one.volunteer_id == idle)
        assert told.called_out
        assert set(told.added) == {stop.order_id for stop in out.stops}
        assert {one.why for one in made.changes.residents} == {Why.VOLUNTEER_OUT}

    def test_on_the_road_what_was_handed_over_stays_and_lost_boxes_leave_once_more(
        self, service: Service, plan: Plan
    ) -> None:
        out, other = first_two(plan)
        now = out.stops[1].starts

        made = repaired(plan, service, without=[out.volunteer_id], now=now, again_s=900)

        assert made.judgement.violations == ()
        assert route_of(made.plan, out.volunteer_id).stops == out.stops[:2]
        assert other in made.plan.routes
        (fresh,) = (
            route
            for route in made.plan.routes
            if route.volunteer_id not in {out.volunteer_id, other.volunteer_id}
        )
        assert {stop.order_id for stop in fresh.stops} == {one.order_id for one in out.stops[2:]}
        assert (fresh.trips[0].leaves - now).total_seconds() >= 900

    def test_whoever_is_back_and_may_go_again_takes_the_rest_after_loading(self) -> None:
        service = a_day(
            shifts=[a_shift("V1", capacity=4, max_trips=2), a_shift("V2", capacity=4)],
        )
        plan = planned(service)
        out, other = route_of(plan, "V2"), route_of(plan, "V1")
        assert len(other.trips) == 1

        made = repaired(plan, service, without=["V2"], now=out.stops[0].starts)

        assert made.judgement.violations == ()
        again = route_of(made.plan, "V1")
        assert again.trips[0].stops == other.trips[0].stops
        back = again.trips[0].back
        assert back is not None
        assert (again.trips[1].leaves - back).total_seconds() >= SETTINGS.trips.reload_s

    def test_who_leaves_before_the_boxes_are_there_again_takes_them_on_a_later_trip(self) -> None:
        service = a_day(
            orders=[an_order("ON1", "N1"), an_order("ON2", "N2", latest=clock("11:15")),
                    an_order("OS1", "S1")],
            shifts=[a_shift("V1", capacity=1), a_shift("V2", capacity=2, max_trips=1)],
        )  # fmt: skip
        plan = planned(service)
        out = next(r for r in plan.routes if len(r.stops) == 1).volunteer_id
        lost = route_of(plan, out).stops[0].order_id
        idle = a_shift("V3", capacity=2, max_trips=2, starts=clock("11:02"))
        more = replace(service, shifts=(*service.shifts, idle))
        extra = replace(more, orders={
            **service.orders, "ON3": an_order("ON3", "N3", latest=clock("11:09")),
        })  # fmt: skip

        made = repaired(plan, extra, without=[out], now=at("11:00"), again_s=1200)

        assert made.judgement.violations == ()
        assert made.plan.unassigned == ()
        (late,) = (
            trip
            for route in made.plan.routes
            for trip in route.trips
            if lost in {stop.order_id for stop in trip.stops}
        )
        assert late.leaves >= at("11:20")
        assert len(route_of(made.plan, "V3").trips) == 2

    def test_what_nobody_can_take_is_left_out_and_says_that_it_is_as_things_stand(self) -> None:
        service = a_day(shifts=[a_shift("V1", capacity=4), a_shift("V2", capacity=4)])
        plan = planned(service)

        made = repaired(plan, service, without=["V2"])

        assert made.judgement.violations == ()
        assert len(made.plan.unassigned) == 4
        assert {one.reason for one in made.plan.unassigned} <= {
            UnassignedReason.NOT_FITTED,
            UnassignedReason.NOT_ENOUGH_HANDS,
        }
        assert {one.why for one in made.changes.residents} == {Why.LEFT_OUT}

    def test_someone_else_is_moved_only_where_that_serves_who_would_be_left_out(self) -> None:
        # Only V1 may climb to N1, who was V3's; V1 is full, and V2 has a place for one of V1's.
        service = a_day(
            residents=[
                a_resident("N1", coordinates=NORTH[0], needs=frozenset({"stairs"})),
                a_resident("N2", coordinates=NORTH[1]),
            ],
            orders=[an_order("ON1", "N1"), an_order("ON2", "N2")],
            volunteers=[
                a_volunteer("V1", skills=frozenset({"stairs"})),
                a_volunteer("V2"),
                a_volunteer("V3", skills=frozenset({"stairs"})),
            ],
            shifts=[a_shift("V1", capacity=1), a_shift("V3", capacity=1)],
        )
        plan = planned(service)
        out = next(r for r in plan.routes if r.stops[0].order_id == "ON1").volunteer_id
        more = replace(service, shifts=(*service.shifts, a_shift("V2", capacity=1)))

        made = repaired(plan, more, without=[out], budget=Budget(iterations=200))

        assert made.judgement.violations == ()
        assert made.plan.unassigned == ()
        assert made.found == Found(0, 2, made.found.cost)
        assert {one.why for one in made.changes.residents} == {
            Why.VOLUNTEER_OUT,
            Why.OTHER_VOLUNTEER,
        }


class TestOrdersComeAndGo:
    def test_a_cancelled_order_aboard_is_passed_by_and_the_rest_comes_sooner(
        self, service: Service, plan: Plan
    ) -> None:
        route, other = first_two(plan)
        gone = route.stops[2].order_id

        made = repaired(plan, service, now="11:00", receipts=cancelling(plan, gone))

        assert made.judgement.violations == ()
        now = route_of(made.plan, route.volunteer_id)
        assert now.stops[:2] == route.stops[:2]
        assert [stop.order_id for stop in now.stops[2:]] == [route.stops[3].order_id]
        assert now.stops[2].starts < route.stops[3].starts
        assert other in made.plan.routes
        assert made.changes.touched == 0
        assert [one.why for one in made.changes.residents] == [Why.CANCELLED]

    def test_what_was_handed_over_cannot_be_cancelled(self, service: Service, plan: Plan) -> None:
        stop = plan.routes[0].stops[0]

        made = repaired(plan, service, now=stop.starts, receipts=cancelling(plan, stop.order_id))

        assert made.too_late == (stop.order_id,)
        assert made.plan.routes == plan.routes
        assert made.plan.receipts == plan.receipts

    def test_an_added_order_touches_nobody_where_there_is_a_gap(
        self, service: Service, plan: Plan
    ) -> None:
        extra = a_resident("X", coordinates=at_m(east_m=150))
        residents = {**service.residents, extra.resident_id: extra}
        order = an_order("OX", "X")
        more = replace(service, residents=residents, orders={**service.orders, "OX": order})

        made = repaired(plan, more)  # type: ignore[arg-type]

        assert made.judgement.violations == ()
        assert made.plan.unassigned == ()
        assert made.changes.touched == 0
        assert [(one.order_id, one.why) for one in made.changes.residents] == [("OX", Why.ADDED)]

    def test_a_row_that_is_gone_is_an_order_cancelled(self, service: Service, plan: Plan) -> None:
        gone = plan.routes[0].stops[0].order_id
        left = {order_id: one for order_id, one in service.orders.items() if order_id != gone}

        made = repaired(plan, replace(service, orders=left))

        assert made.judgement.violations == ()
        assert [one.why for one in made.changes.residents] == [Why.CANCELLED]
        assert gone not in {one.order_id for one in made.plan.receipts}


def test_without_news_the_plan_stays_as_it_is_at_any_moment(service: Service, plan: Plan) -> None:
    for moment in (None, "10:00", "11:00", "11:10", "12:30"):
        made = repaired(plan, service, now=moment, budget=Budget(iterations=60))

        assert made.plan.routes == plan.routes
        assert made.changes.residents == made.changes.volunteers == ()


def test_interrupted_it_keeps_the_best_so_far(service: Service, plan: Plan) -> None:
    def stop(found: Found) -> None:
        told.append(found)
        if len(told) > 1:
            raise KeyboardInterrupt

    told: list[Found] = []
    out = plan.routes[0].volunteer_id
    made = repair(
        plan, service, SETTINGS, plan.receipts, TRAVEL, Event(without=frozenset([out])),
        budget=Budget(iterations=100), on_found=stop,
    )  # fmt: skip

    assert made.judgement.violations == ()
    assert (made.found.unassigned, made.found.touched) == (0, 4)
    assert told[0] == made.first


def test_a_plan_that_is_strange_to_the_day_is_refused_with_everything_at_once(
    service: Service, plan: Plan
) -> None:
    route = plan.routes[0]
    strange = replace(
        plan,
        date=plan.date.replace(day=25),
        routes=(*plan.routes, replace(route, volunteer_id="V9", canteen_id="C9")),  # type: ignore[arg-type]
    )

    with pytest.raises(ArgumentError) as refused:
        repaired(strange, service)

    told = str(refused.value)
    assert "another meal or date" in told
    assert "C9" in told
    assert f"order {route.stops[0].order_id} is on the plan's routes twice" in told


class TestSubstitutes:
    def ranking(self, now: str | None = None) -> list[str]:
        service = a_day(
            shifts=[a_shift("V1", capacity=8)],
            volunteers=[
                a_volunteer("V1"),
                a_volunteer("knows_two", coordinates=at_m(north_m=2000)),
                a_volunteer("knows_one_near", coordinates=at_m(north_m=100)),
                a_volunteer("knows_one_far", coordinates=at_m(north_m=900)),
                a_volunteer("knows_one_far_and_tired", coordinates=at_m(north_m=900)),
                a_volunteer("stranger"),
                a_volunteer("unwelcome"),
            ],
            visits={
                ("N1", "knows_two"): 1,
                ("N2", "knows_two"): 1,
                ("N1", "knows_one_near"): 9,
                ("N1", "knows_one_far"): 2,
                ("N1", "knows_one_far_and_tired"): 3,
            },
        )
        residents = {
            name: replace(one, avoid_volunteers=frozenset({"unwelcome"}))
            for name, one in service.residents.items()
        }
        service = replace(service, residents=residents)  # type: ignore[arg-type]
        plan = planned(service)
        event = Event(
            now=None if now is None else at(now),
            without=frozenset({VolunteerId("V1")}),
        )
        (told,) = substitutes(plan, service, SETTINGS, plan.receipts, TRAVEL, event)
        assert told.instead_of == "V1"
        self.tried = [one for one in told.ranked if one.would is not None]
        assert all(one.would and one.would.unassigned == 0 for one in self.tried)
        assert told.nobody.unassigned > 0
        return [one.volunteer_id for one in told.ranked]

    def test_they_are_ranked_by_doors_known_then_the_way_then_their_load(self) -> None:
        assert self.ranking() == [
            "knows_two",
            "knows_one_near",
            "knows_one_far",
            "knows_one_far_and_tired",
            "stranger",
        ]
        assert [one.volunteer_id for one in self.tried] == [
            "knows_two", "knows_one_near", "knows_one_far",
        ]  # fmt: skip

    def test_an_idle_shift_at_this_canteen_needs_no_trial_one_elsewhere_does(self) -> None:
        service = a_day(
            canteens=[a_canteen(), a_canteen("C2", coordinates=at_m(north_m=2000))],
            kitchens=[a_kitchen(), a_kitchen("C2")],
            shifts=[
                a_shift("V1", capacity=8),
                a_shift("V2", capacity=1, starts=clock("12:59")),
                a_shift("V3", canteen_ids=("C2",)),
            ],
        )
        plan = planned(service)
        event = Event(without=frozenset({VolunteerId("V1")}))

        (told,) = substitutes(plan, service, SETTINGS, plan.receipts, TRAVEL, event)

        ranked = {one.volunteer_id: one for one in told.ranked}
        assert (ranked["V2"].on_shift, ranked["V2"].would) == (True, None)
        assert not ranked["V3"].on_shift
        assert ranked["V3"].would is not None

    def test_only_who_can_be_there_before_the_shift_ends_is_tried(self) -> None:
        service = a_day(
            shifts=[a_shift("V1", capacity=8)],
            volunteers=[a_volunteer("V1"), a_volunteer("far", coordinates=at_m(north_m=9000))],
        )
        plan = planned(service)
        event = Event(now=at("10:55"), without=frozenset({VolunteerId("V1")}))

        (told,) = substitutes(plan, service, SETTINGS, plan.receipts, TRAVEL, event)

        assert [(one.volunteer_id, one.would) for one in told.ranked] == [("far", None)]


def test_a_lost_order_that_shuts_before_boxes_can_leave_again_is_left_out() -> None:
    service = a_day(
        residents=[a_resident("N1", coordinates=NORTH[3])],
        orders=[an_order("ON1", "N1", latest=clock("11:12"))],
        shifts=[a_shift("V1"), a_shift("V2")],
    )
    plan = planned(service)

    made = repaired(plan, service, without=[plan.routes[0].volunteer_id], now="11:00")

    assert made.judgement.violations == ()
    assert [one.order_id for one in made.plan.unassigned] == ["ON1"]
    assert made.plan.routes == ()


def test_receipts_by_other_settings_do_not_move_what_was_accepted(plan: Plan) -> None:
    settings = Settings(receipt=ReceiptSettings(overflow=False))
    service = a_day(canteens=[replace(a_canteen(), service_radius_m=10.0)])

    made = repaired(plan, service, settings=settings)

    assert {one.canteen_id for one in made.plan.receipts} == {"C1"}
    assert made.plan.routes == plan.routes
    assert AT_ONCE.iterations == 0


class TestARoadCloses:
    """The lunch of `tests.routing.lunch`: V1 leaves at 11:00, O1 at 11:05, O2 at 11:08 in the same
    building A, then 200 s to B for O3 at 11:13:20."""

    def slower(self, *, to_a_s: int = 300, a_to_b_s: int = 200) -> FixedTravelTimes:
        return FixedTravelTimes(
            {
                (CENTRE, A): (to_a_s, 360.0),
                (CENTRE, B): (400, 480.0),
                (A, B): (a_to_b_s, 240.0),
                (CENTRE, C2): (100, 120.0),
                (C2, B): (500, 600.0),
            }
        )

    def test_the_doors_ahead_come_later_and_the_past_stays(self) -> None:
        service = a_lunch()
        plan = a_plan(service)

        made = repaired(plan, service, now="11:06", travel=self.slower(a_to_b_s=1000))

        assert made.judgement.violations == ()
        (route,) = made.plan.routes
        assert route.stops[:2] == plan.routes[0].stops[:2]
        assert route.stops[2].starts == at("11:26:40")
        assert [(one.order_id, one.why) for one in made.changes.residents] == [("O3", Why.LATER)]

    def test_a_past_that_the_new_roads_do_not_explain_is_told_and_not_changed(self) -> None:
        service = a_lunch()
        plan = a_plan(service)

        made = repaired(plan, service, now="11:12", travel=self.slower(to_a_s=900))

        assert {one.cause for one in made.judgement.violations} == {
            Cause.TRAVEL_TOO_SHORT,
            Cause.FIGURE_WRONG,
        }
        assert made.plan.routes == plan.routes

    def test_who_has_not_left_goes_another_way_or_leaves_the_door_to_another(self) -> None:
        service = a_lunch(shifts=[a_shift("V1", capacity=3)])
        plan = a_plan(service)

        made = repaired(plan, service, now="10:55", travel=self.slower(a_to_b_s=3000))

        assert made.judgement.violations == ()
        assert made.changes.touched >= 1


def test_a_resident_whose_door_is_no_longer_known_is_told(service: Service, plan: Plan) -> None:
    lost = {name: one for name, one in service.residents.items() if name != "N1"}

    with pytest.raises(ArgumentError, match="ON1 is accepted, nobody knows"):
        repaired(plan, replace(service, residents=lost))
