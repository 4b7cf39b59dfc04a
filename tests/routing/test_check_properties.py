"""Random small services, planned by a plain greedy of the tests' own, then broken on purpose."""

import datetime as dt
import functools
from dataclasses import replace

from hypothesis import assume, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from mealroute.domain import (
    Cause,
    Coordinates,
    EndsAt,
    Mode,
    Plan,
    Route,
    Service,
    Shift,
)
from mealroute.settings import HeatSettings, PriceSettings, Settings
from mealroute.travel import StraightTravel
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
from tests.routing.lunch import a_plan, a_route, judge

SETTINGS = Settings(price=PriceSettings(balance=0.5), heat=HeatSettings(max_aboard_min=20))
TRAVEL = StraightTravel(SETTINGS.travel)
PLANNING = StraightTravel(SETTINGS.travel)
PLANNING.path = functools.cache(PLANNING.path)  # type: ignore[method-assign]  # a greedy asks a lot
few = effort(max_examples=30)
CAUSES_OF_TIME = {Cause.TRAVEL_TOO_SHORT, Cause.HANDOVER_TOO_SHORT, Cause.BEFORE_WINDOW}

metres = st.integers(-8, 8).map(lambda n: n * 60)
clocks = st.sampled_from([None, "11:05", "11:20", "11:40"])


@st.composite
def services(draw: st.DrawFn) -> Service:
    """One canteen, up to eight residents in few buildings, up to three volunteers."""
    residents = [
        a_resident(
            f"R{number}",
            coordinates=at_m(draw(metres), draw(metres)),
            floor=draw(st.integers(1, 4)),
            lift=draw(st.booleans()),
            priority=draw(st.integers(1, 3)),
            needs=frozenset(draw(st.sets(st.just("stairs")))),
            avoid_volunteers=frozenset(draw(st.sets(st.sampled_from(["V1", "V2"]), max_size=1))),
        )
        for number in range(draw(st.integers(1, 8)))
    ]
    orders = []
    for number, resident in enumerate(residents):
        earliest = draw(clocks)
        orders.append(
            an_order(
                f"O{number}",
                resident.resident_id,
                meals=draw(st.integers(1, 3)),
                earliest=earliest and clock(earliest),
                latest=draw(st.sampled_from([None, clock("12:00")])),
            )
        )
    names = [f"V{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    shifts = [
        a_shift(
            name,
            mode=draw(st.sampled_from(Mode)),
            capacity=draw(st.integers(2, 8)),
            ends_at=draw(st.sampled_from(EndsAt)),
            max_trips=draw(st.integers(1, 2)),
            until=clock(draw(st.sampled_from(["11:45", "12:30"]))),
        )
        for name in names
    ]
    volunteers = [
        a_volunteer(
            name,
            skills=frozenset(draw(st.sets(st.just("stairs")))),
            coordinates=draw(st.sampled_from([None, at_m(500, 500)])),
        )
        for name in names
    ]
    pairs = st.tuples(
        st.sampled_from([resident.resident_id for resident in residents]),
        st.sampled_from([*names, "V9"]),
    )
    return a_service(
        canteens=[a_canteen()],
        kitchens=[a_kitchen(serve_until=clock("12:20"))],
        residents=residents,
        orders=orders,
        volunteers=volunteers,
        shifts=shifts,
        visits=draw(st.dictionaries(pairs, st.integers(0, 3), max_size=6)),
    )


def planned(service: Service) -> Plan:
    """Give each volunteer in turn what still fits at the end of a trip, then of the next."""
    left = list(service.orders)
    routes: list[Route] = []
    for shift in service.shifts:
        trips: list[tuple[dt.datetime, list[str]]] = []
        best: Route | None = None
        while len(trips) < shift.max_trips:
            now = dt.datetime.combine(service.date, clock("11:00"))
            if best is not None:
                home = timed(service, shift, [*trips, (now, [])])
                assert home.trips[-2].back is not None
                now = home.trips[-2].back + dt.timedelta(seconds=SETTINGS.trips.reload_s)
            trips.append((now, []))
            for order_id in list(left):
                trips[-1][1].append(order_id)
                route = timed(service, shift, trips)
                if fits(service, shift, route):
                    left.remove(order_id)
                    best = route
                else:
                    trips[-1][1].pop()
            if not trips[-1][1]:
                break
        if best is not None:
            routes.append(best)
    return a_plan(service, routes)


def timed(service: Service, shift: Shift, trips: list[tuple[dt.datetime, list[str]]]) -> Route:
    home = service.volunteers[shift.volunteer_id].coordinates
    back_to: Coordinates | None = {EndsAt.CANTEEN: CENTRE, EndsAt.HOME: home}.get(shift.ends_at)
    return a_route(
        service,
        *trips,
        volunteer_id=shift.volunteer_id,
        mode=shift.mode,
        back_to=back_to,
        travel=PLANNING,
        settings=SETTINGS,
    )


def fits(service: Service, shift: Shift, route: Route) -> bool:
    """Say whether a route keeps the model's rules, in the tests' own words."""
    volunteer = service.volunteers[shift.volunteer_id]
    last = route.trips[-1].back or route.stops[-1].ends
    if last > service.at(shift.until):
        return False
    for trip in route.trips:
        orders = [service.orders[stop.order_id] for stop in trip.stops]
        if sum(order.meals for order in orders) > shift.capacity:
            return False
        for stop, order in zip(trip.stops, orders, strict=True):
            resident = service.residents[order.resident_id]
            late = stop.starts > service.at(order.latest or clock("12:20"))
            cold = stop.starts - trip.leaves > dt.timedelta(minutes=20)
            welcome = shift.volunteer_id not in resident.avoid_volunteers
            if late or cold or not welcome or not resident.needs <= volunteer.skills:
                return False
    return True


def cost_of(service: Service, plan: Plan) -> int:
    """Work the price list out again, in the tests' own words."""
    cost = 0.0
    for unassigned in plan.unassigned:
        order = service.orders[unassigned.order_id]
        cost += 100_000 * service.residents[order.resident_id].priority * order.meals
    works = []
    for route in plan.routes:
        last = route.trips[-1].back or route.stops[-1].ends
        works.append((last - route.trips[0].leaves).total_seconds())
        for stop in route.stops:
            resident_id = service.orders[stop.order_id].resident_id
            faces = {who for (r, who), n in service.visits.items() if r == resident_id and n}
            cost += 120 if faces and route.volunteer_id not in faces else 0
    cost += sum(works) + 600 * len(works)
    return round(cost) + (round((max(works) - sum(works) / len(works)) / 2) if works else 0)


def found(plan: Plan, service: Service) -> set[Cause]:
    return {one.cause for one in judge(plan, service, SETTINGS, TRAVEL).violations}


@given(services())
def test_a_plan_that_keeps_every_rule_is_valid_and_costs_what_it_should(service: Service) -> None:
    plan = planned(service)
    judgement = judge(plan, service, SETTINGS, TRAVEL)
    assert judgement.violations == ()
    assert judgement.bill.total == cost_of(service, plan)
    assert judgement.indicators["served"] + len(plan.unassigned) == len(service.orders)


@few
@given(services(), st.data())
def test_a_dropped_stop_is_found(service: Service, data: st.DataObject) -> None:
    plan = planned(service)
    assume(plan.routes)
    which = data.draw(st.sampled_from([stop.order_id for _route, stop in plan.stops()]))
    routes = [
        replace(
            route,
            trips=tuple(
                replace(trip, stops=tuple(s for s in trip.stops if s.order_id != which))
                for trip in route.trips
            ),
        )
        for route in plan.routes
    ]
    assert Cause.MISSING_ORDER in found(replace(plan, routes=tuple(routes)), service)


@few
@given(services(), st.data())
def test_a_stop_a_minute_sooner_is_found(service: Service, data: st.DataObject) -> None:
    plan = planned(service)
    assume(plan.routes)
    which = data.draw(st.sampled_from([stop.order_id for _route, stop in plan.stops()]))
    figure = data.draw(st.sampled_from(["arrives", "starts", "ends"]))
    routes = [
        replace(
            route,
            trips=tuple(
                replace(
                    trip,
                    stops=tuple(
                        replace(stop, **{figure: getattr(stop, figure) - dt.timedelta(minutes=1)})
                        if stop.order_id == which
                        else stop
                        for stop in trip.stops
                    ),
                )
                for trip in route.trips
            ),
        )
        for route in plan.routes
    ]
    assert CAUSES_OF_TIME & found(replace(plan, routes=tuple(routes)), service)


@few
@given(services(), st.data())
def test_a_box_more_than_the_shift_carries_is_found(service: Service, data: st.DataObject) -> None:
    plan = planned(service)
    assume(plan.routes)
    route, stop = data.draw(st.sampled_from(list(plan.stops())))
    (shift,) = (one for one in service.shifts if one.volunteer_id == route.volunteer_id)
    heavy = replace(service.orders[stop.order_id], meals=shift.capacity + 1)
    changed = replace(service, orders={**service.orders, stop.order_id: heavy})
    assert found(plan, changed) == {Cause.OVERLOAD}


@few
@given(services())
def test_a_stop_moved_across_its_closing_time_is_found(service: Service) -> None:
    plan = planned(service)
    long = [route for route in plan.routes if len(route.trips[0].stops) > 1]
    assume(long)
    route = long[0]
    first, *others = (stop.order_id for stop in route.trips[0].stops)
    closes = route.stops[0].starts
    closing = replace(service.orders[first], earliest=None, latest=closes.time())
    changed = replace(service, orders={**service.orders, first: closing})
    (shift,) = (one for one in service.shifts if one.volunteer_id == route.volunteer_id)
    trips = [(trip.leaves, [stop.order_id for stop in trip.stops]) for trip in route.trips]
    trips[0] = (trips[0][0], [*others, first])
    moved = timed(changed, shift, trips)
    assume(moved.trips[0].stops[-1].starts > closes)
    routes = tuple(moved if one is route else one for one in plan.routes)
    assert found(plan, changed) == set()
    assert Cause.AFTER_WINDOW in found(replace(plan, routes=routes), changed)


@few
@given(services())
def test_the_order_of_rows_and_routes_changes_nothing(service: Service) -> None:
    plan = planned(service)
    turned = replace(
        plan,
        routes=plan.routes[::-1],
        receipts=plan.receipts[::-1],
        unassigned=plan.unassigned[::-1],
    )
    turned_day = replace(
        service,
        shifts=service.shifts[::-1],
        orders=dict(reversed(service.orders.items())),
    )
    one, other = judge(plan, service, SETTINGS, TRAVEL), judge(turned, turned_day, SETTINGS, TRAVEL)
    assert (one.violations, one.bill) == (other.violations, other.bill)
    assert one.indicators == other.indicators
