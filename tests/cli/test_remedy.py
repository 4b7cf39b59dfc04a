"""``mealroute remedy``, and what ``plan`` says of who is left out."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main

VILLAGE = Path(__file__).parents[2] / "data" / "village"


def run(*words: object) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


@pytest.fixture
def short(tmp_path: Path) -> Path:
    """The village with a single volunteer who carries two boxes."""
    day = Path(shutil.copytree(VILLAGE, tmp_path / "village"))
    file = day / "shifts.csv"
    head, first, *_rest = file.read_text(encoding="utf-8-sig").splitlines()
    row = dict(zip(head.split(","), first.split(","), strict=True)) | {"capacity": "2"}
    file.write_text(f"{head}\n{','.join(row.values())}\n", encoding="utf-8")
    return day


def test_a_plan_tells_reasons_in_words_and_what_would_help(
    short: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", short, "--out", tmp_path / "out", "--iterations", 50) == 0

    told = capsys.readouterr()
    assert "O4  declined  outside every service radius: " in told.out
    assert "  unassigned  not enough volunteers at that time: 4 boxes of 3 orders" in told.out
    assert "left out; what would serve most, each with those above it:" in told.err
    assert "  V1 at canteen C1 with room for 4 boxes serves " in told.err


def test_a_remedy_is_given_in_json_too(
    short: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("plan", short, "--out", tmp_path / "out", "--iterations", 50)
    capsys.readouterr()

    assert run("remedy", short, tmp_path / "out", "--json") == 0

    told: Any = json.loads(capsys.readouterr().out)
    first = told["remedies"][0]
    assert sorted(first["order_ids"]) == sorted(told["unassigned"])
    assert first["cost"] < told["cost"]
    assert first["text"].startswith("V1 at canteen C1 with room for 4 boxes serves ")
    assert set(first) == {
        "kind", "canteen_id", "mode", "from", "until", "boxes", "trips", "skills", "volunteer_id",
        "on_call", "order_ids", "sequence", "added_s", "cost", "text",
    }  # fmt: skip


def test_a_plan_of_everybody_asks_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("plan", VILLAGE, "--out", tmp_path, "--iterations", 50)
    assert "left out" not in capsys.readouterr().err

    assert run("remedy", VILLAGE, tmp_path) == 0
    assert capsys.readouterr().out == "nobody is left out\n"


def test_a_plan_of_another_day_is_refused(
    short: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("plan", VILLAGE, "--out", tmp_path / "out", "--iterations", 50)
    capsys.readouterr()

    assert run("remedy", short, tmp_path / "out") == 2
    assert "the plan breaks a rule of this day" in capsys.readouterr().err
