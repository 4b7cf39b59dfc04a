"""An assessment adds up: shares, loads, access and equity tell of the same people."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from mealroute.coverage.assessment import assess, capacities, of_service, walks_min
from mealroute.coverage.catchments import CORNERS, catchments
from mealroute.coverage.hexagons import hexagons
from mealroute.coverage.opening import opened, with_sites
from mealroute.coverage.reach import ALL
from mealroute.domain import Coordinates, Meal, Site
from mealroute.files import read_day
from mealroute.travel import StraightTravel, great_circle_m, open_travel
from tests.atlas.jobs import A_SITE, MINUTES, SETTINGS, TRAVEL, a_town
from tests.builders import DATE, a_canteen, a_kitchen, a_resident, an_order, at_m
from tests.travel.osm import GUIXI


def test_capacity_adds_up_over_the_services_that_count() -> None:
    day = a_town(
        orders=(an_order("O1", "R001"), an_order("O2", "R001", meal=Meal.DINNER)),
        kitchens=(
            a_kitchen("C1", capacity=10),
            a_kitchen("C1", capacity=4, date=DATE),
            a_kitchen("C1", capacity=7, meal=Meal.DINNER),
        ),
    )
    assert capacities(day) == {"C1": 4 + 7}
    assert capacities(of_service(day, None, Meal.DINNER)) == {"C1": 7}


def test_without_orders_a_kitchen_counts_as_at_its_fullest_meal() -> None:
    dinner = a_kitchen("C1", capacity=3, meal=Meal.DINNER)
    day = a_town(orders=(), kitchens=(dinner, a_kitchen("C1", capacity=9)))
    assert capacities(day) == {"C1": 9}


def test_one_service_keeps_everybody_and_drops_other_orders() -> None:
    day = a_town(orders=(an_order("O1", "R001"), an_order("O2", "R002", date=dt.date(2026, 1, 1))))
    cut = of_service(day, DATE, None)
    assert [one.order_id for one in cut.orders] == ["O1"]
    assert cut.residents == day.residents


def test_access_is_of_one_meal_however_many_services_count() -> None:
    once = a_town(orders=(an_order("O1", "R001"),))
    later = an_order("O2", "R001", date=DATE + dt.timedelta(days=1))
    twice = a_town(orders=(*once.orders, later))
    one, two = (assess(day, SETTINGS, TRAVEL, minutes=MINUTES).access[0] for day in (once, twice))
    assert one.meals.max() > 0
    assert two.meals == pytest.approx(one.meals)


def test_the_mean_access_is_all_meals_that_anybody_reaches_by_all_residents() -> None:
    found = assess(a_town(), SETTINGS, TRAVEL, minutes=MINUTES)
    for one in found.access:
        assert one.meals.mean() == pytest.approx(40 / 40)
    two, enhanced = found.access
    assert (two.method, enhanced.method) == ("2SFCA", "E2SFCA")
    assert two.without == int((found.walk_min > 15).sum())
    assert two.least_tenth == 0.0


def test_a_diet_that_only_the_far_canteen_cooks_lengthens_the_walk() -> None:
    found = assess(a_town(), SETTINGS, TRAVEL, minutes=MINUTES)
    halal = np.array([one.diet == "halal" for one in found.reach.residents])
    any_diet = walks_min(found.reach, with_diet=False)
    assert (found.walk_min[~halal] == any_diet[~halal]).all()
    assert (found.walk_min[halal] >= any_diet[halal]).all()
    assert found.walk_min[0] > any_diet[0]


def test_communities_are_told_apart_and_make_up_everybody() -> None:
    found = assess(a_town(), SETTINGS, TRAVEL, minutes=MINUTES)
    assert sorted(found.communities) == ["东门社区", "西街社区"]
    assert sum(one.people for one in found.communities.values()) == found.equity.people


def test_a_site_takes_what_nobody_said_from_todays_canteens() -> None:
    day = a_town()
    (new,) = opened(day, [A_SITE])
    assert (new.service_radius_m, new.diets) == (850.0, {"regular", "halal"})
    said = Site(
        name="N", coordinates=at_m(0), service_radius_m=5.0, capacity=3, diets=frozenset({"soft"})
    )
    after = with_sites(day, [A_SITE, said])
    assert [one.canteen_id for one in after.canteens] == ["C1", "C2", "new-1", "new-2"]
    assert [one.capacity for one in after.kitchens] == [10, 30, 20, 3]
    assert after.canteens[3].diets == {"soft"}


def test_more_canteens_never_cover_fewer() -> None:
    before = assess(a_town(), SETTINGS, TRAVEL, minutes=MINUTES)
    after = assess(with_sites(a_town(), [A_SITE]), SETTINGS, TRAVEL, minutes=MINUTES)
    for one, other in zip(before.shares, after.shares, strict=True):
        assert other.covered >= one.covered
    assert after.share(ALL, 15).covered > before.share(ALL, 15).covered


def test_a_straight_catchment_is_the_circle_that_the_seconds_say() -> None:
    canteen = a_canteen()
    (found,) = catchments([canteen], TRAVEL, SETTINGS.travel, (5, 15))
    assert [one.minutes for one in found.isochrones] == [15, 5]
    radius_m = 900 * 1.2 / 1.3
    ring = found.isochrones[0].parts[0].outer
    metres = great_circle_m([canteen.coordinates], list(ring))[0]
    assert len(ring) == CORNERS + 1
    assert metres == pytest.approx(radius_m, rel=2e-3)
    door = a_resident(coordinates=at_m(radius_m - 2)), a_resident(coordinates=at_m(radius_m + 2))
    doors = [one.coordinates for one in door if one.coordinates is not None]
    seconds = StraightTravel(SETTINGS.travel).table(found.isochrones[0].mode, [at_m()], doors)
    assert (seconds.seconds <= 900).tolist() == [[True, False]]


def test_a_catchment_by_streets_is_smaller_than_the_circle() -> None:
    files = read_day(GUIXI.parent)
    along = open_travel(files.settings, files.streets, "streets")
    straight = open_travel(files.settings, files.streets, "straight")
    by_street = catchments(files.day.canteens, along, files.settings.travel, MINUTES)
    circles = catchments(files.day.canteens, straight, files.settings.travel, MINUTES)
    for one, other in zip(by_street, circles, strict=True):
        assert [i.minutes for i in one.isochrones] == [15, 10, 5]
        assert one.isochrones[0].area_km2 < other.isochrones[0].area_km2


def test_hexagons_hold_every_place_once() -> None:
    places = [at_m(130.0 * number, 90.0 * (number % 5)) for number in range(60)]
    found = hexagons(places)
    assert sorted(np.concatenate([one.rows for one in found]).tolist()) == list(range(60))
    for one in found:
        assert len(one.outline) == 7
        assert one.outline[0] == one.outline[-1]
        for row in one.rows.tolist():
            assert _inside(places[row], one.outline)


def _inside(point: Coordinates, ring: tuple[Coordinates, ...]) -> bool:
    """Cross every edge of a convex ring that runs anticlockwise."""
    turns = [
        (b.lon - a.lon) * (point.lat - a.lat) - (b.lat - a.lat) * (point.lon - a.lon) >= -1e-9
        for a, b in pairwise(ring)
    ]
    return all(turns)
