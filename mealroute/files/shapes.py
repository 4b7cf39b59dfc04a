"""Read and write JSON by one description of its shape, with a fault for all that differs."""

import datetime as dt
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from mealroute.errors import Fault, InvalidValueError
from mealroute.files.faults import FaultList
from mealroute.language import gettext as _

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_LARGEST = 10**12


class UnfitShapeError(ValueError):
    """A value of another shape, already told of among the faults."""


@dataclass(frozen=True, slots=True)
class Places:
    """The file that is read, and the faults found in it by their path."""

    file: str
    faults: FaultList

    def fault(self, path: str, value: object, expected: str) -> None:
        """Take in a fault; only plain values are shown."""
        plain = value if isinstance(value, str | int | float) else None
        shown = None if plain is None else str(plain)[:200]
        self.faults.add(Fault(self.file, None, path, shown, expected))


@dataclass(frozen=True, slots=True)
class Shape:
    """What one value of JSON may be.

    ``read`` makes the domain's value of the JSON value at a path, or adds faults and raises
    `UnfitShapeError`; ``write`` turns it back.
    """

    read: Callable[[Any, str, Places], Any]
    write: Callable[[Any], Any]
    expected: Callable[[], str]


def scalar(
    keep: Callable[[Any], Any], write: Callable[[Any], Any], expected: Callable[[], str]
) -> Shape:
    """Make the shape of one value; ``keep`` raises ``ValueError`` for what it is not."""

    def read(value: Any, path: str, places: Places) -> Any:  # noqa: ANN401 -- JSON holds anything
        try:
            return keep(value)
        except ValueError:
            places.fault(path, value, expected())
            raise UnfitShapeError from None

    return Shape(read, write, expected)


def one_of(words: type[StrEnum]) -> Shape:
    """Make the shape of a word out of a few."""
    names = ", ".join(words)
    return scalar(words, str, lambda: _("one of {words}").format(words=names))


def optional(shape: Shape) -> Shape:
    """Make the shape of a value that may be null."""

    def read(value: Any, path: str, places: Places) -> Any:  # noqa: ANN401 -- JSON holds anything
        return None if value is None else shape.read(value, path, places)

    return Shape(
        read,
        lambda value: None if value is None else shape.write(value),
        lambda: _("{what} or null").format(what=shape.expected()),
    )


def listed(shape: Shape) -> Shape:
    """Make the shape of a list."""

    def read(value: Any, path: str, places: Places) -> tuple[Any, ...]:  # noqa: ANN401 -- as above
        if not isinstance(value, list):
            places.fault(path, value, expected())
            raise UnfitShapeError
        kept = []
        for index, item in enumerate(value):
            try:
                kept.append(shape.read(item, f"{path}[{index}]", places))
            except UnfitShapeError:
                continue
        if len(kept) < len(value):
            raise UnfitShapeError
        return tuple(kept)

    def expected() -> str:
        return _("a list in [ ]")

    return Shape(read, lambda values: [shape.write(value) for value in values], expected)


def record(make: Callable[..., Any], may_lack: Collection[str] = (), **fields: Shape) -> Shape:
    """Make the shape of an object with these keys; further keys are ignored.

    Parameters
    ----------
    make
        Builds the value from the keys that are there; an `InvalidValueError` of it is a fault.
    may_lack
        The keys that may be missing.
    """

    def read(value: Any, path: str, places: Places) -> Any:  # noqa: ANN401 -- JSON holds anything
        if not isinstance(value, dict):
            places.fault(path or "{}", value, expected())
            raise UnfitShapeError
        kept = _read_keys(value, path, places, fields, may_lack)
        try:
            return make(**kept)
        except InvalidValueError as error:
            places.fault(path, None, _("what can be ({reason})").format(reason=error))
            raise UnfitShapeError from None

    def expected() -> str:
        return _("an object in {{ }} with {names}").format(names=", ".join(fields))

    def write(value: Any) -> dict[str, Any]:  # noqa: ANN401 -- a value that `make` made
        return {name: shape.write(getattr(value, name)) for name, shape in fields.items()}

    return Shape(read, write, expected)


def _read_keys(
    value: Mapping[str, Any],
    path: str,
    places: Places,
    fields: Mapping[str, Shape],
    may_lack: Collection[str],
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    unfit = False
    for name, shape in fields.items():
        inner = f"{path}.{name}" if path else name
        if name in value:
            try:
                kept[name] = shape.read(value[name], inner, places)
            except UnfitShapeError:
                unfit = True
        elif name not in may_lack:
            places.fault(inner, None, shape.expected())
            unfit = True
    if unfit:
        raise UnfitShapeError
    return kept


def _keep_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 -- the file's mistake, not the caller's
    value.encode()  # half a character, as JSON can hold it, is a ValueError too
    return value


def _keep_whole(value: object) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > _LARGEST:
        raise ValueError
    return value


def _keep_number(value: object) -> int | float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError  # noqa: TRY004 -- the file's mistake, not the caller's
    if not math.isfinite(value) or abs(value) > _LARGEST:
        raise ValueError
    return value


def _keep_numbers(value: object) -> dict[str, int | float]:
    if not isinstance(value, dict):
        raise ValueError  # noqa: TRY004 -- the file's mistake, not the caller's
    return {_keep_text(name): _keep_number(number) for name, number in value.items()}


def _keep_moment(value: object) -> dt.datetime:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError
    return dt.datetime.fromisoformat(value)


def _keep_date(value: object) -> dt.date:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise ValueError
    return dt.date.fromisoformat(value)


TEXT: Final = scalar(_keep_text, str, lambda: _("a text in quotes"))
WHOLE: Final = scalar(_keep_whole, int, lambda: _("a whole number"))
NUMBER: Final = scalar(_keep_number, lambda value: value, lambda: _("a number"))
NUMBERS: Final = scalar(_keep_numbers, dict, lambda: _("an object of names and numbers"))
DATE: Final = scalar(_keep_date, dt.date.isoformat, lambda: _("a date YYYY-MM-DD"))
MOMENT: Final = scalar(
    _keep_moment,
    lambda value: value.isoformat(timespec="seconds"),
    lambda: _("a date and time YYYY-MM-DDTHH:MM:SS, without a time zone"),
)
