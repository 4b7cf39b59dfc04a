"""Estimate from readings at doors how hot a container's food leaves and how fast it cools.

Newton's law of cooling is fitted by least squares on the temperatures themselves, with Huber's
weights, so that one spoilt reading does not spoil the rest (P. J. Huber, Robust Estimation of a
Location Parameter, Annals of Mathematical Statistics 35, 1964, pages 73-101).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Cooling, Reading
from mealroute.language import gettext as _

LEAST_PAIRED: Final = 5
"""Readings that must have the temperature at leaving, to be judged each against its own."""
LEAST_UNPAIRED: Final = 8
"""Readings that are needed where the temperature at leaving is to be estimated too."""
LEAST_APART_MIN: Final = 10
"""Minutes aboard between the earliest and the latest of such readings."""

_Numbers: TypeAlias = NDArray[np.float64]
# Parameters -> what the curve says at each reading, and its slope by each parameter.
_Curve: TypeAlias = Callable[[_Numbers], tuple[_Numbers, _Numbers]]

_DOUBTFUL: Final = 4.0  # scatters away from the curve
_LARGEST_ERROR: Final = 0.25  # of the cooling constant, as a share of it
_LARGEST_ERROR_C: Final = 5.0  # of the temperature at leaving
# Huber's constant: 95 % as exact as least squares where no reading is spoilt.
_HUBER: Final = 1.345
# Nobody reads a kitchen thermometer better than this, °C.
_SMALLEST_SCATTER_C: Final = 0.1
_MOST_ROUNDS: Final = 100
_MOST_TWOS: Final = 300
# What 170 degrees above the air and a day on the road can make of a slope, several times over.
_STEEPEST: Final = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """What the readings of one container say.

    ``paired`` is whether each reading was compared with its own temperature at leaving.
    ``food_c`` is the temperature of a usual load at leaving, ``loads_scatter_c`` how far one load
    is from the next. ``food_se_c`` and ``k_se_per_min`` are standard errors, ``scatter_c`` the
    typical distance of a reading from the curve. ``doubtful`` readings lie far from it and hardly
    count.
    """

    container: str
    readings: int
    paired: bool
    food_c: float
    food_se_c: float
    loads_scatter_c: float
    k_per_min: float
    k_se_per_min: float
    scatter_c: float
    doubtful: tuple[Reading, ...]

    @property
    def careful_food_c(self) -> float:
        """What five loads of six leave with at least (one standard deviation), down to 0.1 °C."""
        below_c = math.hypot(self.loads_scatter_c, self.food_se_c)
        return math.floor((self.food_c - below_c) * 10) / 10

    @property
    def careful_k_per_min(self) -> float:
        """The cooling constant and one standard error, rounded up to 0.00001 per minute."""
        return math.ceil((self.k_per_min + self.k_se_per_min) * 100_000) / 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TooLittle:
    """Readings that do not suffice for an estimate, and what is needed instead."""

    container: str
    readings: int
    needed: str


def calibrate(readings: Sequence[Reading]) -> tuple[Calibration | TooLittle, ...]:
    """Estimate each container's figures, in the order in which the containers come.

    Food must be warmer than the air in every reading, as `mealroute.files.read_readings` sees to.
    With `LEAST_PAIRED` temperatures at leaving or more, only the readings that have one count,
    each compared with its own: how hot a canteen happens to load then spoils nothing. With fewer
    both figures are estimated from all readings, a temperature at leaving being one at 0 minutes.
    """
    containers = dict.fromkeys(reading.container for reading in readings)
    return tuple(
        _calibrate(name, [reading for reading in readings if reading.container == name])
        for name in containers
    )


class _Fit(NamedTuple):
    """The constants of one container's curve, their standard errors, and the scatter about it."""

    food_c: float
    food_se_c: float
    loads_scatter_c: float
    k_per_min: float
    k_se_per_min: float
    scatter_c: float


def _calibrate(container: str, readings: Sequence[Reading]) -> Calibration | TooLittle:
    with_start = [reading for reading in readings if reading.food_at_leaving_c is not None]
    paired = len(with_start) >= LEAST_PAIRED
    used = with_start if paired else readings
    needed = "" if paired else _lack(readings, len(with_start))
    fit = None if needed else _fit(used, paired=paired)
    if fit is None or not _is_exact(fit):
        needed = needed or _(
            "readings that agree on how the food cools: more of them, later after leaving"
        )
        return TooLittle(container=container, readings=len(readings), needed=needed)
    reach_c = _DOUBTFUL * fit.scatter_c
    return Calibration(
        container=container,
        readings=len(used),
        paired=paired,
        food_c=fit.food_c,
        food_se_c=fit.food_se_c,
        loads_scatter_c=fit.loads_scatter_c,
        k_per_min=fit.k_per_min,
        k_se_per_min=fit.k_se_per_min,
        scatter_c=fit.scatter_c,
        doubtful=tuple(
            reading for reading in used if abs(_missed_c(reading, fit, paired=paired)) > reach_c
        ),
    )


def _lack(readings: Sequence[Reading], with_start: int) -> str:
    """Say what is missing for an estimate of both figures; empty where nothing is."""
    minutes = [reading.minutes for reading in readings] + [0.0] * bool(with_start)
    if len(readings) >= LEAST_UNPAIRED and max(minutes) - min(minutes) >= LEAST_APART_MIN:
        return ""
    return _(
        "{paired} readings with food_at_leaving_c ({with_start} so far), or {unpaired} readings "
        "({readings} so far) at least {minutes} minutes apart from soonest to latest after leaving"
    ).format(
        paired=LEAST_PAIRED,
        with_start=with_start,
        unpaired=LEAST_UNPAIRED,
        readings=len(readings),
        minutes=LEAST_APART_MIN,
    )


def _is_exact(fit: _Fit) -> bool:
    """Whether an estimate says something: also that the food cools at all."""
    return fit.k_se_per_min <= _LARGEST_ERROR * fit.k_per_min and fit.food_se_c <= _LARGEST_ERROR_C


def _missed_c(reading: Reading, fit: _Fit, *, paired: bool) -> float:
    """Say how far a reading lies above the curve, °C."""
    start_c = reading.food_at_leaving_c if paired else None
    cooling = Cooling(
        food_c=fit.food_c if start_c is None else start_c,
        outside_c=reading.outside_c,
        k_per_min=fit.k_per_min,
    )
    return reading.food_c - cooling.temperature_c(reading.minutes * 60)


def _fit(readings: Sequence[Reading], *, paired: bool) -> _Fit | None:
    """Fit the curve; ``None`` where the readings do not show food that cools."""
    minutes, food_c, air_c = (
        np.array(column, dtype=np.float64)
        for column in zip(*((r.minutes, r.food_c, r.outside_c) for r in readings), strict=True)
    )
    starts = [
        (r.food_at_leaving_c, r.outside_c) for r in readings if r.food_at_leaving_c is not None
    ]
    starts_c, starts_air_c = np.array(starts, dtype=np.float64).reshape(-1, 2).T
    if paired:
        return _fit_paired(minutes, food_c, air_c, starts_c)
    return _fit_both(
        np.concatenate([minutes, np.zeros(len(starts_c))]),
        np.concatenate([food_c, starts_c]),
        np.concatenate([air_c, starts_air_c]),
    )


def _fit_paired(
    minutes: _Numbers, food_c: _Numbers, air_c: _Numbers, starts_c: _Numbers
) -> _Fit | None:
    """Fit the cooling constant, each reading against what was measured at its own leaving."""

    def curve(at: _Numbers) -> tuple[_Numbers, _Numbers]:
        above_c = (starts_c - air_c) * np.exp(-at[0] * minutes)
        return air_c + above_c, (-minutes * above_c)[:, None]

    def level(at: _Numbers) -> tuple[_Numbers, _Numbers]:
        return np.repeat(at[0], len(starts_c)), np.ones((len(starts_c), 1))

    ks = np.log((starts_c - air_c) / (food_c - air_c)) / minutes
    cooling = _least_squares(curve, food_c, np.array([np.median(ks)]))
    loading = _least_squares(level, starts_c, np.array([np.median(starts_c)]))
    if cooling is None or loading is None:
        return None
    return _Fit(
        *(loading.at[0], loading.se[0], loading.scatter_c),
        *(cooling.at[0], cooling.se[0], cooling.scatter_c),
    )


def _fit_both(minutes: _Numbers, food_c: _Numbers, air_c: _Numbers) -> _Fit | None:
    """Fit the temperature at leaving and the cooling constant together."""

    def curve(at: _Numbers) -> tuple[_Numbers, _Numbers]:
        left = np.exp(-at[1] * minutes)
        above_c = (at[0] - air_c) * left
        return air_c + above_c, np.column_stack([left, -minutes * above_c])

    k = _median_slope(minutes, np.log(food_c - air_c))
    # A start that is wild all the same must not overflow; it finds no curve later.
    start_c = np.median(air_c + (food_c - air_c) * np.exp(np.minimum(k * minutes, 50.0)))
    both = _least_squares(curve, food_c, np.array([start_c, k]))
    if both is None:
        return None
    # How hot loads are differs no more than the readings about one curve for them all.
    return _Fit(
        *(both.at[0], both.se[0], both.scatter_c), *(both.at[1], both.se[1], both.scatter_c)
    )


def _median_slope(minutes: _Numbers, logs: _Numbers) -> float:
    """Give the median fall per minute between any two readings that are a minute apart or more.

    The estimator of Theil and Sen, which bears almost a third of spoilt readings (P. K. Sen,
    Journal of the American Statistical Association 63, 1968, pages 1379-1389).
    """
    step = -(-len(minutes) // _MOST_TWOS)
    one, other = np.triu_indices(len(minutes[::step]), k=1)
    apart_min = minutes[::step][other] - minutes[::step][one]
    fallen = logs[::step][one] - logs[::step][other]
    far = np.abs(apart_min) >= 1
    return float(np.median(fallen[far] / apart_min[far])) if far.any() else 0.0


class _Solved(NamedTuple):
    """Parameters, their standard errors, and the scatter of the readings about the curve."""

    at: list[float]
    se: list[float]
    scatter_c: float


def _least_squares(curve: _Curve, measured_c: _Numbers, start: _Numbers) -> _Solved | None:
    """Fit a curve by Gauss and Newton's steps with Huber's weights.

    The standard errors are Huber's (Robust Statistics, 1981, section 7.6): spoilt
    readings count neither as exact ones nor as scatter.

    Returns
    -------
    _Solved or None
        ``None`` where the steps lead nowhere.
    """
    at = start
    for _round in range(_MOST_ROUNDS):
        with np.errstate(over="ignore", invalid="ignore"):
            says_c, slopes = curve(at)
        if not np.abs(slopes).max() < _STEEPEST:
            return None
        missed_c = measured_c - says_c
        reach_c = _HUBER * _scatter_c(missed_c)
        roots = np.sqrt(np.minimum(1.0, reach_c / np.maximum(np.abs(missed_c), 1e-12)))
        step = np.linalg.lstsq(slopes * roots[:, None], missed_c * roots, rcond=None)[0]
        at = at + step
        if (abs(step) <= 1e-9 * (1e-3 + abs(at))).all():
            break
    scatter_c = _scatter_c(missed_c)
    pulls_c = np.clip(missed_c, -_HUBER * scatter_c, _HUBER * scatter_c)
    free = len(measured_c) - len(at)
    share = np.mean(pulls_c == missed_c)
    variance = (pulls_c @ pulls_c) / free / share**2
    se = np.sqrt(np.diag(np.linalg.pinv(slopes.T @ slopes)) * variance)
    return _Solved(at.tolist(), se.tolist(), scatter_c)


def _scatter_c(missed_c: _Numbers) -> float:
    """Give the scatter as a standard deviation, by the median: blind to a few spoilt readings."""
    return max(_SMALLEST_SCATTER_C, 1.4826 * float(np.median(np.abs(missed_c))))
