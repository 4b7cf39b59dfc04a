"""Travel times made up for tests."""

from collections.abc import Sequence

import numpy as np

from mealroute.domain import Coordinates, Mode
from mealroute.travel import Path, TravelTable


class FixedWays:
    """Streets on which every way on foot has the same length."""

    name = "streets"

    def __init__(self, metres: float) -> None:
        self._metres = metres

    def table(
        self, mode: Mode, origins: Sequence[Coordinates], destinations: Sequence[Coordinates]
    ) -> TravelTable:
        assert mode is Mode.FOOT
        shape = (len(origins), len(destinations))
        return TravelTable(np.zeros(shape, dtype=np.int64), np.full(shape, self._metres))

    def path(self, mode: Mode, origin: Coordinates, destination: Coordinates) -> Path:
        raise NotImplementedError
