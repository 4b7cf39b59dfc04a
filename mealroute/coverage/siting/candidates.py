"""Spread candidates over a town where no planner has named any."""

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from mealroute.domain import Candidate, Coordinates, Resident
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.travel import great_circle_m

APART_M: Final = 100.0
"""Two candidates nearer than this are one to a planner."""


def spread_candidates(
    residents: Iterable[Resident],
    count: int,
    *,
    canteens: Sequence[Coordinates] = (),
    apart_m: float = APART_M,
) -> tuple[Candidate, ...]:
    """Take residents' buildings as candidates, each the farthest from all before it.

    Farthest-first traversal (Gonzalez 1985, *Theoretical Computer Science* 38): after today's
    canteens, or after the building with the most residents where there are none, comes the
    building farthest from all of these, and so on. Wherever people live, a candidate is then at
    most twice as far as from the best choice of so many places.

    Parameters
    ----------
    residents
        Whose buildings are looked at; those without a place are passed over.
    count
        How many are asked for; fewer are found where the next would be too near to another.
    canteens
        Places that are taken already.
    apart_m
        No two candidates, nor one and a canteen, are nearer than so many great-circle metres.

    Returns
    -------
    tuple of Candidate
        Named ``S1``, ``S2``, …: a resident's address must not become the name of a place.

    Raises
    ------
    ArgumentError
        When ``count`` is below 1, or no building is far enough from the canteens.

    Examples
    --------
    >>> doors = [Resident(resident_id=f"R{n}", name="", coordinates=Coordinates(28.29 + n, 117.2))
    ...          for n in (0, 0, 0.001, 0.004)]
    >>> [one.coordinates.lat for one in spread_candidates(doors, 2)]
    [28.29, 28.294]
    """
    if count < 1:
        raise ArgumentError(_("{count} candidates are asked for, expected 1 or more").format(
            count=count
        ))  # fmt: skip
    homes: dict[object, list[Coordinates]] = {}
    for resident in residents:
        if resident.coordinates is not None:
            homes.setdefault(resident.building, []).append(resident.coordinates)
    doors = sorted((places[0] for places in homes.values()), key=lambda place: place.key)
    crowd = {places[0]: len(places) for places in homes.values()}
    chosen: list[Coordinates] = []
    if doors and not canteens:
        chosen.append(max(doors, key=lambda place: (crowd[place], place.key)))
    if doors:
        nearest = great_circle_m(doors, [*canteens, *chosen]).min(axis=1)
        while len(chosen) < count and nearest.max() >= apart_m:
            chosen.append(doors[int(nearest.argmax())])
            nearest = np.minimum(nearest, great_circle_m(doors, chosen[-1:])[:, 0])
    if not chosen:
        raise ArgumentError(
            _("no building is {metres} m or more from every canteen: name candidates in a file")
            .format(metres=f"{apart_m:g}")
        )  # fmt: skip
    width = len(str(len(chosen)))
    return tuple(
        Candidate(name=f"S{row:0{width}d}", coordinates=place)
        for row, place in enumerate(chosen, start=1)
    )
