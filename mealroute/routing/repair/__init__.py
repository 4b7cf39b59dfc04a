"""Repair a running day: the fewest residents whose volunteer or time changes, then the cost."""

from mealroute.routing.repair.changes import Change, Changes, VolunteerChange, Why
from mealroute.routing.repair.event import Event
from mealroute.routing.repair.repair import Found, Repaired, repair
from mealroute.routing.repair.substitutes import Substitute, Substitutes, substitutes

__all__ = [
    "Change",
    "Changes",
    "Event",
    "Found",
    "Repaired",
    "Substitute",
    "Substitutes",
    "VolunteerChange",
    "Why",
    "repair",
    "substitutes",
]
