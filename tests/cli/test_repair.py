import csv
import json
import math
import shutil
from pathlib import Path
from typing import Any

import osmium
import pytest
import typer
from typer.core import TyperGroup, TyperOption

from mealroute.cli import main, values_apart
from mealroute.cli.app import app
from mealroute.files import read_day

REPOSITORY = Path(__file__).parents[2]
VILLAGE = REPOSITORY / "data" / "village"
GUIXI = REPOSITORY / "data" / "guixi"
PLAN = VILLAGE / "best_plan.json"
AT_ONCE = ("--seconds", 0)


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def answer(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.fixture
def village(tmp_path: Path) -> Path:
    return Path(shutil.copytree(VILLAGE, tmp_path / "village"))


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_sick_volunteer_is_replaced_and_everything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"

    assert run("repair", VILLAGE, PLAN, "--without", "V2", "--out", out, *AT_ONCE, "--json") == 0

    told = answer(capsys)
    assert (told["touched"], told["violations"], told["unassigned"]) == (3, [], [])
    assert told["cost_was"] == 2083
    assert {one["why"] for one in told["residents"]} == {"volunteer_out"}
    assert [one["volunteer_id"] for one in told["volunteers"]] == ["V1", "V2"]
    (instead,) = told["substitutes"]
    assert instead["instead_of"] == "V2"
    assert {path.name for path in out.iterdir()} == {
        "plan.json", "map.html", "volunteers", "papers", "changes.csv",
    }  # fmt: skip
    with (out / "changes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["was"] for row in rows} == {"V2"}
    assert {row["now"] for row in rows} == {"V1"}

    assert run("check", VILLAGE, out / "plan.json") == 0


def test_it_is_told_in_words_without_a_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("repair", VILLAGE, PLAN, "--without", "V2", "--out", tmp_path, *AT_ONCE) == 0

    told = capsys.readouterr()
    assert "R1  V2 11:15 -> V1" in told.out
    assert "V1: to be called out; leaves at 11:00" in told.out
    assert "instead of V2 at C1 (3 orders), to be called first:" in told.out
    assert "3 residents touched" in told.out
    with (VILLAGE / "residents.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            assert row["name"] not in told.out + told.err


def test_a_moment_freezes_what_has_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads(PLAN.read_text(encoding="utf-8"))
    first = before["routes"][0]["trips"][0]["stops"][0]
    moment = first["starts"][11:]

    code = run("repair", VILLAGE, PLAN, "--without", "V2", "--now", moment, "--again", 1,
               "--out", tmp_path, *AT_ONCE, "--json")  # fmt: skip

    assert code == 0
    assert answer(capsys)["touched"] == 2
    after = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))
    (history,) = (one for one in after["routes"] if one["volunteer_id"] == "V2")
    assert history["trips"][0]["stops"] == [first]


def test_orders_are_cancelled_by_option_or_by_their_row(
    tmp_path: Path, village: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (village / "orders.csv").read_text(encoding="utf-8-sig").splitlines()
    kept = [row for row in rows if not row.startswith("O2,")]
    assert len(kept) == len(rows) - 1
    (village / "orders.csv").write_text("\n".join(kept), encoding="utf-8")

    code = run("repair", village, PLAN, "--cancel", "O1", "--out", tmp_path / "o", *AT_ONCE,
               "--json")  # fmt: skip

    assert code == 0
    changes = {one["order_id"]: one["why"] for one in answer(capsys)["residents"]}
    assert (changes["O1"], changes["O2"]) == ("cancelled", "cancelled")
    plan = json.loads((tmp_path / "o" / "plan.json").read_text(encoding="utf-8"))
    receipts = {one["order_id"]: one["reason"] for one in plan["receipts"]}
    assert receipts["O1"] == "by_hand"
    assert "O2" not in receipts
    assert run("check", village, tmp_path / "o" / "plan.json") == 0


def test_ids_that_nobody_knows_are_told_all_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    code = run("repair", VILLAGE, PLAN, "--without", "V8", "--without", "V9", "--cancel", "O9",
               "--out", out)  # fmt: skip

    assert code == 2
    assert not out.exists()
    told = capsys.readouterr().err
    assert all(word in told for word in ("V8", "V9", "O9"))
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("words", "apart"),
    [
        ("repair D P --without V1 V2 V3 --out o",
         "D P --without V1 --without V2 --without V3 --out o"),
        ("repair --out o D P --cancel O1 O2", "--out o D P --cancel O1 --cancel O2"),
        ("repair D P --without=V1 V2 --json", "D P --without=V1 --without V2 --json"),
        ("--lang zh repair D P --without V1 V2", "D P --without V1 --without V2"),
        ("--lang=zh repair D P --cancel O1 O2 --without V1 V2",
         "D P --cancel O1 --cancel O2 --without V1 --without V2"),
        ("repair D --json P --skip-bad-rows --without V1 V2",
         "D --json P --skip-bad-rows --without V1 --without V2"),
    ],
)  # fmt: skip
def test_several_values_may_follow_one_option(words: str, apart: str) -> None:
    assert " ".join(values_apart(words.split())).partition("repair ")[2] == apart


@pytest.mark.parametrize(
    "words",
    [
        "repair --without V1 D P --out o",
        "repair --without=V1 D P",
        "repair --out o --cancel O1 D --without V1 P",
        "repair D --without V1 P V2",
        "repair D P --without V1 --seconds 5 V2",
        "repair D P --without V1 --json V2",
        "repair --out o -- D P --without V1 V2",
        "repair D P --without V1 -- V2",
        "repair D P --without",
        "plan D P --without V1 V2",
        "--lang repair",
        "--version",
        "",
    ],
)
def test_no_other_word_is_taken_for_a_value(words: str) -> None:
    assert values_apart(words.split()) == words.split()


def test_the_options_that_take_no_value_are_known() -> None:
    command = typer.main.get_command(app)
    assert isinstance(command, TyperGroup)
    options = [one for one in command.commands["repair"].params if isinstance(one, TyperOption)]
    assert any(one.is_flag for one in options)
    for option in options:
        given = [option.opts[0], *([] if option.is_flag else ["x"])]
        late = ["repair", *given, "D", "--without", "V1", "P"]
        assert values_apart(late) == late
        early = ["repair", *given, "D", "P", "--without", "V1"]
        assert values_apart([*early, "V2"]) == [*early, "--without", "V2"]


def test_two_drop_out_in_one_breath_and_nobody_is_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--lang", "zh", "repair", str(VILLAGE), str(PLAN), "--without", "V1", "V2",
              "--out", str(tmp_path), "--seconds", "0"])  # fmt: skip

    assert left.value.code == 0
    told = capsys.readouterr().out
    assert "O1  未能安排  求解没能排进去：" in told
    assert "  没有人可以顶替" in told.splitlines()
    assert "V2：不用来了；不再送 " in told
    assert "; " not in told


def test_a_moment_that_is_none_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("repair", VILLAGE, PLAN, "--now", "noon", "--out", tmp_path / "o") == 2
    assert "11:20" in capsys.readouterr().err


def test_a_formula_in_an_id_stays_text_in_the_table(tmp_path: Path, village: Path) -> None:
    plan = (village / "best_plan.json").read_text(encoding="utf-8").replace('"O1"', '"=1+1"')
    (village / "best_plan.json").write_text(plan, encoding="utf-8")
    edit(village / "orders.csv", "O1,", "=1+1,")

    assert run("repair", village, village / "best_plan.json", "--without", "V2",
               "--out", tmp_path / "o", *AT_ONCE) == 0  # fmt: skip

    rows = (tmp_path / "o" / "changes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert not any(row.startswith("=") for row in rows)


def test_a_road_that_closes_before_anybody_has_left_is_gone_round(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = Path(shutil.copytree(GUIXI, tmp_path / "guixi"))
    assert run("plan", day, "--out", tmp_path / "plan", "--iterations", 300) == 0
    capsys.readouterr()
    settings = day / "mealroute.toml"
    text = settings.read_text(encoding="utf-8")
    assert text.count("[travel]") == 1
    closed = f"[travel]\nclosed_ways = [{street_of_the_first_canteen(day)}]"
    settings.write_text(text.replace("[travel]", closed), encoding="utf-8")

    assert run("check", day, tmp_path / "plan") == 4
    assert run("repair", day, tmp_path / "plan", "--out", tmp_path / "o", *AT_ONCE) == 0
    assert run("check", day, tmp_path / "o") == 0


def street_of_the_first_canteen(day: Path) -> int:
    """The street that a volunteer of the first canteen steps out on."""
    canteen = read_day(day).day.canteens[0].coordinates
    ways = osmium.FileProcessor(str(day / "streets.osm.pbf")).with_locations()
    near = [
        (math.hypot(node.lat - canteen.lat, (node.lon - canteen.lon) * 0.67), way.id)
        for way in ways
        if way.is_way() and "highway" in way.tags
        for node in way.nodes
        if node.location.valid()
    ]
    return int(min(near)[1])
