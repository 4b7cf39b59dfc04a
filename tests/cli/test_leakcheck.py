import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from mealroute.cli import main
from mealroute.files import read_day, read_plan

DATA = Path(__file__).parents[2] / "data"
GUIXI = DATA / "guixi"
PROJECT = DATA.parent


def run(*words: object) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of the sample day with its maps, and its routes for phones in two datums."""
    out = tmp_path_factory.mktemp("planned")
    assert run("plan", GUIXI, "--iterations", 20, "--out", out) == 0
    for words in ((), ("--datum", "gcj02")):
        assert run("export", GUIXI, out / "plan.json", "--out", out, "--names", *words) == 0
    return out


def own_files(out: Path, volunteer: str) -> list[Path]:
    return [out / "volunteers" / f"{volunteer}.html", *out.glob(f"routes/{volunteer}[.-]*")]


def check(out: Path, volunteer: str, *files: Path) -> int:
    words = ("--audience", "volunteer", "--volunteer", volunteer, "--plan", out / "plan.json")
    return run("leakcheck", *files, "--day", GUIXI, *words)


def test_every_volunteers_own_page_and_route_files_are_clean(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    volunteers = [route.volunteer_id for route in read_plan(planned / "plan.json").routes]
    assert len(volunteers) > 10
    for volunteer in volunteers[::3]:
        files = own_files(planned, volunteer)
        assert len(files) == 8
        assert (volunteer, check(planned, volunteer, *files)) == (volunteer, 0)
        assert capsys.readouterr().out == "0 leaks in 8 files\n"


def test_another_volunteers_page_leaks_to_a_volunteer(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (route.volunteer_id for route in read_plan(planned / "plan.json").routes[:2])
    for file in own_files(planned, other):
        # A calendar with names tells first names alone, and no more.
        expected = 0 if file.suffix == ".ics" else 4
        assert (file.name, check(planned, one, file)) == (file.name, expected)
    assert "name" in capsys.readouterr().out


def paper_leaks(
    planned: Path, capsys: pytest.CaptureFixture[str], paper: str, *words: object
) -> list[dict[str, Any]]:
    """What is found in a paper of the plan, without what may be chance."""
    file = planned / "papers" / paper
    capsys.readouterr()
    run("leakcheck", file, "--day", GUIXI, *words, "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["unread"] == []
    return [one for one in told["findings"] if one["sureness"] != "possible"]


def test_every_name_on_the_route_sheets_is_found(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day, plan = read_day(GUIXI).day, read_plan(planned / "plan.json")
    names = {one.resident_id: one.name for one in day.residents}
    whose = {order.order_id: order.resident_id for order in day.orders}
    carried = {names[whose[stop.order_id]] for _route, stop in plan.stops()}
    leaks = paper_leaks(planned, capsys, "route-sheets.pdf", "--audience", "public")
    found = {names.get(one["whose"]) for one in leaks if one["kind"] == "name"}
    assert len(carried) > 100
    assert carried <= found


def test_a_volunteers_own_route_sheet_is_clean_and_anothers_is_not(
    planned: Path, tmp_path: Path
) -> None:
    one, other = (route.volunteer_id for route in read_plan(planned / "plan.json").routes[:2])
    asked = ("--only", "route-sheets", "--volunteer", one, "--travel", "straight")
    assert run("papers", GUIXI, planned / "plan.json", *asked, "--out", tmp_path) == 0
    sheet = tmp_path / "papers" / "route-sheets" / f"{one}.pdf"
    assert (check(planned, one, sheet), check(planned, other, sheet)) == (0, 4)


def test_the_kitchen_count_is_clean_for_every_canteen(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for canteen in read_day(GUIXI).day.canteens:
        words = ("--audience", "canteen", "--canteen", canteen.canteen_id)
        plan = ("--plan", planned / "plan.json")
        assert paper_leaks(planned, capsys, "kitchen.pdf", *words, *plan) == []
    # That is no blindness: whoever may know nothing is told names by the list beside it.
    leaks = paper_leaks(planned, capsys, "loading.pdf", "--audience", "public")
    assert {one["kind"] for one in leaks} >= {"name"}


def answer(capsys: pytest.CaptureFixture[str], code: int, *words: object) -> Any:
    capsys.readouterr()
    assert run("leakcheck", *words, "--json") == code
    return json.loads(capsys.readouterr().out)


def test_json_tells_every_finding_without_a_name(
    planned: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = answer(capsys, 4, planned / "map.html", "--day", GUIXI, "--audience", "public")
    people = read_day(GUIXI).day.residents
    assert told["leaks"] == len([one for one in told["findings"] if one["sureness"] != "possible"])
    assert {"name", "address", "phone", "location"} <= told["by_kind"].keys()
    text = json.dumps(told, ensure_ascii=False)
    assert not any(person.name in text for person in people)
    assert set(told["findings"][0]) == {
        "file", "where", "line", "column", "kind", "whose", "sureness", "form", "excerpt", "times",
    }  # fmt: skip


def test_what_we_publish_gives_nobody_of_the_sample_day_away(
    capsys: pytest.CaptureFixture[str],
) -> None:
    published = [PROJECT / "docs", PROJECT / "README.md", PROJECT / "CHANGELOG.md"]
    published += [PROJECT / "benchmarks"] if (PROJECT / "benchmarks").is_dir() else []
    told = answer(capsys, 0, *published, "--day", GUIXI, "--audience", "planner")
    assert (told["leaks"], told["unread"]) == (0, [])


def test_a_file_that_cannot_be_looked_at_does_not_pass_as_clean(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("a.txt", b"x" * 100)
    broken = (tmp_path / "x.zip").read_bytes()
    (tmp_path / "x.zip").write_bytes(broken[:40] + b"\xff" * 60 + broken[100:])
    told = answer(capsys, 2, tmp_path, "--day", GUIXI, "--audience", "public")
    assert len(told["unread"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--audience", "volunteer"), "--audience volunteer: --volunteer is missing"),
        (("--audience", "volunteer", "--volunteer", "X"), "--volunteer: the day has no 'X'"),
        (("--audience", "volunteer", "--volunteer", "V01"), "--plan is missing"),
        (("--audience", "canteen"), "--audience canteen: --canteen is missing"),
        (("--audience", "public", "--canteen", "C1"), "--canteen: only for --audience canteen"),
    ],
)
def test_an_audience_that_cannot_be_told_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run("leakcheck", tmp_path, "--day", GUIXI, *words) == 2
    assert said in capsys.readouterr().err


def test_a_path_that_is_not_there_is_bad_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("leakcheck", tmp_path / "no", "--day", GUIXI, "--audience", "public") == 2
    assert "expected files and folders that exist" in capsys.readouterr().err
