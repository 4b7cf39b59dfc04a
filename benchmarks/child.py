"""Run one method once, in this process alone, and print what it gave as JSON.

The clock began when the process was started, and stops at the answer; a peer's answer is made
into a plan and judged after that.
"""

import json
import os
import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CURVE_POINTS = 200
MB = 1024


@dataclass(frozen=True, slots=True)
class Job:
    """What a child is to do: a method on a day, until ``began_s + seconds``, on given cores."""

    method: str
    folder: str
    began_s: float
    seconds: float
    beside_s: float
    seed: int
    cores: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """What the clock and the system said when the answer was there."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def stop(job: Job) -> Stopped:
    """Read the clocks.

    Memory is that of this process and, for each core, of the largest it started: an upper bound.
    """
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    cpu_s = own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime
    peak_kb = own.ru_maxrss + len(job.cores) * others.ru_maxrss
    return Stopped(time.monotonic() - job.began_s, cpu_s, peak_kb / MB)


def run_ours(job: Job) -> dict[str, Any]:
    """Run mealroute."""
    from benchmarks.ours import run  # noqa: PLC0415 -- each method starts with what it needs
    from benchmarks.referee import judge  # noqa: PLC0415

    ran = run(
        job.method,
        Path(job.folder),
        job.began_s + job.seconds,
        job.beside_s,
        seed=job.seed,
        cores=len(job.cores),
    )
    stopped = stop(job)
    bill = ran.planned.judgement.bill
    judgement = judge(ran.opened, ran.planned.plan)
    left = len(ran.planned.plan.unassigned)
    fixed = bill.total - bill.avoidable
    complete = [point for point in ran.heard.points if point[2] <= left]
    curve = [(moment_s - job.began_s, cost - fixed) for moment_s, cost, _left in complete]
    return {
        **told(job, stopped),
        "orders": len(ran.opened.receipts),
        "version": ran.planned.plan.made.version,
        "cost": judgement.bill.total,
        "avoidable_cost": judgement.bill.avoidable,
        "unassigned": left,
        "put_in": 0,
        "violations": len(judgement.violations),
        "read_s": round(ran.read_s - job.began_s, 3),
        "first_s": round(curve[0][0] if curve else stopped.wall_s, 3),
        "beside_s": round(ran.beside_s, 3),
        "curve": thinned([*curve, (stopped.wall_s, judgement.bill.avoidable)]),
    }


def run_peer(job: Job) -> dict[str, Any]:
    """Run another solver canteen by canteen; settle and judge what it found after the clock."""
    from benchmarks.canteens import solve_canteens  # noqa: PLC0415 -- as above
    from benchmarks.methods import solver_of, version_of  # noqa: PLC0415
    from benchmarks.opened import open_day  # noqa: PLC0415

    solve = solver_of(job.method)
    opened = open_day(Path(job.folder))
    read_s = time.monotonic() - job.began_s
    instance = opened.build()
    built_s = time.monotonic() - job.began_s
    ends_s = job.began_s + job.seconds
    runs = solve_canteens(instance.problem, solve, ends_s, job.seed, len(job.cores))
    stopped = stop(job)

    from benchmarks.referee import curve, judge, plan_of, settle  # noqa: PLC0415 -- off the clock

    answers = {run.part.canteen: run.routes for run in runs}
    settled = settle(instance.problem, answers)
    plan = plan_of(opened, instance, settled.solution, job.method, job.seconds, job.seed)
    judgement = judge(opened, plan)
    left = len(plan.unassigned)
    fixed = judgement.bill.total - judgement.bill.avoidable
    complete = [
        (built_s + seconds, cost - fixed)
        for seconds, cost, missing in curve(instance.problem, runs)
        if missing <= left and built_s + seconds < stopped.wall_s
    ]
    return {
        **told(job, stopped),
        "orders": len(opened.receipts),
        "version": version_of(job.method),
        "cost": judgement.bill.total,
        "avoidable_cost": judgement.bill.avoidable,
        "unassigned": left,
        "put_in": settled.put_in,
        "violations": len(judgement.violations),
        "read_s": round(read_s, 3),
        "first_s": None,
        "beside_s": 0.0,
        "curve": thinned([*complete, (stopped.wall_s, judgement.bill.avoidable)]),
    }


def told(job: Job, stopped: Stopped) -> dict[str, Any]:
    """Say what was asked for and what it took."""
    return {
        "day": Path(job.folder).name,
        "method": job.method,
        "cores": len(job.cores),
        "seconds": job.seconds,
        "seed": job.seed,
        "wall_s": round(stopped.wall_s, 2),
        "cpu_s": round(stopped.cpu_s, 2),
        "peak_mb": round(stopped.peak_mb),
    }


def thinned(points: list[tuple[float, int]]) -> list[tuple[float, int]]:
    """Keep the points where the best so far falls, and not more than a picture needs.

    Examples
    --------
    >>> thinned([(1.0, 9), (2.0, 9), (3.0, 7), (4.0, 8)])
    [(1.0, 9), (3.0, 7), (4.0, 7)]
    """
    falling: list[tuple[float, int]] = []
    for seconds, cost in points:
        if not falling or cost < falling[-1][1]:
            falling.append((round(seconds, 3), cost))
    every = max(1, len(falling) // CURVE_POINTS)
    end = (round(points[-1][0], 3), falling[-1][1])
    kept = falling[::every]
    return (
        kept if kept[-1] == end else [*(one for one in kept if one[1] > end[1]), falling[-1], end]
    )


def main() -> None:
    """Do the job on the command line."""
    values = json.loads(sys.argv[1])
    job = Job(**{**values, "cores": tuple(values["cores"])})
    os.sched_setaffinity(0, job.cores)
    # Whatever a solver prints must not get among the answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())

    from benchmarks.methods import OURS  # noqa: PLC0415 -- after the cores are chosen

    result = run_ours(job) if job.method in OURS else run_peer(job)
    with answers:
        json.dump(result, answers)


if __name__ == "__main__":
    main()
