"""Tell what a choice of sites means: for every site, for everybody, and against today."""

from dataclasses import dataclass
from enum import StrEnum

from mealroute.coverage.siting.problem import SitingAnswer
from mealroute.coverage.siting.question import Question, Site
from mealroute.travel import UNREACHABLE_S


class Change(StrEnum):
    """What becomes of a site."""

    OPEN = "open"
    KEEP = "keep"
    CLOSE = "close"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOutcome:
    """One site of a choice.

    Attributes
    ----------
    served
        The weight of the points that it serves the largest part of.
    within_reach, nobody_else
        The weight within its reach, and what of that no other open site reaches; 0 of a site that
        closes.
    capacity
        What it can serve; ``None`` for no limit.
    """

    site: Site
    change: Change
    served: int
    within_reach: int
    nobody_else: int
    capacity: int | None


def outcomes(question: Question, answer: SitingAnswer) -> tuple[SiteOutcome, ...]:
    """Tell of each open site, in the order of the question, then of today's that close."""
    problem, chosen = question.problem, answer.sites
    near = problem.cost <= question.reach
    closing = [row for row in question.today if row not in chosen]
    found = []
    for row in (*chosen, *closing):
        others = [other for other in chosen if other != row]
        alone = near[:, row] & ~near[:, others].any(axis=1)
        kept = Change.KEEP if question.sites[row].canteen_id is not None else Change.OPEN
        found.append(
            SiteOutcome(
                site=question.sites[row],
                change=Change.CLOSE if row in closing else kept,
                served=int(problem.weight[answer.served_by == row].sum()),
                within_reach=int(problem.weight[near[:, row]].sum()),
                nobody_else=0 if row in closing else int(problem.weight[alone].sum()),
                capacity=None if problem.capacity is None else int(problem.capacity[row]),
            )
        )
    return tuple(found)


def out_of_reach(question: Question) -> int:
    """Count the weight that no site of the question reaches, whether it opens or not."""
    near = (question.problem.cost <= question.reach).any(axis=1)
    return question.whole - int(question.problem.weight[near].sum())


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways to the nearest of some open sites: times their weight together, and the longest."""

    together: int
    longest: int


def ways_today(question: Question) -> Ways | None:
    """Measure the ways to today's canteens, in the unit of the problem.

    ``None`` where there are none, where somebody has no way to any, or where capacities would send
    people elsewhere.
    """
    problem, today = question.problem, list(question.today)
    if not today or problem.capacity is not None:
        return None
    nearest = problem.cost[:, today].min(axis=1)
    if (nearest >= UNREACHABLE_S).any():
        return None
    return Ways(int(problem.weight @ nearest), int(nearest.max()))
