"""Say a siting question in whole numbers: points with demand, sites that may open, ways between."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MOST_CELLS = 50_000_000
"""So many pairs of point and site fit beside each other: half a gigabyte of ways."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SitingProblem:
    """Where people are, where a canteen may be, and how far it is from one to the other.

    Attributes
    ----------
    cost
        Seconds or metres from every point to every site, of shape (points, sites), 0 or more;
        `mealroute.travel.UNREACHABLE_S` where there is no way.
    weight
        What each point counts: residents, meals or priorities, of shape (points,), 0 or more.
    fixed
        Which sites are open whatever is decided, as today's canteens are; none by default.
    capacity
        How much weight a site can serve, of shape (sites,); ``None`` for no limit.

    Raises
    ------
    ArgumentError
        When shapes differ, a number is below 0, or there are more than `MOST_CELLS` ways.

    Examples
    --------
    >>> cost = np.array([[60, 300], [240, 120]])
    >>> SitingProblem(cost=cost, weight=np.array([1, 2])).sites
    2
    """

    cost: Ints
    weight: Ints
    fixed: Flags | None = None
    capacity: Ints | None = None

    def __post_init__(self) -> None:
        """Refuse what is no problem of siting."""
        if self.cost.ndim != 2 or self.cost.size > MOST_CELLS:
            raise ArgumentError(
                _("the ways have shape {shape}, expected points x sites, {most} ways at most")
                .format(shape=self.cost.shape, most=MOST_CELLS)
            )  # fmt: skip
        for name, expected in (("weight", self.points), ("fixed", self.sites),
                               ("capacity", self.sites)):  # fmt: skip
            row = getattr(self, name)
            if row is not None and row.shape != (expected,):
                raise ArgumentError(
                    _("{name} has shape {shape}, expected ({expected},)").format(
                        name=name, shape=row.shape, expected=expected
                    )
                )
        rows = [self.cost, self.weight, *([] if self.capacity is None else [self.capacity])]
        if any((row < 0).any() for row in rows):
            raise ArgumentError(_("ways, weights and capacities are expected to be 0 or more"))

    @property
    def points(self) -> int:
        """How many points have demand."""
        return int(self.cost.shape[0])

    @property
    def sites(self) -> int:
        """How many sites there are, open or not."""
        return int(self.cost.shape[1])

    @property
    def open_anyway(self) -> Flags:
        """Which sites are open whatever is decided."""
        return np.zeros(self.sites, dtype=np.bool_) if self.fixed is None else self.fixed

    def refuse_count(self, count: int) -> None:
        """Refuse a number of open sites that cannot be.

        Raises
        ------
        ArgumentError
            When it is below the fixed sites, or below 1, or above all sites.
        """
        least = max(1, int(self.open_anyway.sum()))
        if not least <= count <= self.sites:
            raise ArgumentError(
                _("{count} open sites are asked for, expected {least} to {most}").format(
                    count=count, least=least, most=self.sites
                )
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long to search for a proof: seconds for people, steps for tests; whichever ends first.

    A step is a node of a branch and bound tree, or a round of a subgradient method: the same
    steps give the same answer every time.
    """

    seconds: float | None = 30.0
    steps: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SitingAnswer:
    """Which sites to open, what that achieves, and what no choice can beat.

    Attributes
    ----------
    sites
        The open sites by index, ascending; the fixed ones among them.
    value
        What the choice achieves, in the words of its model.
    bound
        What no choice can beat: at least ``value`` where more is better, at most ``value`` where
        less is.
    served_by
        The site that serves each point, of shape (points,); -1 where none does.
    """

    sites: tuple[int, ...]
    value: int
    bound: int
    served_by: Ints

    @property
    def proven(self) -> bool:
        """Whether no other choice is better."""
        return self.value == self.bound

    @property
    def gap(self) -> float:
        """How far from the bound the choice may be, as a share of its value; 0 where proven.

        Examples
        --------
        >>> SitingAnswer(sites=(0,), value=100, bound=98, served_by=np.array([0])).gap
        0.02
        """
        return abs(self.bound - self.value) / max(1, abs(self.value))


def nearest_open(cost: Ints, sites: NDArray[np.int64] | list[int] | tuple[int, ...]) -> Ints:
    """Give the nearest of some open sites for every point; of equals the first in order."""
    order = np.asarray(sorted(sites), dtype=np.int64)
    nearest: Ints = order[cost[:, order].argmin(axis=1)]
    return nearest
