"""Let CP-SAT prove an optimum or that there is none: one thread, so the same every time."""

from collections.abc import Sequence

from ortools.sat.python import cp_model

from mealroute.errors import EngineError
from mealroute.receipt.offers import Ints


def prove(model: cp_model.CpModel) -> cp_model.CpSolver | None:
    """Solve to the proven end; ``None`` where the model has no answer.

    Raises
    ------
    EngineError
        When CP-SAT stops without a proof, which no input can cause: no limit is set.
    """
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # without its cuts, odd and even are not told apart
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise EngineError(f"CP-SAT ended with {solver.status_name(status)}, expected a proof")
    return solver


def total(numbers: Sequence[cp_model.IntVar], amounts: Ints) -> cp_model.LinearExpr:
    """Add up numbers times amounts."""
    terms: cp_model.LinearExpr = cp_model.LinearExpr.weighted_sum(numbers, amounts.tolist())
    return terms
