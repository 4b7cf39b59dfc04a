"""Say how hot food still is on the road, and how long it stays safe: Newton's law of cooling."""

import datetime as dt
import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cooling:
    """How the food of one container cools in the air of one day.

    By Newton's law the temperature falls towards that of the air, the faster the further it is
    above: ``dT/dt = -k (T - outside_c)``, so ``T(t) = outside_c + (food_c - outside_c) exp(-k t)``
    (I. Newton, Scala graduum caloris, Philosophical Transactions 22, 1701, pages 824-829).

    ``food_c`` is the temperature at leaving the canteen, °C; ``outside_c`` that of the air, °C;
    ``k_per_min`` the container's cooling constant, per minute.

    Examples
    --------
    >>> bag = Cooling(food_c=75.0, outside_c=-30.0, k_per_min=0.011)
    >>> round(bag.temperature_c(10 * 60), 1)
    64.1
    >>> round(bag.safe_s(60.0) / 60, 1)
    14.0
    """

    food_c: float
    outside_c: float
    k_per_min: float

    def temperature_c(self, seconds: float) -> float:
        """Give the temperature of the food, °C, so many seconds after leaving; 0 where negative."""
        share = math.exp(-self.k_per_min * max(0.0, seconds) / 60)
        return self.outside_c + (self.food_c - self.outside_c) * share

    def safe_s(self, safe_c: float) -> float:
        """Give the seconds after leaving in which food cools to ``safe_c``, °C.

        ``t = ln((food_c - outside_c) / (safe_c - outside_c)) / k``; 0 where it leaves no warmer,
        infinite where the air is no colder than ``safe_c``: there the clock does not run.

        Examples
        --------
        >>> Cooling(food_c=60.0, outside_c=20.0, k_per_min=0.01).safe_s(60.0)
        0.0
        >>> Cooling(food_c=85.0, outside_c=65.0, k_per_min=0.01).safe_s(60.0)
        inf
        """
        if self.outside_c >= safe_c:
            return math.inf
        warmth = (self.food_c - self.outside_c) / (safe_c - self.outside_c)
        return math.log(warmth) / self.k_per_min * 60 if warmth > 1 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One look at a thermometer at a door: how hot the food of a container still was.

    ``food_c`` is what was measured at ``read_at``; ``food_at_leaving_c`` what was measured when
    the container left the canteen at ``left_at``, ``None`` where nobody did. All in °C.

    Examples
    --------
    >>> Reading(
    ...     date=dt.date(2026, 11, 24), container="bag", left_at=dt.time(11, 30),
    ...     read_at=dt.time(11, 52, 30), food_c=64.5, outside_c=-12.0,
    ... ).minutes
    22.5
    """

    date: dt.date
    container: str
    left_at: dt.time
    read_at: dt.time
    food_c: float
    outside_c: float
    food_at_leaving_c: float | None = None

    @property
    def minutes(self) -> float:
        """The minutes from leaving the canteen to the reading."""
        left, read = (dt.datetime.combine(self.date, t) for t in (self.left_at, self.read_at))
        return (read - left).total_seconds() / 60
