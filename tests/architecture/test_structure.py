"""The design of docs/architecture.md, held by a test; and the test, held by planted faults."""

import graphlib
import subprocess
import sys

import pytest

from tests.architecture.structure import (
    PACKAGE,
    Module,
    graph,
    import_faults,
    modules,
    named_table,
    naming_faults,
    part_of,
    public_faults,
    shape_faults,
    table,
)

MODULES = modules()
TABLE = table()


def test_every_module_imports_only_what_the_table_allows() -> None:
    assert [fault for module in MODULES for fault in import_faults(module, TABLE)] == []


def test_every_part_of_the_package_has_a_row_and_every_row_a_part() -> None:
    names = {module.name for module in MODULES}
    assert {part_of(name, TABLE) for name in names if name} == set(TABLE)


def test_what_is_taken_by_name_is_told_of_and_what_is_told_of_is_taken() -> None:
    named = named_table()
    assert [fault for module in MODULES for fault in naming_faults(module, named)] == []
    assert {module.name for module in MODULES if any(True for _name in module.by_name())} == set(
        named
    )


@pytest.mark.parametrize(
    "source",
    [
        "from importlib import import_module\nimport_module('mealroute.cli')",
        "import importlib\nimportlib.import_module('pandas')",
        "__import__('mealroute.frames.inner')",
    ],
)
def test_taking_a_module_by_name_is_no_way_around_the_table(source: str) -> None:
    planted = Module.from_source("domain.plan", source)
    assert len(naming_faults(planted, named_table())) == 1
    assert len(naming_faults(Module.from_source("domain.order", source), named_table())) == 1


def test_every_file_opens_with_its_contract_and_is_one_idea() -> None:
    assert [fault for module in MODULES for fault in shape_faults(module)] == []


def test_every_public_list_is_true() -> None:
    assert [fault for module in MODULES for fault in public_faults(module)] == []


def test_no_modules_load_each_other_in_a_circle() -> None:
    order = list(graphlib.TopologicalSorter(graph(MODULES)).static_order())
    assert len(order) >= len(MODULES)


def test_the_first_lines_need_the_standard_library_alone() -> None:
    code = "import mealroute.bootstrap, mealroute.__main__"
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=PACKAGE.parent, check=False)
    assert done.returncode == 0


def test_the_command_line_starts_without_the_heavy_libraries() -> None:
    heavy = {"folium", "fpdf", "numba", "openpyxl", "ortools", "osmium", "pandas", "pyvrp", "scipy"}
    code = f"import mealroute.cli.app, sys; print(*sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PACKAGE.parent, check=True, capture_output=True, text=True
    )
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("domain.order", "import pandas", "pandas, which has no home in domain"),
        ("maps.plan", "import numpy.typing", "numpy, which has no home in maps"),
        ("files.reader", "from mealroute.travel import TravelTimes", "imports travel"),
        ("files.reader", "import mealroute.cli", "imports cli"),
        ("domain.order", "from mealroute.language import gettext", "imports language"),
        ("search.engine", "def f():\n    from mealroute.domain import Order", "imports domain"),
        ("routing.check", "from mealroute.search.schedule import schedule", "imports search"),
        ("routing.judge.rules", "from mealroute.routing.build import build", "imports routing"),
        ("receipt.decide", "from mealroute.settings import _build", "private settings._build"),
        ("nowhere", "import mealroute.domain", "imports domain"),
        ("receipt.decide", "import os\nhome = os.environ['HOME']", "reads the environment"),
        ("receipt.decide", "from os import getenv as g\ng('HOME')", "reads the environment"),
        ("routing.plan", "import datetime as dt\ndt.datetime.now()", "reads the clock"),
        ("routing.plan", "from datetime import date\ndate.today()", "reads the clock"),
        ("search.engine", "import time\ntime.time()", "reads the clock"),
        ("receipt.decide", "from time import monotonic\nmonotonic()", "reads the stopwatch"),
    ],
)
def test_a_planted_import_is_found(name: str, source: str, fault: str) -> None:
    faults = import_faults(Module.from_source(name, source), TABLE)
    assert len(faults) == 1
    assert fault in faults[0]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("domain.order", "import datetime as dt\nfrom mealroute.domain.ids import _Id"),
        ("routing.plan", "from mealroute.routing.check import check"),
        ("search.engine", "import time\ntime.monotonic()"),
        ("cli.plan", "import mealroute.routing\nimport datetime\ndatetime.datetime.now()"),
        ("cli", "from mealroute import __version__"),
    ],
)
def test_what_the_table_allows_is_no_fault(name: str, source: str) -> None:
    assert import_faults(Module.from_source(name, source), TABLE) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("x = 1\n", "does not open"),
        ('"""Say one thing.\nAnd go on."""\n', "does not open"),
        ('"""One line."""\n' + "x = 1\n" * 400, "has 401 lines"),
    ],
)
def test_a_planted_shape_is_found(source: str, fault: str) -> None:
    (found,) = shape_faults(Module.from_source("files.reader", source))
    assert fault in found


def test_a_planted_public_name_is_found() -> None:
    module = Module.from_source("files", '__all__ = ["read", "read"]')
    assert len(public_faults(module)) == 3


def test_a_planted_circle_is_found() -> None:
    one = Module.from_source("domain", "from mealroute.domain.order import Order")
    two = Module.from_source("domain.order", "import mealroute.domain")
    with pytest.raises(graphlib.CycleError):
        graphlib.TopologicalSorter(graph([one, two])).prepare()
