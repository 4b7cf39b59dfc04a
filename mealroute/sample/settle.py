"""Choose where canteens stand in a surveyed town and which doors people live behind."""

import math
import random
from collections.abc import Sequence

from mealroute.domain import REGULAR_DIET, Canteen, CanteenId, NamedPlace
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.sample.plane import Spot
from mealroute.sample.survey import QUARTERS, Door, Survey
from mealroute.sample.town import Entrance, Town, reach_of
from mealroute.sample.voice import Voice

_WALK_M = 1000.0
_FARTHEST_M = 2200.0
_SHARE_REACHED = 0.92  # of the doors nearest to a canteen; the rest live outside its radius
_DIETS = (
    {REGULAR_DIET, "soft", "diabetic", "halal"},
    {REGULAR_DIET, "soft", "diabetic", "low-salt"},
    {REGULAR_DIET, "soft", "halal", "low-salt"},
)


def settle(rng: random.Random, found: Survey, voice: Voice, canteens: int) -> Town:
    """Open canteens where most people live, and give every door a house around it.

    Raises
    ------
    ArgumentError
        When the map has too few doors for so many canteens.
    """
    sites = _sites(found, canteens)
    if len(sites) < canteens:
        raise ArgumentError(
            _("canteens: the extract has room for {found}, asked for are {asked}").format(
                found=len(sites), asked=canteens
            )
        )
    stands = {door.spot for door, _name in sites}
    doors = [door for door in found.doors if door.spot not in stands]
    opened = tuple(
        Canteen(
            canteen_id=CanteenId(f"C{row}"),
            name=voice.canteen.format(place=name),
            coordinates=found.plane.point(door.spot),
            service_radius_m=_radius_m(door.spot, [d.spot for d, _name in sites], doors),
            address=voice.house.format(street=door.street, number=door.number),
            diets=frozenset(_DIETS[(row - 1) % len(_DIETS)]),
            phone=f"000-01{row:05d}",
        )
        for row, (door, name) in enumerate(sites, start=1)
    )
    entrances = tuple(
        _entrance(rng, found, voice, number, door) for number, door in enumerate(doors, start=1)
    )
    return Town(
        voice=voice, canteens=opened, entrances=entrances, reach=reach_of(opened, entrances)
    )


def _sites(found: Survey, canteens: int) -> list[tuple[Door, str]]:
    """Choose places one by one, each with most doors in walking distance that no other has."""
    waiting = {door.spot for door in found.doors}
    places = [(place.name, found.plane.spot(place.coordinates)) for place in _places(found)]
    sites: list[tuple[Door, str]] = []
    while places and len(sites) < canteens:
        name, spot = max(
            places,
            key=lambda place: (
                sum(place[1].metres_to(door) <= _WALK_M for door in waiting),
                place[0],
            ),
        )
        places = [place for place in places if place[0] != name]
        free = [door for door in found.doors if door not in [site for site, _name in sites]]
        if free:
            sites.append((min(free, key=lambda door: (door.spot.metres_to(spot), door.spot)), name))
        waiting = {door for door in waiting if door.metres_to(spot) > _WALK_M}
    return sorted(sites, key=lambda site: site[0].spot)


def _places(found: Survey) -> Sequence[NamedPlace]:
    """Give the named places; where there is none, a few doors called after their street."""
    if found.places:
        return found.places
    streets = {door.street: door for door in found.doors}
    return [
        NamedPlace(coordinates=found.plane.point(door.spot), name=street)
        for street, door in streets.items()
    ]


def _radius_m(site: Spot, sites: Sequence[Spot], doors: Sequence[Door]) -> float:
    """Reach most of the doors to which this canteen is the nearest: 1 km or more, in whole 50 m."""
    mine = sorted(
        door.spot.metres_to(site)
        for door in doors
        if door.spot.metres_to(site) <= min(map(door.spot.metres_to, sites))
    )
    mine = [metres for metres in mine if metres <= _FARTHEST_M] or [_WALK_M]
    return max(_WALK_M, 50.0 * math.ceil(mine[int((len(mine) - 1) * _SHARE_REACHED)] / 50.0))


def _entrance(rng: random.Random, found: Survey, voice: Voice, number: int, door: Door) -> Entrance:
    """Put apartment blocks where a building is mapped, houses of any height elsewhere."""
    floors = rng.choice((5, 6, 6, 7, 11, 18) if door.built else (1, 2, 3, 5, 6, 6))
    address = (voice.house if floors == 1 else voice.block).format(
        street=door.street,
        number=door.number,
        estate=rng.choice(voice.estates),
        block=rng.randint(1, 9),
        unit=rng.randint(1, 4),
    )
    return Entrance(
        building_id=f"B{number:03d}",
        coordinates=found.plane.point(door.spot),
        street=door.street,
        address=address,
        floors=floors,
        lift=floors > 7,
        mapped=door.built,
        community=_community(found, door.spot),
    )


def _community(found: Survey, spot: Spot) -> str:
    """Name the quarter whose name stands nearest on the map; empty where none has one."""
    quarters = [place for place in found.places if place.kind in QUARTERS]
    nearest = min(
        quarters,
        key=lambda place: found.plane.spot(place.coordinates).metres_to(spot),
        default=None,
    )
    return "" if nearest is None else nearest.name
