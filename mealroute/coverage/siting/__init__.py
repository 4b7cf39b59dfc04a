"""Where the next canteen goes: covering, median and center models with proven bounds."""

from mealroute.coverage.siting.candidates import spread_candidates
from mealroute.coverage.siting.center import p_center
from mealroute.coverage.siting.covering import greedy_cover, maximal_covering, set_covering
from mealroute.coverage.siting.median import p_median
from mealroute.coverage.siting.outcome import (
    Change,
    SiteOutcome,
    Ways,
    out_of_reach,
    outcomes,
    ways_today,
)
from mealroute.coverage.siting.problem import Effort, SitingAnswer, SitingProblem
from mealroute.coverage.siting.question import Measure, Question, Site, Weight, ask, covered
from mealroute.coverage.siting.serve import Shared, serve

__all__ = [
    "Change",
    "Effort",
    "Measure",
    "Question",
    "Shared",
    "Site",
    "SiteOutcome",
    "SitingAnswer",
    "SitingProblem",
    "Ways",
    "Weight",
    "ask",
    "covered",
    "greedy_cover",
    "maximal_covering",
    "out_of_reach",
    "outcomes",
    "p_center",
    "p_median",
    "serve",
    "set_covering",
    "spread_candidates",
    "ways_today",
]
