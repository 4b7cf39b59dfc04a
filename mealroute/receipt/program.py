"""Choose ways for all orders of each kind at the least cost within limits, and bound that cost."""

from typing import NamedTuple

import numpy as np

from mealroute.receipt.offers import Ints


class Program(NamedTuple):
    """An integer program: how many orders of each kind go each way.

    ``kind`` (m) ascends from 0; the ``members`` (q) orders of each kind all go one way or another;
    ``cost`` (m) is what an order costs on this way, and the sum shall be least; ``rows`` (r, m)
    times the numbers that go each way may not exceed ``limits`` (r).
    """

    kind: Ints
    members: Ints
    cost: Ints
    rows: Ints
    limits: Ints

    @property
    def starts(self) -> Ints:
        """The first way of each kind."""
        return np.flatnonzero(np.diff(self.kind, prepend=-1))

    def with_rows(self, rows: Ints, limits: Ints) -> "Program":
        """Add limits."""
        return self._replace(
            rows=np.concatenate([self.rows, rows]), limits=np.concatenate([self.limits, limits])
        )

    def priced(self, prices: Ints) -> tuple[int, Ints]:
        """Bound the cost from below by prices, 0 or more, on the limits (Lagrange's relaxation).

        Returns
        -------
        tuple[int, Ints]
            The bound, and the excess of every way over its kind's cheapest way once it has paid
            for what it takes of the limits. The cost of any answer is the bound, plus the excess
            of all its ways, plus the price of whatever it leaves of each limit.
        """
        paid = self.cost + prices @ self.rows
        cheapest = np.minimum.reduceat(paid, self.starts)
        return int(self.members @ cheapest - prices @ self.limits), paid - cheapest[self.kind]

    def holds(self, amounts: Ints) -> bool:
        """Whether so many orders on each way keep every limit."""
        return bool((self.rows @ amounts <= self.limits).all())
