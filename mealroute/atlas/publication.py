"""Say what of coverage may be published, and where: nothing that gives a resident away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from mealroute.domain import Coordinates, Datum, Day, Line, ResidentId
from mealroute.privacy.doors import DoorGrid
from mealroute.privacy.hiding import hidden_places

K: Final = 5
"""So many residents at least stand behind every figure that is published."""

FARTHEST_M: Final = 500.0
"""How far a door may be moved."""

_CLEAR_M: Final = 2.0
_NUDGE_DEGREES: Final = 0.00003  # three metres
_TRIES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Publication:
    """What the published files may show.

    Attributes
    ----------
    k
        The fewest residents behind a figure, and the buildings a point is hidden among.
    spots
        Where residents are published, their doors moved by donut masking; who could not be hidden
        is missing.
    """

    k: int
    spots: Mapping[ResidentId, Coordinates]
    grids: tuple[DoorGrid, ...]

    def clear(self, line: Line) -> Line:
        """Move the corners of an outline that fall onto a door by chance a few metres north."""
        return tuple(self._clear(point) for point in line)

    def _clear(self, point: Coordinates) -> Coordinates:
        for _try in range(_TRIES):
            if not any(grid.within(point.lat, point.lon, _CLEAR_M) for grid in self.grids):
                break
            point = Coordinates(point.lat + _NUDGE_DEGREES, point.lon)
        return point


def for_publication(day: Day, salt: bytes, *, k: int = K) -> Publication:
    """Choose where the residents of a day are published.

    Parameters
    ----------
    day
        Everybody whose door must not be told.
    salt
        The secret of the moves; whoever has it can undo them.
    k
        How many to hide each among.
    """
    places = hidden_places(day, salt, 0, k, FARTHEST_M)
    people = [
        *((one.resident_id, one.coordinates) for one in day.residents),
        *((one.volunteer_id, one.coordinates) for one in day.volunteers),
    ]
    doors = [(str(whose), place) for whose, place in people if place is not None]
    return Publication(
        k=k,
        spots={
            one.resident_id: places.buildings[one.building].place
            for one in day.residents
            if one.building in places.buildings and one.coordinates is not None
        },
        grids=tuple(DoorGrid(doors, datum) for datum in Datum),
    )
