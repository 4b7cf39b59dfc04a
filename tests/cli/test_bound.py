"""``mealroute bound``, and the gap that ``plan`` and ``check`` tell."""

import json
from pathlib import Path

import pytest

from mealroute.cli import main

VILLAGE = Path(__file__).parents[2] / "data" / "village"


def run(*words: object) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


@pytest.fixture
def plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 50) == 0
    assert "proven: no plan costs less than " in capsys.readouterr().out
    return tmp_path / "plan.json"


def test_the_plan_of_a_village_is_proven_to_be_the_best(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("bound", VILLAGE, plan, "--json") == 0

    told = json.loads(capsys.readouterr().out)
    assert told["lower_bound"] == told["cost"]
    assert told["gap_percent"] == 0
    assert 0 < told["instant_bound"] < told["cost"]


def test_the_bound_is_told_in_words(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bound", VILLAGE, plan) == 0

    assert "gap 0.0 % of the avoidable cost" in capsys.readouterr().out


def test_check_tells_the_same_instant_bound_as_the_plan(
    plan: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", VILLAGE, plan, "--json") == 0

    stated = json.loads(plan.read_text(encoding="utf-8"))["made"]["lower_bound"]
    assert json.loads(capsys.readouterr().out)["lower_bound"] == stated > 0


def test_a_plan_that_breaks_a_rule_has_no_gap(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = json.loads(plan.read_text(encoding="utf-8"))
    broken["routes"][0]["work_s"] += 1
    plan.write_text(json.dumps(broken), encoding="utf-8")

    assert run("bound", VILLAGE, plan) == 4
    assert "mealroute check tells which" in capsys.readouterr().err
    assert run("check", VILLAGE, plan, "--json") == 4
    assert json.loads(capsys.readouterr().out)["lower_bound"] is None
