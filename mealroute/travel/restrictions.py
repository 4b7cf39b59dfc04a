"""Read turn restrictions for cars, and spell each as a row of arcs of the street network.

Relations of type ``restriction`` by the OpenStreetMap wiki (Relation:restriction). Those that
change with the hour, that except cars, or that name a street outside the extract are left out:
what is not known whole binds nobody.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray

_SIGNS: Final = ("restriction:motorcar", "restriction:motor_vehicle", "restriction")
_CARS: Final = frozenset({"motorcar", "motor_vehicle", "vehicle"})

Member = tuple[str, int, str]
"""Type (``n``, ``w`` or ``r``), number and role of a member of a relation."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """One sign: from one of these ways, by the node or ways between, to one of those ways."""

    from_ways: tuple[int, ...]
    via_nodes: tuple[int, ...]
    via_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    only: bool
    u_turn: bool


def restriction_of(tags: Mapping[str, str], members: Iterable[Member]) -> Restriction | None:
    """Read a relation; ``None`` where it does not bind cars or is not whole.

    Examples
    --------
    >>> members = [("w", 1, "from"), ("n", 5, "via"), ("w", 2, "to")]
    >>> restriction_of({"type": "restriction", "restriction": "no_left_turn"}, members).to_ways
    (2,)
    """
    value = next((tags[sign] for sign in _SIGNS if sign in tags), "")
    kind = tags.get("type", "")
    if kind not in {"restriction", "restriction:motorcar", "restriction:motor_vehicle"}:
        return None
    if not value.startswith(("no_", "only_")):
        return None
    if not _CARS.isdisjoint(word.strip() for word in tags.get("except", "").split(";")):
        return None
    held = list(members)
    from_ways, via_ways, to_ways = (
        tuple(number for kind, number, role in held if (kind, role) == ("w", wanted))
        for wanted in ("from", "via", "to")
    )
    via_nodes = tuple(number for kind, number, role in held if (kind, role) == ("n", "via"))
    if not from_ways or not to_ways or not (via_ways or via_nodes):
        return None
    only = value.startswith("only_")
    return Restriction(from_ways, via_nodes, via_ways, to_ways, only, value.endswith("_u_turn"))


@dataclass(slots=True)
class _Arcs:
    """The arcs of the ways that restrictions name, by way, with the nodes they join."""

    of_way: dict[int, list[int]] = field(default_factory=dict)
    origin: dict[int, int] = field(default_factory=dict)
    target: dict[int, int] = field(default_factory=dict)

    def into(self, ways: Iterable[int], node: int) -> list[int]:
        return [a for way in ways for a in self.of_way.get(way, ()) if self.target[a] == node]

    def out_of(self, ways: Iterable[int], node: int) -> list[int]:
        return [a for way in ways for a in self.of_way.get(way, ()) if self.origin[a] == node]


def turn_arrays(
    restrictions: Sequence[Restriction],
    way: NDArray[np.int64],
    tail_node: NDArray[np.int64],
    head_node: NDArray[np.int64],
) -> dict[str, NDArray[np.generic]]:
    """Spell restrictions as the turn arrays of `Streets`.

    Parameters
    ----------
    restrictions
        What `restriction_of` read.
    way, tail_node, head_node
        Of every edge the numbers in OpenStreetMap: its way, and the nodes at its ends.
    """
    named = {w for r in restrictions for w in (*r.from_ways, *r.via_ways, *r.to_ways)}
    arcs = _Arcs()
    for edge in np.flatnonzero(np.isin(way, list(named))).tolist():
        tail, head = int(tail_node[edge]), int(head_node[edge])
        arcs.of_way.setdefault(int(way[edge]), []).extend((2 * edge, 2 * edge + 1))
        arcs.origin |= {2 * edge: tail, 2 * edge + 1: head}
        arcs.target |= {2 * edge: head, 2 * edge + 1: tail}
    rows = {
        (row, restriction.only): None
        for restriction in restrictions
        for row in _rows(restriction, arcs)
    }
    return {
        "turn_arc": np.array([arc for row, _only in rows for arc in row], dtype=np.int64),
        "turn_stop": np.cumsum([len(row) for row, _only in rows], dtype=np.int64),
        "turn_only": np.array([only for _row, only in rows], dtype=np.uint8),
    }


def _rows(restriction: Restriction, arcs: _Arcs) -> list[tuple[int, ...]]:
    """List every way through the sign as a row of arcs."""
    if any(way not in arcs.of_way for way in restriction.via_ways):
        return []
    rows: list[tuple[int, ...]] = []
    if not restriction.via_ways:
        for node in restriction.via_nodes:
            lasts = arcs.out_of(restriction.to_ways, node)
            firsts = arcs.into(restriction.from_ways, node)
            rows.extend(product(firsts, lasts))
    else:
        for way in restriction.from_ways:
            for first in arcs.of_way.get(way, ()):
                rows.extend(_through(restriction, arcs, first))
    return [row for row in rows if _is_meant(restriction, row)]


def _is_meant(restriction: Restriction, row: tuple[int, ...]) -> bool:
    """Where a way goes on past the sign, tell turning round on it from going on along it."""
    if restriction.via_ways or set(restriction.from_ways).isdisjoint(restriction.to_ways):
        return True
    return (row[0] ^ 1 == row[-1]) == restriction.u_turn


def _through(restriction: Restriction, arcs: _Arcs, first: int) -> list[tuple[int, ...]]:
    """Go from an arc along the ways between by the fewest edges to where the last way leaves."""
    start: tuple[int, ...] = (first,)
    queue = deque([start])
    seen = {arcs.target[first]}
    while queue:
        row = queue.popleft()
        node = arcs.target[row[-1]]
        if len(row) > 1:
            lasts = arcs.out_of(restriction.to_ways, node)
            if lasts:
                return [(*row, last) for last in lasts if last != row[-1] ^ 1]
        for arc in arcs.out_of(restriction.via_ways, node):
            if arcs.target[arc] not in seen:
                seen.add(arcs.target[arc])
                queue.append((*row, arc))
    return []
