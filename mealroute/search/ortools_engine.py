"""Search with OR-Tools' routing library, part by part: guided local search on single trips.

Arcs cost their seconds and waiting costs as much, rather than the whole span of a route: guided
local search punishes arcs by their cost, and would be blind if they had none.

One model lives at a time. A shift of several trips is searched as one trip; see
`mealroute.search.part_rounds` for what becomes of further trips.
"""

from collections.abc import Callable
from typing import Any, Final

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from mealroute.search.engine import Budget, Report
from mealroute.search.one_trip import OneTrip
from mealroute.search.part_rounds import Manner, Proposal, improve_in_parts
from mealroute.search.problem import NO_LIMIT_S, Ints, Problem, Solution

MANNER: Final = Manner(most_orders=80, seconds_per_order=0.005, iterations_per_order=5.0)
UNTIMED_S: Final = 3600
"""The time limit of a run that counts iterations: OR-Tools warns where there is none."""
CLOCK_STARTS_AT_ZERO: Final = False
LOAD_STARTS_AT_ZERO: Final = True
IGNORE_INACTIVE: Final = True
FAILURES_PER_ITERATION: Final = 100
"""Ends a run of counted iterations on a part so small that no further solution is ever found."""


class OrtoolsEngine:
    """Guided local search of OR-Tools on single trips."""

    @property
    def name(self) -> str:
        """The word that ``--engine`` takes."""
        return "ortools"

    def improve(
        self, problem: Problem, start: Solution, budget: Budget, seed: int, report: Report
    ) -> Solution:
        """Search from ``start``; see `mealroute.search.engine.Engine`.

        An iteration is a solution that the search accepts on its way.
        """
        return improve_in_parts(
            problem, start, budget, seed, report, manner=MANNER, solve=_solve_part
        )


def _solve_part(
    model: OneTrip, budget: Budget, _seed: int, found: Callable[[Proposal], None]
) -> Proposal:
    """Search one part; OR-Tools' search has no seed, the cut of the parts has."""
    routing = _Routing(model)
    parameters = _parameters(budget)
    routing.close(parameters, budget)
    return routing.search(parameters, found)


class _Routing:
    """A model of OR-Tools and the shift of each of its vehicles."""

    def __init__(self, model: OneTrip) -> None:
        self._model = model
        self._vehicles = [
            (vehicle, shift) for vehicle in model.vehicles for shift in vehicle.shifts
        ]
        count = len(self._vehicles)
        self._manager = pywrapcp.RoutingIndexManager(
            model.end_node + 1, count, [model.canteen_node] * count, [model.end_node] * count
        )
        self._routing = pywrapcp.RoutingModel(self._manager)
        self._matrices: dict[bytes, int] = {}
        self._add_times()
        self._add_loads()
        self._add_orders()

    def _add_times(self) -> None:
        """Move the clock along arcs, price arcs and waiting, and keep shifts and heat limits."""
        routing = self._routing
        seconds = [self._matrix(vehicle.seconds) for vehicle, _shift in self._vehicles]
        routing.AddDimensionWithVehicleTransits(
            seconds,
            NO_LIMIT_S,
            NO_LIMIT_S,
            CLOCK_STARTS_AT_ZERO,
            "clock",
        )
        clock = routing.GetDimensionOrDie("clock")
        for row, (vehicle, _shift) in enumerate(self._vehicles):
            start, end = clock.CumulVar(routing.Start(row)), clock.CumulVar(routing.End(row))
            start.SetRange(vehicle.from_s, vehicle.until_s)
            end.SetRange(vehicle.from_s, vehicle.until_s)
            clock.SetSpanUpperBoundForVehicle(vehicle.longest_s, row)
            clock.SetSlackCostCoefficientForVehicle(1, row)
            routing.AddVariableMaximizedByFinalizer(start)
            routing.AddVariableMinimizedByFinalizer(end)
            routing.SetArcCostEvaluatorOfVehicle(self._matrix(vehicle.seconds + vehicle.price), row)
            routing.SetFixedCostOfVehicle(self._model.call_out, row)

    def _add_loads(self) -> None:
        boxes = self._routing.RegisterUnaryTransitVector([*self._model.boxes.tolist(), 0, 0])
        places = [vehicle.capacity for vehicle, _shift in self._vehicles]
        self._routing.AddDimensionWithVehicleCapacity(
            boxes,
            0,
            places,
            LOAD_STARTS_AT_ZERO,
            "boxes",
        )

    def _add_orders(self) -> None:
        """Give every order its window, the vehicles that may bring it, and its price."""
        clock = self._routing.GetDimensionOrDie("clock")
        for node in range(len(self._model.orders)):
            index = self._manager.NodeToIndex(node)
            earliest_s, latest_s = self._model.earliest_s[node], self._model.latest_s[node]
            clock.CumulVar(index).SetRange(int(earliest_s), int(latest_s))
            able = [row for row, (vehicle, _) in enumerate(self._vehicles) if vehicle.able[node]]
            self._routing.VehicleVar(index).SetValues([-1, *able])
            self._routing.AddDisjunction([index], int(self._model.skip_price[node]))

    def _matrix(self, values: Ints) -> int:
        """Hand a matrix over once; OR-Tools takes lists, not arrays."""
        key = values.tobytes()
        if key not in self._matrices:
            self._matrices[key] = self._routing.RegisterTransitMatrix(values.tolist())
        return self._matrices[key]

    def close(self, parameters: Any, budget: Budget) -> None:  # noqa: ANN401 -- a protobuf
        """Finish the model; nothing can be added after."""
        if budget.iterations is not None:
            failures = self._routing.solver().FailuresLimit(
                FAILURES_PER_ITERATION * budget.iterations
            )
            self._routing.AddSearchMonitor(failures)
        self._routing.CloseModelWithParameters(parameters)

    def search(self, parameters: Any, found: Callable[[Proposal], None]) -> Proposal:  # noqa: ANN401
        """Search from the start where it is a solution of this model, else from nothing."""
        listener = _Listener(self, found)
        self._routing.AddAtSolutionCallback(listener)
        rows = [list(self._model.routes.get(shift, ())) for _vehicle, shift in self._vehicles]
        indices = [[self._manager.NodeToIndex(node) for node in row] for row in rows]
        start = self._routing.ReadAssignmentFromRoutes(indices, IGNORE_INACTIVE)
        if start is None:
            self._routing.SolveWithParameters(parameters)
        else:
            self._routing.SolveFromAssignmentWithParameters(start, parameters)
        return listener.close()

    @property
    def price(self) -> int:
        """The price of the solution just found; only while the search tells of it."""
        return int(self._routing.CostVar().Max())

    @property
    def proposal(self) -> Proposal:
        """The routes of the solution just found; only while the search tells of it."""
        routes = {
            shift: self._model.sequence(self._nodes(row))
            for row, (_vehicle, shift) in enumerate(self._vehicles)
        }
        return {shift: route for shift, route in routes.items() if route}

    def _nodes(self, row: int) -> list[int]:
        nodes = []
        index = self._routing.NextVar(self._routing.Start(row)).Value()
        while not self._routing.IsEnd(index):
            nodes.append(self._manager.IndexToNode(index))
            index = self._routing.NextVar(index).Value()
        return nodes


class _Listener:
    """Hears of every solution and keeps the cheapest; must be closed, or the model never goes.

    The model holds the listener where Python's garbage collector cannot see it.
    """

    def __init__(self, routing: _Routing, found: Callable[[Proposal], None]) -> None:
        self._routing: _Routing | None = routing
        self._found = found
        self._least: int | None = None
        self._best: Proposal = {}

    def __call__(self) -> None:
        if self._routing is None:
            return
        price = self._routing.price
        if self._least is None or price < self._least:
            self._least, self._best = price, self._routing.proposal
            self._found(self._best)

    def close(self) -> Proposal:
        """Let the model go and give the best solution heard of."""
        self._routing = None
        return self._best


def _parameters(budget: Budget) -> Any:  # noqa: ANN401 -- a protobuf
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = (
        routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    )
    parameters.local_search_metaheuristic = (
        routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    )
    seconds = UNTIMED_S if budget.seconds is None else budget.seconds
    parameters.time_limit.FromNanoseconds(round(seconds * 1e9))
    if budget.iterations is not None:
        parameters.solution_limit = budget.iterations
    return parameters
