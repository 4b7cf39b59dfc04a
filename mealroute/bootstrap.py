"""Give a bare Python what mealroute needs, beside the project; standard library only.

Debian's ``python3`` has no ``venv`` module and refuses ``pip install`` (PEP 668), but it lets
``pip --target`` put a program into a folder. So `uv` goes into ``.tools``, makes ``.venv`` and
installs the hashed requirement file into it. A stamp makes every later run start at once.

``python3 -m mealroute.bootstrap MODULE ...`` runs a module among the developer's libraries.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from importlib import metadata, util
from pathlib import Path
from typing import NoReturn

from mealroute import language
from mealroute.language import gettext as _

PROJECT = Path(__file__).resolve().parents[1]
VENV = PROJECT / ".venv"
TOOLS = PROJECT / ".tools"
STAMP = VENV / "mealroute-stamp"
RUN = "requirements.txt"
DEVELOP = "requirements-dev.txt"
# Relative to the interpreter beside it, so the project's folder may have any name and may move.
SHIM = '#!/bin/sh\nexec "$(dirname "$0")/python" -m mealroute "$@"\n'


def prepare(arguments: Sequence[str]) -> None:
    """Return where ``arguments`` can run as they are; else make the place and run them there.

    Raises
    ------
    SystemExit
        With a message, when something is missing that this module cannot bring.
    """
    with language.use(_spoken()):
        testing = arguments[:1] == ["test"]
        if not (PROJECT / RUN).is_file():  # installed as a package: pip saw to the libraries
            if testing:
                _stop(_("the tests come with the repository, not with the installed package"))
        elif testing:
            _run_among(DEVELOP, ["tests", *arguments[1:]])
        elif not _is_ready(RUN):
            _run_among(RUN, ["mealroute", *arguments])


def find_uv() -> Path | None:
    """Find a uv that works: the one on the path, else the one put into ``.tools`` before."""
    for name in (shutil.which("uv"), TOOLS / "bin" / "uv"):
        if name is not None and _output([name, "--version"]):
            return Path(name)
    return None


def _run_among(requirements: str, module_and_arguments: Sequence[str]) -> NoReturn:
    """Become an interpreter that has the libraries of a requirement file."""
    python = Path(sys.executable)
    if not _is_ready(requirements):
        if not _is_fresh(requirements):
            _install(requirements)
        python = VENV / "bin" / "python"
    if requirements == DEVELOP:
        os.chdir(PROJECT)
    os.execv(python, [str(python), "-m", *module_and_arguments])  # noqa: S606 -- our own python


def _is_ready(requirements: str) -> bool:
    """Tell whether this very interpreter has the libraries.

    In the environment made here the stamp knows; elsewhere whoever installed mealroute saw to
    its libraries (pip, ``uv run``), and the developer's are looked up one by one.
    """
    if STAMP.is_file() and Path(sys.prefix).resolve() == VENV.resolve():
        return _is_fresh(requirements)
    wanted = ["mealroute"]
    if requirements == DEVELOP:
        groups = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
        wanted += [
            re.split("[^A-Za-z0-9._-]", line)[0] for line in groups["dependency-groups"]["dev"]
        ]
    return all(_is_installed(name) for name in wanted)


def _is_installed(distribution: str) -> bool:
    try:
        metadata.distribution(distribution)
    except metadata.PackageNotFoundError:
        return False
    return True


def _is_fresh(requirements: str) -> bool:
    """Tell whether ``.venv`` holds what the requirement file says now, for this Python."""
    if not (STAMP.is_file() and (VENV / "bin" / "python").exists()):
        return False
    return _fingerprint(requirements) in STAMP.read_text(encoding="utf-8").splitlines()


def _fingerprint(requirements: str) -> str:
    digest = hashlib.sha256((PROJECT / requirements).read_bytes()).hexdigest()
    return f"{requirements} {sys.implementation.cache_tag} {digest}"


def _install(requirements: str) -> None:
    """Make ``.venv`` hold a requirement file and the project itself.

    The project is not built: a line with its path makes it importable, so that nothing without
    a hash is fetched. Only the developer's set is exact; the other leaves what is there besides.
    """
    if os.name != "posix":
        _stop(_("this way needs Linux or macOS; elsewhere install uv and run: uv run mealroute"))
    environment = _uv_settings()
    uv = find_uv() or _fetch_uv()
    packages = VENV / "lib" / f"python3.{sys.version_info.minor}" / "site-packages"
    if not (packages.is_dir() and _output([VENV / "bin" / "python", "--version"])):
        shutil.rmtree(VENV, ignore_errors=True)
        _call([uv, "venv", "--quiet", "--python", sys.executable, VENV], environment)
    STAMP.unlink(missing_ok=True)
    _say(_("installing the libraries of {file} into .venv, once").format(file=requirements))
    exactly = ["sync"] if requirements == DEVELOP else ["install", "-r"]
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    pins, python = PROJECT / requirements, VENV / "bin" / "python"
    _call([uv, "pip", *exactly, pins, "--require-hashes", "--python", python, *quiet], environment)
    line = os.path.relpath(PROJECT, packages)
    (packages / "mealroute.pth").write_text(f"{line}\n", encoding="utf-8")
    shim = VENV / "bin" / "mealroute"
    shim.write_text(SHIM, encoding="utf-8")
    shim.chmod(0o755)
    held = [RUN, DEVELOP] if requirements == DEVELOP else [RUN]
    STAMP.write_text("".join(f"{_fingerprint(name)}\n" for name in held), encoding="utf-8")


def _fetch_uv() -> Path:
    """Put the pinned uv into ``.tools`` with pip."""
    if util.find_spec("pip") is None:
        _stop(
            _("{python} has no pip: install Debian's python3-pip, or uv").format(
                python=sys.executable
            )
        )
    _say(_("putting uv, which installs the libraries, into .tools, once"))
    command: list[str | Path] = [sys.executable, "-m", "pip", "install", "--quiet"]
    command += ["--disable-pip-version-check", "--root-user-action=ignore", "--target", TOOLS]
    command += ["--upgrade", "--no-deps", "--require-hashes", "-r", PROJECT / "requirements-uv.txt"]
    # Habits that pip may be configured to, and that --target does not go with.
    _call(command, os.environ | {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"})
    uv = find_uv()
    if uv is None:
        _stop(_("the uv in {folder} does not run on this machine").format(folder=TOOLS))
    return uv


def _uv_settings() -> dict[str, str]:
    """Let uv do as pip does, where the environment says nothing else.

    It trusts the system's certificates, asks the package mirror that pip is configured to ask
    (uv reads nothing of pip's), and needs no home to write to.
    """
    settings = {"UV_SYSTEM_CERTS": "1"}
    mirror = os.environ.get("PIP_INDEX_URL") or _output(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
    )
    if mirror:
        settings["UV_DEFAULT_INDEX"] = mirror
    if not os.access(os.path.expanduser("~"), os.W_OK):  # noqa: PTH111 -- Path raises without one
        settings["UV_CACHE_DIR"] = str(TOOLS / "cache")
    return settings | os.environ | {"UV_PYTHON_DOWNLOADS": "never"}


def _output(command: Sequence[str | Path]) -> str:
    """Give what a command prints; nothing where it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 -- no text from outside
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def _call(command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
    """Run a command whose output may be seen, but not mixed into ours."""
    try:
        done = subprocess.run(command, env=environment, stdout=sys.stderr, check=False)  # noqa: S603 -- no text from outside
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    if done.returncode != 0:
        names = " ".join(str(part) for part in command[:3])
        _stop(_("{command} failed; the lines above say why").format(command=names))


def _spoken() -> str:
    """Name the language asked for, or that of the terminal, as the command line does."""
    names = ("MEALROUTE_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "")


def _say(text: str) -> None:
    sys.stderr.write(f"mealroute: {text}\n")
    sys.stderr.flush()


def _stop(text: str) -> NoReturn:
    raise SystemExit(f"mealroute: {text}")


if __name__ == "__main__":
    _run_among(DEVELOP, sys.argv[1:])
