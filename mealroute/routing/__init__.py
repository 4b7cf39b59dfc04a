"""Service and receipts in, plan out; and the judge of any plan, whoever made it."""

from mealroute.routing.check import Bill, Judgement, check
from mealroute.routing.directions import route_directions
from mealroute.routing.plan import Planned, Search, make_plan
from mealroute.routing.shapes import route_shapes

__all__ = [
    "Bill",
    "Judgement",
    "Planned",
    "Search",
    "check",
    "make_plan",
    "route_directions",
    "route_shapes",
]
