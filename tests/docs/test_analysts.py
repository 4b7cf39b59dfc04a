"""What analysts call shows by an example how; the examples run as doctests."""

import inspect
from typing import Any

import pytest

from mealroute import frames
from mealroute.coverage import siting
from mealroute.coverage.siting import SitingProblem

FUNCTIONS = [
    getattr(frames, name) for name in frames.__all__ if callable(getattr(frames, name))
] + [siting.maximal_covering, siting.set_covering, siting.p_median, siting.p_center, SitingProblem]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda one: str(one.__name__))
def test_a_function_for_analysts_has_an_example_and_types(function: Any) -> None:
    assert ">>> " in (inspect.getdoc(function) or "")
    signature = inspect.signature(function)
    assert signature.return_annotation is not inspect.Signature.empty
    parameters = signature.parameters.values()
    assert all(one.annotation is not inspect.Parameter.empty for one in parameters)
