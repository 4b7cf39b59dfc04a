"""Notebooks are documents: stored bare, listed, and complete as a reader expects."""

import csv
import re

import nbformat
import pytest

from tests.notebooks.running import NAMES, NOTEBOOKS, stored

README = (NOTEBOOKS / "README.md").read_text(encoding="utf-8")


def test_the_notebooks_are_those_that_are_tested() -> None:
    assert sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_is_stored_bare_and_the_same_from_every_editor(name: str) -> None:
    notebook = stored(name)
    nbformat.validate(notebook)

    assert [cell.id for cell in notebook.cells] == [str(n) for n in range(len(notebook.cells))]
    assert all(cell.metadata == {} for cell in notebook.cells)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    text = (NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8")
    assert text == nbformat.writes(notebook) + "\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_says_what_it_asks_how_to_run_it_and_what_to_doubt(name: str) -> None:
    cells = stored(name).cells
    first, last = cells[0].source, cells[-1].source

    assert first.startswith(f"# {name[:2]} ")
    for part in ("**The question.**", "**Who asks.**", "**The data.**", "mealroute[notebooks]"):
        assert part in first
    assert "do not exist" in first or "Nobody in it exists" in first
    assert "## What to doubt" in last
    assert any("**Method.**" in cell.source for cell in cells)


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_comes_first_in_ten_lines_after_the_imports(name: str) -> None:
    cells = stored(name).cells
    assert cells[1].source.startswith("## The answer in ten lines")
    imports, answer = [cell.source for cell in cells if cell.cell_type == "code"][:2]

    lines = [line for line in imports.splitlines() if re.match(r"\w", line)]
    assert all(re.match(r"(import|from) |[A-Z_]+ = |pd\.options\.", line) for line in lines)
    assert len([line for line in answer.splitlines() if line.strip()]) <= 10


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_lists_a_notebook_with_its_question(name: str) -> None:
    (row,) = [line for line in README.splitlines() if f"({name}.ipynb)" in line]
    cells = [cell.strip() for cell in row.strip("|").split("|")]

    assert len(cells) == 4
    assert cells[1].endswith("?")


@pytest.mark.parametrize("name", NAMES)
def test_no_notebook_names_a_person(name: str) -> None:
    text = "".join(cell.source for cell in stored(name).cells)
    assert [one for one in people() if one in text] == []


def people() -> list[str]:
    """Names, addresses and telephones of the sample's people."""
    found = []
    for file in ("residents", "volunteers"):
        path = NOTEBOOKS.parent / "data" / "guixi" / f"{file}.csv"
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        found += [row[key] for row in rows for key in ("name", "address", "phone") if row.get(key)]
    return found
