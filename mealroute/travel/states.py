"""Make edges into the graph that is searched: where one may be, and what may follow.

An arc is an edge in one direction: arc ``2 * i`` goes along edge ``i``, arc ``2 * i + 1`` against
it. To be in a state of the search is to be about to enter an arc. People on foot may turn
anywhere, so their states are the crossings. For cars the arcs out of a crossing that every arc
into it may turn into share one state; any other arc has a state of its own, and only arcs that
may make the turn lead to it. So neither the search nor the contraction knows anything of turns.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from mealroute.travel.turns import Turns

NO_ARC: Final = -1
"""Stands for the arc where two states are one place and nothing is gone between them."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class States:
    """The states of a mode, and the arcs between them.

    ``origin``, ``target`` and ``arc`` are rows of steps: the state before an arc, a state after
    it, and the arc. ``leave`` tells for every arc the state at its end, to start from, and
    ``arrive`` the state before it, to end at; both mean nothing for arcs that may not be used.
    """

    count: int
    origin: Ints
    target: Ints
    arc: Ints
    leave: Ints
    arrive: Ints

    def graph(self, cost: NDArray[np.float64]) -> tuple[Any, Ints]:
        """Give the steps as a matrix, of parallel ones the cheapest and no loop.

        Parameters
        ----------
        cost
            Of every arc.

        Returns
        -------
        tuple
            The matrix in CSR form, and the arc of each of its entries.
        """
        price = np.where(self.arc == NO_ARC, 0.0, cost[self.arc])
        order = np.lexsort((self.arc, price, self.target, self.origin))
        origin, target = self.origin[order], self.target[order]
        kept = origin != target
        kept[1:] &= (origin[1:] != origin[:-1]) | (target[1:] != target[:-1])
        order, origin, target = order[kept], origin[kept], target[kept]
        row_ends = np.cumsum(np.bincount(origin, minlength=self.count))
        index = (target.astype(np.int32), np.concatenate(([0], row_ends)).astype(np.int32))
        graph = csr_array((price[order], *index), shape=(self.count, self.count))
        return graph, self.arc[order]

    def strongest(self, weight: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Say which arcs lie in the part, heaviest in all, where every state reaches every other.

        Parameters
        ----------
        weight
            Of every edge; it counts once in a part that has one of its arcs or both.
        """
        links = (np.ones(self.origin.size), (self.origin, self.target))
        graph = csr_array(links, shape=(self.count, self.count))
        parts, part = connected_components(graph, directed=True, connection="strong")
        inside = (part[self.origin] == part[self.target]) & (self.arc != NO_ARC)
        arc, part = self.arc[inside], part[self.origin[inside]]
        once = np.unique(np.stack((part, arc >> 1)), axis=1)
        heavy = np.bincount(once[0], weights=weight[once[1]], minlength=max(parts, 1))
        found = np.zeros(self.leave.size, dtype=np.bool_)
        found[arc[part == heavy.argmax()]] = True
        return found


def crossing_states(origin: Ints, target: Ints, usable: NDArray[np.bool_]) -> States:
    """Make every crossing a state: any arc out of it may follow any into it.

    Parameters
    ----------
    origin, target
        The node at the beginning and the end of every arc.
    usable
        Which arcs may be used.
    """
    arc = np.flatnonzero(usable)
    count = int(max(origin.max(initial=-1), target.max(initial=-1))) + 1
    return States(count, origin[arc], target[arc], arc, leave=target, arrive=origin)


def turning_states(origin: Ints, target: Ints, usable: NDArray[np.bool_], turns: Turns) -> States:
    """Make states that allow the given turns and no others.

    Parameters
    ----------
    origin, target, usable
        As for `crossing_states`.
    turns
        See `mealroute.travel.turns.allowed_turns`.
    """
    arcs = origin.size
    of = np.concatenate((np.arange(arcs), turns.copy_of))  # the arc itself, of arcs and copies
    entry = _entries(origin, target, usable, turns, of)
    before, after = turns.before, turns.after
    step = np.unique(np.stack((before, entry[after])), axis=1)
    # A place that several states lead out of, or that leads to several, becomes a state too.
    leave, ways_out, count = _leaves(step, arcs, int(entry.max(initial=-1)) + 1)
    arrive = entry[:arcs].copy()
    remembered = np.unique(turns.copy_of)
    arrive[remembered] = count + np.arange(remembered.size)
    count += remembered.size
    plain = np.concatenate((remembered, np.arange(arcs, of.size)))
    steps = (
        (entry[step[0]], step[1], of[step[0]]),
        (*ways_out, np.full(ways_out[0].size, NO_ARC)),
        (entry[plain], arrive[of[plain]], np.full(plain.size, NO_ARC)),
    )
    from_state, to_state, arc = np.concatenate([np.stack(part) for part in steps], axis=1)
    return States(count, from_state, to_state, arc, leave, arrive)


def _entries(origin: Ints, target: Ints, usable: NDArray[np.bool_], turns: Turns, of: Ints) -> Ints:
    """Give numbers to the states before arcs and copies; those that all may turn into share one."""
    nodes = int(max(origin.max(initial=-1), target.max(initial=-1))) + 1
    used = np.concatenate((np.flatnonzero(usable), np.arange(usable.size, of.size)))
    into = np.bincount(target[of[used]], minlength=nodes)
    turned_into = np.bincount(turns.after, minlength=of.size)
    shared = np.zeros(of.size, dtype=np.bool_)
    shared[: usable.size] = usable & (turned_into[: usable.size] == into[origin])
    own = np.zeros(of.size, dtype=np.bool_)
    own[used] = ~shared[used]
    key = np.where(shared, origin[of], nodes + np.arange(of.size))
    _found, number = np.unique(key[shared | own], return_inverse=True)
    entry = np.zeros(of.size, dtype=np.int64)
    entry[shared | own] = number
    return entry


def _leaves(step: Ints, arcs: int, count: int) -> tuple[Ints, tuple[Ints, Ints], int]:
    """Find the state at the end of every arc: the only one that follows, or one that leads to all.

    Returns
    -------
    tuple
        The state of every arc, the steps out of those that are new, and the number of states.
    """
    step = step[:, step[0] < arcs]
    follow = np.bincount(step[0], minlength=arcs)
    leave = np.zeros(arcs, dtype=np.int64)
    leave[step[0]] = step[1]
    several = np.flatnonzero(follow != 1)
    leave[several] = count + np.arange(several.size)
    chosen = follow[step[0]] != 1
    return leave, (leave[step[0][chosen]], step[1][chosen]), count + several.size
