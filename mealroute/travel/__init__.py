"""Coordinates in, travel times out: straight lines, streets, and the town underneath."""

from mealroute.travel.times import UNREACHABLE_S, Path, TravelTable, TravelTimes

__all__ = ["UNREACHABLE_S", "Path", "TravelTable", "TravelTimes"]
