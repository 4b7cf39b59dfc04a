"""What both maps say: numbers, entrances, loads and times, and whose plan it is."""

import dataclasses
import datetime as dt

import pytest

from mealroute.domain import Made, Mode, Plan, Service, Trip
from mealroute.errors import ArgumentError
from mealroute.settings import Container, HeatSettings, Settings
from mealroute.views import RouteView, refuse_other_shape, route_views
from tests.builders import DATE, a_shift, clock
from tests.maps.lunch import NOON, a_lunch, a_route, a_stop, after, shapes_of


def views_of(plan: Plan, service: Service, settings: Settings | None = None) -> list[RouteView]:
    return list(route_views(plan, service, settings or Settings()))


def test_stops_are_numbered_through_all_trips() -> None:
    plan, service, _shapes = a_lunch()
    first, second = views_of(plan, service)
    assert [stop.number for stop in first.stops] == [1, 2, 3]
    assert [stop.number for stop in second.stops] == [1]
    assert [view.code for view in (first, second)] == ["A", "B"]


def test_doors_behind_one_entrance_share_a_mark() -> None:
    plan, service, _shapes = a_lunch()
    first, _second = views_of(plan, service)
    assert [(mark.label, mark.numbers) for mark in first.marks()] == [("1–2", (1, 2)), ("3", (3,))]
    assert [stop.same_entrance for stop in first.stops] == [False, True, False]


def test_a_door_without_a_place_has_no_mark_but_is_told() -> None:
    lost = dataclasses.replace(a_lunch()[1].residents["R4"], coordinates=None)  # type: ignore[index]
    plan, service, _shapes = a_lunch(R4=lost)
    second = views_of(plan, service)[1]
    assert list(second.marks()) == []
    assert [stop.resident.name for stop in second.stops] == ["陈玉兰"]


def test_two_residents_nobody_has_located_share_no_entrance() -> None:
    nowhere = a_lunch()[1].residents
    lost = {
        name: dataclasses.replace(nowhere[name], coordinates=None, building_id="")  # type: ignore[index]
        for name in ("R1", "R2")
    }
    plan, service, _shapes = a_lunch(**lost)
    assert [stop.same_entrance for stop in views_of(plan, service)[0].stops[:2]] == [False, False]


def test_loads_are_counted_by_diet_regular_first() -> None:
    plan, service, _shapes = a_lunch()
    first, _second = views_of(plan, service)
    assert first.trips[0].loads == (("regular", 2), ("halal", 1))
    assert (first.trips[0].boxes, first.boxes) == (3, 4)


def test_each_trip_is_hot_until_its_own_limit() -> None:
    plan, service, _shapes = a_lunch()
    settings = Settings(heat=HeatSettings(max_aboard_min=30))
    first, _second = views_of(plan, service, settings)
    assert [trip.hot_until for trip in first.trips] == [after(30), after(49)]


def test_the_shifts_own_container_sets_the_heat_limit() -> None:
    plan, service, _shapes = a_lunch()
    shifts = (a_shift("V1", container="bag"), a_shift("V1", mode=Mode.CAR), *service.shifts[1:])
    settings = Settings(
        heat=HeatSettings(outside_c=-30.0),
        containers={"bag": Container(food_c=75.0, k_per_min=0.011)},
    )
    first, second = views_of(plan, dataclasses.replace(service, shifts=shifts), settings)
    assert first.trips[0].hot_until - NOON < dt.timedelta(minutes=15)
    assert second.trips[0].hot_until - second.leaves == dt.timedelta(minutes=45)


def test_of_two_shifts_the_one_whose_hours_fit_is_worked() -> None:
    plan, service, _shapes = a_lunch()
    early = a_shift("V1", starts=clock("10:00"), until=clock("11:30"))
    shifts = (early, *service.shifts)
    first = views_of(plan, dataclasses.replace(service, shifts=shifts))[0]
    assert first.shift is service.shifts[0]


def test_a_route_is_over_when_back_or_at_the_last_door() -> None:
    plan, service, _shapes = a_lunch()
    assert [view.over for view in views_of(plan, service)] == [after(33), after(8)]


def test_routes_without_stops_are_not_drawn_and_keep_their_place() -> None:
    plan, service, _shapes = a_lunch()
    routes = (a_route("V1", Trip(leaves=NOON, stops=())), *plan.routes)
    views = views_of(dataclasses.replace(plan, routes=routes), service)
    assert [(view.index, view.code) for view in views] == [(1, "B"), (2, "C")]


def test_a_plan_of_another_day_is_refused_with_all_strangers_named() -> None:
    plan, service, _shapes = a_lunch()
    foreign = a_route("V9", Trip(leaves=NOON, stops=(a_stop("O99", 3),)), canteen_id="C9")
    with pytest.raises(ArgumentError, match="O99, V9, C9"):
        views_of(dataclasses.replace(plan, routes=(*plan.routes, foreign)), service)


def test_shapes_must_have_a_leg_for_each_stop() -> None:
    plan, service, _shapes = a_lunch()
    shape = shapes_of(plan, service)[1]
    refuse_other_shape(plan.routes[1], shape)
    with pytest.raises(ArgumentError, match="V1"):
        refuse_other_shape(plan.routes[0], shape)


def test_a_plan_without_routes_has_no_views() -> None:
    _plan, service, _shapes = a_lunch()
    made = Made(version="1", engine="e", seed=1, seconds=1, travel="straight", cost=0)
    assert views_of(Plan(date=DATE, meal=service.meal, made=made), service) == []
