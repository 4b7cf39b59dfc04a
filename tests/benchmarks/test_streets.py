"""What the benchmark of street travel does with the figures of its children."""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from benchmarks import environment, streets
from benchmarks.streets_child import METHODS, points_on, table
from mealroute.domain import Mode
from tests.travel.osm import GUIXI


def test_agreement_counts_pairs_that_both_reach_in_a_minute_or_more() -> None:
    ours = np.array([[0, 100, 200], [300, 30, 1_000_000]])
    told = streets.agreement(ours, np.array([[0, 100, 160], [300, 30, 50]]))
    assert told == "0.9744 | 1.000 | 1.000 | 1.225 | 66.7 % | 16.7 %"


def test_a_table_that_would_take_too_long_is_not_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def child(_method: str, _mode: str, _extract: Path, count: int, _seed: int) -> dict[str, Any]:
        asked.append(count)
        return {"count": count, "cpu_s": count / 100}

    monkeypatch.setattr(streets, "_child", child)
    given = argparse.Namespace(sizes=[100, 500, 1000, 2000], seed=0, patience=25.0)
    streets._measure("osrm", "foot", tmp_path, given)
    assert asked == [0, 100, 500, 1000]


def test_tables_replace_what_stood_between_their_marks_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text(f"before\n{streets.BEGIN}\nold\n{streets.END}\nafter\n", encoding="utf-8")
    streets.publish("new", tmp_path)
    text = page.read_text(encoding="utf-8")
    assert text == f"before\n{streets.BEGIN}\n\nnew\n{streets.END}\nafter\n"


def test_without_contracting_the_durations_are_the_same(tmp_path: Path) -> None:
    extract = Path(shutil.copy(GUIXI, tmp_path / "town.osm.pbf"))
    points = points_on(extract, 150, 0)
    assert len({point.key for point in points}) > 140
    ours, plain = (
        table(method, extract, Mode.FOOT, points) for method in ("mealroute", "dijkstra")
    )
    assert np.array_equal(ours, plain)
    assert set(METHODS) >= {"igraph", "osrm", "valhalla"}


def test_a_python_that_every_peer_runs_on_is_taken_where_it_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment, "FOR_ALL", (99, 0))
    monkeypatch.setattr(shutil, "which", {"python3.12": "/shim", "python3.13": "/good"}.get)
    works = {"/good"}
    monkeypatch.setattr(
        subprocess, "run", lambda words, **_: SimpleNamespace(returncode=int(words[0] not in works))
    )
    assert environment.newest_python() == "/good"
    works.clear()
    assert environment.newest_python() == sys.executable
    assert "without OSRM and Valhalla" in capsys.readouterr().err
    monkeypatch.setattr(environment, "FOR_ALL", (3, 11))
    assert environment.newest_python() == sys.executable
