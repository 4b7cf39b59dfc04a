import pytest

from benchmarks.kept import Known
from benchmarks.table import best_peer, cases, gap, markdown, ratio
from tests.benchmarks.results import a_result

KNOWN = {"n60-s0": Known("n60-s0", 16_900, 7_900, 3600.0, "somebody")}


def test_ours_is_compared_with_the_best_peer_of_the_same_case() -> None:
    results = [
        a_result(avoidable_cost=9_000),
        a_result(method="vroom", avoidable_cost=12_000),
        a_result(method="pyvrp", avoidable_cost=10_000),
        a_result(method="pyvrp", avoidable_cost=1, cores=2),
    ]

    found = cases(results)
    (case,) = [case for case in found if case.cores == 1]
    peer = best_peer(found[case])

    assert peer is not None
    assert peer.method == "pyvrp"
    assert ratio(found[case][0], peer) == pytest.approx(0.9)


def test_an_engine_tuned_by_us_is_no_peer() -> None:
    (rows,) = cases([a_result(), a_result(method="pyvrp-tuned", avoidable_cost=1)]).values()

    assert best_peer(rows) is None
    assert ratio(rows[0], None) is None


def test_seeds_are_told_by_their_median() -> None:
    (rows,) = cases(
        [a_result(seed=seed, avoidable_cost=cost) for seed, cost in enumerate((9, 5, 7))]
    ).values()

    assert rows[0].avoidable_cost == 7
    assert rows[0].seeds == 3


def test_the_gap_is_to_the_best_avoidable_cost_known() -> None:
    ((row,),) = cases([a_result(avoidable_cost=8_058)]).values()

    assert gap(row, KNOWN["n60-s0"]) == pytest.approx(0.02)
    assert gap(row, None) is None


def test_a_method_that_is_better_than_the_best_known_is_below_nothing() -> None:
    ((row,),) = cases([a_result(avoidable_cost=7_821)]).values()

    assert gap(row, KNOWN["n60-s0"]) == pytest.approx(-0.01)


def test_the_table_says_ratio_gap_and_what_it_took() -> None:
    text = markdown([a_result(), a_result(method="pyvrp", avoidable_cost=10_000)], KNOWN)

    summary, row = (line for line in text.splitlines() if "8,000" in line)
    assert summary == (
        "| n60-s0: 60 orders, 5 s, one core | 8,000 | 10,000 (pyvrp) | 0.800 | +1.3% |"
    )
    assert row == ("| mealroute | 8,000 | 0.800 | +1.3% | 0 | 0 | 5.0 | 4.9 | 300 | 0.60 (+0.20) |")


def test_every_row_of_every_table_has_the_columns_of_its_head() -> None:
    text = markdown([a_result(), a_result(method="vrp-cli", first_s=None)], {})

    for table in text.split("\n\n"):
        lines = [line for line in table.splitlines() if line.startswith("|")]
        assert len({line.count("|") for line in lines}) <= 1
