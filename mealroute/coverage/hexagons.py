"""Sum residents up by the hexagons of Uber's H3 grid, which are alike all over a town."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import h3
import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Coordinates, Line

RESOLUTION: Final = 9
"""Of the grid: hexagons of 0.1 km², some 350 m across, about a block of a Chinese town."""


@dataclass(frozen=True, slots=True, eq=False)
class Hexagon:
    """One hexagon in which residents live.

    Attributes
    ----------
    cell
        Its name in H3, the same in every program.
    centre, outline
        Where it lies; the outline's first corner is its last one too.
    rows
        The places in it, by their number in the sequence that was summed up.
    """

    cell: str
    centre: Coordinates
    outline: Line
    rows: NDArray[np.int64]

    @property
    def people(self) -> int:
        """How many places it holds."""
        return int(self.rows.size)


def hexagons(places: Sequence[Coordinates], resolution: int = RESOLUTION) -> tuple[Hexagon, ...]:
    """Sort places into the hexagons that hold any, by the hexagons' names.

    Examples
    --------
    >>> here, there = Coordinates(47.8484, 88.1396), Coordinates(47.8600, 88.1396)
    >>> [(one.cell, one.rows.tolist()) for one in hexagons([here, there, here])]
    [('89204b4a443ffff', [1]), ('89204b4a617ffff', [0, 2])]
    """
    rows: dict[str, list[int]] = {}
    for row, place in enumerate(places):
        rows.setdefault(h3.latlng_to_cell(place.lat, place.lon, resolution), []).append(row)
    return tuple(_hexagon(cell, rows[cell]) for cell in sorted(rows))


def _hexagon(cell: str, rows: Sequence[int]) -> Hexagon:
    corners = [Coordinates(lat, lon) for lat, lon in h3.cell_to_boundary(cell)]
    return Hexagon(
        cell=cell,
        centre=Coordinates(*h3.cell_to_latlng(cell)),
        outline=(*corners, corners[0]),
        rows=np.array(rows, dtype=np.int64),
    )
