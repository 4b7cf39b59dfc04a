"""What the commands that print a curve share: solving it, its table, its CSV file."""

import csv
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from mealroute.cli.output import say
from mealroute.cli.progress import say_compiling
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.cli.opened import Opened
    from mealroute.routing.sweep import Ground

DEFAULT_SECONDS = 60.0
_WIDTH = 100
_BAR = 12

Seconds: TypeAlias = Annotated[
    float | None,
    typer.Option("--seconds", min=0.0,
                 help=_("how long to search for all points together; 60 where nothing is said")),
]  # fmt: skip
Iterations: TypeAlias = Annotated[
    int | None,
    typer.Option("--iterations", min=0,
                 help=_("how many rounds to search for each point: the same curve every time")),
]  # fmt: skip
Workers: TypeAlias = Annotated[
    int, typer.Option("--workers", min=1, max=64, help=_("how many searches side by side"))
]
OutFile: TypeAlias = Annotated[
    Path | None, typer.Option("--out", metavar="FILE", help=_("a CSV file to write the points to"))
]


def open_ground(
    opened: "Opened",
    *,
    solves: int,
    seconds: float | None,
    iterations: int | None,
    seed: int,
    workers: int,
) -> "Ground":
    """Make a service ready for ``solves`` solves that share the seconds."""
    from mealroute.routing import Search
    from mealroute.routing.sweep import prepare_ground
    from mealroute.search.engine import Budget

    if seconds is None and iterations is None:
        seconds = DEFAULT_SECONDS
    each_s = None if seconds is None else seconds / solves
    search = Search(budget=Budget(each_s, iterations), seed=seed, workers=workers)
    say_compiling()
    return prepare_ground(
        opened.service, opened.files.settings, opened.decide(), opened.travel, search,
        opened.eligible(),
    )  # fmt: skip


@contextmanager
def shown_solves(solves: int) -> Iterator[Callable[[str], None]]:
    """Give the function to call before each solve, with what it is about."""
    say(_("searching {n} times; Ctrl-C keeps the points so far").format(n=solves))
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        columns = (BarColumn(), TextColumn("{task.description}", markup=False))
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=solves)
            yield lambda text: bar.update(task, advance=1, description=text)
    else:
        yield say


def tell_end(*, stopped: bool, fault: str) -> None:
    """Say what ended a curve early, if anything did."""
    if stopped:
        say(_("stopped: the curve holds what was found so far"))
    if fault:
        say(_("the search ended early, the best plan so far is kept: {fault}").format(fault=fault))


def as_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Draw a table in plain characters, all columns but the last aligned to the right."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for at, heading in enumerate(headings):
        last = at == len(headings) - 1
        table.add_column(Text(heading), justify="left" if last else "right", no_wrap=last)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    drawn = io.StringIO()
    Console(file=drawn, width=_WIDTH, color_system=None).print(table)
    return "\n".join(line.rstrip() for line in drawn.getvalue().splitlines())


def bar_of(share: float) -> str:
    """Sketch a share of the largest value as a bar; nothing is drawn of nothing.

    Examples
    --------
    >>> bar_of(0.5)
    '██████'
    """
    return "█" * round(share * _BAR)


def write_points(out: Path, points: Sequence[Mapping[str, object]]) -> None:
    """Write points as CSV, a line each.

    Formulas are made harmless, and names in Chinese come with the mark that makes Excel read UTF-8.
    """
    from mealroute.files import escape_formula, write_files

    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(points[0]) if points else [])
    writer.writeheader()
    for point in points:
        cells = ((name, escape_formula(cell) if isinstance(cell, str) else cell)
                 for name, cell in point.items())  # fmt: skip
        writer.writerow(dict(cells))
    told = text.getvalue()
    encoding = "utf-8" if told.isascii() else "utf-8-sig"
    write_files(out.parent, {out.name: told.encode(encoding)})
