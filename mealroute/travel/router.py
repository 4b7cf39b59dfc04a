"""Give travel times along the streets of an OpenStreetMap extract."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Isochrone, Mode, Step
from mealroute.errors import TravelError
from mealroute.language import gettext as _
from mealroute.settings import TravelSettings
from mealroute.travel.cost import metres_of, pack, whole_seconds
from mealroute.travel.directions import Leg, steps_of
from mealroute.travel.doors import Doors
from mealroute.travel.isochrone import outlines, reached
from mealroute.travel.matrix import cost_blocks
from mealroute.travel.network import REACH_M, Network, Snaps, build_network
from mealroute.travel.sphere import degrees, distance_m, places
from mealroute.travel.streets import Streets
from mealroute.travel.stretches import Crossings, cut
from mealroute.travel.times import UNREACHABLE_S, Path, TravelTable
from mealroute.travel.trail import Trail, cheapest_trail

_MOST_KEPT_WAYS: Final = 5_000  # of some 3 kB: the legs of a day of thousands of doors


@dataclass(frozen=True, eq=False, slots=True)
class _Way:
    """The way of one leg from door to door; without a ``trail`` there is none, or nowhere to go."""

    origin: Coordinates
    destination: Coordinates
    trail: Trail | None
    metres: float
    seconds: int


class StreetTravel:
    """Travel on streets: the quickest way of a mode, and the metres of that very way.

    A place is put on the nearest street of the mode; the way between door and street is walked,
    straight, and counts in seconds and metres. Times are added up in milliseconds and rounded up
    once. Places that are equal to 5 decimals are put on the same spot of the street, and those
    inside one building are at its door, see `Doors`: ways begin and end there.

    Parameters
    ----------
    streets
        The network of an extract, see `open_streets`.
    settings
        The speeds.
    """

    def __init__(self, streets: Streets, settings: TravelSettings) -> None:
        self._streets = streets
        self._settings = settings
        self._networks: dict[Mode, Network] = {}
        self._crossings: dict[Mode, Crossings] = {}
        self._ways: dict[tuple[Mode, Coordinates, Coordinates], _Way] = {}
        self._doors = Doors(streets, lambda: self._network(Mode.FOOT))

    @property
    def name(self) -> str:
        """The name of this source in plan.json."""
        return "streets"

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        """Give seconds and metres between all pairs, by the quickest way.

        Raises
        ------
        TravelError
            When none of the points is near a street of the mode.
        """
        shape = (len(origins), len(destinations))
        seconds = np.full(shape, UNREACHABLE_S, dtype=np.int64)
        metres = np.full(shape, np.inf)
        if not seconds.size:
            return TravelTable(seconds, metres)
        points = self._doors.of([*origins, *destinations])
        keys, place = places(points)
        network = self._network(mode)
        snaps = network.snap(*np.array(keys).T)
        if (snaps.edge < 0).all():
            raise self._nothing_near(mode, points)
        walks = self._walks(points, snaps.take(place))
        here, there = np.split(place, [len(origins)])
        walks_here, walks_there = np.split(walks, [len(origins)])
        if len(destinations) < len(origins):
            rows, columns, table = (there, walks_there), (here, walks_here), (seconds.T, metres.T)
            _fill(network, snaps, rows, columns, table, against_traffic=True)
        else:
            rows, columns, table = (here, walks_here), (there, walks_there), (seconds, metres)
            _fill(network, snaps, rows, columns, table, against_traffic=False)
        same = here[:, None] == there
        seconds[same], metres[same] = 0, 0.0
        return TravelTable(seconds, metres)

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        """Give the way of one leg along the streets, from door to door.

        Its metres and seconds are the table's; ``inf`` and `UNREACHABLE_S` on a straight line
        where one of the doors is not near a street of the mode.
        """
        way = self._way(mode, origin, destination)
        points = [way.origin, way.destination]
        if way.trail is not None:
            between = zip(way.trail.lat.tolist(), way.trail.lon.tolist(), strict=True)
            points[1:1] = [Coordinates(*point) for point in between]
            points = [point for point, _same in groupby(points)]
        return Path(tuple(points), way.metres, way.seconds)

    def _way(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> _Way:
        """Find the way of a leg, or find it again: maps draw it and directions tell it."""
        key = (mode, origin, destination)
        if key not in self._ways:
            if len(self._ways) >= _MOST_KEPT_WAYS:
                self._ways.clear()
            self._ways[key] = self._found(mode, *self._doors.of([origin, destination]))
        return self._ways[key]

    def _found(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> _Way:
        if origin.key == destination.key:
            return _Way(origin, destination, None, 0.0, 0)
        network = self._network(mode)
        snaps = network.snap(*np.array([origin.key, destination.key]).T)
        if (snaps.edge < 0).any():
            return _Way(origin, destination, None, np.inf, UNREACHABLE_S)
        trail = cheapest_trail(network, snaps.take(slice(0, 1)), snaps.take(slice(1, 2)))
        total = trail.cost + self._walks([origin, destination], snaps).sum(keepdims=True)
        metres, seconds = float(metres_of(total)[0]), int(whole_seconds(total)[0])
        return _Way(origin, destination, trail, metres, seconds)

    def _network(self, mode: Mode) -> Network:
        """Give the network of a mode, built when it is first asked for."""
        if mode not in self._networks:
            self._networks[mode] = build_network(self._streets, mode, self._settings)
        return self._networks[mode]

    def _nothing_near(self, mode: Mode, points: Sequence[Coordinates]) -> TravelError:
        """Tell where the points are and where the streets."""
        lat, lon = degrees(points)
        message = _(
            "no point is within {reach:.0f} m of a street for {mode}: the points lie in {points}, "
            "the streets of {file} in {streets}"
        )
        return TravelError(
            message.format(
                reach=REACH_M,
                mode=mode,
                points=_bounds(lat, lon),
                file=self._streets.source,
                streets=_bounds(self._streets.lat, self._streets.lon),
            )
        )

    def _walks(self, points: Sequence[Coordinates], snaps: Snaps) -> NDArray[np.float64]:
        """Price the walk between each point and its spot on the street."""
        metres = distance_m(*degrees(points), snaps.lat, snaps.lon)
        return pack(metres, self._settings.foot)

    def steps(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> tuple[Step, ...]:
        """Tell the way of `path` step by step; nothing where it goes nowhere or is not known."""
        way = self._way(mode, origin, destination)
        if way.trail is None:
            return ()
        if mode not in self._crossings:
            self._crossings[mode] = Crossings(self._network(mode))
        leg = Leg(
            origin=way.origin,
            destination=way.destination,
            lat=way.trail.lat,
            lon=way.trail.lon,
            stretches=cut(way.trail, self._crossings[mode]),
            metres=way.metres,
            seconds=way.seconds,
            foot_mps=self._settings.foot,
        )
        return steps_of(leg)

    def isochrones(
        self, mode: Mode, origins: Sequence[Coordinates], minutes: Sequence[int]
    ) -> tuple[Isochrone, ...]:
        """Draw what is within each of some minutes of the nearest of the origins.

        A door that the table says is within the minutes lies inside, unless it is far from its
        street; see `mealroute.travel.isochrone`.

        Raises
        ------
        TravelError
            When none of the origins is near a street of the mode.
        """
        network, origins = self._network(mode), self._doors.of(origins)
        snaps = network.snap(*np.array([origin.key for origin in origins]).T)
        near = np.flatnonzero(snaps.edge >= 0)
        if not near.size:
            raise self._nothing_near(mode, origins)
        walks = self._walks([origins[at] for at in near.tolist()], snaps.take(near))
        lat_0 = float(degrees(origins)[0].mean())
        found = reached(network, snaps.take(near), walks, [60 * one for one in minutes])
        drawn = (outlines(network, parts, lat_0) for parts in found)
        return tuple(
            Isochrone(mode=mode, minutes=one, area_km2=area_km2, parts=parts)
            for one, (parts, area_km2) in zip(minutes, drawn, strict=True)
        )


def _bounds(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> str:
    """Tell the box that holds all points."""
    return f"lat {lat.min():.4f} – {lat.max():.4f}, lon {lon.min():.4f} – {lon.max():.4f}"


def _fill(
    network: Network,
    snaps: Snaps,
    rows: tuple[NDArray[np.int64], NDArray[np.float64]],
    columns: tuple[NDArray[np.int64], NDArray[np.float64]],
    table: tuple[NDArray[np.int64], NDArray[np.float64]],
    *,
    against_traffic: bool,
) -> None:
    """Fill the seconds and metres of a table where both ends are near a street.

    Rows and columns are the places of points, by number in ``snaps``, and their walks.
    """
    seconds, metres = table
    row, source, sources = _on_streets(snaps, rows[0])
    column, sink, sinks = _on_streets(snaps, columns[0])
    blocks = cost_blocks(
        network, snaps.take(sources), snaps.take(sinks), against_traffic=against_traffic
    )
    for part, costs in blocks:
        here = np.flatnonzero((source >= part.start) & (source < part.stop))
        cost = costs[source[here] - part.start][:, sink]
        cost += rows[1][row[here], None] + columns[1][column]
        cells = np.ix_(row[here], column)
        seconds[cells], metres[cells] = whole_seconds(cost), metres_of(cost)


def _on_streets(
    snaps: Snaps, place: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Pick the points that are near a street.

    Returns
    -------
    tuple
        Which points; for each the position of its place among the different ones; and these.
    """
    near = np.flatnonzero(snaps.edge[place] >= 0)
    different, position = np.unique(place[near], return_inverse=True)
    return near, position, different
