"""Make a lunch of any size around a fictitious centre: for tests and benchmarks, no streets."""

import datetime as dt
import math
import random
from collections import Counter
from collections.abc import Sequence

from mealroute.domain import (
    REGULAR_DIET,
    Canteen,
    CanteenId,
    Coordinates,
    Day,
)
from mealroute.sample.kitchens import open_kitchens
from mealroute.sample.people import (
    acquaint,
    cooks_of,
    draw_homes,
    draw_orders,
    draw_residents,
    hands_of,
    numbered,
)
from mealroute.sample.staff import draw_staff, with_room_for
from mealroute.sample.town import SAMPLE_DATE, Entrance, Mix, Town, reach_of
from mealroute.sample.voice import CHINESE

_CENTRE = Coordinates(47.8484, 88.1396)  # Altay's, so that figures are like its; the rest is not
_RESIDENTS_PER_ORDER = 1.12
_ORDERS_PER_ENTRANCE = 2.2
_ORDERS_PER_VOLUNTEER = 6.4
_QUARTERS = ("团结", "解放", "文化", "幸福", "和平", "青年", "滨河", "建设", "红旗", "光明", "新华")
_STREETS = (
    "解放路",
    "人民路",
    "团结路",
    "幸福路",
    "青年路",
    "文化路",
    "滨河路",
    "建设路",
    "和平路",
)
_SPECIAL_DIETS = ("diabetic", "halal", "low-salt", "soft")


def make_straight_day(
    *,
    seed: int,
    orders: int,
    volunteers: int | None = None,
    canteens: int | None = None,
    mix: Mix | None = None,
    date: dt.date = SAMPLE_DATE,
) -> Day:
    """Make a lunch without streets; the same arguments always make the same day.

    Everybody lives within the radius of a canteen that cooks their diet. Which canteen takes
    whom, and who is left out when hands or kitchens are short, is for receipts and routes to say.

    Parameters
    ----------
    orders
        How many, 1 or more; made for up to 10,000.
    volunteers, canteens
        How many, 1 or more; ``None`` chooses as in the benchmark days.
    mix
        How much of every difficulty; ``None`` for the usual.

    Examples
    --------
    >>> day = make_straight_day(seed=1, orders=20)
    >>> len(day.orders), len(day.canteens), len(day.shifts)
    (20, 1, 3)
    >>> day == make_straight_day(seed=1, orders=20)
    True
    """
    rng = random.Random(seed)  # noqa: S311 -- made-up people, no secrets
    mix = mix or Mix()
    canteens = canteens or max(1, min(3, orders // 20), round(0.3 * math.sqrt(orders)))
    volunteers = volunteers or max(1, round(orders / _ORDERS_PER_VOLUNTEER))
    town = _town(rng, canteens, orders)
    rows = draw_homes(rng, range(len(town.entrances)), math.ceil(orders * _RESIDENTS_PER_ORDER))
    residents = draw_residents(rng, town, rows)
    cooks = [cooks_of(town, one, row) for one, row in zip(residents, rows, strict=True)]
    hungry = rng.sample(list(zip(residents, cooks, strict=True)), orders)
    drawn = draw_orders(rng, hungry, date, mix)
    boxes: Counter[CanteenId] = Counter()
    for order, (_resident, within) in zip(drawn, hungry, strict=True):
        boxes[within[0]] += order.meals
    people, shifts = draw_staff(rng, town, boxes, volunteers, mix)
    hands = hands_of(town, people, shifts)
    diners, visits = acquaint(rng, town, residents, cooks, hands, mix)
    return Day(
        canteens=town.canteens,
        kitchens=open_kitchens(
            town, {one: math.ceil(count * mix.kitchen_slack) for one, count in boxes.items()}
        ),
        residents=diners,
        orders=numbered(drawn),
        volunteers=people,
        shifts=with_room_for(shifts, boxes.total(), mix),
        visits=visits,
    )


def _town(rng: random.Random, canteens: int, orders: int) -> Town:
    """Spread canteens over a disc that grows with the orders, and entrances around them."""
    radius_m = 350.0 * orders**0.3
    sites: list[Canteen] = []
    for row in range(canteens):
        spots = [_beside(rng, _CENTRE, radius_m) for _spot in range(8)]
        diets = rng.sample(_SPECIAL_DIETS, rng.randint(1, 3))
        sites.append(
            Canteen(
                canteen_id=CanteenId(f"C{row + 1:02d}"),
                name=CHINESE.canteen.format(place=_QUARTERS[row % len(_QUARTERS)]),
                coordinates=max(spots, key=lambda spot: _clearance(spot, sites)),
                service_radius_m=50.0 * rng.randint(20, 36),
                diets=frozenset({REGULAR_DIET, *diets}),
                phone=f"000-01{row + 1:05d}",
            )
        )
    entrances = [
        _entrance(rng, row + 1, rng.choice(sites))
        for row in range(max(1, round(orders / _ORDERS_PER_ENTRANCE)))
    ]
    return Town(
        voice=CHINESE,
        canteens=tuple(sites),
        entrances=tuple(entrances),
        reach=reach_of(sites, entrances),
    )


def _beside(rng: random.Random, point: Coordinates, radius_m: float) -> Coordinates:
    """Draw a place within a radius, every spot of the disc alike, to 6 decimals."""
    metres = radius_m * math.sqrt(rng.random())
    angle = rng.uniform(0.0, math.tau)
    east = metres * math.sin(angle) / math.cos(math.radians(point.lat))
    return Coordinates(
        round(point.lat + metres * math.cos(angle) / 111_195.0, 6),
        round(point.lon + east / 111_195.0, 6),
    )


def _clearance(spot: Coordinates, sites: Sequence[Canteen]) -> float:
    """Compare spots by how far the nearest canteen is; degrees do, nothing is measured."""
    return min(
        (
            math.hypot(spot.lat - site.coordinates.lat, (spot.lon - site.coordinates.lon) * 0.67)
            for site in sites
        ),
        default=0.0,
    )


def _entrance(rng: random.Random, number: int, near: Canteen) -> Entrance:
    floors = rng.choice((1, 1, 2, 4, 5, 6, 6, 11, 16))
    street = rng.choice(_STREETS)
    return Entrance(
        building_id=f"B{number:04d}",
        coordinates=_beside(rng, near.coordinates, near.service_radius_m - 20.0),
        street=street,
        address=CHINESE.house.format(street=street, number=rng.randint(1, 199)),
        floors=floors,
        lift=floors > 6,
    )
