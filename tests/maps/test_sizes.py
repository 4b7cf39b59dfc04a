"""Pages stay small enough for a cheap phone, on the streets of a whole town."""

from functools import cache
from pathlib import Path

from mealroute.domain import BaseMap, Made, Meal, Plan, RouteShape, Stop, Trip
from mealroute.maps import map_files
from mealroute.settings import Settings
from mealroute.travel.base_map import read_base_map
from tests.builders import DATE, a_canteen, a_resident, a_service, a_shift, an_order
from tests.maps.lunch import NOON, a_route, a_stop

STREETS = Path(__file__).resolve().parents[2] / "data" / "guixi" / "streets.osm.pbf"
STOPS = 150
ON_A_ROUTE = 8


@cache
def guixi() -> BaseMap:
    return read_base_map(STREETS)


@cache
def pages() -> dict[str, str]:
    """Every road of the town is one leg, and at its end somebody waits: far more than a lunch."""
    roads = [road.points for road in guixi().roads] * 2
    routes = [roads[first : first + ON_A_ROUTE] for first in range(0, STOPS, ON_A_ROUTE)]
    numbers = range(len(routes) * ON_A_ROUTE)
    service = a_service(
        canteens=[a_canteen(coordinates=roads[0][0])],
        residents=[
            a_resident(f"R{n}", coordinates=roads[n][-1], address=f"信江大道{n}号3单元502室")
            for n in numbers
        ],
        orders=[an_order(f"O{n}", f"R{n}") for n in numbers],
        shifts=[a_shift(f"V{n}") for n in range(len(routes))],
    )
    plan = Plan(
        date=DATE,
        meal=Meal.LUNCH,
        made=Made(version="1", engine="e", seed=1, seconds=1, travel="streets", cost=1),
        routes=tuple(
            a_route(f"V{n}", Trip(leaves=NOON, stops=stops_of(n, len(legs))))
            for n, legs in enumerate(routes)
        ),
    )
    shapes = [RouteShape((tuple(legs),)) for legs in routes]
    return map_files(plan, service, Settings(), shapes, guixi())


def stops_of(route: int, count: int) -> tuple[Stop, ...]:
    first = route * ON_A_ROUTE
    return tuple(a_stop(f"O{first + n}", 3 + 3 * n) for n in range(count))


def kilobytes(text: str) -> float:
    return len(text.encode()) / 1000


def test_the_map_of_a_whole_town_stays_small() -> None:
    assert len(pages()) == 20
    assert kilobytes(pages()["map.html"]) < 500


def test_a_volunteers_page_stays_small() -> None:
    sizes = [kilobytes(page) for name, page in pages().items() if name != "map.html"]
    assert max(sizes) < 350


def test_the_town_is_in_the_map_by_name() -> None:
    assert "信江" in pages()["map.html"]
