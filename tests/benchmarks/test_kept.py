import dataclasses
import json
from pathlib import Path

import pytest

from benchmarks.kept import (
    BEST_KNOWN,
    KeptError,
    Known,
    load_plan,
    read_known,
    save_plan,
    solution_of,
    write_known,
)
from benchmarks.opened import DAYS, Opened, open_day
from benchmarks.reference import Wanted, improve
from mealroute.routing.build import Instance
from mealroute.search.engine import Budget
from mealroute.search.problem import Solution
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost

DAY = "n60-s1"


@pytest.fixture(scope="module")
def opened() -> Opened:
    return open_day(DAYS / DAY)


@pytest.fixture(scope="module")
def instance(opened: Opened) -> Instance:
    return opened.build()


@pytest.fixture(scope="module")
def solution(instance: Instance) -> Solution:
    return first_solution(instance.problem)


def told(instance: Instance, solution: Solution) -> dict[str, object]:
    return {"cost": cost(instance.problem, solution), "seconds": 1.0, "by": "a test"}


def as_set(solution: Solution) -> set[object]:
    return {*solution.tours, solution.cooks}


def test_a_kept_plan_comes_back_as_it_was(
    tmp_path: Path, opened: Opened, instance: Instance, solution: Solution
) -> None:
    path = tmp_path / "plan.json"

    save_plan(path, instance, solution, told(instance, solution))
    loaded, plan = load_plan(path, opened, instance)

    assert as_set(loaded) == as_set(solution)
    assert as_set(solution_of(plan, instance)) == as_set(solution)
    assert [file.name for file in tmp_path.iterdir()] == ["plan.json"]


def test_a_kept_plan_that_lies_about_its_cost_is_refused(
    tmp_path: Path, opened: Opened, instance: Instance, solution: Solution
) -> None:
    path = tmp_path / "plan.json"
    save_plan(path, instance, solution, {**told(instance, solution), "cost": 1})

    with pytest.raises(KeptError, match="says it costs 1"):
        load_plan(path, opened, instance)


def test_a_kept_plan_that_breaks_a_rule_is_refused(
    tmp_path: Path, opened: Opened, instance: Instance, solution: Solution
) -> None:
    path = tmp_path / "plan.json"
    save_plan(path, instance, solution, told(instance, solution))
    read = json.loads(path.read_text(encoding="utf-8"))
    read["tours"].append(read["tours"][0])
    path.write_text(json.dumps(read), encoding="utf-8")

    with pytest.raises(KeptError, match="found None"):
        load_plan(path, opened, instance)


def test_a_kept_plan_of_another_day_is_refused(
    tmp_path: Path, instance: Instance, solution: Solution
) -> None:
    path = tmp_path / "plan.json"
    save_plan(path, instance, solution, told(instance, solution))
    other = open_day(DAYS / "n60-s0")
    strange = dataclasses.replace(instance, orders=instance.orders[:5])

    with pytest.raises(KeptError, match="not of this day"):
        load_plan(path, other, strange)


def test_only_a_better_cost_replaces_the_best_known(tmp_path: Path) -> None:
    first = Known("d", 100, 50, 1.5, "one, of several")

    assert write_known(first, tmp_path)
    assert not write_known(dataclasses.replace(first, cost=100, by="another"), tmp_path)
    assert read_known(tmp_path) == {"d": first}
    assert write_known(dataclasses.replace(first, cost=99, by="another"), tmp_path)
    assert read_known(tmp_path)["d"].by == "another"


def test_a_reference_run_goes_on_from_the_plan_that_is_kept(
    tmp_path: Path, opened: Opened, instance: Instance
) -> None:
    said: list[str] = []
    wanted = Wanted(rounds=2, each=Budget(iterations=200))

    first = improve(DAY, opened, wanted, folder=tmp_path, say=said.append)
    kept = read_known(tmp_path)[DAY]
    second = improve(DAY, opened, wanted, folder=tmp_path, say=said.append)

    assert kept.cost == first
    assert second <= first
    assert load_plan(tmp_path / f"{DAY}.json", opened, instance)[1].made.cost == second
    assert any("goes on from" in line for line in said)


def test_a_reference_run_keeps_its_plan_even_where_others_told_of_a_better_cost(
    tmp_path: Path, opened: Opened, instance: Instance
) -> None:
    told_by_others = Known(DAY, 1, 1, 5.0, "somebody without a plan")
    write_known(told_by_others, tmp_path)

    wanted = Wanted(rounds=1, each=Budget(iterations=10))
    found = improve(DAY, opened, wanted, folder=tmp_path, say=lambda _line: None)

    assert read_known(tmp_path)[DAY] == told_by_others
    assert load_plan(tmp_path / f"{DAY}.json", opened, instance)[1].made.cost == found


def test_every_benchmark_day_has_a_best_cost() -> None:
    known = read_known(BEST_KNOWN)

    assert set(known) <= {folder.name for folder in DAYS.iterdir()}
    assert {"n60-s0", "n200-s0", "n1000-s0", "n3000-s0", "n10000-s0"} <= set(known)
