"""List what the repository holds: every file that is committed or would be."""

import subprocess
from functools import cache
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


@cache
def repository_files() -> tuple[Path, ...]:
    """Ask git; where this is no clone, take all that no tool has put there."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, check=False)
    if done.returncode == 0:
        paths = [PROJECT / name.decode() for name in done.stdout.split(b"\0") if name]
    else:
        paths = [
            path
            for path in PROJECT.rglob("*")
            if not {".venv", ".tools", "__pycache__"} & set(path.relative_to(PROJECT).parts)
        ]
    return tuple(sorted(path for path in paths if path.is_file()))
