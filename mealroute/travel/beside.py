"""Find the street that a pavement or cycle path runs beside: people know it by that name."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from mealroute.travel.network import Network, mercator
from mealroute.travel.sphere import EARTH_RADIUS_M
from mealroute.travel.way_rules import KINDS

BESIDE_M: Final = 20.0
"""A path whose middle and quarters are no farther from the middle of a street runs beside it."""

_PARALLEL_DEG: Final = 25.0
_PATHS: Final = frozenset({"footway", "path", "cycleway", "steps", "service", "track", "bridleway"})


class NamedStreets:
    """The streets of a network that have a name and that a path may run beside.

    Parameters
    ----------
    network
        The streets of one mode.
    """

    def __init__(self, network: Network) -> None:
        streets = network.streets
        self._network = network
        self._name = streets.name[network.street]
        is_path = np.array([kind in _PATHS for kind in KINDS])
        self._named = (self._name > 0) & ~is_path[streets.kind[network.street]]

    def beside(self, lat: NDArray[np.float64], lon: NDArray[np.float64], heading: float) -> str:
        """Name the nearest street that runs along all these places; empty where none does.

        Parameters
        ----------
        lat, lon
            Some places of a path.
        heading
            The way the path leads, in degrees.
        """
        reach = BESIDE_M / (EARTH_RADIUS_M * np.cos(np.radians(lat.mean())))
        x, y = mercator(lat, lon)
        points = shapely.points(x, y)
        tree, network = self._network.tree, self._network
        place, segment = tree.query(points, predicate="dwithin", distance=reach)
        edge = network.segment_edge[segment]
        lines = tree.geometries[segment]
        ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
        step = ends[:, 1] - ends[:, 0]
        angle = np.degrees(np.arctan2(step[:, 0], step[:, 1])) - heading
        parallel = np.abs((angle + 90) % 180 - 90) <= _PARALLEL_DEG
        good = self._named[edge] & parallel
        place, name = place[good], self._name[edge[good]]
        far = shapely.distance(points[place], lines[good])
        along = [
            one
            for one in np.unique(name).tolist()
            if np.unique(place[name == one]).size == lat.size
        ]
        if not along:
            return ""
        nearest: int = min(along, key=lambda one: float(far[name == one].min()))
        return str(network.streets.names[nearest])
