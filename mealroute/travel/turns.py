"""Say which arc may follow which at the crossings of a mode that is bound to turn restrictions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn restriction: after the arcs ``row`` the arc ``to`` is forbidden, or the only one."""

    row: Row
    to: int
    only: bool


@dataclass(frozen=True, eq=False, slots=True)
class Turns:
    """All turns that may be made.

    ``before`` and ``after`` are the arcs of each turn. Arcs beyond the given ones are second
    copies that remember the arcs gone before; ``copy_of`` names the arc of each.
    """

    before: Ints
    after: Ints
    copy_of: Ints


def allowed_turns(
    origin: Ints, target: Ints, usable: NDArray[np.bool_], signs: Sequence[Turn]
) -> Turns:
    """List the turns between arcs that signs allow.

    Nobody turns round at a crossing, or a forbidden turn is dodged at the next one; only where
    no other turn is left, as in a dead end, it may be done.

    Parameters
    ----------
    origin, target
        The node at the beginning and the end of every arc; arcs ``2 * i`` and ``2 * i + 1`` are
        the two directions of one edge.
    usable
        Which arcs may be used.
    signs
        The turn restrictions, of arcs that may all be used.
    """
    before, after = _all_pairs(origin, target, np.flatnonzero(usable))
    rules = _Rules(signs)
    round_ = after == before ^ 1
    held = ~round_
    for row in np.flatnonzero(np.isin(before, rules.first_arcs)).tolist():
        held[row] &= rules.allow((int(before[row]),), int(after[row]))
    onward = np.zeros(origin.size, dtype=np.bool_)
    onward[before[held]] = True
    held |= round_ & ~onward[before]
    before, after = before[held], after[held]
    return _with_memory(before, after, origin.size, rules)


class _Rules:
    """Turn restrictions by the arcs that lead up to the turn."""

    def __init__(self, signs: Sequence[Turn]) -> None:
        self._forbidden: dict[Row, set[int]] = {}
        self._only: dict[Row, set[int]] = {}
        for sign in signs:
            rule = self._only if sign.only else self._forbidden
            rule.setdefault(sign.row, set()).add(sign.to)
        self.first_arcs = [row[0] for row in (*self._forbidden, *self._only) if len(row) == 1]
        self.remembered = sorted(
            {
                row[:length]
                for row in (*self._forbidden, *self._only)
                for length in range(2, len(row) + 1)
            }
        )

    def allow(self, gone: Row, to: int) -> bool:
        """Whether an arc may follow those that were gone, judged by the signs on all of them."""
        return to not in self._forbidden.get(gone, ()) and to in self._only.get(gone, (to,))


def _all_pairs(origin: Ints, target: Ints, arcs: Ints) -> tuple[Ints, Ints]:
    """Pair every arc with every arc that begins where it ends."""
    leaving = arcs[np.argsort(origin[arcs], kind="stable")]
    ends = target[arcs]
    first = np.searchsorted(origin[leaving], ends, side="left")
    count = np.searchsorted(origin[leaving], ends, side="right") - first
    before = np.repeat(arcs, count)
    offset = np.arange(before.size) - np.repeat(np.cumsum(count) - count, count)
    return before, leaving[np.repeat(first, count) + offset]


def _with_memory(before: Ints, after: Ints, arcs: int, rules: _Rules) -> Turns:
    """Give the arcs between the first and the last of a restriction copies that remember."""
    copies: Mapping[Row, int] = {row: arcs + n for n, row in enumerate(rules.remembered)}
    copy_of = np.array([row[-1] for row in copies], dtype=np.int64)
    if not copies:
        return Turns(before, after, copy_of)
    more_before, more_after = [], []
    for row, copy in copies.items():
        suffixes = [row[start:] for start in range(len(row) - 1)]
        for to in after[before == row[-1]].tolist():
            if all(rules.allow(suffix, to) for suffix in suffixes):
                known = (copies.get((*suffix, to)) for suffix in (*suffixes, row[-1:]))
                more_before.append(copy)
                more_after.append(next((one for one in known if one is not None), to))
    after = after.copy()
    for row, copy in copies.items():
        if len(row) == 2:
            after[(before == row[0]) & (after == row[1])] = copy
    return Turns(
        np.concatenate((before, np.array(more_before, dtype=np.int64))),
        np.concatenate((after, np.array(more_after, dtype=np.int64))),
        copy_of,
    )
