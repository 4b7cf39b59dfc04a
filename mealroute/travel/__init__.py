"""Coordinates in, travel times out: straight lines, streets, and the town underneath.

What needs an extract is imported from its own module (`router`, `cache`, `base_map`): it takes
scipy, shapely and osmium along, 0.7 s of loading that straight travel need not pay.
"""

from mealroute.travel.choose import open_travel
from mealroute.travel.straight import StraightTravel, great_circle_m
from mealroute.travel.times import UNREACHABLE_S, Path, TravelTable, TravelTimes, speed_mps

__all__ = [
    "UNREACHABLE_S",
    "Path",
    "StraightTravel",
    "TravelTable",
    "TravelTimes",
    "great_circle_m",
    "open_travel",
    "speed_mps",
]
