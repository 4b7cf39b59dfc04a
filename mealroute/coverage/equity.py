"""Tell how unequally people are served: who is worst off, and how far from alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equity:
    """How a burden, such as minutes of walking, is spread among people.

    Attributes
    ----------
    people
        How many.
    mean, median, p90
        Of the burden; half, and nine tenths, of the people bear at most so much.
    worst_tenth
        The mean of the tenth who bear the most.
    gini
        0 where all bear alike, near 1 where few bear it all.
    """

    people: int
    mean: float
    median: float
    p90: float
    worst_tenth: float
    gini: float


def equity(burden: Floats) -> Equity:
    """Summarise a burden of so many people, each 0 or more; of nobody everything is 0.

    Examples
    --------
    >>> summary = equity(np.array([2.0, 2.0, 4.0, 12.0]))
    >>> summary.mean, summary.p90, summary.worst_tenth, round(summary.gini, 3)
    (5.0, 12.0, 12.0, 0.4)
    """
    if not burden.size:
        return Equity(people=0, mean=0.0, median=0.0, p90=0.0, worst_tenth=0.0, gini=0.0)
    ordered = np.sort(burden)
    return Equity(
        people=int(burden.size),
        mean=float(burden.mean()),
        median=quantile(ordered, 0.5),
        p90=quantile(ordered, 0.9),
        worst_tenth=worst_tenth(ordered),
        gini=gini(ordered),
    )


def quantile(burden: Floats, share: float) -> float:
    """Give the least burden that so large a share bears at most (inverse of the distribution).

    Examples
    --------
    >>> quantile(np.array([1.0, 2.0, 3.0, 4.0]), 0.5)
    2.0
    """
    return float(np.quantile(burden, share, method="inverted_cdf"))


def worst_tenth(burden: Floats) -> float:
    """Give the mean of the tenth who bear the most, one person at least; parts count in part.

    Examples
    --------
    Of fifteen the worst one and a half:

    >>> worst_tenth(np.arange(15.0))
    13.666666666666666
    """
    ordered = np.sort(burden)[::-1]
    tenth = max(1.0, ordered.size / 10)
    whole = int(tenth)
    rest = tenth - whole
    total = ordered[:whole].sum() + (rest * ordered[whole] if rest else 0.0)
    return float(total / tenth)


def gini(burden: Floats) -> float:
    r"""Give the Gini coefficient: half the mean difference of two people, by the mean.

    :math:`G = \frac{2\sum_i i\,x_{(i)}}{n \sum_i x_i} - \frac{n+1}{n}` with burdens in ascending
    order (Gini 1912; Sen 1973, *On Economic Inequality*). 0 where nobody bears anything.

    Examples
    --------
    >>> gini(np.array([5.0, 5.0])), gini(np.array([0.0, 0.0, 0.0, 8.0]))
    (0.0, 0.75)
    """
    ordered = np.sort(burden)
    total = ordered.sum()
    if not total:
        return 0.0
    ranks = np.arange(1, ordered.size + 1)
    return float(2 * (ranks @ ordered) / (ordered.size * total) - (ordered.size + 1) / ordered.size)


def by_community(burden: Floats, communities: Sequence[str]) -> Mapping[str, Equity]:
    """Summarise the burden of each community, by name; the unnamed one is the empty text.

    Parameters
    ----------
    burden
        One number a person, of shape (people,).
    communities
        The community of each.
    """
    rows: dict[str, list[int]] = {}
    for row, name in enumerate(communities):
        rows.setdefault(name, []).append(row)
    return {name: equity(burden[rows[name]]) for name in sorted(rows)}
