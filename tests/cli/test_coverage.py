"""``mealroute coverage`` from the command line: files, answers, refusals, nothing half-done."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from mealroute.cli.coverage import coverage_answer
from tests.atlas.jobs import a_job
from tests.cli.test_commands import GUIXI, VILLAGE, run

FILES = {
    "coverage.html", "what-if.html", "coverage.pdf", "coverage.xlsx", "coverage.csv",
    "coverage-outside.csv", "coverage-canteens.csv", "coverage-equity.csv", "coverage-access.csv",
    "coverage-hexagons.csv",
}  # fmt: skip
SITES = "name,lat,lon,opens\nN,{lat},{lon},yes\nS,{lat},{lon},no\n"


def answer(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_all_files_are_written_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run("coverage", VILLAGE, "--out", out, "--minutes", 3, 9, "--json") == 0
    told = answer(capsys)
    assert {path.name for path in out.iterdir()} == FILES
    assert set(told["files"]) == FILES  # type: ignore[call-overload]
    assert told["minutes"] == [3, 9]
    assert told["after"] is None


def test_sites_are_shown_before_and_after(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "canteens.csv").write_bytes((VILLAGE / "canteens.csv").read_bytes())
    header, first = (tmp_path / "canteens.csv").read_text("utf-8-sig").splitlines()[:2]
    place = dict(zip(header.split(","), first.split(","), strict=True))
    sites = tmp_path / "sites.csv"
    sites.write_text(SITES.format(lat=place["lat"], lon=place["lon"]), encoding="utf-8")
    assert run("coverage", VILLAGE, "--out", tmp_path / "o", "--with-sites", sites, "--json") == 0
    told = answer(capsys)
    today, after = told["today"], told["after"]
    assert len(after["canteens"]) == len(today["canteens"]) + 1  # type: ignore[index, call-overload]
    page = (tmp_path / "o" / "what-if.html").read_text("utf-8")
    assert page.count('"new":true') == 2


def test_a_list_of_residents_does_not_stay_beside_what_is_published(tmp_path: Path) -> None:
    assert run("coverage", VILLAGE, "--out", tmp_path) == 0
    assert (tmp_path / "coverage-outside.csv").exists()
    assert run("coverage", VILLAGE, "--out", tmp_path, "--publish") == 0
    assert not (tmp_path / "coverage-outside.csv").exists()
    assert run("leakcheck", tmp_path, "--day", VILLAGE, "--audience", "public") == 0


def test_a_service_that_is_not_there_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert run("coverage", VILLAGE, "--out", out, "--date", "1999-01-01") == 2
    assert "1999-01-01" in capsys.readouterr().err
    assert not out.exists()


def test_a_day_without_canteens_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = tmp_path / "day"
    shutil.copytree(VILLAGE, day)
    for name in ("canteens", "kitchens", "shifts", "orders"):
        path = day / f"{name}.csv"
        path.write_text(path.read_text("utf-8-sig").splitlines()[0] + "\n", encoding="utf-8")
    assert run("coverage", day, "--out", tmp_path / "out") == 2
    assert capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_streets_that_are_not_there_end_with_exit_code_3(tmp_path: Path) -> None:
    assert run("coverage", VILLAGE, "--out", tmp_path / "out", "--travel", "streets") == 3
    assert not (tmp_path / "out").exists()


def test_every_fault_of_a_file_of_sites_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites = tmp_path / "sites.csv"
    sites.write_text("名称,纬度,经度,capacity\nN,47.85,,\nS,10,10,many\n", encoding="utf-8")
    assert run("coverage", VILLAGE, "--out", tmp_path / "out", "--with-sites", sites) == 2
    told = capsys.readouterr().err
    assert "line 2, 经度" in told
    assert "line 3, capacity: 'many'" in told


def test_the_answer_adds_up() -> None:
    job = a_job()
    told = coverage_answer(job, Path("out"), [])["today"]
    (radius,) = [
        one for one in told["shares"]
        if (one["group"], one["minutes"], one["with_diet"]) == ("all", None, True)
    ]  # fmt: skip
    assert radius["covered"] + told["outside"] == told["residents"] == 40
    assert radius["share"] == pytest.approx(radius["covered"] / 40)


def test_what_siting_writes_is_shown_before_and_after_closings_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites = tmp_path / "sites.csv"
    asked = ["--minutes", 10, "--open", 0, "--existing", "movable", "--generate", 30]
    assert run("siting", GUIXI, *asked, "--out", sites) == 0
    rows = list(csv.DictReader(sites.read_text(encoding="utf-8-sig").splitlines()))
    assert {row["opens"] for row in rows} == {"no", "yes"}
    capsys.readouterr()
    assert run("coverage", GUIXI, "--out", tmp_path / "o", "--with-sites", sites, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["after"]["canteens"]) == sum(row["opens"] == "yes" for row in rows)


def test_a_canteen_that_closes_must_be_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sites = tmp_path / "sites.csv"
    sites.write_text(
        "name,lat,lon,opens,existing,canteen_id\nX,28.3,117.22,no,yes,C9\n", encoding="utf-8"
    )
    assert run("coverage", GUIXI, "--out", tmp_path / "o", "--with-sites", sites) == 2
    assert "C9 closes and is none of today's canteens: C1, C2, C3" in capsys.readouterr().err
