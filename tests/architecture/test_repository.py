"""What may never be committed: this machine's paths, registries' hosts, people in notebooks."""

import json
import re

import pytest

from tests.architecture.repository import PROJECT, repository_files

# Put together here, so that this file does not name what it forbids.
FORBIDDEN = re.compile(
    b"|".join(
        rf"(?<![\w.-]){re.escape(start + end)}".encode()
        for start, end in [
            ("/wo", "rk/"),
            ("/ro", "ot/"),
            ("/tm", "p/bash_jobs"),
            ("py", "pi.org"),
            ("files.python", "hosted.org"),
            ("registry.npm", "js.org"),
        ]
    )
)
MOST_BYTES = 5 * 1024 * 1024


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = [
        f"{path.relative_to(PROJECT)}: {match.group().decode()}"
        for path in repository_files()
        if (match := FORBIDDEN.search(path.read_bytes()))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["cd /wo{}rk/main", "https://py{}pi.org/simple", "host=registry.npm{}js.org"]
)
def test_a_planted_name_is_found(text: str) -> None:
    assert FORBIDDEN.search(text.format("").encode())


@pytest.mark.parametrize("text", ["docs/wo{}rk/plan.md", "a/tmp/ro{}ot/"])
def test_a_relative_path_is_no_machine(text: str) -> None:
    assert not FORBIDDEN.search(text.format("").encode())


def test_no_file_is_too_large_to_clone_over_a_slow_line() -> None:
    large = [path.name for path in repository_files() if path.stat().st_size > MOST_BYTES]
    assert large == []


def test_notebooks_are_stored_without_outputs() -> None:
    shown = []
    for path in repository_files():
        if path.suffix == ".ipynb":
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
            shown += [path.name for cell in cells if cell.get("outputs")]
    assert shown == []
