"""A volunteer-hour is worth what is brought with it and was not before."""

import datetime as dt

from mealroute.coverage.hours import hour_values
from mealroute.domain import Mode, Plan, Service
from mealroute.settings import Settings
from mealroute.travel import StraightTravel, TravelTimes
from tests.builders import a_kitchen, a_resident, a_service, a_shift, an_order
from tests.coverage.fake_plans import PRICE, plan_with

TRAVEL = StraightTravel(Settings().travel)


def a_short_lunch() -> Service:
    """Five orders, one of two boxes for somebody frail, and hands for two of them."""
    return a_service(
        residents=[a_resident(f"R{n}", priority=3 if n == 5 else 1) for n in range(1, 6)],
        orders=[an_order(f"O{n}", f"R{n}", meals=2 if n == 5 else 1) for n in range(1, 6)],
        shifts=[a_shift("V1", capacity=2, mode=Mode.EBIKE, max_trips=2)],
    )


def test_an_hour_brings_what_was_left_out() -> None:
    (value,) = hour_values(a_short_lunch(), TRAVEL, plan_with)
    assert (value.canteen_id, value.mode) == ("C1", Mode.EBIKE)
    assert (value.orders, value.boxes, value.priority) == (2, 2, 2)
    assert value.most_orders == 3
    assert value.saved == 2 * PRICE - 60
    assert value.least_saved <= value.saved <= value.most_saved


def test_it_is_an_hour_from_when_boxes_can_leave_and_as_the_others_travel() -> None:
    seen: list[Service] = []

    def watched(service: Service, travel: TravelTimes, before: Plan | None) -> Plan:
        seen.append(service)
        return plan_with(service, travel, before)

    assert len(list(hour_values(a_short_lunch(), TRAVEL, watched))) == 1
    without, more = seen
    (hour,) = set(more.shifts) - set(without.shifts)
    assert (hour.starts, hour.until) == (dt.time(11), dt.time(12))
    assert (hour.capacity, hour.mode, hour.max_trips) == (2, Mode.EBIKE, 2)
    assert more.volunteers[hour.volunteer_id].skills == frozenset()


def test_every_mode_at_every_open_canteen_is_tried_from_the_plan_without() -> None:
    starts: list[Plan | None] = []
    service = a_service(
        kitchens=[a_kitchen("C1"), a_kitchen("C2")],
        shifts=[a_shift("V1"), a_shift("V2", mode=Mode.CAR)],
    )

    def watched(service: Service, travel: TravelTimes, before: Plan | None) -> Plan:
        starts.append(before)
        return plan_with(service, travel, before)

    found = list(hour_values(service, TRAVEL, watched))
    assert [(one.canteen_id, one.mode) for one in found] == [
        ("C1", Mode.FOOT), ("C1", Mode.CAR), ("C2", Mode.FOOT), ("C2", Mode.CAR),
    ]  # fmt: skip
    assert starts[0] is None
    assert None not in starts[1:]
