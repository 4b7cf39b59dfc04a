"""Search with PyVRP, part by part, with the parameters that many unlike vehicles need.

Its defaults take very long to leave their first penalties behind when almost every vehicle is of a
type of its own. So the penalties start at the scale of the part and follow it quickly, and the
search climbs from the best solution instead of wandering from the first.

A shift of several trips is searched as one trip; see `mealroute.search.part_rounds` for what
becomes of further trips.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from pyvrp import (
    Client,
    Depot,
    IteratedLocalSearchParams,
    Location,
    PenaltyParams,
    ProblemData,
    Route,
    SolveParams,
    VehicleType,
)
from pyvrp import Solution as Routes
from pyvrp import solve as solve_with_pyvrp
from pyvrp.exceptions import PenaltyBoundWarning
from pyvrp.IteratedLocalSearch import IteratedLocalSearchCallbacks
from pyvrp.stop import MaxIterations, MaxRuntime, MultipleCriteria, StoppingCriterion

from mealroute.search.engine import Budget, Report
from mealroute.search.one_trip import OneTrip
from mealroute.search.part_rounds import Manner, Proposal, improve_in_parts
from mealroute.search.problem import Problem, Solution

MANNER: Final = Manner(most_orders=120, seconds_per_order=0.004, iterations_per_order=2.0)
FORBIDDEN: Final = 10**7
"""What an arc to an order that the shift may not bring costs beyond the dearest order."""
LATE_PENALTY: Final = 4.5
"""What a second too late costs at the beginning, in seconds of work."""


class PyvrpEngine:
    """PyVRP's iterated local search on single trips."""

    @property
    def name(self) -> str:
        """The word that ``--engine`` takes."""
        return "pyvrp"

    def improve(
        self, problem: Problem, start: Solution, budget: Budget, seed: int, report: Report
    ) -> Solution:
        """Search from ``start``; see `mealroute.search.engine.Engine`."""
        return improve_in_parts(
            problem, start, budget, seed, report, manner=MANNER, solve=_solve_part
        )


def _solve_part(
    model: OneTrip, budget: Budget, seed: int, found: Callable[[Proposal], None]
) -> Proposal:
    data = _data(model)
    params = SolveParams(
        ils=IteratedLocalSearchParams(history_length=1, callbacks=_Found(model, found)),
        penalty=_scaled(model),
    )
    # A part whose every plan breaks a limit makes PyVRP warn; here it is mended or not taken.
    with warnings.catch_warnings(action="ignore", category=PenaltyBoundWarning):
        result = solve_with_pyvrp(
            data,
            _stop(budget),
            seed=seed,
            collect_stats=False,
            params=params,
            initial_solution=_start(model, data),
        )
    return _proposal(model, result.best)


@dataclass
class _ScaledPenalties(PenaltyParams):
    """Penalties that begin at the scale of the part: for a box too many, for a second late."""

    per_box: float = 1.0
    per_second: float = LATE_PENALTY

    def midpoint_penalties(self, data: ProblemData) -> tuple[list[float], float, float]:
        """Give what the search starts with, by PyVRP's name for it."""
        return [self.per_box] * data.num_load_dimensions, self.per_second, self.per_second


def _scaled(model: OneTrip) -> _ScaledPenalties:
    count = len(model.orders)
    arcs_s = [float(np.percentile(v.seconds[:count, :count], 95)) for v in model.vehicles]
    return _ScaledPenalties(
        solutions_between_updates=50,
        per_box=0.9 * sum(arcs_s) / len(arcs_s) / int(model.boxes.max()),
    )


class _Found(IteratedLocalSearchCallbacks):
    """Passes every better solution on."""

    def __init__(self, model: OneTrip, found: Callable[[Proposal], None]) -> None:
        self._model = model
        self._found = found

    def on_best(self, best: Routes) -> None:
        if best.is_feasible():
            self._found(_proposal(self._model, best))


def _stop(budget: Budget) -> MultipleCriteria:
    criteria: list[StoppingCriterion] = []
    if budget.iterations is not None:
        criteria.append(MaxIterations(budget.iterations))
    if budget.seconds is not None:
        criteria.append(MaxRuntime(budget.seconds))
    return MultipleCriteria(criteria)


def _data(model: OneTrip) -> ProblemData:
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
    vehicle_types = [
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
            profile=profile,
        )
        for profile, vehicle in enumerate(model.vehicles)
    ]
    # PyVRP types arrays in a way of its own.
    forbidden = FORBIDDEN + int(model.skip_price.max())
    seconds: list[Any] = [vehicle.seconds for vehicle in model.vehicles]
    price: list[Any] = []
    for vehicle in model.vehicles:
        arcs = vehicle.price.copy()
        arcs[:, np.flatnonzero(~vehicle.able)] += forbidden
        np.fill_diagonal(arcs, 0)
        price.append(arcs)
    return ProblemData(
        locations=[Location(0.0, 0.0)] * (len(model.orders) + 2),
        clients=clients,
        depots=[Depot(location=model.canteen_node), Depot(location=model.end_node)],
        vehicle_types=vehicle_types,
        distance_matrices=price,
        duration_matrices=seconds,
    )


def _start(model: OneTrip, data: ProblemData) -> Routes | None:
    """Hand the start over; ``None`` where nothing is served yet: PyVRP makes its own then."""
    routes = [
        Route(data, list(model.routes[shift]), row)
        for row, vehicle in enumerate(model.vehicles)
        for shift in vehicle.shifts
        if shift in model.routes
    ]
    return Routes(data, routes) if routes else None


def _proposal(model: OneTrip, routes: Routes) -> Proposal:
    shifts = [iter(vehicle.shifts) for vehicle in model.vehicles]
    return {
        next(shifts[route.vehicle_type()]): model.sequence(
            [visit.idx for visit in route if visit.is_client()]
        )
        for route in routes.routes()
    }
