"""Hold how far it is from every canteen of a town to every door, by street or straight."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mealroute.domain import CanteenId, Mode
from mealroute.sample.town import Town
from mealroute.travel import TravelTimes

_SHORT_CUT = 0.95


@dataclass(frozen=True, slots=True)
class Ways:
    """Seconds and metres by canteen and mode, one for each entrance of the town.

    Every question below is about the canteen nearest to the entrance, of those within reach.
    """

    town: Town
    seconds: Mapping[CanteenId, Mapping[Mode, Sequence[int]]]
    metres: Mapping[CanteenId, Mapping[Mode, Sequence[float]]]

    @classmethod
    def measured(cls, town: Town, travel: TravelTimes) -> "Ways":
        """Measure all of them."""
        ids = [canteen.canteen_id for canteen in town.canteens]
        starts = [canteen.coordinates for canteen in town.canteens]
        doors = [entrance.coordinates for entrance in town.entrances]
        tables = {mode: travel.table(mode, starts, doors) for mode in Mode}
        return cls(
            town,
            {
                one: {mode: tables[mode].seconds[row].tolist() for mode in Mode}
                for row, one in enumerate(ids)
            },
            {
                one: {mode: tables[mode].metres[row].tolist() for mode in Mode}
                for row, one in enumerate(ids)
            },
        )

    def walk_s(self, row: int) -> int:
        """Give the seconds on foot."""
        return self.seconds[self.town.reach[row][0]][Mode.FOOT][row]

    def fastest_s(self, row: int) -> int:
        """Give the seconds by the fastest mode, from whichever canteen within reach."""
        return min(self.seconds[one][mode][row] for one in self.town.reach[row] for mode in Mode)

    def shortest_m(self, row: int) -> float:
        """Give the metres by the mode that finds the shortest way."""
        return min(self.metres[self.town.reach[row][0]][mode][row] for mode in Mode)


def without_cut_off_doors(town: Town, travel: TravelTimes) -> Town:
    """Leave out doors within reach to which a vehicle's way is shorter than the walk.

    Where a one-way street is cut off by the edge of the extract no vehicle can leave it. It has
    to stop in another street, and its way from there to the door is no way at all.
    """
    ways = Ways.measured(town, travel)
    rows = [
        row
        for row, reach in enumerate(town.reach)
        if not reach or ways.shortest_m(row) >= _SHORT_CUT * ways.metres[reach[0]][Mode.FOOT][row]
    ]
    return replace(
        town,
        entrances=tuple(town.entrances[row] for row in rows),
        reach=tuple(town.reach[row] for row in rows),
    )
