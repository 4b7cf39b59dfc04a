from typing import Any

import numpy as np
import pytest
from pyvrp import Route

from mealroute.search.canteen_part import parts_of
from mealroute.search.example import two_doors
from mealroute.search.incumbent import tour_price
from mealroute.search.one_trip import OneTrip, one_trip
from mealroute.search.problem import NO_LIMIT_S, Tour, nothing_served
from mealroute.search.pyvrp_engine import _data
from tests.search.random_problems import random_problem


@pytest.mark.parametrize("seed", range(30))
def test_a_route_of_the_model_is_a_valid_tour_of_at_most_its_price(seed: int) -> None:
    problem = random_problem(seed, orders=20, canteens=1)
    rng = np.random.default_rng(seed)
    (part,) = parts_of(problem, nothing_served(problem), 99, rng)
    model = one_trip(problem, part)
    data = _data(model)
    valid = 0
    for _ in range(40):
        row = int(rng.integers(len(model.vehicles)))
        able = np.flatnonzero(model.vehicles[row].able)
        nodes = rng.permutation(able)[: rng.integers(1, 6)].tolist()
        # Neighbours in one building after each other, as any good route has them.
        nodes.sort(key=lambda node: int(problem.order_building[model.orders[node]]))
        route = Route(data, nodes, row)
        tour = Tour(model.vehicles[row].shifts[0], 0, (model.sequence(nodes),))
        price = tour_price(problem, tour)
        if route.is_feasible():
            stated = route.distance_cost() + route.duration_cost() + route.fixed_vehicle_cost()
            assert price is not None
            assert price.total <= stated
            valid += 1
    assert valid


def model_of(**changes: Any) -> OneTrip:
    problem = two_doors()._replace(**changes)
    (part,) = parts_of(problem, nothing_served(problem), 99, np.random.default_rng(0))
    return one_trip(problem, part)


def test_where_the_heat_limit_binds_the_way_to_the_end_takes_no_time() -> None:
    (vehicle,) = model_of().vehicles

    assert vehicle.longest_s == 2_700
    assert vehicle.seconds[:2, 3].tolist() == [0, 0]
    assert vehicle.price[:2, 3].tolist() == [180, 180]


def test_where_the_shift_is_short_the_way_to_the_end_takes_all_the_time() -> None:
    (vehicle,) = model_of(shift_until_s=np.array([39_600 + 2_000])).vehicles

    assert vehicle.longest_s == NO_LIMIT_S
    assert vehicle.until_s == 41_600
    assert vehicle.seconds[:2, 3].tolist() == [180, 180]
    assert vehicle.price[:2, 3].tolist() == [0, 0]


def test_an_order_that_nobody_is_able_to_bring_is_not_modelled() -> None:
    assert model_of(able=np.array([[False, True]])).orders == (1,)


def test_an_order_whose_door_shuts_before_it_opens_is_not_modelled() -> None:
    model = model_of(order_earliest_s=np.array([5, 10]), order_latest_s=np.array([10, 5]))

    assert model.orders == (0,)


def test_a_shift_that_is_over_before_boxes_are_ready_is_not_modelled() -> None:
    assert model_of(canteen_ready_s=np.array([46_801])).vehicles == ()
