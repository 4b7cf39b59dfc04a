"""Bound the sum of all ways from below by prices on people and on places."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.coverage.siting.problem import Flags, Ints

Floats = NDArray[np.float64]

_STALL = 12  # rounds without a better bound until the step is halved
_SMALLEST_STEP = 1e-4
_ALMOST = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Priced:
    """The best prices found: the bound, and what each site contributes to it.

    ``reduced`` is the contribution of each site if it is open, the smaller the better; ``taken``
    are the sites that the bound opens.
    """

    bound: float
    reduced: Floats
    taken: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ways:
    """A problem's points that have weight, their ways, the sites, and how many are open."""

    cost: Ints
    weight: Ints
    fixed: Flags
    capacity: Ints | None
    count: int


def raise_bound(
    ways: Ways,
    value: float,
    look: Callable[[Ints, Floats], float],
    go_on: Callable[[int], bool],
    *,
    look_every: int = 40,
) -> Priced:
    r"""Move prices along the subgradient until the bound meets the best choice or rests.

    With a price :math:`u_i` for serving point i and :math:`\lambda_j \ge 0` for a place at site j,

    .. math:: L(u, \lambda) = \sum_i u_i + \sum_{j \in S} \Big(\sum_i \min(0, w_i (c_{ij} +
              \lambda_j) - u_i) - \lambda_j k_j\Big)

    is a bound for every set S of p sites with capacities k, least for the p sites that contribute
    least (Cornuéjols, Fisher and Nemhauser 1977; Held, Wolfe and Crowder 1974 for the steps).

    Parameters
    ----------
    ways
        The problem.
    value
        What the best choice known costs.
    look
        Given sites the bound opens and the prices of places: tries to make a choice of them, and
        says what the best choice known costs now.
    go_on
        Whether another round may be done, by its number; the first is done whatever it says.
    look_every
        Rounds between two looks.

    Returns
    -------
    Priced
        The best prices.
    """
    priced = (ways.cost * ways.weight[:, None]).astype(np.float64)
    nearest = priced[:, ways.fixed].min(axis=1) if ways.fixed.any() else priced.max(axis=1)
    u = np.minimum(nearest, np.sort(priced, axis=1)[:, min(1, priced.shape[1] - 1)] * 1.2)
    places = np.zeros(ways.cost.shape[1])
    best = Priced(-np.inf, places, np.arange(ways.count))
    kept, step, stall = (u, places), 1.0, 0
    room = np.empty_like(priced)
    # A place too few counts in weight, a point served twice as one: measured alike, both prices
    # move at their own pace.
    alike = ways.weight.sum() / np.sqrt(max(1, ways.weight.size * ways.count))
    for number in range(1_000_000):
        tired = number > 0 and not go_on(number)  # without a first round there is no bound
        if tired or step < _SMALLEST_STEP or best.bound > value - 1 + _ALMOST:
            break
        bound, reduced, taken, excess, over = _evaluate(ways, priced, u, places, room)
        if bound > best.bound + abs(best.bound if np.isfinite(best.bound) else 0) * 1e-9:
            best, kept, stall = Priced(bound, reduced, taken), (u, places), 0
        else:
            stall += 1
        if number % look_every == look_every // 2:
            value = min(value, look(taken, places))
        if stall >= _STALL:
            step, stall = step / 2, 0
            u, places = kept
            continue
        over = over / max(1.0, alike)
        length = float((excess * excess).sum() + (over * over).sum())
        if length == 0:
            break  # the choice of the bound serves everybody exactly once: it is the best
        move = step * (1.02 * value - bound) / length
        u = u + move * excess
        places = np.maximum(0.0, places + move * over / max(1.0, alike))
    return best


def _evaluate(
    ways: Ways, priced: Floats, u: Floats, places: Floats, room: Floats
) -> tuple[float, Floats, Ints, Floats, Floats]:
    """Give the bound, contributions, sites opened, and by how much each price is off."""
    np.subtract(priced, u[:, None], out=room)
    if ways.capacity is not None:
        room += ways.weight[:, None] * places
    np.minimum(room, 0.0, out=room)
    reduced: Floats = room.sum(axis=0)
    over = np.zeros_like(places)
    if ways.capacity is not None:
        reduced = reduced - places * ways.capacity
    ranked = np.lexsort((reduced, ~ways.fixed))
    taken = np.sort(ranked[: ways.count])
    used = room[:, taken] < 0
    excess = 1.0 - used.sum(axis=1)
    if ways.capacity is not None:
        over[taken] = ways.weight @ used - ways.capacity[taken]
    return float(u.sum() + reduced[taken].sum()), reduced, taken, excess, over


def still_open(priced: Priced, ways: Ways, value: int) -> tuple[Flags, Flags]:
    """Say which sites may, and which must, be open in a choice cheaper than ``value``.

    A site whose opening, or closing, alone lifts the bound to the value is decided.

    Returns
    -------
    tuple
        Flags of shape (sites,): may be open, must be open.
    """
    taken = np.zeros(ways.cost.shape[1], dtype=np.bool_)
    taken[priced.taken] = True
    movable = taken & ~ways.fixed
    better = value - 1 + _ALMOST
    worst_taken = priced.reduced[movable].max(initial=-np.inf)
    best_left = priced.reduced[~taken].min(initial=np.inf)
    may = taken | (priced.bound + priced.reduced - worst_taken <= better)
    must = ways.fixed | (movable & (priced.bound - priced.reduced + best_left > better))
    return may, must
