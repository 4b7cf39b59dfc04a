"""OR-Tools' routing library: parallel cheapest insertion, then guided local search."""

import time
from typing import Any, Final

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.canteens import Finds, Routes
from benchmarks.peers.model import named, vehicles
from mealroute.search.one_trip import OneTrip
from mealroute.search.problem import NO_LIMIT_S, Ints

CLOCK_STARTS_AT_ZERO: Final = False
LOAD_STARTS_AT_ZERO: Final = True
SHORTEST_S: Final = 0.05
"""OR-Tools takes no time limit of zero."""


def solve_canteen(model: OneTrip, ends_s: float, _seed: int) -> list[tuple[float, Routes]]:
    """Solve one canteen; its search has no seed. Arcs and waiting are priced by the second."""
    finds = Finds()
    routing = _Routing(model)
    routing.search(max(SHORTEST_S, ends_s - time.monotonic()), finds)
    return finds.kept


class _Routing:
    """OR-Tools' model of one canteen, every shift a vehicle."""

    def __init__(self, model: OneTrip) -> None:
        self.model = model
        self.vehicles = list(vehicles(model))
        count = len(self.vehicles)
        self.manager = pywrapcp.RoutingIndexManager(
            model.end_node + 1, count, [model.canteen_node] * count, [model.end_node] * count
        )
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._rows: dict[bytes, int] = {}
        self._add_times()
        self._add_orders()

    def _add_times(self) -> None:
        routing = self.routing
        seconds = [self._matrix(vehicle.seconds) for _row, _shift, vehicle in self.vehicles]
        routing.AddDimensionWithVehicleTransits(
            seconds, NO_LIMIT_S, NO_LIMIT_S, CLOCK_STARTS_AT_ZERO, "clock"
        )
        clock = routing.GetDimensionOrDie("clock")
        for at, (_row, _shift, vehicle) in enumerate(self.vehicles):
            start, end = clock.CumulVar(routing.Start(at)), clock.CumulVar(routing.End(at))
            start.SetRange(vehicle.from_s, vehicle.until_s)
            end.SetRange(vehicle.from_s, vehicle.until_s)
            clock.SetSpanUpperBoundForVehicle(vehicle.longest_s, at)
            clock.SetSlackCostCoefficientForVehicle(1, at)
            routing.AddVariableMaximizedByFinalizer(start)
            routing.AddVariableMinimizedByFinalizer(end)
            routing.SetArcCostEvaluatorOfVehicle(self._matrix(vehicle.seconds + vehicle.price), at)
            routing.SetFixedCostOfVehicle(self.model.call_out, at)

    def _add_orders(self) -> None:
        model, routing = self.model, self.routing
        boxes = routing.RegisterUnaryTransitVector([*model.boxes.tolist(), 0, 0])
        places = [vehicle.capacity for _row, _shift, vehicle in self.vehicles]
        routing.AddDimensionWithVehicleCapacity(boxes, 0, places, LOAD_STARTS_AT_ZERO, "boxes")
        clock = routing.GetDimensionOrDie("clock")
        for node in range(len(model.orders)):
            index = self.manager.NodeToIndex(node)
            clock.CumulVar(index).SetRange(int(model.earliest_s[node]), int(model.latest_s[node]))
            able = [at for at, (_row, _shift, one) in enumerate(self.vehicles) if one.able[node]]
            routing.VehicleVar(index).SetValues([-1, *able])
            routing.AddDisjunction([index], int(model.skip_price[node]))

    def _matrix(self, values: Ints) -> int:
        """Hand a matrix over once; OR-Tools takes lists, not arrays."""
        key = values.tobytes()
        if key not in self._rows:
            self._rows[key] = self.routing.RegisterTransitMatrix(values.tolist())
        return self._rows[key]

    def search(self, seconds: float, finds: Finds) -> None:
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        parameters.first_solution_strategy = (
            routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
        )
        parameters.local_search_metaheuristic = (
            routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        )
        parameters.time_limit.FromNanoseconds(int(seconds * 10**9))
        listener = _Listener(self, finds)
        self.routing.AddAtSolutionCallback(listener)
        best = self.routing.SolveWithParameters(parameters)
        listener.close()
        if best is not None:
            finds.keep(self.read(lambda index: int(best.Value(self.routing.NextVar(index)))))

    def read(self, next_of: Any) -> Routes:  # noqa: ANN401 -- a function of an index
        """Follow every vehicle from its start to its end."""
        routes: dict[int, list[int]] = {}
        for at, (_row, shift, _vehicle) in enumerate(self.vehicles):
            nodes = []
            index = next_of(self.routing.Start(at))
            while not self.routing.IsEnd(index):
                nodes.append(self.manager.IndexToNode(index))
                index = next_of(index)
            routes[shift] = nodes
        return named(self.model, routes)


class _Listener:
    """Hears of every solution and keeps better ones; must be closed, or the model never goes."""

    def __init__(self, routing: _Routing, finds: Finds) -> None:
        self._routing: _Routing | None = routing
        self._finds = finds
        self._least: int | None = None

    def __call__(self) -> None:
        if self._routing is None:
            return
        model = self._routing.routing
        price = int(model.CostVar().Max())
        if (self._least is None or price < self._least) and self._finds.due:
            self._least = price
            self._finds.keep(self._routing.read(lambda index: model.NextVar(index).Value()))

    def close(self) -> None:
        """Let the model go."""
        self._routing = None
