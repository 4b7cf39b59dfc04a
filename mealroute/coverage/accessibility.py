"""Measure access as supply shared by those who compete for it: floating catchment areas."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def floating_catchment(
    supply: Floats, demand: Floats, seconds: Ints, decay: Callable[[Ints], Floats]
) -> Floats:
    r"""Give everybody's access by the two-step floating catchment area method.

    First every canteen's meals are shared among all within its catchment, then everybody adds up
    the shares of the canteens within their own:

    .. math:: R_j = \frac{S_j}{\sum_k D_k f(t_{kj})}, \qquad A_i = \sum_j R_j f(t_{ij})

    Luo, W. and Wang, F. (2003), *Environment and Planning B* 30 (2SFCA, with `step`); Luo, W. and
    Qi, Y. (2009), *Health & Place* 15 (E2SFCA, with `zones`); Dai, D. (2010), *Health & Place* 16
    (with `gaussian`).

    Parameters
    ----------
    supply
        Meals that each canteen can cook, of shape (canteens,).
    demand
        What each place asks for, of shape (places,).
    seconds
        Ways, of shape (places, canteens).
    decay
        How much a way counts, from 1 at the door to 0 outside the catchment.

    Returns
    -------
    NDArray[np.float64]
        Meals for each unit of demand, of shape (places,). The mean weighted by demand is all
        supply that anybody reaches, divided by all demand.

    Examples
    --------
    Sixty meals for two within reach, one of them also near forty more:

    >>> seconds = np.array([[300, 2000], [300, 300]])
    >>> access = floating_catchment(np.array([60.0, 40.0]), np.ones(2), seconds, step(900))
    >>> access.tolist()
    [30.0, 70.0]
    """
    counts = decay(seconds)
    asked = demand @ counts
    ratio = np.divide(supply, asked, out=np.zeros_like(supply, dtype=np.float64), where=asked > 0)
    return np.asarray(counts @ ratio)


def step(limit_s: int) -> Callable[[Ints], Floats]:
    """Count every way up to the limit alike, and none beyond.

    Examples
    --------
    >>> step(900)(np.array([0, 900, 901])).tolist()
    [1.0, 1.0, 0.0]
    """
    return lambda seconds: (seconds <= limit_s).astype(np.float64)


def zones(limits_s: tuple[int, ...], weights: tuple[float, ...]) -> Callable[[Ints], Floats]:
    """Count ways by zones, each with the weight of the first limit that holds it.

    Examples
    --------
    >>> zones((300, 600, 900), (1.0, 0.68, 0.22))(np.array([300, 301, 1000])).tolist()
    [1.0, 0.68, 0.0]
    """

    def counted(seconds: Ints) -> Floats:
        zone = np.searchsorted(np.asarray(limits_s), seconds, side="left")
        return np.asarray([*weights, 0.0])[zone]

    return counted


def gaussian(limit_s: int) -> Callable[[Ints], Floats]:
    r"""Let ways count less and less, down to nothing at the limit.

    :math:`f(t) = (e^{-(t/t_0)^2/2} - e^{-1/2}) / (1 - e^{-1/2})` for t up to the limit
    :math:`t_0` (Dai 2010).

    Examples
    --------
    >>> gaussian(900)(np.array([0, 450, 900])).round(3).tolist()
    [1.0, 0.701, 0.0]
    """

    def counted(seconds: Ints) -> Floats:
        way = np.minimum(seconds / limit_s, 1.0)
        end = np.exp(-0.5)
        return np.asarray((np.exp(-0.5 * way * way) - end) / (1 - end))

    return counted
