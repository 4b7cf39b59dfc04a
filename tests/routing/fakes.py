"""Fake travel times: what a test says, and nothing else."""

from collections.abc import Mapping, Sequence

import numpy as np

from mealroute.domain import Coordinates, Mode
from mealroute.travel import UNREACHABLE_S, Path, TravelTable


class FixedTravelTimes:
    """The same ways for every mode, each ``(seconds, metres)``, in both directions.

    Equal coordinates are zero apart; between places without a way nobody can travel.
    """

    def __init__(self, ways: Mapping[tuple[Coordinates, Coordinates], tuple[int, float]]) -> None:
        self._ways = {(a.key, b.key): way for (a, b), way in ways.items()}
        self._ways |= {(b.key, a.key): way for (a, b), way in ways.items()}

    @property
    def name(self) -> str:
        return "straight"

    def table(
        self,
        mode: Mode,  # noqa: ARG002 -- the protocol has it, all modes are alike here
        origins: Sequence[Coordinates],
        destinations: Sequence[Coordinates],
    ) -> TravelTable:
        ways = [[self._way(a, b) for b in destinations] for a in origins]
        return TravelTable(
            np.array([[s for s, _m in row] for row in ways], dtype=np.int64),
            np.array([[m for _s, m in row] for row in ways], dtype=np.float64),
        )

    def path(
        self,
        mode: Mode,  # noqa: ARG002 -- as in `table`
        origin: Coordinates,
        destination: Coordinates,
    ) -> Path:
        seconds, metres = self._way(origin, destination)
        return Path((origin, destination), metres, seconds)

    def _way(self, origin: Coordinates, destination: Coordinates) -> tuple[int, float]:
        if origin.key == destination.key:
            return 0, 0.0
        return self._ways.get((origin.key, destination.key), (UNREACHABLE_S, float("inf")))
