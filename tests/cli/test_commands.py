import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main
from mealroute.files import read_day, write_day

REPOSITORY = Path(__file__).parents[2]
VILLAGE = REPOSITORY / "data" / "village"
GUIXI = REPOSITORY / "data" / "guixi"
WHEN = ["--date", "2026-11-24", "--meal", "lunch"]
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def village(tmp_path: Path) -> Path:
    """A copy of the village that a test may spoil."""
    return Path(shutil.copytree(VILLAGE, tmp_path / "village"))


def run(*words: object) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_the_village_is_planned_at_the_cost_worked_out_by_hand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run("plan", VILLAGE, *WHEN, "--out", tmp_path, "--iterations", 500, "--json")

    told = answer(capsys)
    assert code == 0
    assert (told["cost"], told["avoidable_cost"], told["violations"]) == (2083, 1573, 0)
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {"plan.json", "map.html", "volunteers", "papers"}


def test_the_plan_that_was_written_is_judged_without_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("plan", VILLAGE, "--out", tmp_path, "--iterations", 200) == 0
    capsys.readouterr()

    assert run("check", VILLAGE, tmp_path / "plan.json", "--json") == 0

    told = answer(capsys)
    assert told["violations"] == []
    assert told["cost"] == told["stated_cost"] == 2083


def test_a_plan_spoilt_by_hand_exits_4_and_names_the_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads((VILLAGE / "best_plan.json").read_text(encoding="utf-8"))
    dropped = plan["routes"][0]["trips"][0]["stops"].pop()
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")

    assert run("check", VILLAGE, tmp_path / "plan.json", "--json") == 4

    causes = {(one["cause"], one["order_id"]) for one in answer(capsys)["violations"]}
    assert ("missing_order", dropped["order_id"]) in causes


def test_the_same_seed_and_rounds_write_the_same_plan(tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert run("plan", GUIXI, "--out", tmp_path / name, "--iterations", 300, "--seed", 5) == 0

    one, two = (json.loads((tmp_path / name / "plan.json").read_text()) for name in ("one", "two"))
    del one["made"]["seconds"], two["made"]["seconds"]
    assert one == two


def test_a_workbook_and_csv_files_of_one_day_give_the_same_plan(tmp_path: Path) -> None:
    book = tmp_path / "day.xlsx"
    write_day(read_day(VILLAGE), book)
    for day, out in ((VILLAGE, "csv"), (book, "xlsx")):
        assert run("plan", day, "--out", tmp_path / out, "--iterations", 200) == 0

    plans = [json.loads((tmp_path / out / "plan.json").read_text()) for out in ("csv", "xlsx")]
    for plan in plans:
        del plan["made"]["seconds"]
    assert plans[0] == plans[1]


def test_the_sample_leaves_out_just_the_two_households_out_of_reach(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("demo", "--out", tmp_path, "--seconds", 3, "--json") == 0

    told = answer(capsys)
    assert [one["reason"] for one in told["unassigned"]] == ["too_far_even_alone"] * 2
    assert told["violations"] == 0
    plan = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    declined = {one["reason"] for one in plan["receipts"] if one["status"] == "declined"}
    assert declined == {"outside_radius", "duplicate", "no_location", "past_cutoff"}
    assert plan["made"]["travel"] == "streets"
    pages = {path.stem for path in (tmp_path / "volunteers").iterdir()}
    assert pages == {route["volunteer_id"] for route in plan["routes"]}


def test_receive_answers_every_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("receive", VILLAGE, *WHEN, "--json") == 0

    receipts = {one["order_id"]: one for one in answer(capsys)["receipts"]}
    assert {order_id: one["reason"] for order_id, one in receipts.items()} == {
        "O1": None, "O2": None, "O3": None, "O4": "outside_radius", "O5": "duplicate",
    }  # fmt: skip


def test_a_plan_starts_from_the_one_before(tmp_path: Path) -> None:
    assert run("plan", VILLAGE, "--out", tmp_path / "a", "--iterations", 300) == 0
    assert (
        run(
            "plan", VILLAGE, "--out", tmp_path / "b", "--iterations", 0,
            "--previous", tmp_path / "a" / "plan.json",
        ) == 0
    )  # fmt: skip

    a, b = (json.loads((tmp_path / name / "plan.json").read_text()) for name in "ab")
    assert a["routes"] == b["routes"]


def test_pages_of_the_plan_before_do_not_stay(tmp_path: Path, village: Path) -> None:
    assert run("plan", village, "--out", tmp_path / "out", "--iterations", 100) == 0
    edit(village / "volunteers.csv", "V2", "V9")
    edit(village / "shifts.csv", "V2", "V9")
    edit(village / "visits.csv", "V2", "V9")
    assert run("plan", village, "--out", tmp_path / "out", "--iterations", 100) == 0

    assert [path.name for path in (tmp_path / "out" / "volunteers").iterdir()] == ["V9.html"]


def test_templates_are_written_and_the_filled_one_can_be_planned(tmp_path: Path) -> None:
    assert run("template", tmp_path) == 0

    assert run("plan", tmp_path / "example", "--out", tmp_path / "o", "--iterations", 10) == 0


def test_a_sample_is_made_on_any_extract(tmp_path: Path) -> None:
    out = tmp_path / "day"

    assert run("sample", "--extract", GUIXI / "streets.osm.pbf", "--out", out,
               "--residents", 40, "--seed", 2) == 0  # fmt: skip

    assert run("receive", out) == 0


class TestBadInput:
    """One clear answer each, exit 2, nothing written."""

    def refused(self, capsys: pytest.CaptureFixture[str], day: Path, out: Path) -> str:
        assert run("plan", day, *WHEN, "--out", out, "--iterations", 1) == 2
        assert not out.exists()
        told = capsys.readouterr()
        assert told.out == ""
        assert "Traceback" not in told.err
        return told.err

    def test_all_faults_of_a_folder_at_once(
        self, capsys: pytest.CaptureFixture[str], village: Path, tmp_path: Path
    ) -> None:
        edit(village / "orders.csv", "lunch", "supper")
        edit(village / "shifts.csv", "12:00", "10:00")
        edit(village / "kitchens.csv", ",8,", ",-8,")
        (village / "volunteers.csv").unlink()

        told = self.refused(capsys, village, tmp_path / "out")

        assert "orders.csv, line 2, meal: 'supper', expected" in told
        assert "shifts.csv, line 2" in told
        assert "kitchens.csv, line 2, capacity: '-8', expected" in told
        assert "volunteers.csv: expected" in told

    def test_an_empty_folder(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        (tmp_path / "day").mkdir()

        assert "canteens.csv" in self.refused(capsys, tmp_path / "day", tmp_path / "out")

    def test_a_folder_that_is_not_there(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        assert "nowhere" in self.refused(capsys, tmp_path / "nowhere", tmp_path / "out")

    def test_an_unknown_engine(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        assert run("plan", VILLAGE, "--out", tmp_path / "o", "--engine", "magic") == 2
        assert "'magic', expected one of mealroute, pyvrp, ortools" in capsys.readouterr().err

    def test_a_date_that_is_none(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        assert run("plan", VILLAGE, "--out", tmp_path / "o", "--date", "24.11.2026") == 2
        assert "2026-11-24" in capsys.readouterr().err

    def test_a_plan_that_is_not_one(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        (tmp_path / "plan.json").write_text('{"mealroute_plan": 2}')

        assert run("check", VILLAGE, tmp_path / "plan.json", "--json") == 2
        assert answer(capsys)["error"]["exit_code"] == 2

    def test_streets_without_an_extract_exit_3(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        code = run("plan", VILLAGE, "--out", tmp_path / "o", "--travel", "streets")

        assert code == 3
        assert "streets.osm.pbf" in capsys.readouterr().err

    def test_faulty_rows_can_be_skipped_and_are_listed_in_the_plan(
        self, village: Path, tmp_path: Path
    ) -> None:
        edit(village / "orders.csv", "lunch", "supper")

        assert run("plan", village, *WHEN, "--out", tmp_path / "o", "--iterations", 50,
                   "--skip-bad-rows") == 0  # fmt: skip

        plan = json.loads((tmp_path / "o" / "plan.json").read_text(encoding="utf-8"))
        (skipped,) = plan["skipped_rows"]
        assert "orders.csv, line 2, meal: 'supper'" in skipped


def test_markup_in_a_name_stays_text_on_every_page(village: Path, tmp_path: Path) -> None:
    edit(village / "residents.csv", "R1,", f"R1,{HOSTILE}")

    assert run("plan", village, "--out", tmp_path / "out", "--iterations", 100) == 0

    pages = [*(tmp_path / "out").glob("*.html"), *(tmp_path / "out").glob("volunteers/*.html")]
    assert pages
    for page in pages:
        assert HOSTILE not in page.read_text(encoding="utf-8")


def test_a_decline_by_hand_of_an_order_of_another_day_is_a_violation_not_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads((VILLAGE / "best_plan.json").read_text(encoding="utf-8"))
    plan["receipts"].append({"order_id": "O99", "status": "declined", "reason": "by_hand"})
    (tmp_path / "plan.json").write_text(json.dumps(plan), encoding="utf-8")

    assert run("check", VILLAGE, tmp_path / "plan.json", "--json") == 4

    assert ("unknown_order", "O99") in {
        (one["cause"], one["order_id"]) for one in answer(capsys)["violations"]
    }
