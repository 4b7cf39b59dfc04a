"""Run one engine in a process of its own: a job comes in by stdin, better solutions go out.

Messages are pickles one after the other, between a parent and the child it started itself. The
real standard output is kept for them alone; whatever a solver prints goes to standard error.
"""

import os
import pickle
import signal
import sys
import time
from dataclasses import dataclass, replace
from typing import BinaryIO

from mealroute.search.engine import Budget
from mealroute.search.engines import get_engine
from mealroute.search.problem import Problem, Solution


@dataclass(frozen=True, slots=True)
class Job:
    """What a child is to do."""

    problem: Problem
    start: Solution
    engine: str
    budget: Budget
    seed: int
    deadline_s: float | None = None
    """When the seconds are over, by the clock of `time.monotonic` that all processes share."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a child found: a better solution on the way, or its last word."""

    solution: Solution
    cost: int | None
    done: bool


def main() -> None:
    """Serve one job; the entry of the child process."""
    # Ctrl-C is the parent's business: it keeps the best solution and ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    messages = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with messages:
        serve(sys.stdin.buffer, messages)


def serve(jobs: BinaryIO, messages: BinaryIO) -> None:
    """Read one job, work, and write what is found."""
    job: Job = pickle.load(jobs)  # noqa: S301 -- from the parent that started this process

    def say(found: Found) -> None:
        pickle.dump(found, messages)
        messages.flush()

    best = get_engine(job.engine).improve(
        job.problem,
        job.start,
        _rest(job),
        job.seed,
        lambda solution, cost: say(Found(solution, cost, done=False)),
    )
    say(Found(best, None, done=True))


def _rest(job: Job) -> Budget:
    """Take the seconds this process needed to start from the budget."""
    if job.budget.seconds is None or job.deadline_s is None:
        return job.budget
    left_s = job.deadline_s - time.monotonic()
    return replace(job.budget, seconds=max(0.0, min(left_s, job.budget.seconds)))


if __name__ == "__main__":
    main()
