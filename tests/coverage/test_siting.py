"""Where the next canteen goes is proven: trying all choices finds no better one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mealroute.coverage.siting import (
    Effort,
    SitingProblem,
    greedy_cover,
    maximal_covering,
    p_center,
    p_median,
    serve,
    set_covering,
)
from mealroute.errors import ArgumentError
from tests.coverage.siting_cases import best, choices, counts, problems

EFFORT = Effort(seconds=None)
REACH = 500


def covered(problem: SitingProblem, sites: tuple[int, ...]) -> int:
    near = (problem.cost[:, list(sites)] <= REACH).any(axis=1)
    return int(problem.weight[near].sum())


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_no_choice_covers_more(problem: SitingProblem, data: st.DataObject) -> None:
    count = data.draw(st.sampled_from(counts(problem)))
    answer = maximal_covering(problem, REACH, count, EFFORT)
    assert answer.value == covered(problem, answer.sites)
    assert answer.value == answer.bound
    assert answer.value == best(problem, count, lambda one: covered(problem, one), most=True)
    assert len(answer.sites) == count


@settings(max_examples=60, deadline=None)
@given(problems(with_capacity=True), st.data())
def test_no_choice_serves_more_within_capacities(
    problem: SitingProblem, data: st.DataObject
) -> None:
    count = data.draw(st.sampled_from(counts(problem)))
    answer = maximal_covering(problem, REACH, count, EFFORT)
    value = best(problem, count, lambda one: serve(problem, one, REACH).weight, most=True)
    assert answer.value == answer.bound == value


@settings(max_examples=60, deadline=None)
@given(problems())
def test_fewer_sites_leave_somebody_out_who_could_be_covered(problem: SitingProblem) -> None:
    answer = set_covering(problem, REACH, EFFORT)
    able = (problem.cost <= REACH).any(axis=1)
    assert ((answer.served_by >= 0) == (able | (answer.served_by >= 0))).all()
    assert (problem.cost[:, list(answer.sites)] <= REACH).any(axis=1)[able].all()
    assert answer.proven
    fewest = [
        count
        for count in range(problem.sites + 1)
        for one in choices(problem, count)
        if (problem.cost[able][:, list(one)] <= REACH).any(axis=1).all()
    ]
    assert answer.value == min(fewest)


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_no_choice_has_shorter_ways_together(problem: SitingProblem, data: st.DataObject) -> None:
    count = data.draw(st.sampled_from(counts(problem)))
    answer = p_median(problem, count, EFFORT)

    def ways(sites: tuple[int, ...]) -> int:
        return int(problem.weight @ problem.cost[:, list(sites)].min(axis=1))

    assert answer.value == ways(answer.sites) == answer.bound
    assert answer.value == best(problem, count, ways, most=False)


@settings(max_examples=60, deadline=None)
@given(problems(with_capacity=True), st.data())
def test_no_choice_has_shorter_ways_within_capacities(
    problem: SitingProblem, data: st.DataObject
) -> None:
    count = data.draw(st.sampled_from(counts(problem)))
    everybody = int(problem.weight.sum())
    assert problem.capacity is not None
    able = [
        one for one in choices(problem, count) if problem.capacity[list(one)].sum() >= everybody
    ]
    assume(able)
    answer = p_median(problem, count, EFFORT)
    values = [serve(problem, one, int(problem.cost.max())).cost for one in able]
    assert answer.bound <= min(values) <= answer.value
    assert answer.value == min(values)


@settings(max_examples=60, deadline=None)
@given(problems(), st.data())
def test_no_choice_has_a_shorter_longest_way(problem: SitingProblem, data: st.DataObject) -> None:
    count = data.draw(st.sampled_from(counts(problem)))
    answer = p_center(problem, count, EFFORT)
    people = problem.cost[problem.weight > 0]

    def longest(sites: tuple[int, ...]) -> int:
        return int(people[:, list(sites)].min(axis=1).max(initial=0))

    assert answer.value == longest(answer.sites) == answer.bound
    assert answer.value == best(problem, count, longest, most=False)
    assert len(answer.sites) == count


@settings(max_examples=60, deadline=None)
@given(problems(with_capacity=True), st.data())
def test_whatever_the_effort_the_bound_is_on_its_side_and_the_value_is_that_of_the_sites(
    problem: SitingProblem, data: st.DataObject
) -> None:
    count = data.draw(st.sampled_from(counts(problem)))
    effort = data.draw(st.sampled_from([Effort(seconds=0.0), Effort(seconds=None, steps=0),
                                        Effort(seconds=None, steps=1)]))  # fmt: skip
    free = replace(problem, capacity=None)

    cover = maximal_covering(problem, REACH, count, effort)
    most = best(problem, count, lambda one: serve(problem, one, REACH).weight, most=True)
    assert cover.value == serve(problem, cover.sites, REACH).weight <= most <= cover.bound

    def together(sites: tuple[int, ...]) -> int:
        return int(free.weight @ free.cost[:, list(sites)].min(axis=1))

    median = p_median(free, count, effort)
    assert median.bound <= best(free, count, together, most=False) <= median.value
    assert median.value == together(median.sites)

    counted = free.weight > 0

    def longest(sites: tuple[int, ...]) -> int:
        return int(free.cost[counted][:, list(sites)].min(axis=1).max(initial=0))

    center = p_center(free, count, effort)
    assert center.bound <= best(free, count, longest, most=False) <= center.value
    assert center.value == longest(center.sites)

    fewest = set_covering(free, REACH, effort)
    assert fewest.bound <= set_covering(free, REACH, EFFORT).value <= fewest.value


def test_a_bound_holds_where_the_effort_ends_early() -> None:
    rng = np.random.default_rng(3)
    problem = SitingProblem(cost=rng.integers(1, 1000, (40, 12)), weight=rng.integers(1, 5, 40))
    whole = p_median(problem, 4, EFFORT)
    early = p_median(problem, 4, Effort(seconds=None, steps=10))
    assert early.bound <= whole.bound <= whole.value <= early.value


@pytest.mark.parametrize("steps", [0, 1])
def test_a_covering_cut_short_serves_no_less_than_the_greedy_choice(steps: int) -> None:
    rng = np.random.default_rng(4)
    problem = SitingProblem(
        cost=rng.integers(0, 1000, (200, 20)), weight=rng.integers(1, 4, 200),
        capacity=rng.integers(20, 60, 20),
    )  # fmt: skip
    answer = maximal_covering(problem, 200, 5, Effort(seconds=None, steps=steps))
    assert answer.value >= serve(problem, greedy_cover(problem, 200, 5), 200).weight
    assert answer.bound <= np.sort(problem.capacity)[-5:].sum()


def test_the_same_steps_give_the_same_answer() -> None:
    rng = np.random.default_rng(4)
    problem = SitingProblem(
        cost=rng.integers(1, 1000, (50, 12)), weight=rng.integers(1, 5, 50),
        capacity=rng.integers(30, 60, 12),
    )  # fmt: skip
    effort = Effort(seconds=None, steps=60)
    one, other = (p_median(problem, 5, effort) for _again in range(2))
    assert (one.sites, one.value, one.bound) == (other.sites, other.value, other.bound)
    assert (one.served_by == other.served_by).all()


def test_people_are_shared_by_the_room_there_is() -> None:
    problem = SitingProblem(
        cost=np.array([[10, 90], [20, 30], [30, 40]]), weight=np.array([1, 1, 1]),
        capacity=np.array([1, 1]),
    )  # fmt: skip
    shared = serve(problem, (0, 1), reach=60)
    assert shared.weight == 2
    assert shared.served_by.tolist() == [0, 1, -1]
    assert shared.cost == 40


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"cost": np.zeros(3, int)}, r"shape \(3,\), expected points x sites"),
        ({"weight": np.ones(2, int)}, r"weight has shape \(2,\), expected \(3,\)"),
        ({"fixed": np.zeros(3, bool)}, r"fixed has shape \(3,\), expected \(2,\)"),
        ({"cost": np.full((3, 2), -1)}, "expected to be 0 or more"),
    ],
)
def test_what_is_no_problem_is_refused(fields: dict[str, np.ndarray], told: str) -> None:
    good = {"cost": np.zeros((3, 2), int), "weight": np.ones(3, int)}
    with pytest.raises(ArgumentError, match=told):
        SitingProblem(**{**good, **fields})


def test_more_sites_than_there_are_cannot_be_opened() -> None:
    problem = SitingProblem(cost=np.zeros((3, 2), int), weight=np.ones(3, int))
    with pytest.raises(ArgumentError, match="3 open sites are asked for, expected 1 to 2"):
        maximal_covering(problem, REACH, 3)


def test_sites_that_cannot_serve_everybody_are_refused() -> None:
    problem = SitingProblem(
        cost=np.zeros((3, 2), int), weight=np.ones(3, int), capacity=np.array([1, 1])
    )
    with pytest.raises(ArgumentError, match="2 sites serve 2 at most, expected room for 3"):
        p_median(problem, 2)
