"""The papers beside a plan, and the command that prints them again."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main
from tests.papers.reading import page_texts

VILLAGE = Path(__file__).parents[2] / "data" / "village"
PLAN = VILLAGE / "best_plan.json"
ALL = {"route-sheets.pdf", "labels.pdf", "kitchen.pdf", "loading.pdf"}


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def written(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def volunteers() -> list[str]:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    return [route["volunteer_id"] for route in plan["routes"]]


def test_a_plan_brings_its_papers(tmp_path: Path) -> None:
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 200) == 0
    assert written(tmp_path / "papers") == ALL


def test_ctrl_c_while_papers_are_drawn_keeps_the_plan_and_no_paper_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 1) == 0
    before = (tmp_path / "plan.json").read_bytes()

    def stopped(*_job: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mealroute.papers.paper_files", stopped)
    capsys.readouterr()
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 200, "--seed", 1) == 0
    assert "the plan and its maps are written, the papers are not" in capsys.readouterr().err
    assert (tmp_path / "plan.json").read_bytes() != before
    assert (tmp_path / "map.html").is_file()
    assert written(tmp_path / "papers") == set()


def test_papers_of_a_plan_that_is_there_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("papers", VILLAGE, PLAN, "--out", tmp_path, "--json") == 0
    told = answer(capsys)
    assert written(tmp_path) == set(told["files"]) == {f"papers/{name}" for name in ALL}
    assert told["missing"] == []
    sheets = page_texts((tmp_path / "papers" / "route-sheets.pdf").read_bytes())
    assert sum("page 1 of" in text for text in sheets) == len(volunteers())


def test_one_kind_for_one_volunteer_is_one_file(tmp_path: Path) -> None:
    who = volunteers()[0]
    command = ("papers", VILLAGE, PLAN, "--only", "route-sheets", "--volunteer", who)
    assert run(*command, "--out", tmp_path) == 0
    assert written(tmp_path) == {f"papers/route-sheets/{who}.pdf"}


def test_papers_of_one_canteen_tell_nothing_of_another(tmp_path: Path) -> None:
    guixi = VILLAGE.parent / "guixi"
    assert run("plan", guixi, "--out", tmp_path / "plan", "--iterations", 100) == 0
    plan = tmp_path / "plan" / "plan.json"
    assert run("papers", guixi, plan, "--out", tmp_path, "--canteen", "C3") == 0
    asked = ["--day", guixi, "--plan", plan, "--audience", "canteen"]
    for name in ("loading.pdf", "labels.pdf", "kitchen.pdf"):
        own, whole = tmp_path / "papers" / name, tmp_path / "plan" / "papers" / name
        assert run("leakcheck", own, *asked, "--canteen", "C3") == 0
        assert len(page_texts(own.read_bytes())) < len(page_texts(whole.read_bytes()))
    assert run("leakcheck", tmp_path / "plan" / "papers", *asked, "--canteen", "C3") == 4
    sheets = "".join(page_texts((tmp_path / "papers" / "route-sheets.pdf").read_bytes()))
    assert "花园村长者食堂" in sheets
    assert "西街社区长者食堂" not in sheets


def test_a_canteen_that_is_not_there_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("papers", VILLAGE, PLAN, "--out", tmp_path, "--canteen", "C9") == 2
    assert "no canteen C9 in the day, expected some of " in capsys.readouterr().err
    assert written(tmp_path) == set()


def test_labels_are_printed_on_the_sheet_that_is_asked_for(tmp_path: Path) -> None:
    command = ("papers", VILLAGE, PLAN, "--only", "labels", "--labels", "62x29")
    assert run(*command, "--out", tmp_path) == 0
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    stops = [s for r in plan["routes"] for t in r["trips"] for s in t["stops"]]
    assert len(page_texts((tmp_path / "papers" / "labels.pdf").read_bytes())) >= len(stops)


def test_papers_are_printed_in_the_language_asked_for(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main(["papers", str(VILLAGE), str(PLAN), "--only", "kitchen", "--out", str(tmp_path),
              "--lang", "zh"])  # fmt: skip
    assert "午餐" in page_texts((tmp_path / "papers" / "kitchen.pdf").read_bytes())[0]


@pytest.mark.parametrize(
    "words", [("--labels", "A4"), ("--volunteer", "V99"), ("--only", "map"), ("--skip-labels", -1)]
)
def test_what_is_not_there_exits_2_and_writes_nothing(
    words: tuple[object, ...], tmp_path: Path
) -> None:
    assert run("papers", VILLAGE, PLAN, "--out", tmp_path / "out", *words) == 2
    assert not (tmp_path / "out").exists()


def test_papers_of_volunteers_do_not_outlive_their_plan(tmp_path: Path) -> None:
    """Yesterday's sheet must not be handed out because it still lies there."""
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 100) == 0
    again = ("papers", VILLAGE, tmp_path / "plan.json", "--out", tmp_path)
    assert run(*again, "--volunteer", volunteers()[0]) == 0
    assert written(tmp_path / "papers") > ALL
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 100) == 0
    assert written(tmp_path / "papers") == ALL


def test_characters_without_a_glyph_are_told_by_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = Path(shutil.copytree(VILLAGE, tmp_path / "village"))
    text = (day / "volunteers.csv").read_text(encoding="utf-8-sig")
    who = volunteers()[0]
    rows = [line.split(",") for line in text.splitlines()]
    named = rows[0].index("name")
    for row in rows:
        if row[0] == who:
            row[named] = "王𪚥"
    changed = "\n".join(",".join(row) for row in rows)
    (day / "volunteers.csv").write_text(changed, encoding="utf-8")

    assert run("papers", day, PLAN, "--out", tmp_path / "out") == 0
    told = capsys.readouterr().err
    assert f"volunteer {who}: U+2A6A5" in told
    assert "王" not in told
