import csv
import json
from pathlib import Path
from typing import Any

import pytest

from mealroute.routing.faces import solves
from tests.cli.test_commands import VILLAGE, WHEN, run
from tests.routing.in_process import without_children

__all__ = ["without_children"]

pytestmark = pytest.mark.usefixtures("without_children")
QUICK = ["--iterations", 200, "--steps", 3]


def told(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_village_pays_a_call_out_for_its_familiar_faces(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("faces", VILLAGE, *WHEN, *QUICK, "--json") == 0

    curve = told(capsys)
    assert curve["policy"] == "known"
    cheap, dear = curve["points"]
    assert (cheap["as_wished"], cheap["counted"], cheap["extra_s"]) == (1, 2, 0)
    assert (dear["as_wished"], dear["call_outs"]) == (2, cheap["call_outs"] + 1)
    assert cheap["cost"] == 2083
    assert [one["share"] for one in curve["keep"]] == [0.8, 0.9, 0.95, 1.0]
    assert all(one["point"] == dear for one in curve["keep"])


def test_the_answer_is_said_in_a_sentence_and_progress_goes_to_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("faces", VILLAGE, *WHEN, *QUICK, "--share", 50, "--share", 100) == 0

    out, err = capsys.readouterr()
    assert "keep 50 % with a familiar volunteer: + 0.0 minutes (+0.00 %)" in out
    assert "keep 100 % with a familiar volunteer: + 9.3 minutes (+28.38 %)" in out
    assert f"searching {solves(3, 2)} times" in err
    assert "20000 s for each unwanted face" in err


def test_rotation_is_told_in_its_own_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("faces", VILLAGE, *WHEN, *QUICK, "--policy", "rotation", "--share", 50) == 0

    assert "bring 50 % by another than the usual volunteer: +" in capsys.readouterr().out


def test_a_share_out_of_reach_is_said_to_be_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = village_without(tmp_path, "V2")

    assert run("faces", day, *WHEN, *QUICK, "--share", 100) == 0

    out = capsys.readouterr().out
    assert "100 %: not at any price; only " in out
    assert "have anybody at work who may bring them so" in out


def village_without(tmp_path: Path, volunteer_id: str) -> Path:
    """The village on a day when one volunteer has no shift."""
    for file in VILLAGE.glob("*.csv"):
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        if file.name == "shifts.csv":
            lines = [line for line in lines if not line.startswith(volunteer_id)]
        (tmp_path / file.name).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def test_the_points_are_written_as_csv(tmp_path: Path) -> None:
    out = tmp_path / "new" / "curve.csv"

    assert run("faces", VILLAGE, *WHEN, *QUICK, "--out", out) == 0

    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert [row["share"] for row in rows] == ["0.5", "1.0"]


@pytest.mark.parametrize(
    "words", [["--share", 101], ["--policy", "strangers"], ["--steps", 1], ["--seconds", -1]]
)
def test_what_cannot_be_asked_for_exits_2(words: list[object]) -> None:
    assert run("faces", VILLAGE, *WHEN, *words) == 2


def test_a_plan_made_from_another_tells_who_keeps_the_volunteer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = [*WHEN, "--iterations", 200, "--out", tmp_path]
    assert run("plan", VILLAGE, *quick) == 0
    capsys.readouterr()

    again = [*quick, "--previous", tmp_path / "plan.json"]
    assert run("plan", VILLAGE, *again, "--keep", 300, "--json") == 0
    kept = told(capsys)["kept"]
    assert kept["same"] == kept["orders"] > 0

    assert run("plan", VILLAGE, *again) == 0
    assert "keep the volunteer of the previous plan" in capsys.readouterr().out


def test_keeping_volunteers_of_no_plan_cannot_be_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", VILLAGE, *WHEN, "--out", tmp_path, "--keep", 60) == 2

    assert "--keep: no plan to stay close to, expected --previous too" in capsys.readouterr().err
