"""Ask the travel times for all legs of a plan at once, in tables of a sensible size."""

from collections.abc import Iterable
from typing import Final, NamedTuple, TypeAlias

from mealroute.domain import Coordinates, Mode
from mealroute.travel import UNREACHABLE_S, TravelTimes

LegKey: TypeAlias = tuple[Mode, Coordinates, Coordinates]

# Only the diagonal of a table is used: larger tables waste pairs, smaller ones searches of the
# streets, which are shared from some hundred places on. Straight legs take any size alike.
_TABLE_LEGS: Final = 256


class Leg(NamedTuple):
    """The travel from one place to the next, exactly as the travel times say it."""

    seconds: int
    metres: float

    @property
    def can_be_made(self) -> bool:
        """Whether there is a way at all."""
        return self.seconds < UNREACHABLE_S


def measure(keys: Iterable[LegKey], travel: TravelTimes) -> dict[LegKey, Leg]:
    """Give seconds and metres of every leg asked for, each once.

    Raises
    ------
    TravelError
        Where the travel times cannot be had at all.
    """
    by_mode: dict[Mode, list[LegKey]] = {}
    for key in dict.fromkeys(keys):
        by_mode.setdefault(key[0], []).append(key)
    legs: dict[LegKey, Leg] = {}
    for mode, wanted in by_mode.items():
        for first in range(0, len(wanted), _TABLE_LEGS):
            part = wanted[first : first + _TABLE_LEGS]
            table = travel.table(mode, [key[1] for key in part], [key[2] for key in part])
            seconds: list[int] = table.seconds.diagonal().tolist()
            metres: list[float] = table.metres.diagonal().tolist()
            legs.update(zip(part, map(Leg, seconds, metres), strict=True))
    return legs
