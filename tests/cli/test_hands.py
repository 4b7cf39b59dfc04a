"""How many hands, on the command line: curves with intervals from real plans."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main

VILLAGE = Path(__file__).parents[2] / "data" / "village"


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", "hands", str(VILLAGE), *(str(word) for word in words)])
    return int(left.value.code or 0)


def answer(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert run(*words, "--iterations", 50, "--json") == 0
    (curve,) = json.loads(capsys.readouterr().out)["curves"]
    return curve


def test_the_village_needs_no_more_than_it_has(capsys: pytest.CaptureFixture[str]) -> None:
    curve = answer(capsys, "--days", 2, "--absence", 0)
    full = {need["level"]: need["point"] for need in curve["needs"]}[1.0]
    assert full["volunteers"] <= curve["volunteers"]
    assert (full["brought"], full["half_width"]) == (1.0, 0.0)
    assert full["foot"] + full["ebike"] + full["car"] == full["volunteers"]


def test_the_same_seed_tells_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--days", 4, "--absence", 0.3, "--churn", 0.2, "--snow", 1.4)
    assert answer(capsys, *words, "--seed", 5) == answer(capsys, *words, "--seed", 5)


def test_people_get_a_table_and_progress_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "hands.csv"
    assert run("--days", 2, "--iterations", 50, "--level", 50, "--out", out) == 0
    text, err = capsys.readouterr()
    assert "50 %: 1 volunteers" in text or "50 %: 2 volunteers" in text
    assert "trying" in err
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert {"weekday", "meal", "volunteers", "brought", "half_width"} <= rows[0].keys()


@pytest.mark.parametrize(
    "words",
    [["--days", "1"], ["--absence", "2"], ["--snow", "0.5"], ["--level", "101"],
     ["--mode", "car", "--meal", "dinner"], ["--date", "2020-01-01"]],
)  # fmt: skip
def test_what_is_no_question_exits_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_curve_that_was_stopped_does_not_say_what_it_does_not_know(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_words: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mealroute.cli.replan.Replanner.plan", interrupted)
    assert run("--days", 2) == 0
    text, err = capsys.readouterr()
    assert "95 %: not known, it was stopped before" in text
    assert "stopped" in err
