"""Say what every engine does: make a valid solution better until its budget is spent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from mealroute.errors import InvalidValueError
from mealroute.search.problem import Problem, Solution

Report = Callable[[Solution, int], None]
"""Called with every better solution and its cost, as soon as it is found."""


@dataclass(frozen=True, slots=True)
class Budget:
    """When to stop: after so many seconds, for people, or iterations, for repeatable results.

    At least one of the two; with both, whichever is spent first.

    Raises
    ------
    InvalidValueError
        When neither is given or one is below nothing.
    """

    seconds: float | None = None
    iterations: int | None = None

    def __post_init__(self) -> None:
        """Refuse a search without an end."""
        if self.seconds is None and self.iterations is None:
            raise InvalidValueError("budget: no seconds and no iterations, expected one of them")
        if (self.seconds or 0) < 0 or (self.iterations or 0) < 0:
            raise InvalidValueError(f"budget: {self} is below nothing, expected 0 or more")


class Engine(Protocol):
    """A way to search. An engine that cannot express a rule must still keep it.

    What comes back is valid by `mealroute.search.schedule.cost` and never dearer than ``start``.
    """

    @property
    def name(self) -> str:
        """The word that ``--engine`` takes and plan.json shows."""
        ...

    def improve(
        self, problem: Problem, start: Solution, budget: Budget, seed: int, report: Report
    ) -> Solution:
        """Search from ``start`` and give the best solution found.

        The same problem, start, seed and iteration budget give the same solution.
        """
        ...


@runtime_checkable
class ThreadedEngine(Engine, Protocol):
    """An engine that may run in a thread of the caller's process.

    It lets go of the interpreter's lock while it searches, uses ``workers`` cores by itself, looks
    at ``should_stop`` often, and builds its first plan itself when ``start`` serves too few.
    """

    runs_here: bool

    def improve(
        self,
        problem: Problem,
        start: Solution,
        budget: Budget,
        seed: int,
        report: Report,
        *,
        workers: int = 1,
        should_stop: Callable[[], bool] = ...,
    ) -> Solution:
        """Search as `Engine.improve` does, until the budget is spent or ``should_stop``."""
        ...
