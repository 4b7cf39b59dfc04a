"""Ask CP-SAT for whole numbers, and take only a proven optimum, or the proof that there is none.

The model is written in CP-SAT's own format, `CpModelProto`. The class that usually writes it,
`cp_model.CpModel`, loads pandas, which takes longer than the receipts of a whole day.
"""

from collections.abc import Sequence
from typing import Any, Final

from ortools.sat.python import cp_model_helper as cp_sat

from mealroute.errors import EngineError

_NO_LEAST: Final = -(2**62)


class WholeNumbers:
    """Whole numbers within limits, of which the least sum is wanted; exact in 64 bits.

    Examples
    --------
    >>> model = WholeNumbers()
    >>> one, other = model.number(0, 9), model.number(0, 9)
    >>> model.limit([one, other], [2, 2], most=7)
    >>> model.minimize([one, other], [-3, -2])
    [3, 0]
    """

    def __init__(self) -> None:
        self._model = cp_sat.CpModelProto()

    def number(self, least: int, most: int) -> int:
        """Add a number between two bounds, both included; give the index it is called by."""
        self._model.variables.add().domain.extend([least, most])
        return len(self._model.variables) - 1

    def limit(
        self, numbers: Sequence[int], amounts: Sequence[int], most: int, least: int = _NO_LEAST
    ) -> None:
        """Keep a sum of numbers times amounts between two bounds, both included."""
        row = self._model.constraints.add().linear
        row.vars.extend(numbers)
        row.coeffs.extend(amounts)
        row.domain.extend([least, most])

    def minimize(self, numbers: Sequence[int], amounts: Sequence[int]) -> list[int] | None:
        """Find the numbers of the least sum of numbers times amounts.

        Returns
        -------
        list[int] | None
            All numbers; ``None`` where it is proven that none keep the limits.

        Raises
        ------
        EngineError
            When CP-SAT stops without a proof, which no input can cause: nothing limits its time.
        """
        goal = self._model.objective
        goal.vars.clear()
        goal.coeffs.clear()
        goal.vars.extend(numbers)
        goal.coeffs.extend(amounts)
        solver: Any = cp_sat.SolveWrapper()
        solver.set_parameters(_parameters())
        answer = solver.solve(self._model)
        if answer.status == cp_sat.INFEASIBLE:
            return None
        if answer.status != cp_sat.OPTIMAL:
            raise EngineError(f"CP-SAT ended with {answer.status}, expected a proof")
        return list(answer.solution)


def _parameters() -> cp_sat.SatParameters:
    """One thread, so the same every time; cuts, without which odd and even are not told apart."""
    parameters = cp_sat.SatParameters()
    parameters.num_workers = 1
    parameters.linearization_level = 2
    # Else Ctrl-C would end the process from now on, and the best plan with it.
    parameters.catch_sigint_signal = False
    return parameters
