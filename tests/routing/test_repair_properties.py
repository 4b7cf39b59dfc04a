"""Random days at random moments: whatever happens, the judge finds nothing and the road stays."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mealroute.domain import DeclineReason, Meal, OrderId, Plan, Receipt, ReceiptStatus, Service
from mealroute.routing.repair import Event, Repaired, Why
from mealroute.routing.repair.frozen import part
from mealroute.routing.repair.outlook import look_ahead
from mealroute.sample.straight import SAMPLE_DATE, make_straight_day
from mealroute.sample.town import Mix
from mealroute.search.engine import Budget
from mealroute.search.problem import Tour
from mealroute.search.schedule import schedule, tour_allowed
from tests.routing.running import SETTINGS, TRAVEL, planned, repaired

mixes = st.builds(
    Mix,
    windows=st.sampled_from([0.0, 0.25, 0.8]),
    needs=st.sampled_from([0.0, 0.3]),
    two_trips=st.sampled_from([0.0, 0.5, 1.0]),
    several_canteens=st.sampled_from([0.0, 0.5]),
    ends_elsewhere=st.sampled_from([0.0, 0.5, 1.0]),
    second_shifts=st.sampled_from([0.0, 0.4]),
    places_per_box=st.sampled_from([0.7, 1.2, 2.0]),
)


def lunch(seed: int, orders: int, mix: Mix) -> tuple[Service, Plan]:
    service = make_straight_day(seed=seed, orders=orders, mix=mix).service(SAMPLE_DATE, Meal.LUNCH)
    return service, planned(service, rounds=100)


def assert_nobody_idle_could_bring_one(
    service: Service, plan: Plan, made: Repaired, event: Event
) -> None:
    """No volunteer without a route could bring an order that is left out, alone and at once."""
    wanted = {one.order_id for one in plan.receipts if one.accepted}
    parted = part(plan, service, SETTINGS, TRAVEL, wanted, event)
    outlook = look_ahead(plan, service, SETTINGS, TRAVEL, plan.receipts, parted, event)
    problem, instance = outlook.problem, outlook.instance
    busy = {route.volunteer_id for route in made.plan.routes}
    left_out = {one.order_id for one in made.plan.unassigned}
    for row, order in enumerate(instance.orders):
        for shift in range(problem.shifts):
            if order.order_id not in left_out or instance.shifts[shift].volunteer_id in busy:
                continue
            for canteen in range(problem.canteens):
                tour = Tour(shift, canteen, ((row,),))
                assert not tour_allowed(problem, tour) or schedule(problem, tour) is None


def a_moment(plan: Plan, share: float) -> dt.datetime | None:
    """A moment of the day: none, or from before the first departure to after the last door."""
    if share < 0.1 or not plan.routes:
        return None
    first = min(route.trips[0].leaves for route in plan.routes) - dt.timedelta(minutes=5)
    last = max(route.stops[-1].ends for route in plan.routes)
    return (first + share * (last - first)).replace(microsecond=0)


def brought(plan: Plan) -> dict[OrderId, tuple[str, dt.datetime]]:
    return {stop.order_id: (route.volunteer_id, stop.starts) for route, stop in plan.stops()}


def assert_the_road_stays(
    plan: Plan, made: Repaired, now: dt.datetime | None, out: set[str], gone: set[str]
) -> None:
    after = {
        (route.volunteer_id, trip.leaves): trip.stops
        for route in made.plan.routes
        for trip in route.trips
    }
    for route in plan.routes:
        for trip in route.trips:
            if now is None or trip.leaves > now:
                continue
            if route.volunteer_id in out:
                stays = tuple(stop for stop in trip.stops if stop.starts <= now)
            elif gone & {stop.order_id for stop in trip.stops}:
                stays = tuple(stop for stop in trip.stops if stop.starts <= now)
                found = after.get((route.volunteer_id, trip.leaves), ())
                assert found[: len(stays)] == stays
                continue
            else:
                stays = trip.stops
            assert after.get((route.volunteer_id, trip.leaves), ()) == stays
    fresh = {(route.volunteer_id, trip.leaves) for route in plan.routes for trip in route.trips}
    assert all(leaves >= now for _who, leaves in after.keys() - fresh if now is not None)


@given(st.integers(0, 10**6), st.integers(2, 45), mixes, st.floats(0, 1), st.integers(0, 100))
@settings(max_examples=60)
def test_when_a_volunteer_drops_out_the_judge_is_clean_and_the_road_stays(
    seed: int, orders: int, mix: Mix, share: float, who: int
) -> None:
    service, plan = lunch(seed, orders, mix)
    if not plan.routes:
        return
    out = plan.routes[who % len(plan.routes)].volunteer_id
    now = a_moment(plan, share)

    made = repaired(plan, service, without=[out], now=now, budget=Budget(iterations=40))

    assert made.judgement.violations == ()
    assert_the_road_stays(plan, made, now, {out}, set())
    was, is_now = brought(plan), brought(made.plan)
    assert all(volunteer != out or (now and at <= now) for volunteer, at in is_now.values())
    lost = was.keys() - is_now.keys()
    assert {one.order_id for one in made.plan.unassigned} >= lost
    for change in made.changes.residents:
        assert change.why is not Why.CANCELLED
    assert_nobody_idle_could_bring_one(
        service, plan, made, Event(now=now, without=frozenset([out]))
    )
    again = repaired(made.plan, service, without=[out], now=now)
    if again.plan.unassigned == made.plan.unassigned:
        assert again.plan.routes == made.plan.routes
    told = {change.order_id for change in made.changes.residents}
    for order_id, (volunteer, at) in was.items():
        if order_id not in told:
            assert is_now[order_id][0] == volunteer
            assert abs((is_now[order_id][1] - at).total_seconds()) <= 600
    found, first = made.found, made.first
    assert (found.unassigned, found.touched) <= (first.unassigned, first.touched)


@given(st.integers(0, 10**6), st.integers(4, 40), mixes, st.floats(0, 1), st.data())
@settings(max_examples=40)
def test_orders_cancelled_and_added_leave_the_judge_clean(
    seed: int, orders: int, mix: Mix, share: float, data: st.DataObject
) -> None:
    service, plan = lunch(seed, orders, mix)
    now = a_moment(plan, share)
    ids = sorted(service.orders)
    new = set(data.draw(st.lists(st.sampled_from(ids), max_size=2)))
    away = set(data.draw(st.lists(st.sampled_from(ids), max_size=3))) - new
    # The new ones were not there when the plan was made, and neither were their receipts.
    old = {order_id: one for order_id, one in service.orders.items() if order_id not in new}
    earlier = replace(service, orders=old)
    was = repaired(without_orders(plan, new), earlier).plan
    receipts = [
        Receipt(order_id=one.order_id, status=ReceiptStatus.DECLINED, reason=DeclineReason.BY_HAND)
        if one.order_id in away
        else one
        for one in was.receipts
    ]

    made = repaired(was, service, now=now, receipts=receipts)

    assert made.judgement.violations == ()
    late = {order_id for order_id, (_who, at) in brought(was).items() if now and at <= now}
    assert set(made.too_late) == late & {order_id for order_id in away if order_id in brought(was)}
    assert not (away - late) & brought(made.plan).keys()
    assert_the_road_stays(was, made, now, set(), away)
    # Somebody may lose a place only to somebody who needs it more.
    lost = brought(was).keys() - away - brought(made.plan).keys()
    won = brought(made.plan).keys() - brought(was).keys()
    assert weight(service, lost) <= weight(service, won)


def weight(service: Service, orders: Collection[OrderId]) -> int:
    """Boxes times priority, as the price list weighs them."""
    found = [service.orders[order_id] for order_id in orders]
    return sum(one.meals * service.residents[one.resident_id].priority for one in found)


def without_orders(plan: Plan, gone: set[str]) -> Plan:
    return replace(
        plan,
        receipts=tuple(one for one in plan.receipts if one.order_id not in gone),
    )
