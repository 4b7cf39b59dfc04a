"""The steps of a plan's legs go with its stops, and with the lines of its routes."""

from pathlib import Path

import pytest

from mealroute.routing import route_directions, route_shapes
from mealroute.settings import Settings
from mealroute.travel import StraightTravel
from tests.maps.lunch import a_lunch
from tests.travel.osm import travel_on

TOWN = {"w": (0, -900), "c": (0, 0), "e": (0, 900), "n": (900, 0), "s": (-900, 0)}
WAYS = [
    ("sc", {"highway": "residential", "name": "南大街"}),
    ("cn", {"highway": "residential", "name": "北大街"}),
    ("wce", {"highway": "residential", "name": "建设路"}),
]


def test_each_leg_has_its_steps_and_they_add_up_to_its_line(tmp_path: Path) -> None:
    plan, service, _shapes = a_lunch()
    travel = travel_on(tmp_path, TOWN, WAYS)
    told = route_directions(plan, service, travel)
    shapes = route_shapes(plan, service, travel)
    assert len(told) == len(plan.routes)
    for route, steps, shape in zip(plan.routes, told, shapes, strict=True):
        assert [len(trip) for trip in steps.trips] == [len(trip) for trip in shape.trips]
        for trip, legs, lines in zip(route.trips, steps.trips, shape.trips, strict=True):
            assert len(legs) == len(trip.stops) + (trip.back is not None)
            for leg, line in zip(legs, lines, strict=True):
                path = travel.path(route.mode, line[0], line[-1])
                assert sum(step.metres for step in leg) == pytest.approx(path.metres)


def test_a_stop_behind_the_same_entrance_has_no_steps(tmp_path: Path) -> None:
    plan, service, _shapes = a_lunch()
    told = route_directions(plan, service, travel_on(tmp_path, TOWN, WAYS))
    first, second = told[0].trips[0][:2]
    assert first
    assert second == ()


def test_straight_travel_has_nothing_to_tell() -> None:
    plan, service, _shapes = a_lunch()
    told = route_directions(plan, service, StraightTravel(Settings().travel))
    assert {leg for route in told for trip in route.trips for leg in trip} == {()}
