from pathlib import Path

import numpy as np
import pytest

from benchmarks.classic import (
    SMALL,
    InstanceError,
    instances,
    problem_of,
    read_best,
    read_instance,
    search,
)
from mealroute.search.engine import Budget


def test_the_cost_of_an_instance_is_the_distance_there_and_back() -> None:
    solved = search(read_instance(SMALL), "mealroute", Budget(iterations=100), 0, 1)

    assert solved.cost == 5 + 5 + 10 + 10
    assert solved.fault == ""


def test_distances_are_rounded_to_the_nearest_whole() -> None:
    instance = read_instance(SMALL.replace("2 3 4", "2 1 1").replace("3 0 10", "3 0 1.5"))

    # The square root of 2, and a half, which goes up.
    assert problem_of(instance).travel_s[0][0].tolist() == [0, 1, 2]


def test_there_are_more_shifts_than_the_boxes_need() -> None:
    instance = read_instance(SMALL)
    problem = problem_of(instance)

    assert problem.shifts * instance.capacity > problem.order_boxes.sum()
    assert np.unique(problem.shift_capacity).tolist() == [3]


@pytest.mark.parametrize(
    ("was", "is_now"),
    [("CVRP", "VRPTW"), ("EUC_2D", "EXPLICIT"), ("DEPOT_SECTION\n1", "DEPOT_SECTION\n2")],
)
def test_an_instance_of_another_kind_is_refused(was: str, is_now: str) -> None:
    with pytest.raises(InstanceError, match="expected"):
        read_instance(SMALL.replace(was, is_now))


def test_a_solution_file_without_a_cost_is_refused() -> None:
    with pytest.raises(InstanceError, match="expected one"):
        read_best("Route #1: 1 2\n")


def test_instances_without_a_published_value_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "small.vrp").write_text(SMALL, encoding="utf-8")
    (tmp_path / "small.sol").write_text("Route #1: 1\nRoute #2: 2\nCost 30\n", encoding="utf-8")
    (tmp_path / "other.vrp").write_text(SMALL, encoding="utf-8")

    ((instance, best),) = instances(tmp_path, [])

    assert (instance.name, best) == ("small", 30)
    assert list(instances(tmp_path, ["other"])) == []
