"""A day planned by another street engine: its exit codes where that cannot be had."""

import json
import shutil
import sys
from pathlib import Path

import pytest

from mealroute.cli import main
from tests.travel.osm import GUIXI
from tests.travel.routing_server import playing, says, sends
from tests.travel.test_osrm import town

Said = pytest.CaptureFixture[str]


def run(*words: object) -> int:
    with pytest.raises(SystemExit) as left:
        main([str(word) for word in words])
    return int(left.value.code or 0)


@pytest.fixture
def day(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GUIXI.parent, tmp_path / "day"))


def ask_for(day: Path, *settings: str) -> Path:
    usual = (GUIXI.parent / "mealroute.toml").read_text(encoding="utf-8")
    mine = "\n".join(["[travel]", 'engine = "osrm"', *settings, ""])
    assert usual.startswith("[travel]\n")
    (day / "mealroute.toml").write_text(usual.replace("[travel]\n", mine, 1), encoding="utf-8")
    return day


def test_a_plan_made_and_checked_by_another_engine_breaks_no_rule(
    day: Path, tmp_path: Path, capsys: Said
) -> None:
    # One address for walkers, one for cars: a server knows one kind of street.
    with playing(town()) as foot, playing(town(mps=4.2)) as ebike, playing(town(mps=8.0)) as car:
        servers = {"foot": foot, "ebike": ebike, "car": car}
        ask_for(day, *(f'server.{mode} = "{one.address}"' for mode, one in servers.items()))
        words = ("--date", "2026-11-24", "--meal", "lunch")
        assert run("plan", day, "--out", tmp_path, "--iterations", 20, *words, "--json") == 0
        made = json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))["made"]
        assert made["travel"] == "streets"
        assert foot.heard or ebike.heard or car.heard
        capsys.readouterr()
        assert run("check", day, tmp_path / "plan.json", "--json") == 0
        assert json.loads(capsys.readouterr().out)["violations"] == []


def test_what_only_our_own_router_knows_is_refused_with_another_engine(
    day: Path, tmp_path: Path, capsys: Said
) -> None:
    words = ("--date", "2026-11-24", "--meal", "lunch")
    with playing(town()) as server:
        ask_for(day, f'server = "{server.address}"')
        assert run("isochrones", day, "--out", tmp_path / "reach.geojson") == 3
        assert '[travel] engine = "own"' in capsys.readouterr().err
    assert not (tmp_path / "reach.geojson").exists()
    with playing(town()) as foot, playing(town(mps=4.2)) as ebike, playing(town(mps=8.0)) as car:
        servers = {"foot": foot, "ebike": ebike, "car": car}
        ask_for(day, *(f'server.{mode} = "{one.address}"' for mode, one in servers.items()))
        assert run("plan", day, "--out", tmp_path, "--iterations", 1, *words) == 0
        capsys.readouterr()
        assert run("directions", day, tmp_path / "plan.json") == 3
    said = capsys.readouterr()
    assert '[travel] engine = "own"' in said.err
    assert not said.out


@pytest.mark.parametrize(
    ("play", "expected"),
    [
        (sends(b"<html>"), "does not speak like OSRM"),
        (sends(b"", 502), "answers HTTP 502"),
        (says({"code": "NoSegment", "message": ""}, 400), "does its data cover them?"),
        (town(walk_m=90_000), "does its data cover this town?"),
    ],
)
def test_a_server_that_cannot_answer_ends_with_exit_code_3(
    day: Path, tmp_path: Path, capsys: Said, play: object, expected: str
) -> None:
    with playing(play) as server:  # type: ignore[arg-type]
        ask_for(day, f'server = "{server.address}"')
        assert run("plan", day, "--out", tmp_path / "out", "--iterations", 1) == 3
    assert expected in capsys.readouterr().err
    assert not (tmp_path / "out" / "plan.json").exists()


def test_a_server_outside_the_network_and_a_missing_extra_are_told(
    day: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_for(day, 'server = "http://203.0.114.7:5000"')
    assert run("plan", day, "--out", tmp_path / "out") == 2
    assert "Every door would be sent there" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "osrm", None)
    ask_for(day)
    assert run("plan", day, "--out", tmp_path / "out") == 3
    assert "pip install 'mealroute[osrm]'" in capsys.readouterr().err


def test_a_wrong_setting_is_one_fault_among_the_others(day: Path, capsys: Said) -> None:
    ask_for(day, "server = 5000", 'allow_remote = "yes"')
    assert run("plan", day, "--out", day / "out") == 2
    told = capsys.readouterr().err
    assert 'an address like "http://127.0.0.1:5000", or one for each of foot, ebike, car' in told
    assert "2 faults" in told
