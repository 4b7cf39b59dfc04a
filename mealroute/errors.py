"""The error tree, and the one way a fault in a file is told.

::

    MealrouteError
    +-- InvalidValueError   a value that no order, shift or plan can have (also a ValueError)
    +-- DataFileError       files that break their documented format; lists every fault
    +-- ArgumentError       a command or call that asks for something that is not there
    +-- TravelError         no coordinates, distance or travel time to be had
    +-- EngineError         an engine that is missing, crashed or returned nonsense

Infeasibility is never an error: an order that cannot be served is data with a reason.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mealroute.language import gettext as _


class MealrouteError(Exception):
    """The base of every error a user can cause or should be told about."""


class InvalidValueError(MealrouteError, ValueError):
    """A value that the named thing can never have."""


class ArgumentError(MealrouteError, ValueError):
    """An argument that names something unknown or contradicts another."""


class TravelError(MealrouteError):
    """No coordinates, distance or travel time to be had."""


class EngineError(MealrouteError):
    """An engine is missing, crashed or returned nonsense."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in one file: where it is, what stands there, what was expected.

    ``line`` counts from 1 as a text editor or a spreadsheet shows it; ``None`` when the fault is
    of the whole file. ``column`` and ``value`` are ``None`` where they have no meaning.

    Examples
    --------
    >>> print(Fault("orders.csv", 14, "meals", "two", "a whole number from 1 to 99"))
    orders.csv, line 14, meals: 'two', expected a whole number from 1 to 99
    >>> print(Fault("canteens.csv", None, None, None, "a file that exists"))
    canteens.csv: expected a file that exists
    """

    file: str
    line: int | None
    column: str | None
    value: str | None
    expected: str

    def __str__(self) -> str:
        """Tell the fault in one line."""
        where = self.file
        if self.line is not None:
            where += _(", line {line}").format(line=self.line)
        if self.column is not None:
            where += f", {_printable(self.column)}"
        what = "" if self.value is None else f"{_shorten(self.value)!r}, "
        return _("{where}: {what}expected {expected}").format(
            where=where, what=what, expected=self.expected
        )


class DataFileError(MealrouteError):
    """Files that break their documented format; carries every fault found, in file order.

    Examples
    --------
    >>> error = DataFileError([Fault("orders.csv", 2, "meals", "-1", "a whole number above 0")])
    >>> len(error.faults)
    1
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def _printable(text: str) -> str:
    """Keep what a file names its columns from steering the terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


def _shorten(text: str, most: int = 60) -> str:
    """Keep a value that fills a whole cell from filling the whole screen."""
    return text if len(text) <= most else text[: most - 1] + "…"
