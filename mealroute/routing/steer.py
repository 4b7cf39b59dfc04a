"""Steer a search by prices of its own, which stand on no bill."""

import numpy as np
from numpy.typing import NDArray

from mealroute.search.problem import Problem


def steered(problem: Problem, extra: NDArray[np.int32]) -> Problem:
    """Add to what it costs the search that a shift brings an order.

    Leaving orders out becomes dearer by as much as all extra prices together could ever make, so
    that no order is left out for their sake.

    Parameters
    ----------
    extra
        (m, n) volunteer-seconds, 0 or more.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> problem = two_doors()
    >>> dearer = steered(problem, np.full_like(problem.face_price, 50_000))
    >>> int(problem.order_price.min()), int(dearer.order_price.min())
    (100000, 200000)
    """
    worth = int(extra.max(axis=0, initial=0).sum(dtype=np.int64))
    dearer = problem.face_price + extra.astype(problem.face_price.dtype)
    return outweighed(problem, worth)._replace(face_price=dearer)


def outweighed(problem: Problem, worth: int) -> Problem:
    """Make the smallest price of an order left out outweigh ``worth`` volunteer-seconds.

    All these prices grow by one factor: which of two orders it is worse to leave out stays.
    """
    least = int(problem.order_price.min(initial=np.iinfo(np.int64).max, where=_priced(problem)))
    return problem._replace(order_price=problem.order_price * (1 + -(-worth // least)))


def _priced(problem: Problem) -> NDArray[np.bool_]:
    return problem.order_price > 0
