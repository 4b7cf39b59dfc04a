"""Estimate a share from days drawn at random, with its 95 % half-width."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

_Z: Final = 1.959964  # the 97.5 % point of the standard normal distribution


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and the half-width of its 95 % confidence interval."""

    value: float
    half_width: float


def ratio(counts: NDArray[np.int64], of: NDArray[np.int64]) -> Estimate:
    r"""Estimate a share of orders: all counts over all orders, its spread from day to day.

    The orders of one day share its weather, so days are the sample, not orders. The ratio
    estimator of survey sampling: with $R = \sum y_d / \sum x_d$ the half-width is
    $t\,\mathrm{sd}(y_d - R x_d) / (\bar{x} \sqrt{D})$ with Student's t of D - 1
    degrees of freedom.

    Cochran, W. G. (1977): Sampling Techniques, 3rd ed., section 2.11.

    Parameters
    ----------
    counts, of
        One number a day, shape (days,), two days or more.

    Examples
    --------
    >>> ratio(np.array([9, 7]), np.array([10, 10])).value
    0.8
    """
    total = int(of.sum())
    if total == 0:
        return Estimate(1.0, 0.0)
    share = float(counts.sum()) / total
    return Estimate(share, _half_width(residuals(counts, of)))


def residuals(counts: NDArray[np.int64], of: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give each day's part in the error of a `ratio`, shape (days,)."""
    total = max(1, int(of.sum()))
    share = counts.sum() / total
    return np.asarray((counts - share * of) * (of.size / total), dtype=np.float64)


def difference(
    counts: NDArray[np.int64],
    of: NDArray[np.int64],
    other_counts: NDArray[np.int64],
    other_of: NDArray[np.int64],
) -> Estimate:
    """Estimate the first share less the second, of two plans on the same days.

    What both plans suffer on a day cancels out: the half-width is that of the paired residuals.

    Examples
    --------
    >>> one, orders = np.array([9, 5, 7]), np.array([10, 10, 10])
    >>> better = difference(one, orders, one - 1, orders)
    >>> round(better.value, 3), round(better.half_width, 3)
    (0.1, 0.0)
    """
    value = ratio(counts, of).value - ratio(other_counts, other_of).value
    return Estimate(value, _half_width(residuals(counts, of) - residuals(other_counts, other_of)))


def mean(values: NDArray[np.float64]) -> Estimate:
    """Estimate a mean over days; 0 where there are none."""
    if values.size < 2:
        return Estimate(float(values.sum()), 0.0)
    return Estimate(float(values.mean()), _half_width(values))


def proportion(hits: int, days: int) -> Estimate:
    """Estimate the share of days on which something happens; 0 where there are no days.

    The half-width reaches the farther end of Wilson's interval, so that no late day in 1,000 does
    not read as certainty.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    Journal of the American Statistical Association 22(158), 209-212.

    Examples
    --------
    >>> rare = proportion(0, 1000)
    >>> rare.value, round(rare.half_width, 4)
    (0.0, 0.0038)
    """
    if days == 0:
        return Estimate(0.0, 1.0)
    share = hits / days
    shrink = 1 + _Z**2 / days
    centre = (share + _Z**2 / (2 * days)) / shrink
    reach = _Z * math.sqrt(share * (1 - share) / days + (_Z / (2 * days)) ** 2) / shrink
    return Estimate(share, reach + abs(centre - share))


def _half_width(values: NDArray[np.float64]) -> float:
    # Student's t: from few days the spread itself is known only roughly.
    quantile = stdtrit(values.size - 1, 0.975)
    return float(quantile * values.std(ddof=1) / math.sqrt(values.size))
