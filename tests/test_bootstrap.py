"""A bare Python gets its libraries beside the project; played with a uv that only writes down."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[1] / "mealroute"
STARTER = ("__init__.py", "__main__.py", "bootstrap.py", "language.py")
PINS = ("requirements.txt", "requirements-dev.txt", "requirements-uv.txt")
# Says where it runs, from which folder and with what, and that the tests can be found.
STUB = "import os, sys\ndef main(): print(sys.prefix, os.getcwd(), *sys.argv[1:], sep='|')\n"
# Stands for uv: writes down what it is asked, and makes an environment out of four entries.
FAKE_UV = """#!/bin/sh
[ "$1" = --version ] && echo "uv 0" && exit
echo "$1 $2 index=$UV_DEFAULT_INDEX" >> "{log}"
[ "$1" = venv ] || exit 0
for last; do :; done
mkdir -p "$last/bin" "$last/lib/{lib}/site-packages"
ln -s "{python}" "$last/bin/python"
echo "home = {home}" > "$last/pyvenv.cfg"
"""


@dataclass(frozen=True)
class Clone:
    """A clone of the repository's starter, and a machine that has nothing else."""

    folder: Path
    log: Path
    programs: Path

    def run(self, *arguments: str, cwd: Path | None = None, **environment: str) -> str:
        done = self.start(*arguments, cwd=cwd, **environment)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def start(
        self, *arguments: str, cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [bare_python(), "-S", *arguments],
            cwd=cwd or self.folder,
            env={"PATH": f"{self.programs}:/usr/bin:/bin", "HOME": "/nowhere", **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def uv_was_asked(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []


def bare_python() -> str:
    """The interpreter under the environment that the tests run in."""
    return str(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    folder = tmp_path / "送餐 计划"
    (folder / "mealroute" / "cli").mkdir(parents=True)
    for name in STARTER:
        shutil.copy(SOURCES / name, folder / "mealroute" / name)
    (folder / "mealroute" / "cli" / "__init__.py").write_text(STUB, encoding="utf-8")
    (folder / "tests").mkdir()
    (folder / "tests" / "__main__.py").write_text(
        "from mealroute.cli import main\nmain()\n", encoding="utf-8"
    )
    (folder / "pyproject.toml").write_text("[dependency-groups]\ndev = ['x']\n", encoding="utf-8")
    for name in PINS:
        (folder / name).write_text(f"{name}==1\n", encoding="utf-8")
    programs = tmp_path / "programs"
    programs.mkdir()
    clone = Clone(folder, tmp_path / "log", programs)
    python = bare_python()
    fake = FAKE_UV.format(
        log=clone.log, python=python, home=Path(python).parent, lib=Path(python).name
    )
    (programs / "uv").write_text(fake, encoding="utf-8")
    (programs / "uv").chmod(0o755)
    return clone


def test_the_first_run_makes_the_environment_and_runs_in_it(clone: Clone) -> None:
    said = clone.run("-m", "mealroute", "demo", "--out", "maps")
    assert said == f"{clone.folder}/.venv|{clone.folder}|demo|--out|maps"
    assert [line.split(" index")[0] for line in clone.uv_was_asked()] == [
        "venv --quiet",
        "pip install",
    ]


def test_the_second_run_asks_for_nothing(clone: Clone) -> None:
    first = clone.run("-m", "mealroute", "demo")
    asked = clone.uv_was_asked()
    assert clone.run("-m", "mealroute", "demo") == first
    assert clone.uv_was_asked() == asked


def test_new_pins_are_installed(clone: Clone) -> None:
    clone.run("-m", "mealroute", "demo")
    asked = clone.uv_was_asked()
    (clone.folder / "requirements.txt").write_text("folium==2\n", encoding="utf-8")
    clone.run("-m", "mealroute", "demo")
    assert [line.split(" index")[0] for line in clone.uv_was_asked()[len(asked) :]] == [
        "pip install"
    ]


def test_tests_run_among_the_developers_libraries_and_the_demo_has_all_it_needs_then(
    clone: Clone, tmp_path: Path
) -> None:
    said = clone.run("-m", "mealroute", "test", "-k", "receipt")
    assert said == f"{clone.folder}/.venv|{clone.folder}|-k|receipt"
    asked = clone.uv_was_asked()
    assert asked[-1].startswith("pip sync")
    clone.run("-m", "mealroute", "demo")
    assert clone.uv_was_asked() == asked


def test_a_newer_python_gets_a_new_environment(clone: Clone) -> None:
    clone.run("-m", "mealroute", "demo")
    (clone.folder / ".venv" / "lib" / Path(bare_python()).name).rename(
        clone.folder / ".venv" / "lib" / "python3.10"
    )
    stamp = clone.folder / ".venv" / "mealroute-stamp"
    stamp.write_text(stamp.read_text(encoding="utf-8").replace("cpython-3", "cpython-2"), "utf-8")
    clone.run("-m", "mealroute", "demo")
    assert [line.split()[0] for line in clone.uv_was_asked()] == ["venv", "pip"] * 2
    assert not (clone.folder / ".venv" / "lib" / "python3.10").exists()


def test_the_command_put_into_the_environment_runs_from_anywhere(
    clone: Clone, tmp_path: Path
) -> None:
    clone.run("-m", "mealroute", "demo")
    moved = clone.folder.rename(tmp_path / "moved away")
    done = subprocess.run(
        [moved / ".venv" / "bin" / "mealroute", "plan", "a day"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"{moved}/.venv|{tmp_path}|plan|a day"


def test_uv_asks_the_mirror_that_pip_is_told_to_ask(clone: Clone) -> None:
    clone.run("-m", "mealroute", "demo", PIP_INDEX_URL="https://mirror.example/simple")
    assert {line.split("index=")[1] for line in clone.uv_was_asked()} == {
        "https://mirror.example/simple"
    }


def test_without_uv_and_pip_it_says_what_to_install(clone: Clone) -> None:
    (clone.programs / "uv").unlink()
    done = clone.start("-m", "mealroute", "demo")
    assert done.returncode == 1
    assert "has no pip: install Debian's python3-pip, or uv" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_failing_installation_stops_with_a_word_and_is_tried_again(clone: Clone) -> None:
    uv = clone.programs / "uv"
    working = uv.read_text(encoding="utf-8")
    uv.write_text(working.replace("exit 0", '[ "$1" != pip ]; exit'), encoding="utf-8")
    done = clone.start("-m", "mealroute", "demo")
    assert done.returncode == 1
    assert "uv pip install failed; the lines above say why" in done.stderr
    uv.write_text(working, encoding="utf-8")
    assert clone.run("-m", "mealroute", "demo").endswith("demo")


def test_an_installed_package_runs_where_it_is(clone: Clone) -> None:
    (clone.folder / "requirements.txt").unlink()
    assert clone.run("-m", "mealroute", "demo") == f"{sys.base_prefix}|{clone.folder}|demo"
    done = clone.start("-m", "mealroute", "test")
    assert "the tests come with the repository" in done.stderr
    assert clone.uv_was_asked() == []


def test_where_mealroute_is_installed_already_nothing_is_fetched(clone: Clone) -> None:
    for name in ("mealroute", "x"):  # by an installer that saw to the libraries, as uv does
        (clone.folder / f"{name}-1.dist-info").mkdir()
        metadata = clone.folder / f"{name}-1.dist-info" / "METADATA"
        metadata.write_text(f"Name: {name}\n", encoding="utf-8")
    assert clone.run("-m", "mealroute", "demo") == f"{sys.base_prefix}|{clone.folder}|demo"
    assert clone.run("-m", "mealroute", "test") == f"{sys.base_prefix}|{clone.folder}"
    assert clone.uv_was_asked() == []


def test_maintainers_run_a_module_among_the_developers_libraries(clone: Clone) -> None:
    said = clone.run("-m", "mealroute.bootstrap", "tests", "now")
    assert said == f"{clone.folder}/.venv|{clone.folder}|now"


def test_a_python_that_is_too_old_is_told_so() -> None:
    code = "import sys, runpy; sys.version_info = (3, 9, 2); runpy.run_module('mealroute.__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=SOURCES.parent,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "mealroute needs Python 3.11 or newer; this is 3.9" in done.stderr
    assert "Traceback" not in done.stderr
