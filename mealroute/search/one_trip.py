"""Write a part as the single-trip routing problem that general solvers understand.

Nodes are the orders of the part, then the canteen, then the end of the route. Every vehicle has
two tables of arcs: ``seconds``, which move the clock, and ``price``, which only cost. Handover and
building are paid on leaving an order, so that the clock at a node is the start of its handover.

The heat limit bounds the last start, ``until`` the last end, and a solver has one clock for both.
Where the heat limit can bind, the arc into the end takes no time, so that the solver's limit of
the route's duration is the heat limit; what remains to be done is paid as price and kept by an
earlier end. Where the shift is too short for the heat limit to bind, that arc takes all the time
and the end of the shift is exact.

Between orders of one building ``per_building_s`` is paid last instead of first, which shifts the
handovers between by that much: such orders shut earlier by it, and end later by it where they are
last. So a solver's route is, but for rare corners, a valid tour that costs no more than it says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mealroute.search.canteen_part import Part
from mealroute.search.legs import legs_out_s, legs_to_end_s
from mealroute.search.problem import ENDS_AT_HOME, NO_LIMIT_S, Flags, Ints, Problem


@dataclass(frozen=True, eq=False, slots=True)
class Vehicle:
    """Shifts that are alike in everything a solver sees.

    It leaves at ``from_s`` or later, is at the end by ``until_s``, and at most ``longest_s`` after
    it left. ``seconds`` and ``price`` have a row and a column for each node.
    """

    shifts: tuple[int, ...]
    capacity: int
    from_s: int
    until_s: int
    longest_s: int
    able: Flags
    seconds: Ints
    price: Ints


@dataclass(frozen=True, eq=False, slots=True)
class OneTrip:
    """A part as nodes and vehicles; node ``i`` below ``len(orders)`` is the order ``orders[i]``.

    A handover at node ``i`` starts from ``earliest_s[i]`` to ``latest_s[i]``; leaving it out costs
    ``skip_price[i]``.
    """

    orders: tuple[int, ...]
    boxes: Ints
    earliest_s: Ints
    latest_s: Ints
    skip_price: Ints
    vehicles: tuple[Vehicle, ...]
    call_out: int
    routes: dict[int, tuple[int, ...]]
    """For each shift at work in the start, its nodes in sequence."""

    @property
    def canteen_node(self) -> int:
        """Where routes begin."""
        return len(self.orders)

    @property
    def end_node(self) -> int:
        """Where routes are over."""
        return len(self.orders) + 1

    def sequence(self, nodes: Sequence[int]) -> tuple[int, ...]:
        """Name the orders of a route."""
        return tuple(self.orders[node] for node in nodes)


@dataclass(frozen=True, eq=False, slots=True)
class _Doors:
    """What all vehicles share: the orders as arrays, and their windows."""

    rows: Ints
    place: Ints
    leave_s: Ints
    shared: Flags
    earliest_s: Ints
    latest_s: Ints


def one_trip(problem: Problem, part: Part) -> OneTrip:
    """Model a part; orders that no time or no shift of the part allows are left out.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> model = one_trip(two_doors(), Part(0, (0, 1), (0,), ()))
    >>> model.vehicles[0].seconds[model.canteen_node].tolist()
    [300, 300, 0, 0]
    >>> model.vehicles[0].price[:, model.end_node].tolist()
    [180, 180, 0, 0]
    """
    doors = _doors(problem, part)
    orders = tuple(doors.rows.tolist())
    node_of = {order: node for node, order in enumerate(orders)}
    latest_s = doors.latest_s - problem.per_building_s * doors.shared
    return OneTrip(
        orders=orders,
        boxes=problem.order_boxes[doors.rows],
        earliest_s=doors.earliest_s,
        latest_s=np.maximum(latest_s, doors.earliest_s),
        skip_price=problem.order_price[doors.rows],
        vehicles=_vehicles(problem, part, doors),
        call_out=problem.price_call_out,
        routes={
            tour.shift: tuple(node_of[order] for order in tour.orders)
            for tour in part.tours
            if len(tour.trips) == 1
        },
    )


def _doors(problem: Problem, part: Part) -> _Doors:
    rows = np.array(part.orders, dtype=np.int64)
    serve_until_s = problem.canteen_serve_until_s[part.canteen]
    open_s = (
        np.minimum(problem.order_latest_s[rows], serve_until_s) - problem.order_earliest_s[rows]
    )
    somebody = problem.able[list(part.shifts)][:, rows].any(axis=0)
    rows = rows[somebody & (open_s >= 0)]
    _, entrance, residents = np.unique(
        problem.order_building[rows], return_inverse=True, return_counts=True
    )
    return _Doors(
        rows=rows,
        place=problem.order_place[rows],
        leave_s=problem.order_handover_s[rows] + problem.per_building_s,
        shared=residents[entrance] > 1,
        earliest_s=problem.order_earliest_s[rows],
        latest_s=np.minimum(problem.order_latest_s[rows], serve_until_s),
    )


def _vehicles(problem: Problem, part: Part, doors: _Doors) -> tuple[Vehicle, ...]:
    alike: dict[tuple[object, ...], list[int]] = {}
    for shift in part.shifts:
        alike.setdefault(_kind(problem, shift, doors), []).append(shift)
    found = [_vehicle(problem, part, doors, tuple(shifts)) for shifts in alike.values()]
    return tuple(vehicle for vehicle in found if vehicle.from_s <= vehicle.until_s)


def _kind(problem: Problem, shift: int, doors: _Doors) -> tuple[object, ...]:
    ends_at = int(problem.shift_ends_at[shift])
    return (
        int(problem.shift_mode[shift]),
        int(problem.shift_capacity[shift]),
        int(problem.shift_from_s[shift]),
        int(problem.shift_until_s[shift]),
        int(problem.shift_aboard_s[shift]),
        ends_at,
        int(problem.shift_home[shift]) if ends_at == ENDS_AT_HOME else -1,
        problem.able[shift, doors.rows].tobytes(),
        problem.face_price[shift, doors.rows].tobytes(),
    )


def _vehicle(problem: Problem, part: Part, doors: _Doors, shifts: tuple[int, ...]) -> Vehicle:
    shift = shifts[0]
    able = problem.able[shift, doors.rows]
    rest_s = doors.leave_s + legs_to_end_s(problem, shift, part.canteen, doors.rows)
    from_s = max(int(problem.shift_from_s[shift]), int(problem.canteen_ready_s[part.canteen]))
    until_s = int(problem.shift_until_s[shift])
    aboard_s = int(problem.shift_aboard_s[shift])
    if until_s - from_s - rest_s[able].min(initial=NO_LIMIT_S) <= aboard_s:
        tail_s, longest_s = rest_s, NO_LIMIT_S
    else:
        tail_s, longest_s = problem.per_building_s * doors.shared, aboard_s
    pressing = able & (doors.latest_s + rest_s > until_s)
    seconds, price = _arcs(problem, part.canteen, shift, doors)
    count = len(doors.rows)
    seconds[:count, count + 1] = tail_s
    price[:count, count + 1] = rest_s - tail_s
    return Vehicle(
        shifts=shifts,
        capacity=int(problem.shift_capacity[shift]),
        from_s=from_s,
        until_s=until_s - int((rest_s - tail_s)[pressing].max(initial=0)),
        longest_s=longest_s,
        able=able,
        seconds=seconds,
        price=price,
    )


def _arcs(problem: Problem, canteen: int, shift: int, doors: _Doors) -> tuple[Ints, Ints]:
    """Fill both tables but for the arcs into the end."""
    count = len(doors.rows)
    travel_s = problem.travel_s[problem.shift_mode[shift]]
    entrance = problem.order_building[doors.rows]
    seconds = np.zeros((count + 2, count + 2), dtype=np.int64)
    seconds[:count, :count] = travel_s[np.ix_(doors.place, doors.place)]
    seconds[:count, :count] += doors.leave_s[:, np.newaxis]
    seconds[:count, :count] -= problem.per_building_s * (entrance[:, np.newaxis] == entrance)
    np.fill_diagonal(seconds, 0)
    seconds[count, :count] = legs_out_s(problem, shift, canteen, doors.rows)
    price = np.zeros((count + 2, count + 2), dtype=np.int64)
    price[: count + 1, :count] = problem.face_price[shift, doors.rows]
    np.fill_diagonal(price, 0)
    return seconds, price
