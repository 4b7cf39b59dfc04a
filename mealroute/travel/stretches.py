"""Cut a trail at its crossings: what each stretch is called, and where else one could have gone."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import WayKind
from mealroute.travel.beside import NamedStreets
from mealroute.travel.cost import milliseconds_of
from mealroute.travel.headings import Line, plane
from mealroute.travel.network import Network
from mealroute.travel.trail import Trail
from mealroute.travel.way_marks import Mark, way_kind
from mealroute.travel.way_rules import KINDS

LOOK_M: Final = 15.0
"""So far people look along a way to see where it leads; one vertex more or less is no turn."""

_PAVEMENTS: Final = frozenset(
    {WayKind.PAVEMENT, WayKind.FOOTPATH, WayKind.PATH, WayKind.CYCLE_PATH, WayKind.CROSSING}
)
_SHORTEST_BESIDE_M: Final = 5.0  # of a shorter path nobody can say where it leads


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a crossing that the trail does not take: where it leads, what it is called.

    One against a one-way street is not ``is_open``; it is seen all the same.
    """

    heading: float
    name: str
    is_open: bool = True
    roundabout: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """The trail along one edge.

    ``metres`` are measured on the plane of the trail, ``seconds`` are those of the mode; both
    only weigh the stretches of one trail among each other. ``exits`` are the other ways out of
    the crossing where it ends.
    """

    name: str
    way: WayKind
    roundabout: bool
    metres: float
    seconds: float
    exits: tuple[Exit, ...] = ()


class Crossings:
    """The edges that leave each node of a network, and the streets beside its paths.

    Parameters
    ----------
    network
        The streets of one mode.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._named = NamedStreets(network)
        self._exits: dict[int, list[tuple[int, Exit]]] = {}
        self._beside: dict[int, str] = {}
        edges = network.street.size
        self._tail = network.streets.tail[network.street]
        self._head = network.streets.head[network.street]
        node = np.concatenate((self._tail, self._head))
        order = np.argsort(node, kind="stable")
        self._edge = order % max(edges, 1)
        self._from_tail = order < edges
        self._is_open = network.usable.ravel()[order]
        nodes = int(node.max(initial=-1)) + 1
        self._first = np.searchsorted(node[order], np.arange(nodes + 1))

    def exits(self, edge: int, onward: int, *, backward: bool) -> tuple[Exit, ...]:
        """List the ways out where an edge ends, but along it and the edge that follows it."""
        node = int((self._tail if backward else self._head)[edge])
        if node not in self._exits:
            between = range(self._first[node], self._first[node + 1])
            self._exits[node] = [(int(self._edge[at]), self._exit(at)) for at in between]
        return tuple(one for other, one in self._exits[node] if other not in {edge, onward})

    def beside(self, edge: int) -> str:
        """Name the street that an edge runs beside; empty where none does."""
        if edge not in self._beside:
            points = slice(self.network.start[edge], self.network.stop[edge] + 1)
            lat, lon = self.network.streets.lat[points], self.network.streets.lon[points]
            self._beside[edge] = _beside(self._named, lat, lon)
        return self._beside[edge]

    def _exit(self, at: int) -> Exit:
        network, streets, edge = self.network, self.network.streets, int(self._edge[at])
        points = np.arange(network.start[edge], network.stop[edge] + 1)
        points = points if self._from_tail[at] else points[::-1]
        lat, lon = streets.lat[points], streets.lon[points]
        line = Line(*plane(lat, lon, float(lat[0])))
        street = network.street[edge]
        return Exit(
            line.heading(0.0, min(LOOK_M, line.along_m[-1])),
            streets.names[streets.name[street]],
            is_open=bool(self._is_open[at]),
            roundabout=bool(streets.marks[street] & Mark.ROUNDABOUT),
        )


def cut(trail: Trail, crossings: Crossings) -> tuple[Stretch, ...]:
    """Cut a trail into one stretch an edge, leaving out those without length.

    A path without a name that runs beside a street with one is a pavement and takes its name; a
    crossing does where one comes along that street.
    """
    network = crossings.network
    along_m = Line(*plane(trail.lat, trail.lon, float(trail.lat.mean()))).along_m
    changes = np.flatnonzero(np.diff(trail.edge)) + 1
    first = np.concatenate(([0], changes))
    last = np.concatenate((changes, [trail.edge.size]))
    long = along_m[last] > along_m[first]
    first, last = first[long], last[long]
    edges = trail.edge[first].tolist()
    stretches: list[Stretch] = []
    for at, edge in enumerate(edges):
        metres = float(along_m[last[at]] - along_m[first[at]])
        backward = _is_backward(trail, network, edge, int(first[at]), int(last[at]))
        exits: tuple[Exit, ...] = ()
        if at + 1 < len(edges):
            exits = crossings.exits(edge, edges[at + 1], backward=backward)
        stretch = _stretch(network, edge, metres, exits, backward=backward)
        if stretch.way in _PAVEMENTS and not stretch.name:
            beside = crossings.beside(edge)
            is_new = not stretches or stretches[-1].name != beside
            if beside and not (stretch.way is WayKind.CROSSING and is_new):
                stretch = replace(stretch, name=beside, way=WayKind.PAVEMENT)
        stretches.append(stretch)
    return tuple(stretches)


def _beside(named: NamedStreets, lat: NDArray[np.float64], lon: NDArray[np.float64]) -> str:
    """Name the street beside a path, looked for at its quarters and its middle."""
    line = Line(*plane(lat, lon, float(lat[0])))
    if line.along_m[-1] < _SHORTEST_BESIDE_M:
        return ""
    quarters_m = line.along_m[-1] * np.array([0.25, 0.5, 0.75])
    return named.beside(
        np.interp(quarters_m, line.along_m, lat),
        np.interp(quarters_m, line.along_m, lon),
        line.heading(0.0, line.along_m[-1]),
    )


def _stretch(
    network: Network, edge: int, metres: float, exits: tuple[Exit, ...], *, backward: bool
) -> Stretch:
    streets, street = network.streets, network.street[edge]
    marks = int(streets.marks[street])
    whole_m = streets.along_m[network.stop[edge]] - streets.along_m[network.start[edge]]
    share = metres / max(float(whole_m), metres)
    return Stretch(
        name=streets.names[streets.name[street]],
        way=way_kind(KINDS[streets.kind[street]], marks, backward=backward),
        roundabout=bool(marks & Mark.ROUNDABOUT),
        metres=metres,
        seconds=share * float(milliseconds_of(network.cost[int(backward), edge])) / 1000,
        exits=exits,
    )


def _is_backward(trail: Trail, network: Network, edge: int, first: int, last: int) -> bool:
    """Whether a stretch of the trail runs against the points of its edge.

    Where it begins or ends at a crossing that tells; a trail that never leaves its edge is
    compared with the edge as the crow flies.
    """
    streets = network.streets
    place = np.stack((trail.lat[[first, last]], trail.lon[[first, last]]), axis=1)
    ends = [network.start[edge], network.stop[edge]]
    end = np.stack((streets.lat[ends], streets.lon[ends]), axis=1)
    is_at = (place[:, None] == end).all(axis=2)
    if is_at.any():
        return bool((is_at[1, 0] or is_at[0, 1]) and not (is_at[1, 1] or is_at[0, 0]))
    return bool((place[1] - place[0]) @ (end[1] - end[0]) < 0)
