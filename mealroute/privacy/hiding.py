"""Choose where every door of a day is published, so that each is hidden among k."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import Canteen, CanteenId, Coordinates, Datum, Day, VolunteerId
from mealroute.privacy.donut import Crowd, Moved
from mealroute.privacy.doors import DoorGrid
from mealroute.privacy.pseudonyms import chance
from mealroute.privacy.spots import NEAR_M

_CLEAR_M: Final = NEAR_M + 2.0  # a published point gives no door away by being near to it
_EDGE_M: Final = 1.0  # nobody's canteen is decided by how a distance is rounded


@dataclass(frozen=True, slots=True)
class HiddenPlaces:
    """Where buildings and homes are published; those that could not be hidden are missing.

    ``elsewhere`` are buildings that may lie within the radius of other canteens now.
    """

    buildings: Mapping[object, Moved]
    homes: Mapping[VolunteerId, Moved]
    elsewhere: frozenset[object]


def hidden_places(day: Day, salt: bytes, seed: int, k: int, radius_m: float) -> HiddenPlaces:
    """Move every building and every volunteer's home.

    A building is hidden among those that the same canteens reach; where there are too few, among
    all that some canteen reaches, or that none does.
    """
    doors = {
        one.building: one.coordinates
        for one in reversed(day.residents)
        if one.coordinates is not None
    }
    homes = {
        one.volunteer_id: one.coordinates for one in day.volunteers if one.coordinates is not None
    }
    everybody = [("", place) for place in (*_all_doors(day), *homes.values())]
    grids = [DoorGrid(everybody, datum) for datum in Datum]
    reached = {building: _reach(place, day.canteens) for building, place in doors.items()}
    crowds = {
        reach: Crowd([doors[one] for one, theirs in reached.items() if theirs == reach])
        for reach in set(reached.values())
    }
    wide_crowds = {
        some: Crowd([doors[one] for one, theirs in reached.items() if bool(theirs) == some])
        for some in (False, True)
    }
    buildings: dict[object, Moved] = {}
    elsewhere: set[object] = set()
    for building, place in doors.items():
        reach = reached[building]

        def same(spot: Coordinates, reach: frozenset[CanteenId] = reach) -> bool:
            return _is_clear(spot, grids) and _firm_reach(spot, day.canteens) == reach

        def alike(spot: Coordinates, reach: frozenset[CanteenId] = reach) -> bool:
            other = _firm_reach(spot, day.canteens)
            return _is_clear(spot, grids) and other is not None and bool(other) == bool(reach)

        drawn = chance(salt, seed, f"building/{building!r}")
        moved = crowds[reach].hide(place, k, radius_m, drawn, same)
        if moved is None:
            moved = wide_crowds[bool(reach)].hide(place, k, radius_m, drawn, alike)
            elsewhere.add(building)
        if moved is not None:
            buildings[building] = moved
    neighbours = Crowd([*doors.values(), *homes.values()])
    found = {
        one: neighbours.hide(
            place, k, radius_m, chance(salt, seed, f"home/{one}"),
            lambda spot: _is_clear(spot, grids),
        )
        for one, place in homes.items()
    }  # fmt: skip
    told = {one: moved for one, moved in found.items() if moved is not None}
    return HiddenPlaces(buildings, told, frozenset(elsewhere & buildings.keys()))


def _all_doors(day: Day) -> Iterable[Coordinates]:
    return (one.coordinates for one in day.residents if one.coordinates is not None)


def _is_clear(spot: Coordinates, grids: Sequence[DoorGrid]) -> bool:
    return not any(grid.within(spot.lat, spot.lon, _CLEAR_M) for grid in grids)


def _reach(place: Coordinates, canteens: Sequence[Canteen]) -> frozenset[CanteenId]:
    """Give the canteens whose radius holds a place."""
    beyond = _beyond_m(place, canteens)
    return frozenset(name for name, beyond_m in beyond.items() if beyond_m <= 0)


def _firm_reach(place: Coordinates, canteens: Sequence[Canteen]) -> frozenset[CanteenId] | None:
    """Give the same, but ``None`` for a place on the very edge of a radius."""
    beyond = _beyond_m(place, canteens)
    if any(abs(beyond_m) < _EDGE_M for beyond_m in beyond.values()):
        return None
    return frozenset(name for name, beyond_m in beyond.items() if beyond_m < 0)


def _beyond_m(place: Coordinates, canteens: Sequence[Canteen]) -> dict[CanteenId, float]:
    return {
        canteen.canteen_id: float(Crowd([canteen.coordinates]).distances_m(place)[0])
        - canteen.service_radius_m
        for canteen in canteens
    }
