"""Make an environment that holds the other solvers too, ``.venv-bench``, and run a module in it.

The project's own environment needs none of them. ``make bench`` comes through here. OSRM and
Valhalla bring wheels for Python 3.12 and newer only, so such a Python is taken where there is one.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mealroute.bootstrap import PROJECT, find_uv

PINS: Final = PROJECT / "requirements-bench.txt"
VENV: Final = PROJECT / ".venv-bench"
STAMP: Final = VENV / "mealroute-stamp"
FOR_ALL: Final = (3, 12)


def main(words: Sequence[str]) -> None:
    """Install what is pinned, once, and become ``python -m`` with the words given."""
    python, base = VENV / "bin" / "python", newest_python()
    version = subprocess.run([base, "-V"], capture_output=True, text=True, check=True).stdout  # noqa: S603 -- see `newest_python`
    mark = f"{version.strip()} {hashlib.sha256(PINS.read_bytes()).hexdigest()}"
    if not (STAMP.is_file() and STAMP.read_text(encoding="utf-8") == mark):
        install(python, base)
        STAMP.write_text(mark, encoding="utf-8")
    os.chdir(PROJECT)
    os.execv(python, [str(python), "-m", *words])  # noqa: S606 -- our own python


def newest_python() -> str:
    """Find a Python that every peer runs on; this one, with a word, where there is none."""
    if sys.version_info >= FOR_ALL:
        return sys.executable
    for name in ("python3.12", "python3.13", "python3.14"):
        found = shutil.which(name)
        # A name on the path may be a shim of a version that is not installed.
        if found and not subprocess.run([found, "-V"], capture_output=True, check=False).returncode:  # noqa: S603 -- as found
            return found
    print("benchmarks: no Python 3.12 or newer: without OSRM and Valhalla", file=sys.stderr)
    return sys.executable


def install(python: Path, base: str) -> None:
    """Make the environment hold exactly what is pinned; the project is found in its folder."""
    uv = find_uv()
    if uv is None:
        sys.exit("benchmarks: no uv on the path or in .tools")
    print(f"benchmarks: installing {PINS.name} into {VENV.name}, once", file=sys.stderr)
    # Compiled beforehand, or the first runs would be slower than the others.
    exactly = ["sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    commands: list[list[str | Path]] = [
        [uv, "venv", "--quiet", "--allow-existing", "--python", base, VENV],
        [uv, "pip", *exactly, "--python", python, PINS],
    ]
    for command in commands:
        subprocess.run(command, check=True)  # noqa: S603 -- the words are those above


if __name__ == "__main__":
    main(sys.argv[1:])
