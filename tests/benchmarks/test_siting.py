"""The town that sites are chosen in is the same every time, and its models are solved."""

import numpy as np
import pytest

from benchmarks.siting import MODELS, REACH_S, main, ours, town


def test_the_town_is_what_its_seed_draws() -> None:
    one, same, other = (town(80, 8, 3, seed) for seed in (0, 0, 1))
    assert np.array_equal(one.cost, same.cost)
    assert not np.array_equal(one.cost, other.cost)
    assert one.capacity is not None
    assert np.sort(one.capacity)[-3:].sum() >= one.weight.sum()


@pytest.mark.parametrize("model", MODELS)
def test_every_model_keeps_to_its_bound(model: str) -> None:
    answer = ours(model, town(80, 8, 3, 0), 3, 5.0)
    assert answer.proven
    assert answer.value > 0


def test_capacities_cost_something() -> None:
    problem = town(80, 8, 3, 0)
    free, tight = (ours(f"median{word}", problem, 3, 5.0).value for word in ("", ", capacities"))
    assert free <= tight
    assert REACH_S == 900


def test_a_run_prints_a_line_for_each_model(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--residents", "60", "--candidates", "6", "--open", "2", "--models", "set;median",
          "--without-peer"])  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("|")[1].strip() for line in lines[2:]] == ["set", "median"]
