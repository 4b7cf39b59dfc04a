"""Run a notebook as its reader does, in a kernel of its own; the network is refused there too."""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
NAMES = (
    "01_a_day_planned",
    "02_comparing_engines",
    "03_coverage_and_the_next_canteen",
    "04_volunteers_and_stress",
    "05_faces_balance_and_cost",
)
LONGEST_CELL_S = 300
"""So that a kernel that hangs ends; a machine may be slow, and the first run compiles."""

_GUARD = """\
import warnings
import pytest_socket
warnings.filterwarnings("error")
pytest_socket.disable_socket()
"""
_LAST = """\
import json
warnings.resetwarnings()
print(json.dumps({{{asked}}}))
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """An executed notebook, and the values of the expressions that were asked for at its end."""

    cells: Sequence[Any]
    figures: dict[str, Any]

    @property
    def outputs(self) -> list[Any]:
        return [one for cell in self.cells for one in cell.get("outputs", [])]

    def shown(self, kind: str) -> list[str]:
        """Everything that was shown as such a MIME type."""
        return [one["data"][kind] for one in self.outputs if kind in one.get("data", {})]


def stored(name: str) -> nbformat.NotebookNode:
    return nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)


def run(notebook: nbformat.NotebookNode, expressions: Sequence[str], home: Path) -> Ran:
    """Execute a notebook beside the sample days; any error, warning or call for a host fails."""
    asked = ", ".join(f"{one!r}: {one}" for one in expressions)
    first, last = (nbformat.v4.new_code_cell(one) for one in (_GUARD, _LAST.format(asked=asked)))
    notebook.cells = [first, *notebook.cells, last]
    client = NotebookClient(
        notebook,
        timeout=LONGEST_CELL_S,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
    )
    with patch.dict(os.environ, {"IPYTHONDIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)}):
        client.execute()
    return Ran(notebook.cells[1:-1], json.loads(notebook.cells[-1].outputs[0].text))
