"""Split orders are cut off, and what prices prove is never more than whole orders can do."""

import numpy as np
import pytest
from hypothesis import given, settings

from mealroute.receipt.competition import settle
from mealroute.receipt.exact import cheapest, first_by_order
from mealroute.receipt.goals import proven_targets, targets, weigh
from mealroute.receipt.network import best_flow
from mealroute.receipt.offers import Demand, Offers, offers
from mealroute.receipt.program import Program
from mealroute.receipt.relaxation import tighten
from tests.receipt.demands import a_demand, best_of_all, demands, worth


def every_way(demand: Demand) -> Offers:
    orders, kitchens = np.arange(len(demand.boxes)), np.arange(len(demand.capacity))
    return offers(demand, orders, kitchens, np.full(len(orders), -1))


def as_program(ways: Offers) -> Program:
    """Accept as many boxes as possible, then as near as possible; kitchens are the limits."""
    kitchens = np.arange(len(ways.capacity))
    rows = np.where(ways.kitchen == kitchens[:, None], ways.boxes, 0)
    cost = ways.distance_mm - 10**6 * ways.priority
    return Program(ways.kind, ways.members, cost, rows, ways.capacity)


class TestFlow:
    def test_where_all_find_room_a_meal_more_is_worth_nothing(self) -> None:
        flow = best_flow(every_way(a_demand([1, 2], [5], [[10], [20]])))
        assert not flow.worth.any()

    def test_a_meal_of_a_short_kitchen_is_worth_what_losing_it_would_cost(self) -> None:
        demand = a_demand([1, 1], [1], [[30], [50]], priority=[3, 2], asked=[0, -1])
        flow = best_flow(every_way(demand))
        assert (flow.share, flow.worth.tolist()) == (1, [[3, 1, -30]])

    def test_it_is_found_along_a_chain_of_moves(self) -> None:
        # A meal less in the first kitchen sends the first order to the second, 5 farther, and
        # from there the second order home, 40 nearer.
        eligible = np.array([[True, True], [False, True], [True, False]])
        demand = a_demand([1, 1, 1], [1, 1], [[10, 15], [0, 40], [60, 0]], eligible=eligible)
        flow = best_flow(every_way(demand))
        assert flow.worth[0].tolist() == [1, 0, -35]

    def test_values_are_shared_out_among_the_boxes_of_an_order(self) -> None:
        flow = best_flow(every_way(a_demand([2, 3], [2], [[60], [60]], priority=[1, 3])))
        assert (flow.share, flow.worth.tolist()) == (6, [[6, 0, -120]])

    @given(demands(least=1))
    @settings(max_examples=100)
    def test_its_prices_bound_every_goal_in_turn(self, demand: Demand) -> None:
        ways = every_way(demand)
        goals = weigh(ways, best_flow(ways))
        best = worth(demand, np.array(best_of_all(demand)))
        assert [goals.share * goal for goal in best] <= goals.bound.tolist()
        assert best[:2] <= targets(goals)

    @given(demands(least=1))
    @settings(max_examples=100)
    def test_targets_are_proven_exactly(self, demand: Demand) -> None:
        ways = every_way(demand)
        best = worth(demand, np.array(best_of_all(demand)))
        assert proven_targets(ways) == best[:2]


class TestCuts:
    def test_half_a_couple_in_the_last_meal_is_cut_off(self) -> None:
        ways = every_way(a_demand([1, 2, 2], [4], [[10], [20], [20]], priority=[3, 1, 1]))
        steps = list(tighten(as_program(ways), ways, np.array([0])))
        assert steps[0].amounts is None
        last = steps[-1]
        assert last.amounts is not None
        assert int(last.program.cost @ last.amounts) == 20 + 10 - 4 * 10**6
        assert last.gap(0) == 0

    def test_a_cut_counts_half_boxes_rounded_up_for_orders_that_stay(self) -> None:
        ways = every_way(a_demand([1, 2, 2], [4], [[10], [20], [20]], priority=[3, 1, 1]))
        *_, last = tighten(as_program(ways), ways, np.array([0]))
        cut, limit = last.program.rows[1], last.program.limits[1]
        assert (cut[ways.kitchen == 0].tolist(), int(limit)) == ([1, 1], 2)

    @given(demands(least=1))
    @settings(max_examples=100)
    def test_no_cut_forbids_any_answer_of_whole_orders(self, demand: Demand) -> None:
        ways = every_way(demand)
        program = as_program(ways)
        best = cheapest(program, np.zeros(len(program.limits), dtype=np.int64), 10**12)
        assert best is not None
        for tight in tighten(program, ways, np.zeros_like(program.limits)):
            assert tight.program.holds(best)
            assert tight.program.priced(tight.prices)[0] <= program.cost @ best


class TestExact:
    PROGRAM = Program(
        kind=np.array([0, 0, 1, 1]),
        members=np.array([2, 1]),
        cost=np.array([1, 5, 1, 9]),
        rows=np.array([[1, 0, 1, 0]]),
        limits=np.array([2]),
    )

    def test_the_cheapest_answer_within_reach_of_the_prices_is_found(self) -> None:
        found = cheapest(self.PROGRAM, np.array([4]), 0)
        assert found is not None
        assert found.tolist() == [1, 1, 1, 0]

    def test_that_there_is_none_within_reach_is_proven(self) -> None:
        assert self.PROGRAM.priced(np.array([0]))[0] == 3
        assert cheapest(self.PROGRAM, np.array([0]), 3) is None
        assert cheapest(self.PROGRAM, np.array([0]), 4) is not None

    def test_of_equal_answers_each_order_in_turn_has_its_best_way(self) -> None:
        program = self.PROGRAM._replace(cost=np.array([1, 5, 1, 5]))
        amounts = np.array([2, 0, 0, 1])
        assert first_by_order(program, np.array([4]), amounts, np.array([0, 1, 0])).tolist() == [
            0,
            2,
            1,
        ]
        assert first_by_order(program, np.array([4]), amounts, np.array([0, 0, 1])).tolist() == [
            0,
            0,
            3,
        ]


@pytest.mark.parametrize("boxes", [[1, 1, 1], [1, 2, 2]])
def test_a_competition_is_settled_by_the_flow_or_by_proof(boxes: list[int]) -> None:
    demand = a_demand(boxes, [3], [[10], [20], [30]])
    ways = every_way(demand)
    assert settle(ways, best_flow(ways)).tolist() == [
        0 if c == 0 else 1 for c in best_of_all(demand)
    ]
