"""Plans nobody would make: whatever they say, the judge answers with violations, quickly."""

import datetime as dt
from dataclasses import replace

import pytest

from mealroute.domain import Cause, EndsAt, Meal
from tests.builders import CENTRE, a_service, a_shift
from tests.routing.lunch import (
    a_lunch,
    a_plan,
    a_receipt,
    a_route,
    causes,
    change_route,
    change_stop,
    judge,
)

LUNCH = a_lunch()
PLAN = a_plan(LUNCH)
NOTHING = a_service(canteens=[], kitchens=[], residents=[], orders=[], volunteers=[], shifts=[])
EDGES = [
    dt.datetime(1, 1, 1),  # noqa: DTZ001 -- the domain's times are wall-clock times
    dt.datetime(9999, 12, 31, 23, 59, 59),  # noqa: DTZ001 -- the same
    dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC),
]


def test_a_plan_judged_against_an_empty_day_is_all_strangers() -> None:
    found = set(causes(PLAN, NOTHING))
    assert found == {Cause.UNKNOWN_ORDER, Cause.UNKNOWN_SHIFT, Cause.KITCHEN_CLOSED}


def test_a_plan_of_another_day_altogether_is_judged() -> None:
    later = replace(LUNCH, date=dt.date(2027, 1, 1), meal=Meal.DINNER, orders={})
    found = judge(PLAN, later).violations
    assert found[0].cause is Cause.WRONG_DAY
    assert Cause.UNKNOWN_ORDER in {one.cause for one in found}
    assert "leaves C1 at 11:00 (-38 d), its boxes are ready from 11:00" in {
        one.detail for one in found
    }


@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("figure", ["arrives", "starts", "ends"])
def test_any_moment_of_a_stop_can_be_judged(figure: str, edge: dt.datetime) -> None:
    found = causes(change_stop(PLAN, "O2", **{figure: edge}), LUNCH)
    assert {Cause.TRAVEL_TOO_SHORT, Cause.HANDOVER_TOO_SHORT} & set(found)


@pytest.mark.parametrize("edge", EDGES)
def test_any_departure_and_return_can_be_judged(edge: dt.datetime) -> None:
    service = a_lunch(shifts=[a_shift(ends_at=EndsAt.CANTEEN)])
    trip = a_route(service, ("11:01", ["O1", "O2", "O3"]), back_to=CENTRE).trips[0]
    for changed in (replace(trip, leaves=edge), replace(trip, back=edge)):
        judgement = judge(change_route(PLAN, trips=(changed,)), service)
        assert Cause.FIGURE_WRONG in {one.cause for one in judgement.violations}
        assert judgement.bill.work >= 0


def test_a_moment_with_a_zone_is_read_as_the_clock_on_the_wall() -> None:
    stop = PLAN.routes[0].stops[0]
    zoned = stop.arrives.replace(tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert causes(change_stop(PLAN, "O1", arrives=zoned), LUNCH) == []


def test_times_out_of_order_never_earn_anything() -> None:
    trip = PLAN.routes[0].trips[0]
    reversed_trip = replace(trip, stops=trip.stops[::-1])
    judgement = judge(change_route(PLAN, trips=(reversed_trip,)), LUNCH)
    assert Cause.TRAVEL_TOO_SHORT in {one.cause for one in judgement.violations}
    early = replace(trip, leaves=trip.leaves + dt.timedelta(days=400))
    assert judge(change_route(PLAN, trips=(early,)), LUNCH).bill.work == 0


def test_a_trip_of_thousands_of_stops_is_judged() -> None:
    route = a_route(LUNCH, ("11:00", ["O1", "O3"] * 2500))
    found = causes(a_plan(LUNCH, [route]), LUNCH)
    assert {Cause.ORDER_TWICE, Cause.OVERLOAD, Cause.SHIFT_OVERRUN} <= set(found)


def test_thousands_of_routes_of_one_volunteer_are_judged() -> None:
    service = a_lunch(shifts=[a_shift()] * 3)
    route = a_route(service, ("11:00", ["O1"]))
    found = causes(a_plan(service, [route] * 2000), service)
    assert found.count(Cause.SHIFT_TWICE) == 1997
    assert found.count(Cause.TWO_PLACES_AT_ONCE) == 1999


def test_thousands_of_receipts_and_orders_nobody_placed_are_judged() -> None:
    strangers = tuple(a_receipt(f"X{number}") for number in range(5000))
    found = causes(replace(PLAN, receipts=PLAN.receipts + strangers), LUNCH)
    assert found == [Cause.UNKNOWN_ORDER] * 5000


def test_ids_with_braces_and_markup_are_only_text() -> None:
    plan = change_stop(PLAN, "O2", order_id="{0}{detail}<b>%s")
    plan = change_route(plan, volunteer_id="{V}", canteen_id="{1.__class__}")
    violations = judge(plan, LUNCH).violations
    assert {Cause.UNKNOWN_ORDER, Cause.UNKNOWN_SHIFT} <= {one.cause for one in violations}
    assert any("{1.__class__}" in one.detail for one in violations)
