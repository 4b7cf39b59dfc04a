import pytest

from benchmarks.kept import Known
from benchmarks.pace import growth, markdown, reached_s, times_sooner
from tests.benchmarks.results import a_result

CURVE = ((1.0, 10_000), (4.0, 8_000))


def test_a_cost_that_is_never_reached_has_no_time() -> None:
    assert reached_s(CURVE, 7_999) is None
    assert reached_s(CURVE, 8_000) == 4.0


def test_two_cores_are_measured_by_when_they_have_what_one_core_ends_with() -> None:
    one = a_result(curve=CURVE, avoidable_cost=8_000)
    two = a_result(cores=2, curve=((1.0, 9_000), (2.0, 7_900), (4.0, 7_000)))

    assert times_sooner([one], [two]) == 2.0
    assert times_sooner([one], [a_result(cores=2, seed=1)]) is None


def test_the_exponent_is_that_of_a_power() -> None:
    points = [(orders, 0.01 * orders**1.2) for orders in (1_000, 3_000, 10_000)]

    assert growth(points) == pytest.approx(1.2)
    assert growth(points[:1] * 2) is None


def test_the_table_tells_how_many_runs_came_near() -> None:
    results = [a_result(curve=CURVE), a_result(seed=1, curve=CURVE[:1]), a_result(method="pyvrp")]
    known = {"n60-s0": Known("n60-s0", 17_000, 7_800, 1.0, "somebody")}

    assert "| n60-s0 | 1 | 4.0 (1 of 2) | - |" in markdown(results, known)
