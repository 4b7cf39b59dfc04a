"""Tell what one more of everything is worth: a canteen, a drop point, minutes, metres, meals."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from mealroute.coverage.siting import (
    Effort,
    Measure,
    Question,
    SitingAnswer,
    Weight,
    ask,
    covered,
    maximal_covering,
)
from mealroute.domain import Candidate, Day
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

MINUTES: Final = (5, 10, 15, 20)
"""The walks between which five minutes more are told."""
METRES: Final = 200
MEALS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What one thing more gains.

    Attributes
    ----------
    what
        ``canteen``, ``drop_point``, ``minutes``, ``radius`` or ``meals``.
    detail
        Which: the site, the walk, the canteen.
    weight
        In what ``gained`` is counted.
    gained
        What more is served, as found.
    least, most
        The true gain lies between: equal to ``gained`` where both sides are proven.
    before, whole
        What is served without it, and what there is to serve.
    """

    what: str
    detail: str
    weight: Weight
    gained: int
    least: int
    most: int
    before: int
    whole: int


def canteens_more(
    question: Question, weight: Weight, count: int = 1, effort: Effort | None = None
) -> tuple[Value, ...]:
    """Tell what each of the next canteens adds to those before it.

    Each number of sites is a `maximal_covering` of its own: the second best pair need not hold the
    best single one. With values v and bounds b of p and p + 1 sites the true gain lies between
    v(p + 1) - b(p) and b(p + 1) - v(p).

    Parameters
    ----------
    question
        By a radius or minutes; canteens that may move make room for better choices with p too.
    count
        How many more at most.
    """
    today, found = len(question.today), []
    last = _covering(question, today, effort)
    most = min(today + count, question.problem.sites)
    for sites in range(today + 1, most + 1):
        one = _covering(question, sites, effort)
        new = [question.sites[row].name for row in one.sites
               if question.sites[row].canteen_id is None]  # fmt: skip
        found.append(
            Value(
                what="canteen", detail=" + ".join(new), weight=weight,
                gained=one.value - last.value, least=max(0, one.value - last.bound),
                most=one.bound - last.value, before=last.value, whole=question.whole,
            )
        )  # fmt: skip
        last = one
    return tuple(found)


def drop_point_more(
    question: Question, weight: Weight, places: int, effort: Effort | None = None
) -> Value:
    """Tell what the best drop point adds: a candidate that hands out meals and cooks none.

    It serves ``places`` at most. Where kitchens have limits its meals come out of what they have
    left: as much as all of them cook can be served in all, and no more, since from any choice that
    serves more so much can be taken away and no other limit is broken.
    """
    problem, today = question.problem, question.today
    room = np.full(problem.sites, problem.weight.sum(), dtype=np.int64)
    if problem.capacity is not None:
        room = problem.capacity.copy()
    cooked = int(room[list(today)].sum()) if problem.capacity is not None else question.whole
    room[len(today) :] = places
    limited = replace(question, problem=replace(problem, capacity=room))
    before = covered(question, today)
    one = maximal_covering(limited.problem, question.reach, len(today) + 1, effort)
    gained = min(one.value, cooked) - before
    new = [question.sites[row].name for row in one.sites if row >= len(today)]
    return Value(
        what="drop_point", detail=" + ".join(new), weight=weight, gained=gained, least=gained,
        most=min(one.bound, cooked) - before, before=before, whole=question.whole,
    )  # fmt: skip


def minutes_more(
    question: Question, weight: Weight, minutes: Sequence[int] = MINUTES
) -> tuple[Value, ...]:
    """Tell what each five minutes of walk add around today's canteens; ``question`` in seconds."""
    found, before = [], 0
    for start, limit in zip((0, *minutes), minutes, strict=False):
        now = covered(question, question.today, limit * 60)
        found.append(_certain("minutes", f"{start}-{limit}", weight, before, now, question.whole))
        before = now
    return tuple(found)


def metres_more(question: Question, weight: Weight, metres: int = METRES) -> Value:
    """Tell what a longer radius of every canteen of today adds; ``question`` by a radius."""
    before, now = (covered(question, question.today, limit) for limit in (0, metres))
    return _certain("radius", f"{metres}", weight, before, now, question.whole)


def meals_more(question: Question, weight: Weight, meals: int = MEALS) -> tuple[Value, ...]:
    """Tell what more meals of one kitchen add, for each of today's; ``question`` with capacities.

    A minimum-cost flow each, so the gain is exact.
    """
    problem = question.problem
    if problem.capacity is None:
        return ()
    before, found = covered(question, question.today), []
    for row in question.today:
        room = problem.capacity.copy()
        room[row] += meals
        now = covered(replace(question, problem=replace(problem, capacity=room)), question.today)
        name = question.sites[row].name
        found.append(_certain("meals", f"{name}", weight, before, now, question.whole))
    return tuple(found)


def marginal_values(  # noqa: PLR0913 -- what the question takes, each a thing of its own
    day: Day,
    settings: Settings,
    travel: TravelTimes,
    candidates: Sequence[Candidate],
    *,
    radius_m: float,
    weight: Weight,
    places: int,
    with_capacity: bool = False,
    canteens: int = 2,
    effort: Effort | None = None,
) -> tuple[Value, ...]:
    """Tell what one more of everything is worth around today's canteens, which stay.

    Parameters
    ----------
    radius_m
        The radius of a new canteen or drop point; today's have their own.
    places
        What a drop point serves at most.
    canteens
        How many more canteens are told, one after the other.
    """

    def asked(measure: Measure, *, limited: bool) -> Question:
        return ask(day, settings, travel, candidates, measure, weight=weight, with_capacity=limited)

    by_radius = asked(Measure(radius_m=radius_m), limited=with_capacity)
    by_walk = asked(Measure(minutes=MINUTES[0]), limited=with_capacity)
    found = [
        *canteens_more(by_radius, weight, canteens, effort),
        drop_point_more(by_radius, weight, places, effort),
        *minutes_more(by_walk, weight),
        metres_more(by_radius, weight),
    ]
    if weight is not Weight.PRIORITY:
        limited = by_radius if with_capacity else asked(Measure(radius_m=radius_m), limited=True)
        found += meals_more(limited, weight)
    return tuple(found)


def _covering(question: Question, sites: int, effort: Effort | None) -> SitingAnswer:
    """Cover with so many sites; with none open nobody is covered."""
    if sites == 0:
        nobody = np.full(question.problem.points, -1, dtype=np.int64)
        return SitingAnswer(sites=(), value=0, bound=0, served_by=nobody)
    return maximal_covering(question.problem, question.reach, sites, effort)


def _certain(what: str, detail: str, weight: Weight, before: int, now: int, whole: int) -> Value:
    gained = now - before
    return Value(
        what=what, detail=detail, weight=weight, gained=gained, least=gained, most=gained,
        before=before, whole=whole,
    )  # fmt: skip
