"""Run methods in turn on each day and seed, each run a process of its own on the cores given.

Methods alternate within a day and seed, so that whatever else the machine does hits all alike.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

from benchmarks.child import Job
from benchmarks.methods import OURS
from benchmarks.opened import DAYS
from benchmarks.result import Result, from_json

PROJECT: Final = DAYS.parents[1]
NO_BYTECODE: Final = "PYTHONDONTWRITEBYTECODE"
PATIENCE_S: Final = 900.0
"""How much longer than its time a run may take, with all that follows it."""
WARM_S: Final = 1.0
"""How long a run that does not count is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be run."""

    days: Sequence[Path]
    methods: Sequence[str]
    seconds: Sequence[float]
    seeds: Sequence[int]
    cores: Sequence[int]


class RunError(Exception):
    """A method that could not be run to its end, and the last lines it said."""


def run_all(asked: Asked) -> Iterator[Result | RunError]:
    """Run everything; give each result as soon as it is there.

    Before it counts, every method runs once, so that files are at hand and code is compiled; ours
    does so on each day, which tells how long planning takes beside the search. Every run tells it
    anew, so that ours stops in time.
    """
    beside_s: dict[tuple[str, str, int], float] = {}
    warm: set[str] = set()
    for day, cores, seconds, seed in _turns(asked):
        for method in asked.methods:
            job = Job(
                method=method,
                folder=str(day),
                began_s=0.0,
                seconds=seconds,
                beside_s=0.0,
                seed=seed,
                cores=chosen_cores(cores),
            )
            key = (method, day.name, cores)
            try:
                if method not in warm or (method in OURS and key not in beside_s):
                    beside_s[key] = run_once(replace(job, seconds=WARM_S)).beside_s
                    warm.add(method)
                result = run_once(replace(job, beside_s=beside_s.get(key, 0.0)))
            except RunError as error:
                yield error
            else:
                beside_s[key] = result.beside_s
                yield result


def _turns(asked: Asked) -> Iterator[tuple[Path, int, float, int]]:
    for day in asked.days:
        for cores in asked.cores:
            for seconds in asked.seconds:
                for seed in asked.seeds:
                    yield day, cores, seconds, seed


def chosen_cores(count: int) -> tuple[int, ...]:
    """Choose the last of the cores that this process may use: the first are the busiest.

    Raises
    ------
    RunError
        When there are not so many.
    """
    cores = sorted(os.sched_getaffinity(0))
    if count > len(cores):
        raise RunError(f"cores: {count} asked for, this machine gives {len(cores)}")
    return tuple(cores[-count:])


def run_once(job: Job) -> Result:
    """Run one method in a process of its own.

    Raises
    ------
    RunError
        When it ends without an answer.
    """
    # Python must be free to keep what it compiled, or each run would compile its modules anew.
    environment = {key: value for key, value in os.environ.items() if key != NO_BYTECODE}
    started = replace(job, began_s=time.monotonic())
    command = [sys.executable, "-m", "benchmarks.child", json.dumps(asdict(started))]
    try:
        done = subprocess.run(  # noqa: S603 -- our own module
            command,
            cwd=PROJECT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=job.seconds + PATIENCE_S,
        )
    except subprocess.TimeoutExpired as error:
        raise RunError(f"{job.method} on {Path(job.folder).name}: no end to it") from error
    if done.returncode != 0:
        last = "\n".join(done.stderr.strip().splitlines()[-3:])
        raise RunError(f"{job.method} on {Path(job.folder).name}: code {done.returncode}\n{last}")
    return from_json(json.loads(done.stdout))
