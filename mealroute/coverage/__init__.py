"""How far the canteens' service carries, and how well a plan holds on days that go wrong."""

from mealroute.coverage.estimate import Estimate
from mealroute.coverage.perturbation import Perturbation
from mealroute.coverage.report import (
    Comparison,
    DayCounts,
    Outcome,
    RouteStress,
    StopStress,
    StressReport,
    compare,
)
from mealroute.coverage.stress import FEWEST_DAYS, replay

__all__ = [
    "FEWEST_DAYS",
    "Comparison",
    "DayCounts",
    "Estimate",
    "Outcome",
    "Perturbation",
    "RouteStress",
    "StopStress",
    "StressReport",
    "compare",
    "replay",
]
