import csv
import json
from pathlib import Path

import pytest

from mealroute.routing.balance import solves
from tests.cli.test_commands import VILLAGE, WHEN, run
from tests.routing.in_process import without_children

__all__ = ["without_children"]

pytestmark = pytest.mark.usefixtures("without_children")
QUICK = ["--iterations", 200, "--steps", 3]


def test_the_village_pays_a_call_out_for_shorter_routes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("balance", VILLAGE, *WHEN, *QUICK, "--json") == 0

    points = json.loads(capsys.readouterr().out)["points"]
    assert (points[0]["cost"], points[0]["extra_s"]) == (2083, 0)
    assert points[-1]["longest_s"] < points[0]["longest_s"]
    assert points[-1]["call_outs"] > points[0]["call_outs"]


def test_the_answer_is_said_in_a_sentence_and_progress_goes_to_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("balance", VILLAGE, *WHEN, *QUICK) == 0

    out, err = capsys.readouterr()
    assert "the longest route from " in out
    assert f"searching {solves(3)} times" in err
    assert "routes of any length" in err


def test_the_points_are_written_as_csv(tmp_path: Path) -> None:
    assert run("balance", VILLAGE, *WHEN, *QUICK, "--out", tmp_path / "curve.csv") == 0

    text = (tmp_path / "curve.csv").read_text(encoding="utf-8")
    longest_s = [int(row["longest_s"]) for row in csv.DictReader(text.splitlines())]
    assert longest_s == sorted(longest_s, reverse=True)


def test_fewer_limits_than_two_cannot_be_asked_for() -> None:
    assert run("balance", VILLAGE, *WHEN, "--steps", 1) == 2
