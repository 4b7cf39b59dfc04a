"""Draw what is within some minutes of one or several places: reached streets, and an area of them.

The streets are exact: each is cut where the time runs out. The area around them is a drawing: it
goes `WIDTH_M` beyond them, for doors stand beside streets. A door within the minutes lies inside
where it is no farther than that, less `TOLERANCE_M`, from its street.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from mealroute.domain import Coordinates, Line, Outline
from mealroute.travel.cost import milliseconds_of, within
from mealroute.travel.headings import plane
from mealroute.travel.network import Network, Snaps
from mealroute.travel.sphere import EARTH_RADIUS_M

WIDTH_M: Final = 25.0
"""How far beyond the reached streets the area goes."""

TOLERANCE_M: Final = 3.0
"""How far the outline may be from its exact place, so that it has fewer points."""

HOLE_M2: Final = 10_000.0
"""A hole smaller than this, the inside of a block, is filled."""

# Each of these makes drawing quicker by a sixth or more; with what a circle of chords lacks they
# add up to `TOLERANCE_M`: 0.5 + 0.5 + 1.5 + 0.5.
_SHORT_M: Final = 10.0  # half of it, as the leg of a right triangle under 25 m, makes 0.5 m
_LINE_TOLERANCE_M: Final = 0.5
_OUTLINE_TOLERANCE_M: Final = 1.5
_QUARTER_SEGMENTS: Final = 4


@dataclass(frozen=True, eq=False, slots=True)
class Reached:
    """What is reached of every edge of a network within a time.

    ``low`` and ``high`` are parts of edges, as metres along `Streets`; an edge may have several
    parts, and they may overlap.
    """

    edge: NDArray[np.int64]
    low_m: NDArray[np.float64]
    high_m: NDArray[np.float64]


def reached(
    network: Network, sources: Snaps, walks: NDArray[np.float64], seconds: Sequence[int]
) -> tuple[Reached, ...]:
    """Find what is reached from the nearest of some places, within each of some times.

    Parameters
    ----------
    network
        The streets of one mode.
    sources
        The places on the network, all of them.
    walks
        The packed cost from each place to its street.
    seconds
        The times, in any order.
    """
    most_ms = 1000.0 * max(seconds, default=0)
    state_ms = _state_milliseconds(network, sources, walks, most_ms)
    return tuple(_parts(network, sources, walks, state_ms, 1000.0 * one) for one in seconds)


def outlines(network: Network, parts: Reached, lat_0: float) -> tuple[tuple[Outline, ...], float]:
    """Draw the area around what is reached.

    Buffered and simplified on the plane of `plane`, whose distances are true around ``lat_0``.

    Returns
    -------
    tuple
        The outlines, outer rings anticlockwise and holes clockwise (RFC 7946), and the area in
        square kilometres.
    """
    lines = shapely.simplify(_lines(network, parts, lat_0), _LINE_TOLERANCE_M)
    area: Any = shapely.union_all(shapely.buffer(lines, WIDTH_M, quad_segs=_QUARTER_SEGMENTS))
    area = _without_small_holes(shapely.simplify(area, _OUTLINE_TOLERANCE_M))
    found = shapely.orient_polygons(shapely.get_parts(area))
    by_size = found[np.argsort(-shapely.area(found), kind="stable")]
    scale = EARTH_RADIUS_M * np.array([np.cos(np.radians(lat_0)), 1.0])
    drawn = tuple(
        Outline(_ring(polygon.exterior, scale), tuple(_ring(r, scale) for r in polygon.interiors))
        for polygon in by_size.tolist()
    )
    return drawn, float(shapely.area(found).sum()) / 1e6


def _state_milliseconds(
    network: Network, sources: Snaps, walks: NDArray[np.float64], most_ms: float
) -> NDArray[np.float64]:
    """Find when each state is first reached, from any of the places; ``inf`` after ``most_ms``."""
    graph, links = network.graph, network.leaving(sources)
    count = graph.shape[0]
    states, costs = links.state.ravel(), (links.cost + walks).ravel()
    order = np.lexsort((costs, states))  # of several links to one state the cheapest
    states, costs = states[order], costs[order]
    first = np.isfinite(costs)
    first[1:] &= states[1:] != states[:-1]
    states, costs = states[first], costs[first]
    index = (
        np.concatenate((graph.indices, states.astype(np.int32))),
        np.concatenate((graph.indptr, [graph.indptr[-1] + states.size])).astype(np.int32),
    )
    data = np.concatenate((graph.data, costs))
    onward = csr_array((data, *index), shape=(count + 1, count + 1))
    found = dijkstra(onward, indices=count, limit=within(most_ms))[:count]
    reached_ms = np.full(count, np.inf)
    near = np.isfinite(found)
    reached_ms[near] = milliseconds_of(found[near])
    return reached_ms


def _parts(
    network: Network,
    sources: Snaps,
    walks: NDArray[np.float64],
    state_ms: NDArray[np.float64],
    limit_ms: float,
) -> Reached:
    """Cut every edge where the time runs out, coming from its tail, its head or a place on it."""
    along_m = network.streets.along_m
    first_m, last_m = along_m[network.start], along_m[network.stop]
    pace = (last_m - first_m) / milliseconds_of(network.cost).clip(1.0)  # metres a millisecond
    entered_ms = np.where(network.usable, state_ms[network.arrive], np.inf)
    left_ms = limit_ms - entered_ms
    ahead, back = (np.flatnonzero(row >= 0) for row in left_ms)
    ahead_m, back_m = pace[0, ahead] * left_ms[0, ahead], pace[1, back] * left_ms[1, back]
    spare_ms = limit_ms - milliseconds_of(walks)
    on = np.flatnonzero(spare_ms >= 0)
    edge, spot_m = sources.edge[on], sources.along_m[on]
    onward_m = np.where(np.isfinite(sources.to_head[on]), pace[0, edge] * spare_ms[on], 0.0)
    behind_m = np.where(np.isfinite(sources.to_tail[on]), pace[1, edge] * spare_ms[on], 0.0)
    edges = np.concatenate((ahead, back, edge))
    low_m = np.concatenate((first_m[ahead], last_m[back] - back_m, spot_m - behind_m))
    high_m = np.concatenate((first_m[ahead] + ahead_m, last_m[back], spot_m + onward_m))
    return Reached(edges, np.maximum(low_m, first_m[edges]), np.minimum(high_m, last_m[edges]))


def _lines(network: Network, parts: Reached, lat_0: float) -> NDArray[np.object_]:
    """Make lines on the plane of the parts of edges; those of whole edges once."""
    streets, along_m = network.streets, network.streets.along_m
    x, y = plane(streets.lat, streets.lon, lat_0)
    whole = (parts.low_m <= along_m[network.start[parts.edge]]) & (
        parts.high_m >= along_m[network.stop[parts.edge]]
    )
    full = _without_short(network, np.unique(parts.edge[whole]))
    count = network.stop[full] - network.start[full] + 1
    line = np.repeat(np.arange(full.size), count)
    point = np.arange(line.size) + np.repeat(
        network.start[full] - (np.cumsum(count) - count), count
    )
    lines = [shapely.linestrings(x[point], y[point], indices=line)] if full.size else []
    cut = []
    for edge, low_m, high_m in zip(
        parts.edge[~whole].tolist(), parts.low_m[~whole], parts.high_m[~whole], strict=True
    ):
        first, last = network.start[edge], network.stop[edge] + 1
        known_m = along_m[first:last]
        inside_m = known_m[(known_m > low_m) & (known_m < high_m)]
        at_m = np.concatenate(([low_m], inside_m, [high_m]))
        cut.append(
            np.stack(
                (np.interp(at_m, known_m, x[first:last]), np.interp(at_m, known_m, y[first:last])),
                1,
            )
        )
    lines += [np.array([shapely.linestrings(one) for one in cut], dtype=object)]
    return np.concatenate(lines)


def _without_short(network: Network, edges: NDArray[np.int64]) -> NDArray[np.int64]:
    """Leave out short edges between longer ones, whose surroundings hold theirs but for a trace.

    In towns mapped pavement by pavement these are half of all edges.
    """
    along_m = network.streets.along_m
    long = along_m[network.stop[edges]] - along_m[network.start[edges]] > _SHORT_M
    street, streets = network.street[edges], network.streets
    tail, head = streets.tail[street], streets.head[street]
    near = np.zeros(int(max(streets.tail.max(), streets.head.max())) + 1, dtype=np.bool_)
    near[tail[long]] = near[head[long]] = True
    kept: NDArray[np.int64] = edges[long | ~(near[tail] & near[head])]
    return kept


def _without_small_holes(area: Any) -> Any:  # noqa: ANN401 -- shapely has no types
    kept = []
    for polygon in shapely.get_parts(area).tolist():
        rings = shapely.polygons(list(polygon.interiors)) if polygon.interiors else np.array([])
        large = [ring.exterior for ring in np.atleast_1d(rings).tolist() if ring.area >= HOLE_M2]
        kept.append(shapely.Polygon(polygon.exterior, large))
    return shapely.MultiPolygon(kept)


def _ring(ring: Any, scale: NDArray[np.float64]) -> Line:  # noqa: ANN401 -- shapely has no types
    """Take a ring back from the plane to coordinates."""
    degrees = np.degrees(shapely.get_coordinates(ring) / scale)
    return tuple(Coordinates(lat, lon) for lon, lat in degrees.tolist())
