"""Choose which broken rule of which canteen tells best why an order was declined."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import DeclineReason
from mealroute.receipt.offers import Flags, Ints

AT_CANTEENS: Final = (
    DeclineReason.PAST_CUTOFF,
    DeclineReason.OUTSIDE_RADIUS,
    DeclineReason.DIET_NOT_OFFERED,
    DeclineReason.KITCHEN_FULL,
    DeclineReason.CLOSED,
)
"""The rules that look at canteens, in the order they are tried."""

_EASIEST_FIRST: Final = [
    AT_CANTEENS.index(reason)
    for reason in (
        DeclineReason.KITCHEN_FULL,
        DeclineReason.PAST_CUTOFF,
        DeclineReason.CLOSED,
        DeclineReason.OUTSIDE_RADIUS,
        DeclineReason.DIET_NOT_OFFERED,
    )
]


class Blame(NamedTuple):
    """For each order the rule to name, by its place in `AT_CANTEENS`, and the canteen to name.

    The canteen is -1 where none is in question: the one asked for is not in the day, and closed.
    """

    rule: Ints
    canteen: Ints


def blame(breaks: Flags, in_question: Flags, asked: Ints, distance_m: NDArray[np.float64]) -> Blame:
    """Choose for each order (n) the rule that helps most to mend, and the canteen it is told of.

    1. A rule that every canteen in question breaks: nothing else helps before it. Of several the
       first one tried.
    2. Otherwise canteens that break a single rule are one step from serving. Of their rules the
       one easiest to mend: a full kitchen (a place may come free), then a cut-off (order earlier),
       a closed kitchen, a radius (widen it by so many metres), a diet (a kitchen must learn it).
    3. Otherwise the rule at which the canteen failed that got farthest through the list.

    It is told of the canteen that breaks that rule and the fewest others; of several the one asked
    for, else the nearest, else the first.

    Parameters
    ----------
    breaks
        What each rule of `AT_CANTEENS` says of each order and canteen (5, n, k).
    in_question, asked, distance_m
        As in `Survey`.
    """
    breaks = breaks & in_question
    broken = breaks.sum(axis=0)
    by_all = (breaks | ~in_question).all(axis=2)
    nearly = (breaks & (broken == 1)).any(axis=2)[_EASIEST_FIRST]
    got_to = np.where(in_question, breaks.argmax(axis=0), -1).max(axis=1, initial=-1)
    rule = np.where(
        by_all.any(axis=0),
        by_all.argmax(axis=0),
        np.where(nearly.any(axis=0), np.array(_EASIEST_FIRST)[nearly.argmax(axis=0)], got_to),
    )
    rule = np.where(in_question.any(axis=1), rule, AT_CANTEENS.index(DeclineReason.CLOSED))
    told_of = np.take_along_axis(breaks, rule[None, :, None], axis=0)[0]
    fewest = np.where(told_of, broken, len(AT_CANTEENS) + 1)
    told_of &= fewest == fewest.min(axis=1, initial=len(AT_CANTEENS) + 1)[:, None]
    canteens = np.arange(in_question.shape[1])
    away = np.where(asked[:, None] == canteens, -1.0, distance_m)
    order_of_telling = np.lexsort((np.broadcast_to(canteens, away.shape), away, ~told_of), axis=1)
    first = order_of_telling[:, 0] if len(canteens) else np.full(len(asked), -1)
    return Blame(rule, np.where(in_question.any(axis=1), first, -1))
