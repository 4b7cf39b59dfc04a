"""Show on standard error how a search gets on: a bar for people, a line now and then for logs."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mealroute.cli.output import say
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.routing import Search
    from mealroute.search.solve import Progress

_LINE_EVERY_S = 5.0


@contextmanager
def shown_progress(search: "Search") -> Iterator[Callable[["Progress"], None]]:
    """Give the function to call with every progress; Ctrl-C keeps the best plan so far."""
    say_compiling()
    say(_("planning with {engine}; Ctrl-C keeps the best plan so far").format(engine=search.engine))
    if sys.stderr.isatty():
        with _bar(search) as show:
            yield show
    else:
        yield _lines()


@contextmanager
def shown_count(words: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give the function to call with how many of ``total`` are done; ``words`` name both."""
    if sys.stderr.isatty():
        with _count_bar(words, total) as show:
            yield show
        return
    due_s = time.monotonic() + _LINE_EVERY_S

    def line(done: int) -> None:
        nonlocal due_s
        if time.monotonic() >= due_s:
            due_s = time.monotonic() + _LINE_EVERY_S
            say(words.format(done=done, total=total))

    yield line


@contextmanager
def _count_bar(words: str, total: int) -> Iterator[Callable[[int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def show(done: int) -> None:
            bar.update(task, completed=done, description=words.format(done=done, total=total))

        yield show


def say_compiling() -> None:
    """Tell why a first search on this machine begins late, where it does."""
    from mealroute.search.compiled import is_ready

    if not is_ready():
        say(_("compiling the search for this machine, once (about half a minute) …"))


def _told(progress: "Progress") -> str:
    return _("{seconds:.0f} s: cost {cost}, {unassigned} unassigned").format(
        seconds=progress.seconds, cost=progress.cost, unassigned=progress.unassigned
    )


def _lines() -> Callable[["Progress"], None]:
    due_s = _LINE_EVERY_S

    def show(progress: "Progress") -> None:
        nonlocal due_s
        if progress.seconds >= due_s:
            due_s += _LINE_EVERY_S
            say(_told(progress))

    return show


@contextmanager
def _bar(search: "Search") -> Iterator[Callable[["Progress"], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), TextColumn("{task.description}", markup=False))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=search.budget.seconds)

        def show(progress: "Progress") -> None:
            bar.update(task, completed=progress.seconds, description=_told(progress))

        yield show
