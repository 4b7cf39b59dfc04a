"""Solve a mixed integer program with OR-Tools' SCIP, and say what is proven."""

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ortools.math_opt.python import mathopt

from mealroute.coverage.siting.problem import Effort
from mealroute.errors import EngineError
from mealroute.language import gettext as _

total = mathopt.fast_sum

ALMOST = 1e-6
"""What float arithmetic adds to whole objectives."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver found: the values of the variables asked for, objective and proven bound.

    ``feasible`` is ``None`` where the effort ended before it was known; then ``values`` is empty.
    """

    feasible: bool | None
    values: tuple[float, ...]
    objective: float
    bound: float


def solve(
    model: Any,  # noqa: ANN401 -- MathOpt's
    wanted: Sequence[Any],
    effort: Effort,
    hint: Iterable[tuple[Any, float]] = (),
) -> Solved:
    """Solve a model and read the wanted variables.

    One thread and the solver's fixed seed: the same steps give the same answer.

    Parameters
    ----------
    model
        A MathOpt model with its objective.
    wanted
        The variables to read.
    effort
        Seconds and nodes of the search tree.
    hint
        A solution known before, as variables with values.

    Raises
    ------
    EngineError
        When the solver fails.
    """
    limit = None if effort.seconds is None else dt.timedelta(seconds=effort.seconds)
    params = mathopt.SolveParameters(time_limit=limit, node_limit=effort.steps, threads=1)
    hints = [mathopt.SolutionHint(variable_values=dict(hint))] if hint else []
    try:
        result = mathopt.solve(
            model,
            mathopt.SolverType.GSCIP,
            params=params,
            model_params=mathopt.ModelSolveParameters(solution_hints=hints),
        )
    except (RuntimeError, ValueError) as error:
        raise EngineError(_("the solver failed: {error}").format(error=error)) from None
    reason = result.termination.reason
    bound = result.termination.objective_bounds.dual_bound
    if reason is mathopt.TerminationReason.INFEASIBLE:
        return Solved(feasible=False, values=(), objective=bound, bound=bound)
    if not result.has_primal_feasible_solution():
        return Solved(feasible=None, values=(), objective=bound, bound=bound)
    values = tuple(result.variable_values(list(wanted)))
    return Solved(feasible=True, values=values, objective=result.objective_value(), bound=bound)


def rounded_up(bound: float) -> int:
    """Round what no choice is below up to a whole number; 0 where nothing is proven yet.

    Examples
    --------
    >>> rounded_up(3.0000001), rounded_up(3.1), rounded_up(float("-inf"))
    (3, 4, 0)
    """
    return math.ceil(bound - ALMOST) if math.isfinite(bound) else 0
