"""Say what every source of travel times gives: a table of seconds and metres, and a path."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Mode
from mealroute.settings import TravelSettings

UNREACHABLE_S: Final = 1_000_000
"""The seconds of a leg that cannot be made (11 days): beyond any shift, safe to add up."""


@dataclass(frozen=True, eq=False, slots=True)
class TravelTable:
    """Travel from every origin to every destination, read-only.

    ``seconds`` is int64 of shape (origins, destinations), `UNREACHABLE_S` where there is no way;
    ``metres`` is float64 of the same shape, ``inf`` where there is no way.
    """

    seconds: NDArray[np.int64]
    metres: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Lock the arrays: a table is shared by everything that plans from it."""
        self.seconds.setflags(write=False)
        self.metres.setflags(write=False)


@dataclass(frozen=True, slots=True)
class Path:
    """The way of one leg: its points in travel order (at least origin and destination), metres."""

    points: tuple[Coordinates, ...]
    metres: float
    seconds: int


class TravelTimes(Protocol):
    """A source of travel times; equal coordinates (5 decimals) are always zero apart."""

    @property
    def name(self) -> str:
        """``straight`` or ``streets``, as plan.json says it."""
        ...

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        """Give seconds and metres between all pairs."""
        ...

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        """Give the way of one leg; two points where no street is known."""
        ...


def speed_mps(settings: TravelSettings, mode: Mode) -> float:
    """Read the speed of a mode from the settings, in m/s.

    Examples
    --------
    >>> speed_mps(TravelSettings(), Mode.EBIKE)
    4.2
    """
    return {Mode.FOOT: settings.foot, Mode.EBIKE: settings.ebike, Mode.CAR: settings.car}[mode]
