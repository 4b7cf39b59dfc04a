"""Make an environment that holds the other solvers too, ``.venv-bench``, and run a module in it.

The project's own environment needs none of them. ``make bench`` comes through here.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from mealroute.bootstrap import PROJECT, find_uv

PINS: Final = PROJECT / "requirements-bench.txt"
VENV: Final = PROJECT / ".venv-bench"
STAMP: Final = VENV / "mealroute-stamp"


def main(words: Sequence[str]) -> None:
    """Install what is pinned, once, and become ``python -m`` with the words given."""
    python = VENV / "bin" / "python"
    mark = f"{sys.implementation.cache_tag} {hashlib.sha256(PINS.read_bytes()).hexdigest()}"
    if not (STAMP.is_file() and STAMP.read_text(encoding="utf-8") == mark):
        install(python)
        STAMP.write_text(mark, encoding="utf-8")
    os.chdir(PROJECT)
    os.execv(python, [str(python), "-m", *words])  # noqa: S606 -- our own python


def install(python: Path) -> None:
    """Make the environment hold exactly what is pinned; the project is found in its folder."""
    uv = find_uv()
    if uv is None:
        sys.exit("benchmarks: no uv on the path or in .tools")
    print(f"benchmarks: installing {PINS.name} into {VENV.name}, once", file=sys.stderr)
    # Compiled beforehand, or the first runs would be slower than the others.
    exactly = ["sync", "--quiet", "--require-hashes", "--compile-bytecode"]
    commands: list[list[str | Path]] = [
        [uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV],
        [uv, "pip", *exactly, "--python", python, PINS],
    ]
    for command in commands:
        subprocess.run(command, check=True)  # noqa: S603 -- the words are those above


if __name__ == "__main__":
    main(sys.argv[1:])
