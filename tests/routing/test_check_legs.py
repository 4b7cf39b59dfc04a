"""The legs of a plan: each asked for once, in tables that never grow beyond a bound."""

from collections.abc import Sequence
from itertools import pairwise

from mealroute.domain import Coordinates, Mode
from mealroute.routing.judge import legs as judge_legs
from mealroute.routing.judge.legs import Leg, measure
from mealroute.settings import TravelSettings
from mealroute.travel import StraightTravel, TravelTable
from tests.builders import at_m


class CountingTravel(StraightTravel):
    """Straight travel that remembers the size of every table."""

    def __init__(self) -> None:
        super().__init__(TravelSettings())
        self.sizes: list[tuple[Mode, int, int]] = []

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        self.sizes.append((mode, len(origins), len(destinations)))
        return super().table(mode, origins, destinations)


def test_each_leg_is_what_the_travel_times_say() -> None:
    travel = CountingTravel()
    places = [at_m(north_m=70 * n, east_m=n * n) for n in range(700)]
    keys = [(mode, a, b) for a, b in pairwise(places) for mode in (Mode.FOOT, Mode.CAR)]
    legs = measure(keys, travel)
    for mode, origin, destination in keys[::97]:
        path = travel.path(mode, origin, destination)
        assert legs[mode, origin, destination] == Leg(path.seconds, path.metres)


def test_a_leg_is_asked_for_once_and_no_table_is_large() -> None:
    travel = CountingTravel()
    places = [at_m(north_m=n) for n in range(700)]
    keys = [(Mode.FOOT, a, b) for a, b in pairwise(places)]
    measure(keys * 3, travel)
    most = judge_legs._TABLE_LEGS
    assert travel.sizes == [(Mode.FOOT, n, n) for n in (most, most, 699 - 2 * most)]


def test_nothing_is_asked_for_where_there_is_no_leg() -> None:
    travel = CountingTravel()
    assert measure([], travel) == {}
    assert travel.sizes == []
