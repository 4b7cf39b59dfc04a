"""Lint, format and types are tests too: one command tells whether a change is fit to land."""

import subprocess
import sys

import pytest

from tests.architecture.repository import PROJECT


@pytest.mark.parametrize("command", ["ruff check --quiet", "ruff format --check --quiet", "mypy"])
def test_the_code_passes(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
