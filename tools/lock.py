"""Pin what pyproject.toml asks for, with hashes, for every system and Python it supports.

``make lock`` keeps the pins that still fit; ``make lock UPGRADE=--upgrade`` takes the newest.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from mealroute.bootstrap import DEVELOP, PROJECT, RUN, find_uv

BENCH = "requirements-bench.txt"
OPTIONS = (
    "--quiet",
    "--universal",
    "--generate-hashes",
    "--no-header",
    "--annotation-style=line",
    "--python-version=3.11",
)


def main(extra: Sequence[str]) -> None:
    """Write the four requirement files."""
    uv = find_uv()
    if uv is None:
        sys.exit("tools.lock: no uv on the path or in .tools")
    _compile(uv, ["pyproject.toml", "-o", RUN, *extra])
    # The developer's set holds the very versions that people run.
    _compile(uv, ["pyproject.toml", "--group", "dev", "-c", RUN, "-o", DEVELOP, *extra])
    # So do the benchmarks, beside other people's solvers.
    _compile(uv, ["pyproject.toml", "--group", "bench", "-c", RUN, "-o", BENCH, *extra])
    _compile(uv, ["-", "-o", "requirements-uv.txt", *extra], given="uv")


def _compile(uv: Path, arguments: Sequence[str], given: str = "") -> None:
    command = [str(uv), "pip", "compile", *OPTIONS, *arguments]
    # Output goes to the file named; what uv also prints is the same again.
    subprocess.run(  # noqa: S603 -- the words are those above
        command, cwd=PROJECT, input=given, text=True, stdout=subprocess.DEVNULL, check=True
    )


if __name__ == "__main__":
    main(sys.argv[1:])
