"""A street of houses with one canteen at its end, for questions about sites."""

from typing import Any

from mealroute.coverage.siting import Measure, Question, ask
from mealroute.domain import Candidate, Day
from mealroute.settings import Settings
from mealroute.travel import StraightTravel
from tests.builders import a_canteen, a_kitchen, a_resident, an_order, at_m

SETTINGS = Settings.from_mapping({"travel": {"by": "straight", "detour": 1.0, "foot": 1.0}})
TRAVEL = StraightTravel(SETTINGS.travel)

NORTH = Candidate(name="北", coordinates=at_m(north_m=2000), capacity=2)
FAR = Candidate(name="远", coordinates=at_m(north_m=4000))


def a_street(**changes: Any) -> Day:
    """Doors half a metre before 300, 900, 1,500, 2,100 and 2,700 m, two people behind the first.

    The canteen cooks regular food for three within 1,000 m; who lives at 900 m eats halal, who
    lives at 2,700 m ordered two boxes.
    """
    metres = (300, 300, 900, 1500, 2100, 2700)
    residents = tuple(
        a_resident(
            f"R{row}",
            coordinates=at_m(north_m=north - 0.5),
            diet="halal" if north == 900 else "regular",
            priority=3 if north == 2700 else 1,
        )
        for row, north in enumerate(metres)
    )
    orders = (*(an_order(f"O{row}", f"R{row}") for row in range(5)),
              an_order("O5", "R5", meals=2))  # fmt: skip
    values: dict[str, Any] = {
        "canteens": (a_canteen(),),
        "kitchens": (a_kitchen(capacity=3),),
        "residents": residents,
        "orders": orders,
    }
    return Day(**values | changes)


def a_question(day: Day | None = None, measure: Measure | None = None, **words: Any) -> Question:
    return ask(
        a_street() if day is None else day, SETTINGS, TRAVEL, [NORTH, FAR],
        Measure(radius_m=800) if measure is None else measure, **words,
    )  # fmt: skip
