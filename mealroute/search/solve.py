"""Run engines aside, keep the best valid solution at any moment, stop on request.

A solver may hold the interpreter's lock for its whole run, crash, or forget the time; in a process
of its own none of that reaches the caller. The child is a plain subprocess: `multiprocessing`
would run the caller's script again. The engine of our own does none of that and searches in a
thread, without a second interpreter to start and the problem to hand over.
"""

import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Final

import mealroute
from mealroute.search.child import Found, Job
from mealroute.search.engine import Budget, ThreadedEngine
from mealroute.search.engines import get_engine
from mealroute.search.problem import Problem, Solution
from mealroute.search.ruin_recreate import first_solution
from mealroute.search.schedule import cost

GRACE_S: Final = 15.0
"""How long past its time a child may take to start and to say its last word."""
_BREATH_S: Final = 0.1
_PACKAGE_HOME: Final = str(Path(mealroute.__file__).parents[1])
_START_CHILD: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from mealroute.search.child import main; main()"
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solve is: seconds since it began, the best cost, orders not yet assigned."""

    seconds: float
    cost: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class Solved:
    """The best solution, its cost, and what went wrong on the way, if anything did."""

    solution: Solution
    cost: int
    seconds: float
    stopped: bool = False
    fault: str = ""


def solve(
    problem: Problem,
    start: Solution,
    *,
    engine: str,
    budget: Budget,
    seed: int,
    workers: int = 1,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
    should_stop: Callable[[], bool] = lambda: False,
) -> Solved:
    """Search from ``start`` on ``workers`` cores and give the best solution met.

    An engine that has no use for several cores runs once on each, worker ``i`` with seed
    ``seed + i``. With an iteration budget the answer is the same every time. ``on_progress`` is
    called about ten times a second and at better solutions. Ctrl-C or ``should_stop`` ends the
    search and keeps the best so far; so does a crash, which is then told in ``fault``.

    Raises
    ------
    ArgumentError
        When there is no such engine.
    """
    began_s = time.monotonic()
    chosen = get_engine(engine)
    if isinstance(chosen, ThreadedEngine):
        best = _Best(problem, start)
        thread = _Thread(chosen, problem, start, budget, seed, workers, best)
        stopped = _watch(thread, best, began_s, on_progress, should_stop)
        return Solved(best.solution, best.cost, time.monotonic() - began_s, stopped, thread.fault)
    best = _Best(problem, first_solution(problem, start))
    start = best.solution
    finds: queue.Queue[tuple[int, Found | str]] = queue.Queue()
    ends_s = None if budget.seconds is None else began_s + budget.seconds
    jobs = [Job(problem, start, engine, budget, seed + worker, ends_s) for worker in range(workers)]
    children = [_Child(row, job, finds) for row, job in enumerate(jobs)]
    stopped, faults = False, []
    running = set(range(workers))
    try:
        while running:
            on_progress(best.progress(time.monotonic() - began_s))
            if should_stop() or (ends_s is not None and time.monotonic() > ends_s + GRACE_S):
                stopped = True
                break
            for row, found in _newest(finds):
                if isinstance(found, str):
                    faults.append(found)
                    running.discard(row)
                    continue
                best.offer(row, found.solution)
                if found.done:
                    running.discard(row)
    except KeyboardInterrupt:
        stopped = True
    finally:
        for child in children:
            child.end()
    seconds = time.monotonic() - began_s
    return Solved(best.solution, best.cost, seconds, stopped, "; ".join(sorted(set(faults))))


def _watch(
    thread: "_Thread",
    best: "_Best",
    began_s: float,
    on_progress: Callable[[Progress], None],
    should_stop: Callable[[], bool],
) -> bool:
    """Tell how a thread gets on until it ends; says whether it was stopped."""
    stopped = False
    while thread.is_alive():
        try:
            on_progress(best.progress(time.monotonic() - began_s))
            stopped = stopped or should_stop()
            if stopped:
                thread.stop.set()
            thread.news.wait(_BREATH_S)
            thread.news.clear()
        except KeyboardInterrupt:
            stopped = True
            thread.stop.set()
    return stopped


class _Thread(threading.Thread):
    """An engine that lets go of the interpreter's lock, at work in this process."""

    def __init__(
        self,
        engine: ThreadedEngine,
        problem: Problem,
        start: Solution,
        budget: Budget,
        seed: int,
        workers: int,
        best: "_Best",
    ) -> None:
        super().__init__(daemon=True)
        self.stop = threading.Event()
        self.news = threading.Event()
        """Set at every better solution, and at the end."""
        self.fault = ""
        self._name = engine.name
        self._best = best
        self._search = partial(
            engine.improve, problem, start, budget, seed, self._offer,
            workers=workers, should_stop=self.stop.is_set,
        )  # fmt: skip
        self.start()

    def run(self) -> None:
        try:
            self._best.offer(0, self._search())
        except Exception as fault:  # noqa: BLE001 -- the best so far outlives whatever happened
            self.fault = f"{self._name}: {type(fault).__name__}: {fault}"
        self.news.set()

    def _offer(self, solution: Solution, _cost: int) -> None:
        self._best.offer(0, solution)
        self.news.set()


def _newest(
    finds: "queue.Queue[tuple[int, Found | str]]",
) -> "list[tuple[int, Found | str]]":
    """Wait a breath for news; of each worker's solutions give the last, the best of them.

    Pricing each of them would take longer than finding them, on a large day.
    """
    newest: dict[int, Found | str] = {}
    faults: list[tuple[int, Found | str]] = []
    try:
        row, found = finds.get(timeout=_BREATH_S)
        while True:
            if isinstance(found, str):
                faults.append((row, found))
            else:
                newest[row] = found
            row, found = finds.get_nowait()
    except queue.Empty:
        return [*sorted(newest.items(), key=lambda item: item[0]), *faults]


class _Best:
    """The best of what all children found, each solution priced anew before it counts.

    Among equally good ones the lowest worker's stands, whoever was first: repeatable.
    """

    def __init__(self, problem: Problem, start: Solution) -> None:
        self._problem = problem
        self.solution = start
        self.cost = _price(problem, start)
        self._row = -1

    def offer(self, row: int, solution: Solution) -> None:
        price = cost(self._problem, solution)
        if price is not None and (price, row) < (self.cost, self._row):
            self.solution, self.cost, self._row = solution, price, row

    def progress(self, seconds: float) -> Progress:
        return Progress(seconds, self.cost, self._problem.orders - len(self.solution.served))


def _price(problem: Problem, start: Solution) -> int:
    price = cost(problem, start)
    if price is None:
        raise AssertionError("the start of a search breaks a rule")
    return price


class _Child:
    """One child process at work on one job, and the threads that talk to it."""

    def __init__(self, row: int, job: Job, finds: "queue.Queue[tuple[int, Found | str]]") -> None:
        command = [sys.executable, "-c", _START_CHILD, _PACKAGE_HOME]
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ended = False
        threading.Thread(target=self._send, args=(job,), daemon=True).start()
        self._reader = threading.Thread(target=self._read, args=(row, job, finds), daemon=True)
        self._reader.start()

    def _send(self, job: Job) -> None:
        pipe = _open(self._process.stdin)
        try:
            pickle.dump(job, pipe, protocol=pickle.HIGHEST_PROTOCOL)
            pipe.close()
        except OSError:
            # The child died before it had read all; its reader tells so.
            return

    def _read(self, row: int, job: Job, finds: "queue.Queue[tuple[int, Found | str]]") -> None:
        pipe = _open(self._process.stdout)
        done = False
        try:
            while not done:
                found: Found = pickle.load(pipe)  # noqa: S301 -- from the child started above
                done = found.done
                finds.put((row, found))
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            if not self._ended:
                finds.put((row, f"{job.engine}: ended with code {self._process.wait()}"))

    def end(self) -> None:
        """End the child at once; it holds nothing that could be lost."""
        self._ended = True
        self._process.kill()
        self._process.wait()
        self._reader.join(timeout=1.0)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _open(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise AssertionError("the child was started with pipes")
    return pipe
