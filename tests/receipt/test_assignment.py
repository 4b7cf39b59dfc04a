"""The assignment is the best there is, the same whoever asks, and exact where boxes do not fit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.linear_solver import pywraplp

from mealroute.receipt import competition
from mealroute.receipt.assignment import assign
from mealroute.receipt.offers import Demand
from tests.receipt.demands import a_demand, a_town, best_of_all, demands, worth

SINGLES = {1: 1.0}
COUPLES = {1: 0.85, 2: 0.15}
FAMILIES = {1: 0.6, 2: 0.2, 3: 0.1, 4: 0.05, 5: 0.05}


@given(demands())
@settings(max_examples=300)
def test_nothing_that_can_be_tried_is_better_and_ties_go_by_order_id(demand: Demand) -> None:
    assert assign(demand).tolist() == best_of_all(demand)


def best_by_mip(demand: Demand) -> tuple[int, int, int]:
    """Let a general solver maximize goal after goal; rounded, as it computes with fractions."""
    solver = pywraplp.Solver.CreateSolver("SCIP")
    exact = pywraplp.MPSolverParameters()
    exact.SetDoubleParam(exact.RELATIVE_MIP_GAP, 0.0)
    takes = {
        (order, kitchen): solver.BoolVar("")
        for order, kitchen in np.argwhere(demand.eligible).tolist()
    }
    for order in range(len(demand.boxes)):
        solver.Add(sum(take for (one, _), take in takes.items() if one == order) <= 1)
    for kitchen, capacity in enumerate(demand.capacity.tolist()):
        boxes = [
            int(demand.boxes[one]) * take for (one, two), take in takes.items() if two == kitchen
        ]
        solver.Add(sum(boxes) <= capacity)
    goals = [
        sum(int(demand.priority[one]) * take for (one, _), take in takes.items()),
        sum(take for (one, two), take in takes.items() if demand.asked[one] == two),
        sum(-float(demand.distance_mm[pair] / 1e6) * take for pair, take in takes.items()),
    ]
    best = []
    for goal in goals:
        solver.Maximize(goal)
        assert solver.Solve(exact) == solver.OPTIMAL
        best.append(solver.Objective().Value())
        solver.Add(goal >= best[-1] - 1e-6)
    return round(best[0]), round(best[1]), round(best[2] * 1e6)


@pytest.mark.parametrize("sizes", [SINGLES, COUPLES, FAMILIES], ids=["one", "two", "five"])
@pytest.mark.parametrize("share", [1.05, 0.7])
def test_a_general_solver_finds_nothing_better_at_300_orders(
    sizes: dict[int, float], share: float
) -> None:
    demand = a_town(1, 300, 5, sizes=sizes, share=share)
    chosen = assign(demand)
    assert (demand.left(chosen) >= 0).all()
    found, best = worth(demand, chosen), best_by_mip(demand)
    assert found[:2] == best[:2]
    assert found[2] == pytest.approx(best[2], abs=100)  # a tenth of a metre in some hundred km


@given(st.integers(0, 10**6), st.sampled_from([COUPLES, FAMILIES]), st.floats(0.5, 1.1))
@settings(max_examples=15)
def test_kitchens_in_another_order_do_not_change_who_goes_where(
    seed: int, sizes: dict[int, float], share: float
) -> None:
    demand = a_town(seed, 60, 4, sizes=sizes, share=share)
    turned = Demand(
        boxes=demand.boxes,
        priority=demand.priority,
        asked=np.where(demand.asked >= 0, 3 - demand.asked, -1),
        eligible=demand.eligible[:, ::-1],
        distance_mm=demand.distance_mm[:, ::-1],
        capacity=demand.capacity[::-1],
    )
    chosen = assign(turned)
    assert np.where(chosen >= 0, 3 - chosen, -1).tolist() == assign(demand).tolist()


class TestGoals:
    def test_where_all_find_room_each_gets_the_nearest(self) -> None:
        demand = a_demand([1, 1], [5, 5], [[100, 200], [300, 50]])
        assert assign(demand).tolist() == [0, 1]

    def test_the_nearest_is_given_up_so_that_more_are_accepted(self) -> None:
        eligible = np.array([[True, True], [True, False]])
        demand = a_demand([1, 1], [1, 1], [[100, 900], [500, 0]], eligible=eligible)
        assert assign(demand).tolist() == [1, 0]

    def test_priority_weighs_orders_not_boxes(self) -> None:
        assert assign(a_demand([3, 1], [3], [[1], [1]], priority=[1, 2])).tolist() == [-1, 0]
        assert assign(a_demand([3, 1], [3], [[1], [1]], priority=[2, 1])).tolist() == [0, -1]

    def test_two_of_priority_two_go_before_one_of_priority_three(self) -> None:
        demand = a_demand([2, 1, 1], [2], [[1], [9], [9]], priority=[3, 2, 2])
        assert assign(demand).tolist() == [-1, 0, 0]

    def test_the_canteen_asked_for_goes_before_any_distance(self) -> None:
        demand = a_demand([1, 1], [1, 1], [[100, 9000], [100, 9000]], asked=[1, -1])
        assert assign(demand).tolist() == [1, 0]

    def test_distance_decides_among_equals(self) -> None:
        demand = a_demand([1, 1], [1, 1], [[100, 200], [100, 150]])
        assert assign(demand).tolist() == [0, 1]

    def test_a_single_millimetre_decides(self) -> None:
        demand = a_demand([1, 1], [1], [[1_000_001], [1_000_000]])
        assert assign(demand).tolist() == [-1, 0]


class TestTies:
    def test_the_lower_id_gets_the_last_place(self) -> None:
        assert assign(a_demand([1, 1, 1], [2], [[7], [7], [7]])).tolist() == [0, 0, -1]

    def test_the_lower_id_gets_the_nearer_place(self) -> None:
        demand = a_demand([1, 1], [1, 1], [[100, 200], [100, 200]])
        assert assign(demand).tolist() == [0, 1]

    def test_of_two_canteens_equally_near_the_lower_id_cooks(self) -> None:
        assert assign(a_demand([1], [1, 1], [[50, 50]])).tolist() == [0]

    def test_five_hundred_neighbours_are_no_harder_than_five(self) -> None:
        demand = a_demand([1] * 500, [200, 200], [[100, 300]] * 500)
        assert assign(demand).tolist() == [0] * 200 + [1] * 200 + [-1] * 100


class TestWholeOrders:
    def test_an_order_is_never_split(self) -> None:
        assert assign(a_demand([2, 2], [3], [[5], [4]])).tolist() == [-1, 0]

    def test_one_larger_than_any_kitchen_leaves_room_for_others(self) -> None:
        assert assign(a_demand([9, 1], [4], [[1], [1]], priority=[3, 1])).tolist() == [-1, 0]

    def test_single_meals_left_in_two_kitchens_are_brought_together(self) -> None:
        # One meal is left in each kitchen. Moving the first order makes room for the couple.
        eligible = np.array([[True, True], [False, True]])
        demand = a_demand([1, 2], [2, 2], [[100, 100], [0, 100]], eligible=eligible)
        assert assign(demand).tolist() == [0, 1]

    def test_what_prices_promise_and_cannot_be_kept_is_found_exactly(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Each kitchen of three keeps one meal over, so only two couples of the three that prices
        # promise can be served.
        proofs = []
        proven = competition.proven_targets
        monkeypatch.setattr(
            competition, "proven_targets", lambda offers: proofs.append(1) or proven(offers)
        )
        demand = a_demand([2, 2, 2], [3, 3], [[10, 20], [10, 20], [10, 20]])
        assert assign(demand).tolist() == [0, 1, -1]
        assert proofs


def test_distances_around_the_earth_and_boxes_of_every_size_are_still_weighed_exactly() -> None:
    far = [[2 * 10**10 - 7 * order, 2 * 10**10 - 5 * order] for order in range(5)]
    demand = a_demand([3, 4, 5, 7, 11], [11, 12], far, asked=[1, -1, 0, -1, 1])
    assert assign(demand).tolist() == best_of_all(demand)


def test_without_orders_or_kitchens_nothing_is_assigned() -> None:
    assert assign(a_demand([], [3], [])).tolist() == []
    assert assign(a_demand([1], [], [[]])).tolist() == [-1]


def test_a_thousand_orders_with_couples_are_settled_exactly_the_same_twice() -> None:
    demand = a_town(3, 1000, 8, sizes=COUPLES, share=0.9)
    assert assign(demand).tolist() == assign(demand).tolist()
