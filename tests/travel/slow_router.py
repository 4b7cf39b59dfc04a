"""Find quickest ways in the plainest manner, point by point: the judge of the fast router.

It shares the way rules and the parsed points with what it judges, and nothing else: no edges, no
packed costs, no search tree for the nearest street, no contraction, no scipy.
"""

import heapq
import math
from collections import defaultdict
from collections.abc import Hashable, Sequence
from functools import cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from geopy.distance import great_circle

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings
from mealroute.travel.pace import edge_speeds
from mealroute.travel.streets import Streets
from mealroute.travel.way_rules import may_go, may_stop

Node: TypeAlias = Hashable
Arcs: TypeAlias = dict[Node, list[tuple[Node, float]]]
Place: TypeAlias = tuple[float, float]


class SlowRouter:
    """All straight pieces of all streets of a mode, each with its speed and directions."""

    def __init__(self, streets: Streets, mode: Mode, settings: TravelSettings) -> None:
        self.walk_mps = settings.foot
        speeds = edge_speeds(streets, np.arange(streets.start.size), mode, settings)
        stops = may_stop(streets.access)
        bit = list(Mode).index(mode)
        forward = may_go(streets.access, mode, backward=False)
        backward = may_go(streets.access, mode, backward=True)
        self.pieces = []
        for edge in range(streets.start.size):
            first, last = int(streets.start[edge]), int(streets.stop[edge])
            nodes: list[Node] = list(range(first, last + 1))
            nodes[0] = ("crossing", int(streets.tail[edge]))
            nodes[-1] = ("crossing", int(streets.head[edge]))
            for end, point in ((0, first), (-1, last)):
                if streets.shut[point] >> bit & 1:  # nobody passes from one street to another
                    nodes[end] = ("shut", edge, end)
            places = [
                (float(streets.lat[p]), float(streets.lon[p])) for p in range(first, last + 1)
            ]
            speed = speeds[0, edge], speeds[1, edge]
            ways = bool(forward[edge]), bool(backward[edge])
            if any(ways):
                for at in range(last - first):
                    ends = nodes[at : at + 2], places[at : at + 2]
                    self.pieces.append((*ends, speed, *ways, bool(stops[edge])))
        self._keep_the_strongest_part()
        self._nearest = cache(self._nearest_piece)

    def seconds(self, origin: Coordinates, goals: Sequence[Coordinates]) -> list[float]:
        """Give the quickest times from one door to others, walks to the street included."""
        arcs = self._arcs()
        doors = [origin, *goals]
        spots = [self._nearest(door.key) for door in doors]
        for number, (piece, _part, _spot) in enumerate(spots):
            # Doors on one piece are joined in their order along it, with its two ends outermost.
            there = sorted(
                (other_part, other)
                for other, (other_piece, other_part, _) in enumerate(spots)
                if other_piece == piece
            )
            (tail, head), places, speed, forward, backward, _stop = self.pieces[piece]
            stops = [(0.0, tail), *((p, ("door", d)) for p, d in there), (1.0, head)]
            if number != there[0][1]:
                continue
            for (low, here), (high, ahead) in pairwise(stops):
                length_m = (high - low) * metres(*places)
                if forward:
                    arcs[here].append((ahead, length_m / speed[0]))
                if backward:
                    arcs[ahead].append((here, length_m / speed[1]))
        reached = search(arcs, ("door", 0))
        walks = [
            metres((door.lat, door.lon), spot[2]) / self.walk_mps
            for door, spot in zip(doors, spots, strict=True)
        ]
        return [walks[0] + reached[("door", g + 1)] + walks[g + 1] for g in range(len(goals))]

    def _arcs(self) -> Arcs:
        arcs: Arcs = defaultdict(list)
        for (tail, head), places, speed, forward, backward, _stop in self.pieces:
            length_m = metres(*places)
            if forward:
                arcs[tail].append((head, length_m / speed[0]))
            if backward:
                arcs[head].append((tail, length_m / speed[1]))
        return arcs

    def _keep_the_strongest_part(self) -> None:
        onward = self._arcs()
        against: Arcs = defaultdict(list)
        for node, leaving in list(onward.items()):
            for target, took_s in leaving:
                against[target].append((node, took_s))
        left, best, best_m = set(onward) | set(against), set[Node](), -1.0
        while left:
            node = next(iter(left))
            part = search(onward, node).keys() & search(against, node).keys()
            left -= part
            length = sum(metres(*piece[1]) for piece in self.pieces if part.issuperset(piece[0]))
            if length > best_m:
                best, best_m = set(part), length
        self.pieces = [piece for piece in self.pieces if best.issuperset(piece[0])]

    def _nearest_piece(self, door: Place) -> tuple[int, float, Place]:
        """Give the piece nearest to a door, the part of it up to the spot, and the spot."""
        shrink = math.cos(math.radians(door[0]))
        found = []
        for number, (_nodes, places, *_rest, stop) in enumerate(self.pieces):
            if not stop:
                continue
            (lat, lon), (next_lat, next_lon) = places
            x, y = (lon - door[1]) * shrink, lat - door[0]
            dx, dy = (next_lon - lon) * shrink, next_lat - lat
            long = dx * dx + dy * dy
            part = min(1.0, max(0.0, -(x * dx + y * dy) / long)) if long else 0.0
            away = math.hypot(x + part * dx, y + part * dy)
            spot = (lat + part * (next_lat - lat), lon + part * (next_lon - lon))
            found.append((away, number, part, spot))
        _away, number, part, spot = min(found)
        return number, part, spot


def metres(here: Place, there: Place) -> float:
    length: float = great_circle(here, there).meters
    return length


def search(arcs: Arcs, origin: Node) -> dict[Node, float]:
    """Find the quickest ways to all nodes as Dijkstra wrote it down in 1959."""
    done: dict[Node, float] = {}
    waiting = [(0.0, 0, origin)]
    pushed = 0
    while waiting:
        reached_s, _, node = heapq.heappop(waiting)
        if node in done:
            continue
        done[node] = reached_s
        for target, took_s in arcs.get(node, ()):
            pushed += 1
            heapq.heappush(waiting, (reached_s + took_s, pushed, target))
    return done
