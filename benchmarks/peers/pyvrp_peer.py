"""PyVRP with its own `solve` and its defaults: iterated local search until the time is over."""

import time
import warnings
from typing import Any, Final

import numpy as np
from pyvrp import (
    Client,
    Depot,
    IteratedLocalSearchParams,
    Location,
    ProblemData,
    Solution,
    SolveParams,
    VehicleType,
    solve,
)
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks
from pyvrp.stop import MaxRuntime

from benchmarks.canteens import Finds, Routes
from benchmarks.peers.model import named
from mealroute.search.one_trip import OneTrip

FORBIDDEN: Final = 10**7
"""The price of an arc to an order that the shift may not bring: PyVRP knows no skills."""


def solve_canteen(model: OneTrip, ends_s: float, seed: int) -> list[tuple[float, Routes]]:
    """Solve one canteen; faces and skills are prices of arcs, the heat limit is a shift's."""
    finds = Finds()
    data = problem_data(model)
    params = SolveParams(ils=IteratedLocalSearchParams(callbacks=_Listener(model, finds)))
    left_s = max(0.0, ends_s - time.monotonic())
    with warnings.catch_warnings(action="ignore", category=PenaltyBoundWarning):
        result = solve(data, MaxRuntime(left_s), seed=seed, collect_stats=False, params=params)
    if result.best.is_feasible():
        finds.keep(routes_of(model, result.best))
    return finds.kept


class _Listener(IteratedLocalSearchCallbacks):
    def __init__(self, model: OneTrip, finds: Finds) -> None:
        self._model = model
        self._finds = finds

    def on_best(self, best: Solution) -> None:
        if self._finds.due and best.is_feasible():
            self._finds.keep(routes_of(self._model, best))


def problem_data(model: OneTrip) -> ProblemData:
    """Write the model as PyVRP's data: one vehicle type for each kind of shift."""
    clients = [
        Client(
            location=node,
            delivery=[int(model.boxes[node])],
            tw_early=int(model.earliest_s[node]),
            tw_late=int(model.latest_s[node]),
            prize=int(model.skip_price[node]),
            required=False,
        )
        for node in range(len(model.orders))
    ]
    types = [
        VehicleType(
            num_available=len(vehicle.shifts),
            capacity=[vehicle.capacity],
            start_depot=0,
            end_depot=1,
            fixed_cost=model.call_out,
            tw_early=vehicle.from_s,
            tw_late=vehicle.until_s,
            shift_duration=vehicle.longest_s,
            unit_distance_cost=1,
            unit_duration_cost=1,
            profile=row,
        )
        for row, vehicle in enumerate(model.vehicles)
    ]
    seconds: list[Any] = [vehicle.seconds for vehicle in model.vehicles]
    prices: list[Any] = []
    for vehicle in model.vehicles:
        price = vehicle.price.copy()
        price[:, np.flatnonzero(~vehicle.able)] += FORBIDDEN
        np.fill_diagonal(price, 0)
        prices.append(price)
    return ProblemData(
        locations=[Location(0.0, 0.0)] * (len(model.orders) + 2),
        clients=clients,
        depots=[Depot(location=model.canteen_node), Depot(location=model.end_node)],
        vehicle_types=types,
        distance_matrices=prices,
        duration_matrices=seconds,
    )


def routes_of(model: OneTrip, solution: Solution) -> Routes:
    """Read PyVRP's routes; the shifts of a kind take turns."""
    shifts = [iter(vehicle.shifts) for vehicle in model.vehicles]
    return named(
        model,
        {
            next(shifts[route.vehicle_type()]): [visit.idx for visit in route if visit.is_client()]
            for route in solution.routes()
        },
    )
