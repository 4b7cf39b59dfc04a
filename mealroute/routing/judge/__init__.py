"""The parts of the independent judge of plans: it never asks the search what it meant.

In go a plan, the service, the settings and the travel times; `mealroute.routing.check` puts the
parts together. Nothing here may import `mealroute.search`.
"""
