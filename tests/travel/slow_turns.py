"""Find the cheapest ways of cars by remembering every street gone: the judge of turns.

Every way of its towns is one edge, so that signs are read from the ways they name, and not from
the arrays, states and copies of what is judged. Only the streets that are left in a network, their
costs and the spots on them are taken as they are.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

from mealroute.travel.network import Network, Snaps

Arc = tuple[int, bool]
"""A way by its number, and whether it is gone against its direction."""


@dataclass(frozen=True)
class Sign:
    """From a way, by a node or by ways, to a way: forbidden, or the only turn."""

    from_way: int
    via: str | tuple[int, ...]
    to_way: int
    only: bool

    def relation(self) -> tuple[list[tuple[int | str, str]], dict[str, str]]:
        """Write the sign for `write_osm`."""
        turn = "u_turn" if self.from_way == self.to_way else "left_turn"
        via: Sequence[int | str] = [self.via] if isinstance(self.via, str) else self.via
        members = [(self.from_way, "from"), *((one, "via") for one in via), (self.to_way, "to")]
        value = f"{'only' if self.only else 'no'}_{turn}"
        return members, {"type": "restriction", "restriction": value}


class SlowTurns:
    """The streets of a town with all signs, searched without any state but the way gone."""

    def __init__(self, ways: Sequence[str], signs: Sequence[Sign], network: Network) -> None:
        self.ways = ways
        self.network = network
        self.row = {int(way): row for row, way in enumerate(network.street)}
        self.arcs = [
            (way, against)
            for way, row in self.row.items()
            for against in (False, True)
            if network.usable[int(against), row]
        ]
        self.signs = signs
        self.memory = 1 + max((len(s.via) for s in signs if not isinstance(s.via, str)), default=0)

    def begins(self, arc: Arc) -> str:
        return self.ways[arc[0]][-1 if arc[1] else 0]

    def ends(self, arc: Arc) -> str:
        return self.ways[arc[0]][0 if arc[1] else -1]

    def cost(self, source: Snaps, sink: Snaps) -> float:
        """Give the packed cost from one spot to another."""
        from_row, to_row = int(source.edge[0]), int(sink.edge[0])
        from_way, to_way = (int(self.network.street[row]) for row in (from_row, to_row))
        best = float("inf")
        along, against = ((to_way, way) in self.arcs for way in (False, True))
        if from_row == to_row and along and source.along_m[0] <= sink.along_m[0]:
            best = min(best, float(sink.from_tail[0] - source.from_tail[0]))
        if from_row == to_row and against and source.along_m[0] >= sink.along_m[0]:
            best = min(best, float(source.to_tail[0] - sink.to_tail[0]))
        starts = [
            (float(source.to_head[0]), (from_way, False)),
            (float(source.to_tail[0]), (from_way, True)),
        ]
        ends = {(to_way, False): sink.from_tail[0], (to_way, True): sink.from_head[0]}
        waiting = [(cost, (arc,)) for cost, arc in starts if arc in self.arcs]
        heapq.heapify(waiting)
        done = set()
        while waiting:
            cost, gone = heapq.heappop(waiting)
            if gone in done or cost >= best:
                continue
            done.add(gone)
            for arc in self.following(gone):
                if arc in ends:
                    best = min(best, cost + float(ends[arc]))
                price = float(self.network.cost[int(arc[1]), self.row[arc[0]]])
                heapq.heappush(waiting, (cost + price, (*gone, arc)[-self.memory :]))
        return best

    def following(self, gone: tuple[Arc, ...]) -> list[Arc]:
        """List the arcs that may follow those gone."""
        node = self.ends(gone[-1])
        back = (gone[-1][0], not gone[-1][1])
        leaving = [arc for arc in self.arcs if self.begins(arc) == node]
        onward = [arc for arc in leaving if arc != back]
        by_node = [s for s in self.signs if isinstance(s.via, str)]
        if not any(self.allow(by_node, gone, arc) for arc in onward):
            onward = [arc for arc in leaving if arc == back]
            by_node = []
        by_ways = [s for s in self.signs if not isinstance(s.via, str)]
        return [
            arc
            for arc in onward
            if self.allow(by_node, gone, arc) and self.allow(by_ways, gone, arc)
        ]

    def allow(self, signs: Sequence[Sign], gone: tuple[Arc, ...], arc: Arc) -> bool:
        """Whether the signs of one form allow an arc after those gone."""
        bound = [s for s in signs if self.binds(s, gone)]
        if any(not s.only and s.to_way == arc[0] for s in bound):
            return False
        for length in {1 if isinstance(s.via, str) else len(s.via) for s in bound}:
            told = {
                s.to_way
                for s in bound
                if s.only and length == (1 if isinstance(s.via, str) else len(s.via))
            }
            if told and arc[0] not in told:
                return False
        return True

    def binds(self, sign: Sign, gone: tuple[Arc, ...]) -> bool:
        """Whether one has come by the streets that a sign names, and its last one is open."""
        node = self.ends(gone[-1])
        via = () if isinstance(sign.via, str) else sign.via
        if isinstance(sign.via, str) and node != sign.via:
            return False
        back = (gone[-1][0], not gone[-1][1])
        if not any(
            way == sign.to_way and self.begins((way, against)) == node
            for way, against in self.arcs
            if isinstance(sign.via, str) or (way, against) != back
        ):
            return False
        wanted = (sign.from_way, *via)
        return tuple(way for way, _against in gone[-len(wanted) :]) == wanted
