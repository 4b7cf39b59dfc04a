"""Draw what happens on each day, so that the same seed gives the same days whatever the plan.

Everything random belongs to a thing of the day, not to the plan: to an order, a volunteer, a
canteen, or the day itself. Each thing has a stream of its own, keyed by the seed and its id. Two
plans are therefore replayed on the same days (common random numbers), one part of a perturbation
can be changed without changing the draws of another, and the first days are the same however many
follow.

Salmon, J. K., Moraes, M. A., Dror, R. O., Shaw, D. E. (2011): Parallel random numbers: as easy as
1, 2, 3. SC '11 (the generator Philox, whose streams differ by key).
"""

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator, Philox
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Draws:
    """The random numbers of so many days; every method gives one number a day, shape (days,).

    ``what`` names the kind of draw, ``whose`` the id of the thing it happens to.

    Examples
    --------
    >>> few, many = Draws(seed=1, days=2), Draws(seed=1, days=1000)
    >>> bool((few.normal("leg", "O1") == many.normal("leg", "O1")[:2]).all())
    True
    """

    seed: int
    days: int

    def factor(self, sigma: float, what: str, whose: str = "") -> NDArray[np.float64]:
        """Draw lognormal factors of median 1; all of them 1 where ``sigma`` is 0."""
        if sigma == 0:
            return np.ones(self.days)
        return np.exp(sigma * self.normal(what, whose))

    def occurs(self, share: float, what: str, whose: str = "") -> NDArray[np.bool_]:
        """Draw whether something happens; with a larger share it happens on the same days too."""
        if share == 0:
            return np.zeros(self.days, dtype=np.bool_)
        return self._stream(what, whose).random(self.days) < share

    def seconds(
        self, share: float, mean_min: float, what: str, whose: str = ""
    ) -> NDArray[np.float64]:
        """Draw seconds: exponential on a share of the days, 0 on the others."""
        if share == 0:
            return np.zeros(self.days)
        long_s = self._stream(f"{what} minutes", whose).standard_exponential(self.days)
        long_s *= mean_min * 60
        return np.where(self.occurs(share, what, whose), long_s, 0.0)

    def normal(self, what: str, whose: str = "") -> NDArray[np.float64]:
        """Draw standard normal numbers."""
        return self._stream(what, whose).standard_normal(self.days)

    def pick(self, count: int, what: str, whose: str = "") -> NDArray[np.int64]:
        """Draw one of so many, each as likely as another."""
        return self._stream(what, whose).integers(count, size=self.days)

    def _stream(self, what: str, whose: str) -> Generator:
        name = f"{self.seed}\0{what}\0{whose}".encode()
        key = int.from_bytes(hashlib.blake2b(name, digest_size=16).digest(), "little")
        return Generator(Philox(key=key))
