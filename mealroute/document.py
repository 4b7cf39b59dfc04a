"""Hold a document of tables, typed, before anybody decides whether it becomes paper or a workbook.

A report is built once as a `Document`; the PDF and the XLSX show the same rows and sums.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

Value: TypeAlias = str | int | float | Decimal | dt.date | dt.time | dt.datetime | None
"""What stands in a cell; ``None`` where nothing is known."""


class Form(StrEnum):
    """How the values of a column are written.

    ``MINUTES`` and ``HOURS`` hold seconds, ``SHARE`` a fraction of one, ``MONEY`` a `Decimal`.
    ``ID`` is text with its leading zeros.
    """

    TEXT = "text"
    ID = "id"
    COUNT = "count"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    MOMENT = "moment"
    MINUTES = "minutes"
    HOURS = "hours"
    SHARE = "share"
    CELSIUS = "celsius"

    @property
    def is_number(self) -> bool:
        """Whether its values stand at the right of their column."""
        return self in _NUMBERS


_NUMBERS = frozenset({Form.COUNT, Form.MONEY, Form.MINUTES, Form.HOURS, Form.SHARE, Form.CELSIUS})


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of one column, and the form of what stands below it."""

    text: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings, perhaps with a row of sums.

    ``sheet`` is its short name, unlike that of any other table of the document; ``title`` says
    what it shows, ``note`` how it was counted.

    Examples
    --------
    >>> Table(sheet="Meals", title="Meals", headings=(Heading("Meals", Form.COUNT),),
    ...       rows=((2,), (3,)), total=(5,)).total
    (5,)
    """

    sheet: str
    title: str
    headings: tuple[Heading, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: tuple[Value, ...] | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a row that is wider or narrower than the headings."""
        for row in (*self.rows, *([] if self.total is None else [self.total])):
            if len(row) != len(self.headings):
                raise ValueError(
                    f"table {self.sheet}: a row of {len(row)} cells, expected {len(self.headings)}"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A title, for whom it is, a few facts in words, and tables."""

    title: str
    audience: str
    facts: tuple[str, ...]
    tables: tuple[Table, ...]


def sums(
    rows: Iterable[Sequence[Any]], headings: Sequence[Heading], label: str
) -> tuple[Value, ...]:
    """Add up the columns of counts, money, minutes and hours; the first cell is the label.

    Examples
    --------
    >>> heads = (Heading("who"), Heading("meals", Form.COUNT), Heading("°C", Form.CELSIUS))
    >>> sums([("R1", 2, 61.5), ("R2", None, 60.0)], heads, "sum")
    ('sum', 2, None)
    """
    added = {Form.COUNT, Form.MONEY, Form.MINUTES, Form.HOURS}
    columns = list(zip(*rows, strict=True)) or [()] * len(headings)
    cells: list[Value] = [
        sum((value for value in column if value is not None), zero(heading.form))
        if heading.form in added
        else None
        for heading, column in zip(headings, columns, strict=True)
    ]
    return (label, *cells[1:])


def zero(form: Form) -> Any:  # noqa: ANN401 -- of the type that the form holds
    """Give what nothing adds up to."""
    return Decimal("0.00") if form is Form.MONEY else 0


def written(value: Value, form: Form) -> str:
    """Write a value as paper shows it.

    Examples
    --------
    >>> written(5_400, Form.HOURS), written(Decimal("1234.5"), Form.MONEY), written(0.5, Form.SHARE)
    ('1.50', '1,234.50', '50.0%')
    >>> written(None, Form.COUNT), written(dt.time(9, 5), Form.TIME)
    ('', '09:05')
    >>> written(-2, Form.MINUTES), written(-3, Form.MINUTES)
    ('0.0', '-0.1')
    """
    if value is None:
        return ""
    if isinstance(value, dt.date | dt.time):
        return f"{value:{_CALENDAR.get(form, '%Y-%m-%d')}}"
    if isinstance(value, str):
        return value
    unit, pattern = _NUMBERS_WRITTEN.get(form, (1, ","))
    return f"{value if unit == 1 else value / unit:{pattern}}"


_CALENDAR = {Form.DATE: "%Y-%m-%d", Form.TIME: "%H:%M", Form.MOMENT: "%Y-%m-%d %H:%M"}
# What the value is divided by, and how the quotient is written; "z" leaves no minus before 0.0.
_NUMBERS_WRITTEN = {
    Form.MONEY: (1, "z,.2f"),
    Form.MINUTES: (60, "z,.1f"),
    Form.HOURS: (3600, "z,.2f"),
    Form.SHARE: (1, "z.1%"),
    Form.CELSIUS: (1, "z.1f"),
}
