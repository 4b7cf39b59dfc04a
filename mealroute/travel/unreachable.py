"""Say which doors no street leads to, from which canteen, by which mode, and why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mealroute.domain import Canteen, CanteenId, Coordinates, Mode, Resident, ResidentId
from mealroute.errors import TravelError
from mealroute.settings import TravelSettings
from mealroute.travel.network import REACH_M, build_network
from mealroute.travel.sphere import degrees, distance_m
from mealroute.travel.straight import great_circle_m
from mealroute.travel.streets import Streets
from mealroute.travel.surroundings import Plane, nearest_m
from mealroute.travel.times import UNREACHABLE_S, TravelTimes
from mealroute.travel.way_rules import may_go, may_stop

_OUTSIDE_M: Final = 100.0

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class NoWay(StrEnum):
    """Why no street leads to a door."""

    OUTSIDE = "outside_extract"
    CLOSED = "cut_off_by_closed_ways"
    CUT_OFF = "cut_off"
    FAR = "far_from_streets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """Residents whom one or several canteens cannot reach by a mode, for one reason.

    ``metres`` belong to the residents in their order: to the edge of the extract
    (`NoWay.OUTSIDE`), to the street that is cut off (`NoWay.CLOSED`, `NoWay.CUT_OFF`), or to the
    nearest street of the mode (`NoWay.FAR`; ``inf`` where there is none). ``at_canteen`` says that
    the canteens themselves are the ones no street leads to, and then the metres are theirs.
    """

    canteen_ids: tuple[CanteenId, ...]
    mode: Mode
    cause: NoWay
    resident_ids: tuple[ResidentId, ...]
    metres: tuple[float, ...]
    at_canteen: bool = False


def find_unreachable(
    canteens: Iterable[Canteen],
    residents: Iterable[Resident],
    modes: Mapping[CanteenId, Iterable[Mode]],
    travel: TravelTimes,
    settings: TravelSettings,
    open_town: Callable[[], tuple[Streets, Streets]],
) -> tuple[Unreachable, ...]:
    """Find the pairs of canteen and resident, within the service radius, without any way.

    Parameters
    ----------
    canteens, residents
        Who cooks and who eats; residents without coordinates are passed over.
    modes
        The modes of each canteen's shifts.
    travel
        The travel times that the plan is made with.
    settings
        Theirs: road classes that nobody clears in winter are closed too.
    open_town
        Gives the streets as they are and as they would be without any closed; called only where a
        pair has no way.

    Returns
    -------
    tuple[Unreachable, ...]
        By mode and cause; canteens that miss the same residents are told together.
    """
    kitchens = tuple(canteens)
    people = [one for one in residents if one.coordinates is not None]
    doors = [one.coordinates for one in people if one.coordinates is not None]
    if not doors:
        return ()
    radius = np.array([canteen.service_radius_m for canteen in kitchens])
    inside = great_circle_m([one.coordinates for one in kitchens], doors) <= radius[:, None]
    missed = {mode: _without_way(kitchens, doors, modes, mode, travel) & inside for mode in Mode}
    if not any(pairs.any() for pairs in missed.values()):
        return ()
    streets, unclosed = open_town()
    return tuple(
        one
        for mode, pairs in missed.items()
        if pairs.any()
        for one in _told(kitchens, people, mode, pairs, _Judge(streets, unclosed, mode, settings))
    )


def _without_way(
    canteens: Sequence[Canteen],
    doors: Sequence[Coordinates],
    modes: Mapping[CanteenId, Iterable[Mode]],
    mode: Mode,
    travel: TravelTimes,
) -> NDArray[np.bool_]:
    """Mark the pairs that the mode serves and that have no way."""
    missed = np.zeros((len(canteens), len(doors)), dtype=bool)
    served = [n for n, one in enumerate(canteens) if mode in set(modes.get(one.canteen_id, ()))]
    if served:
        try:
            table = travel.table(mode, [canteens[n].coordinates for n in served], doors)
        except TravelError:  # no canteen and no door is near a street of the mode
            missed[served] = True
        else:
            missed[served] = table.seconds >= UNREACHABLE_S
    return missed


class _Judge:
    """Says why no street of a mode leads to a place."""

    def __init__(
        self, streets: Streets, unclosed: Streets, mode: Mode, settings: TravelSettings
    ) -> None:
        self._streets, self._unclosed, self._mode = streets, unclosed, mode
        self._settings = settings
        self._cleared = replace(settings, winter=replace(settings.winter, uncleared=()))

    def __call__(self, places: Sequence[Coordinates]) -> list[tuple[NoWay, float] | None]:
        """Give the cause and its metres for each place; ``None`` where streets do lead there."""
        if not places:
            return []
        outside_m = self._outside_m(*degrees(places))
        joined_m = _to_network(self._streets, self._mode, self._settings, places)
        open_m = _to_network(self._unclosed, self._mode, self._cleared, places)
        any_m = _to_any(self._streets, self._mode, places)
        told: list[tuple[NoWay, float] | None] = []
        for outside, joined, unclosed, near in zip(
            outside_m.tolist(), joined_m.tolist(), open_m.tolist(), any_m.tolist(), strict=True
        ):
            if joined <= REACH_M:
                told.append(None)
            elif outside > _OUTSIDE_M:
                told.append((NoWay.OUTSIDE, outside))
            elif unclosed <= REACH_M:
                told.append((NoWay.CLOSED, unclosed))
            elif near <= REACH_M:
                told.append((NoWay.CUT_OFF, near))
            else:
                told.append((NoWay.FAR, min(joined, near)))
        return told

    def _outside_m(self, lat: Floats, lon: Floats) -> Floats:
        """Measure to the rectangle of all streets, 0 inside."""
        known = self._unclosed
        kept_lat = np.clip(lat, known.lat.min(), known.lat.max())
        kept_lon = np.clip(lon, known.lon.min(), known.lon.max())
        return distance_m(lat, lon, kept_lat, kept_lon)


def _to_network(
    streets: Streets, mode: Mode, settings: TravelSettings, places: Sequence[Coordinates]
) -> Floats:
    """Measure to the streets of a mode that hang together, where one may stop."""
    network = build_network(streets, mode, settings)
    stops = may_stop(streets.access[network.street])
    return _to_edges(streets, network.start[stops], network.stop[stops], places)


def _to_any(streets: Streets, mode: Mode, places: Sequence[Coordinates]) -> Floats:
    """Measure to the nearest street where a mode may stop, whatever it hangs together with."""
    along = may_go(streets.access, mode, backward=False)
    used = (along | may_go(streets.access, mode, backward=True)) & may_stop(streets.access)
    return _to_edges(streets, streets.start[used], streets.stop[used], places)


def _to_edges(streets: Streets, start: Ints, stop: Ints, places: Sequence[Coordinates]) -> Floats:
    """Measure to the nearest of some edges, ``inf`` where there are none."""
    plane = Plane(places[0])
    corners = plane.metres(streets.lat, streets.lon)
    pieces = zip(start.tolist(), stop.tolist(), strict=True)
    lines = [shapely.linestrings(corners[first : last + 1]) for first, last in pieces]
    return nearest_m(shapely.STRtree(lines), plane.metres(*degrees(places)))


def _told(
    canteens: Sequence[Canteen],
    people: Sequence[Resident],
    mode: Mode,
    pairs: NDArray[np.bool_],
    judge: _Judge,
) -> Iterator[Unreachable]:
    """Tell of the pairs of a mode, canteens that no street leads to first."""
    missing: list[int] = np.flatnonzero(pairs.any(axis=1)).tolist()
    at_canteens = judge([canteens[n].coordinates for n in missing])
    cut_off = dict(zip(missing, at_canteens, strict=True))
    for number, why in cut_off.items():
        if why is not None:
            numbers = np.flatnonzero(pairs[number]).tolist()
            residents = tuple(people[n].resident_id for n in numbers)
            yield Unreachable(
                canteen_ids=(canteens[number].canteen_id,), mode=mode, cause=why[0],
                resident_ids=residents, metres=(why[1],), at_canteen=True,
            )  # fmt: skip
    numbers = np.flatnonzero(pairs.any(axis=0)).tolist()
    places = [people[n].coordinates for n in numbers]
    why_not = dict(zip(numbers, judge([one for one in places if one is not None]), strict=True))
    groups: dict[tuple[NoWay, tuple[int, ...]], list[CanteenId]] = defaultdict(list)
    for number in missing:
        if cut_off[number] is not None:
            continue
        by_cause: dict[NoWay, list[int]] = defaultdict(list)
        for n in np.flatnonzero(pairs[number]).tolist():
            why = why_not[n]
            if why is not None:  # else another engine knows other streets: we cannot say why
                by_cause[why[0]].append(n)
        for cause, doors in by_cause.items():
            groups[cause, tuple(doors)].append(canteens[number].canteen_id)
    for (cause, some), ids in groups.items():
        yield Unreachable(
            canteen_ids=tuple(ids),
            mode=mode,
            cause=cause,
            resident_ids=tuple(people[n].resident_id for n in some),
            metres=tuple(why[1] for n in some if (why := why_not[n]) is not None),
        )
