"""What other engines search on is built once for each content of an extract."""

import importlib
import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from mealroute.domain import Mode
from mealroute.errors import TravelError
from mealroute.settings import Settings
from mealroute.travel import graphs, open_travel
from tests.travel.osm import GUIXI


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return Path(shutil.copy(GUIXI, tmp_path / "streets.osm.pbf"))


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Let OSRM be there, and its programs write one file each; list what was run."""
    module = types.SimpleNamespace(__file__="osrm/__init__.py")
    monkeypatch.setattr(importlib, "import_module", lambda _name: module)
    ran: list[list[str]] = []

    def run(command: list[str], cwd: Path, **_options: Any) -> Any:
        ran.append(command)
        (cwd / command[3]).touch()
        return types.SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    return ran


@pytest.mark.parametrize("engine", ["osrm", "valhalla"])
def test_a_missing_extra_says_what_to_install(
    extract: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setitem(sys.modules, engine, None)
    settings = Settings.from_mapping({"travel": {"engine": engine}})
    with pytest.raises(
        TravelError, match=rf"needs Python 3\.12 and pip install 'mealroute\[{engine}\]'"
    ):
        open_travel(settings, extract)


@pytest.mark.parametrize("engine", ["osrm", "valhalla"])
def test_an_engine_without_server_and_extract_asks_for_one(tmp_path: Path, engine: str) -> None:
    settings = Settings.from_mapping({"travel": {"engine": engine}})
    assert open_travel(settings).name == "straight"
    with pytest.raises(TravelError, match=r"streets\.osm\.pbf is not there"):
        open_travel(settings, tmp_path / "streets.osm.pbf", "streets")


def test_a_graph_is_built_once_for_each_mode(extract: Path, built: list[list[str]]) -> None:
    foot = graphs.osrm_graphs(extract)(Mode.FOOT)
    assert foot.parent.is_dir()
    assert [command[3] for command in built] == ["extract", "partition", "customize"]
    assert graphs.osrm_graphs(extract)(Mode.FOOT) == foot
    assert len(built) == 3
    assert graphs.osrm_graphs(extract)(Mode.CAR) != foot
    assert [command[3] for command in built[3:]] == ["extract", "contract"]


def test_another_extract_gets_graphs_of_its_own_and_the_old_ones_go(
    extract: Path, built: list[list[str]]
) -> None:
    foot = graphs.osrm_graphs(extract)(Mode.FOOT)
    extract.write_bytes(extract.read_bytes() + b" ")
    newer = graphs.osrm_graphs(extract)(Mode.FOOT)
    assert newer.parent.is_dir()
    assert not foot.parent.exists()


def test_where_nothing_can_be_written_beside_the_extract_a_passing_folder_does(
    extract: Path, built: list[list[str]]
) -> None:
    extract.with_name("streets-osrm").touch()
    foot = graphs.osrm_graphs(extract)(Mode.FOOT)
    assert foot.parent.is_dir()
    assert extract.parent not in foot.parents


def test_a_build_that_fails_is_told_and_leaves_nothing(
    extract: Path, built: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = types.SimpleNamespace(returncode=1, stdout="", stderr="so far\n[error] no nodes\n")
    monkeypatch.setattr(subprocess, "run", lambda *_a, **_k: failed)
    with pytest.raises(TravelError, match=r"OSRM could not build .*: \[error\] no nodes"):
        graphs.osrm_graphs(extract)(Mode.FOOT)
    assert [path for path in extract.with_name("streets-osrm").rglob("*") if path.is_file()] == []
    assert list(extract.with_name("streets-osrm").rglob(".making-*")) == []
