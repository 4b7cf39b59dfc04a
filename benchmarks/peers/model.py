"""Say in plain values what every peer is told of one canteen's model, where they need the same."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from mealroute.search.one_trip import OneTrip, Vehicle


def able_classes(model: OneTrip) -> tuple[list[int], list[frozenset[int]]]:
    """Turn who may bring what into skills: one for each set of vehicles that orders have.

    Returns
    -------
    tuple
        For each order the skill it asks for, and for each vehicle the skills it has.
    """
    able = np.array([vehicle.able for vehicle in model.vehicles], dtype=np.bool_)
    known: dict[bytes, int] = {}
    asks = [known.setdefault(able[:, node].tobytes(), len(known)) for node in range(able.shape[1])]
    first = [asks.index(skill) for skill in range(len(known))]
    has = [
        frozenset(skill for skill, node in enumerate(first) if able[row, node])
        for row in range(len(model.vehicles))
    ]
    return asks, has


def vehicles(model: OneTrip) -> Iterator[tuple[int, int, Vehicle]]:
    """Go through the single vehicles: the row of the kind, the shift, the kind."""
    for row, vehicle in enumerate(model.vehicles):
        for shift in vehicle.shifts:
            yield row, shift, vehicle


def named(model: OneTrip, routes: Mapping[int, Sequence[int]]) -> dict[int, tuple[int, ...]]:
    """Name the orders of each shift's nodes; shifts that stay at home are left out."""
    return {shift: model.sequence(nodes) for shift, nodes in routes.items() if nodes}
