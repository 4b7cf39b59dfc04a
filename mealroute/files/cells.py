"""Say for every kind of cell how it is read, how it is written, and what is expected in it."""

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeAlias

from mealroute.domain import REGULAR_DIET
from mealroute.language import gettext as _

Cell: TypeAlias = str | int | float | bool | dt.date | dt.time | dt.datetime | dt.timedelta
"""What stands in a cell: always text in CSV, typed in a workbook; ``""`` where nothing does."""

MOST_CHARACTERS = 2_000
"""The longest text of a cell; a longer one is a file put together wrongly."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_SEPARATOR = re.compile("[;；]")
# Excel and its kin take a cell for a formula when it begins with one of these, some of them in
# full width too (OWASP, CSV injection).
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_QUOTED_FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_WHOLE = re.compile(r"[+-]?\d{1,12}(\.0*)?")
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_TIME = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")
_MOMENT = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6})\d*)?)?)?"
)
_REGULAR = frozenset({"普通", "常规"})
_YES = frozenset({"yes", "y", "true", "1", "是", "有"})
_NO = frozenset({"no", "n", "false", "0", "否", "无"})


class UnfitCellError(ValueError):
    """A cell that its kind cannot read, with the words for what was expected instead."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of cell.

    ``read`` makes the domain's value of a cell that is not blank, or raises ``ValueError``:
    `UnfitCellError` with its own words, any other for ``expected``. ``write`` makes the text of a
    value that is not ``None``. ``numeric`` is whether a workbook holds it as a number.
    """

    read: Callable[[Cell], Any]
    write: Callable[[Any], str]
    expected: Callable[[], str]
    numeric: bool = False


def escape_formula(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula; `TEXT` takes it off.

    Examples
    --------
    >>> escape_formula("=1+1"), escape_formula("'=1+1"), escape_formula("1+1")
    ("'=1+1", "''=1+1", '1+1')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def escape_quoted_formula(text: str) -> str:
    """Keep an apostrophe that belongs to the text, where formulas need none (typed text cells)."""
    return f"'{text}" if _QUOTED_FORMULA.match(text) else text


def shown(cell: Cell) -> str:
    """Give a cell as a fault keeps it, cut off where it fills a page."""
    return (cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell))[:200]


def whole_number(least: int, most: int) -> Kind:
    """Make the kind of whole numbers between two bounds, both included.

    Examples
    --------
    >>> whole_number(1, 99).read("２"), whole_number(1, 99).read(3.0)
    (2, 3)
    """

    def read(cell: Cell) -> int:
        number = _read_whole(cell)
        if not least <= number <= most:
            raise ValueError
        return number

    def expected() -> str:
        return _("a whole number from {least} to {most}").format(
            least=f"{least:,}", most=f"{most:,}"
        )

    return Kind(read, str, expected, numeric=True)


def choice(words: Mapping[str, StrEnum]) -> Kind:
    """Make the kind of a few words, some of them aliases in Chinese, whatever their case."""
    canonical = dict.fromkeys(value.value for value in words.values())

    def read(cell: Cell) -> StrEnum:
        value = words.get(_plain(cell).lower())
        if value is None:
            raise ValueError
        return value

    return Kind(read, str, lambda: _("one of {words}").format(words=", ".join(canonical)))


def _plain(cell: Cell) -> str:
    """Give what a person typed with full-width letters, digits and colons made plain."""
    if not isinstance(cell, str):
        raise ValueError  # noqa: TRY004 -- a typed cell is the user's mistake, not the caller's
    return cell if cell.isascii() else unicodedata.normalize("NFKC", cell)


def _read_text(cell: Cell) -> str:
    if not isinstance(cell, str):
        # A spreadsheet turns 0136 into a number by itself; a fraction or a date never was an id,
        # a phone or an address, so what was typed is lost and must not be guessed.
        try:
            return str(_read_whole(cell))
        except ValueError:
            raise UnfitCellError(_("a text (set the format of the cell to text)")) from None
    if len(cell) > MOST_CHARACTERS:
        raise UnfitCellError(_("at most {most} characters").format(most=f"{MOST_CHARACTERS:,}"))
    if not cell.isprintable():
        cell = cell.replace("\r\n", "\n").replace("\r", "\n")
        if _CONTROL.search(cell):
            raise UnfitCellError(_("a text without control characters"))
    return cell[1:] if cell[0] == "'" and _QUOTED_FORMULA.match(cell) else cell


def _read_id(cell: Cell) -> str:
    text = _read_text(cell)
    if not text.isprintable() or _SEPARATOR.search(text):
        raise ValueError
    return text


def _read_ids(cell: Cell) -> tuple[str, ...]:
    parts = [part.strip() for part in _SEPARATOR.split(_read_text(cell))]
    ids = tuple(dict.fromkeys(part for part in parts if part))
    if not ids or not all(part.isprintable() for part in ids):
        raise ValueError
    return ids


@lru_cache(maxsize=4096)
def _split_words(text: str) -> frozenset[str]:
    parts = _SEPARATOR.split(unicodedata.normalize("NFKC", text).lower())
    words = frozenset(part.strip() for part in parts if part.strip())
    if not words or not all(word.isprintable() for word in words):
        raise ValueError
    if any(mark in word for word in words for mark in ",、"):
        raise ValueError
    return words


def _read_words(cell: Cell) -> frozenset[str]:
    return _split_words(_read_text(cell))


def _read_diets(cell: Cell) -> frozenset[str]:
    # Diets are anyone's own words but for the one that a blank cell means, so that word must be
    # the same whoever wrote it.
    words = _read_words(cell)
    return words - _REGULAR | {REGULAR_DIET} if words & _REGULAR else words


def _read_diet(cell: Cell) -> str:
    (word,) = _read_diets(cell)
    return word


def _read_whole(cell: Cell) -> int:
    if isinstance(cell, str):
        text = _plain(cell)
        if not _WHOLE.fullmatch(text):
            raise ValueError
        return int(text.partition(".")[0])
    number = _read_number(cell)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _read_number(cell: Cell) -> float:
    if isinstance(cell, str):
        text = _plain(cell)
        if not _NUMBER.fullmatch(text):
            raise ValueError
        return float(text)
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not math.isfinite(cell):
        raise ValueError
    return float(cell)


def _read_amount(cell: Cell) -> float:
    number = _read_number(cell)
    if not 0 <= number < math.inf:
        raise ValueError
    return number


def _write_number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


@lru_cache(maxsize=4096)
def _parse_time(text: str) -> dt.time:
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError
    hour, minute, second = match.groups(default="0")
    return dt.time(int(hour), int(minute), int(second))


def _read_time(cell: Cell) -> dt.time:
    if isinstance(cell, str):
        return _parse_time(_plain(cell))
    # Spreadsheets count days; a time of day is a moment of day 0, which comes as any of three.
    if isinstance(cell, dt.datetime) and cell.year < 1905:
        cell = cell.time()
    if isinstance(cell, dt.time):
        cell = dt.timedelta(
            hours=cell.hour,
            minutes=cell.minute,
            seconds=cell.second,
            microseconds=cell.microsecond,
        )
    if not isinstance(cell, dt.timedelta):
        raise ValueError  # noqa: TRY004 -- a typed cell is the user's mistake, not the caller's
    seconds = round(cell.total_seconds())
    return dt.time(seconds // 3600, seconds // 60 % 60, seconds % 60)


def _write_time(value: dt.time) -> str:
    return value.isoformat("seconds" if value.second else "minutes")


@lru_cache(maxsize=4096)
def _parse_moment(text: str) -> dt.datetime:
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError
    *whole, fraction = match.groups(default="0")
    year, month, day, hour, minute, second = map(int, whole)
    return dt.datetime(  # noqa: DTZ001 -- wall-clock time of the place, as the model says
        year, month, day, hour, minute, second, int(fraction.ljust(6, "0"))
    )


def _read_moment(cell: Cell) -> dt.datetime:
    if isinstance(cell, str):
        return _parse_moment(_plain(cell))
    if isinstance(cell, dt.datetime):
        return cell
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time())
    raise ValueError


def _read_date(cell: Cell) -> dt.date:
    moment = _read_moment(cell)
    if moment.time() != dt.time():
        raise ValueError
    return moment.date()


def _read_flag(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    word = _plain(cell).lower() if isinstance(cell, str) else str(_read_whole(cell))
    if word not in _YES and word not in _NO:
        raise ValueError
    return word in _YES


def _write_sorted(values: frozenset[str]) -> str:
    return ";".join(sorted(values))


TEXT = Kind(
    _read_text,
    str,
    lambda: _("a text of at most {most} characters").format(most=f"{MOST_CHARACTERS:,}"),
)
ID = Kind(_read_id, str, lambda: _("an id: a short text without ;"))
IDS = Kind(_read_ids, ";".join, lambda: _("one id, or several separated by ;"))
ID_SET = Kind(lambda cell: frozenset(_read_ids(cell)), _write_sorted, IDS.expected)
DIET = Kind(_read_diet, str, lambda: _("one word"))
DIETS = Kind(_read_diets, _write_sorted, lambda: _("words separated by ;"))
WORDS = Kind(_read_words, _write_sorted, lambda: _("words separated by ;"))
DEGREES = Kind(_read_number, repr, lambda: _("decimal degrees such as 47.8484"), numeric=True)
AMOUNT = Kind(_read_amount, _write_number, lambda: _("a number of 0 or more"), numeric=True)
TIME = Kind(_read_time, _write_time, lambda: _("a time HH:MM from 00:00 to 23:59"))
DATE = Kind(_read_date, dt.date.isoformat, lambda: _("a date YYYY-MM-DD"))
MOMENT = Kind(
    _read_moment,
    dt.datetime.isoformat,
    lambda: _("a date and time YYYY-MM-DDTHH:MM, without a time zone"),
)
FLAG = Kind(_read_flag, lambda value: "yes" if value else "no", lambda: _("yes or no"))
