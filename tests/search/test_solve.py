import io
import pickle
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import mealroute
from mealroute.errors import ArgumentError
from mealroute.search import solve as solving
from mealroute.search.child import Found, Job, serve
from mealroute.search.engine import Budget
from mealroute.search.example import two_doors
from mealroute.search.problem import nothing_served
from mealroute.search.ruin_recreate import RuinRecreateEngine, first_solution
from mealroute.search.schedule import cost
from mealroute.search.solve import Progress, solve
from tests.search.random_problems import random_problem

ENDLESS = Budget(iterations=10**12)


def test_a_search_finds_what_the_engine_finds_and_tells_the_way() -> None:
    problem = two_doors()
    seen: list[Progress] = []

    solved = solve(
        problem, nothing_served(problem), engine="mealroute", budget=Budget(iterations=50),
        seed=0, on_progress=seen.append,
    )  # fmt: skip

    assert solved.cost == cost(problem, solved.solution) == 1_460
    assert not solved.stopped
    assert not solved.fault
    assert (seen[0].cost, seen[0].unassigned) == (200_000, 2)


def test_two_workers_give_the_same_answer_every_time() -> None:
    problem = random_problem(5)

    def once() -> object:
        return solve(
            problem, first_solution(problem), engine="mealroute", budget=Budget(iterations=300),
            seed=4, workers=2,
        ).solution  # fmt: skip

    assert once() == once()


def test_a_search_that_is_stopped_keeps_the_best_so_far() -> None:
    problem = random_problem(6)
    start = nothing_served(problem)
    seen: list[Progress] = []

    def better() -> bool:
        return bool(seen) and seen[-1].cost < seen[0].cost

    solved = solve(
        problem, start, engine="mealroute", budget=ENDLESS, seed=0,
        on_progress=seen.append, should_stop=better,
    )  # fmt: skip

    assert solved.stopped
    assert solved.cost <= seen[-1].cost < seen[0].cost
    assert solved.cost == cost(problem, solved.solution)


def test_a_child_that_dies_costs_nothing_but_its_help(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_doors()
    start = first_solution(problem)
    monkeypatch.setattr(solving, "_START_CHILD", "import os; os.kill(os.getpid(), 9)")

    solved = solve(problem, start, engine="pyvrp", budget=ENDLESS, seed=0)

    assert solved.solution == start
    assert solved.fault == "pyvrp: ended with code -9"


def test_a_search_that_fails_here_keeps_the_best_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_doors()
    start = first_solution(problem)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr(RuinRecreateEngine, "improve", fail)

    solved = solve(problem, start, engine="mealroute", budget=ENDLESS, seed=0)

    assert solved.solution == start
    assert solved.fault == "mealroute: RuntimeError: no memory"


def test_a_child_that_forgets_the_time_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = two_doors()
    monkeypatch.setattr(solving, "_START_CHILD", "while True: pass")
    monkeypatch.setattr(solving, "GRACE_S", 0.2)

    solved = solve(
        problem, first_solution(problem), engine="pyvrp", budget=Budget(seconds=0.1), seed=0
    )

    assert solved.stopped
    assert solved.seconds < 10


def test_an_unknown_engine_is_refused_before_anything_starts() -> None:
    problem = two_doors()

    with pytest.raises(ArgumentError, match="'magic', expected one of mealroute"):
        solve(problem, nothing_served(problem), engine="magic", budget=ENDLESS, seed=0)


def test_a_job_whose_seconds_are_over_still_gets_an_answer() -> None:
    problem = two_doors()
    job = Job(
        problem, nothing_served(problem), "mealroute", Budget(seconds=60), 0,
        deadline_s=time.monotonic() - 1,
    )  # fmt: skip
    messages = io.BytesIO()

    serve(io.BytesIO(pickle.dumps(job)), messages)

    messages.seek(0)
    found = []
    while messages.tell() < len(messages.getvalue()):
        found.append(pickle.load(messages))  # noqa: S301 -- written above
    assert isinstance(found[-1], Found)
    assert found[-1].done
    assert len(found[-1].solution.served) == 2


def test_ctrl_c_ends_the_search_and_keeps_the_plan() -> None:
    script = """
import sys
from mealroute.search.engine import Budget
from mealroute.search.example import two_doors
from mealroute.search.problem import nothing_served
from mealroute.search.solve import solve

def show(progress):
    if progress.unassigned == 0:
        print("served", flush=True)

problem = two_doors()
solved = solve(
    problem, nothing_served(problem), engine="mealroute", budget=Budget(iterations=10**12),
    seed=0, on_progress=show,
)
print(solved.stopped, solved.cost, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(mealroute.__file__).parents[1],
        start_new_session=True,
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "served\n"
        parent.send_signal(signal.SIGINT)
        rest = parent.stdout.read()

    assert rest.splitlines()[-1] == "True 1460"
    assert parent.returncode == 0
