import json
import shutil
from pathlib import Path

import gpxpy
import pytest

from mealroute.cli import main
from mealroute.files import read_day

DATA = Path(__file__).parents[2] / "data"
VILLAGE = DATA / "village"
GUIXI = DATA / "guixi"
PLAN = VILLAGE / "best_plan.json"


def run(*words: object) -> int:
    """Run a command and give its exit code."""
    with pytest.raises(SystemExit) as left:
        main(["--lang", "en", *(str(word) for word in words)])
    return int(left.value.code or 0)


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def test_routes_go_into_one_file_for_each_format_and_volunteer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", VILLAGE, PLAN, "--out", tmp_path, "--timezone", "Asia/Urumqi") == 0

    kinds = {Path(name).suffix for name in names(tmp_path)}
    assert kinds == {".gpx", ".kml", ".geojson", ".ics"}
    assert capsys.readouterr().err == ""
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    whose = {route["volunteer_id"] for route in plan["routes"]}
    assert {Path(name).stem for name in names(tmp_path) if name.startswith("routes/")} == whose


def test_only_what_is_asked_for_is_written_and_told_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    who = plan["routes"][0]["volunteer_id"]
    words = ("--format", "gpx", "--datum", "gcj02", "--volunteer", who, "--json")
    assert run("export", VILLAGE, PLAN, "--out", tmp_path, *words) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["files"] == names(tmp_path) == [f"routes/{who}-GCJ-02.gpx"]
    gpxpy.parse((tmp_path / told["files"][0]).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "gpx,shp"), "--format: shp, expected one or several of gpx, kml"),
        (("--timezone", "Mars/Base"), "--timezone: 'Mars/Base', expected a name like"),
        (("--timezone", "../x"), "--timezone: '../x', expected a name like"),
        (("--volunteer", "V99"), "--volunteer: 'V99' has no route with stops"),
        (("--with-streets",), "only with --anonymous"),
        (("--anonymous",), "expected no PLAN"),
    ],
)
def test_what_cannot_be_exported_is_told_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert run("export", VILLAGE, PLAN, "--out", tmp_path / "x", *words) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


def test_a_plan_of_another_day_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = json.loads(PLAN.read_text(encoding="utf-8"))
    plan["routes"][0]["trips"][0]["stops"][0]["order_id"] = "stranger"
    other = tmp_path / "other.json"
    other.write_text(json.dumps(plan), encoding="utf-8")
    assert run("export", VILLAGE, other, "--out", tmp_path / "x") == 2
    assert "stranger" in capsys.readouterr().err


def test_a_day_for_sharing_plans_and_has_no_leak(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "shared"
    assert run("export", GUIXI, "--anonymous", "--out", out, "--with-streets", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["place"]["k_reached"] >= told["k"] == 5
    assert json.loads((out / "anonymous.json").read_text(encoding="utf-8"))["k"] == 5
    assert read_day(out).streets is not None

    (out / "streets.osm.pbf").unlink()  # public streets, and the slowest to look through
    assert run("leakcheck", out, "--day", GUIXI, "--audience", "public") == 0
    plan = tmp_path / "plan"
    assert run("plan", out, "--iterations", 20, "--out", plan, "--travel", "straight") == 0
    assert run("check", out, plan / "plan.json") == 0


def test_what_is_of_routes_alone_is_refused_for_a_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", VILLAGE, "--anonymous", "--names", "--out", tmp_path / "x") == 2
    assert "not with --anonymous" in capsys.readouterr().err


def test_a_salt_file_gives_the_same_ids_again_and_chance_others(tmp_path: Path) -> None:
    salt = tmp_path / "salt"
    salt.write_text("0123456789abcdef\n", encoding="utf-8")
    for name, words in {"a": ("--salt-file", salt), "b": ("--salt-file", salt), "c": ()}.items():
        assert run("export", GUIXI, "--anonymous", "--out", tmp_path / name, *words) == 0
    one, same, other = (
        (tmp_path / name / "residents.csv").read_bytes() for name in ("a", "b", "c")
    )
    assert one == same != other


def test_the_day_is_never_written_over_and_the_salt_never_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    day = tmp_path / "day"
    shutil.copytree(VILLAGE, day)
    salt = tmp_path / "out" / "salt"
    salt.parent.mkdir()
    salt.write_text("short", encoding="utf-8")

    assert run("export", day, "--anonymous", "--out", day) == 2
    assert "the day itself lies there" in capsys.readouterr().err
    words = ("export", day, "--anonymous", "--salt-file", salt, "--out")
    assert run(*words, salt.parent) == 2
    assert "must not lie in the folder" in capsys.readouterr().err
    assert run(*words, tmp_path / "else") == 2
    assert "5 bytes, expected 16 or more" in capsys.readouterr().err
