"""Write a document as a workbook: a sheet a table, heads that stay, filters, typed cells."""

import datetime as dt
import re
import unicodedata
from typing import Any, Final

from mealroute.document import Document, Form, Heading, Table, Value, written
from mealroute.files.cells import escape_formula
from mealroute.files.packing import packed, plain_text
from mealroute.language import gettext as _

_FORMATS: Final = {
    Form.TEXT: "@",
    Form.ID: "@",
    Form.COUNT: "#,##0",
    Form.MONEY: "#,##0.00",
    Form.DATE: "yyyy-mm-dd",
    Form.TIME: "hh:mm",
    Form.MOMENT: "yyyy-mm-dd hh:mm",
    Form.MINUTES: "0.0",
    Form.HOURS: "0.00",
    Form.SHARE: "0.0%",
    Form.CELSIUS: "0.0",
}
_SECONDS: Final = {Form.MINUTES: 60, Form.HOURS: 3600}
_WIDEST: Final = 60
_LONGEST_NAME: Final = 31
# What a workbook cannot hold in a text, and what the name of a sheet may not have.
_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNFIT_IN_NAME = re.compile(r"[\[\]:*?/\\]")


def document_workbook(document: Document) -> bytes:
    """Give a document as an XLSX file; the same document gives the same bytes.

    The first sheet tells title, audience and facts, and what the other sheets show. Dates, times
    and numbers are typed; every text is typed as text, so that no formula runs and no leading zero
    is lost.
    """
    # Importing it takes longer than most commands take, and few write a workbook.
    from openpyxl import Workbook  # noqa: PLC0415 -- see above

    book = Workbook()
    _fill_cover(book.active, document)
    for table in document.tables:
        _fill(book.create_sheet(sheet_name(table.sheet)), table)
    return packed(book)


def sheet_name(text: str) -> str:
    """Make a text fit for the name of a sheet.

    Examples
    --------
    >>> sheet_name("Late/cold [°C]")
    'Late cold  °C '
    """
    return _UNFIT_IN_NAME.sub(" ", text)[:_LONGEST_NAME]


def shown_width(text: str) -> int:
    """Say how wide the longest line of a text is, in Latin letters; Chinese ones are two wide.

    Examples
    --------
    >>> shown_width("Lunch"), shown_width("午餐")
    (5, 4)
    """
    return max(
        sum(1 + (unicodedata.east_asian_width(letter) in {"W", "F"}) for letter in line)
        for line in text.split("\n")
    )


def _fill_cover(page: Any, document: Document) -> None:  # noqa: ANN401 -- openpyxl has no types
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- as in `document_workbook`

    page.title = sheet_name(_("Report"))
    lines: list[tuple[str, ...]] = [
        *((text,) for text in (document.title, document.audience, *document.facts, "")),
        (_("sheet"), _("what it shows"), _("how it is counted")),
        *((table.sheet, table.title, table.note) for table in document.tables),
    ]
    for number, line in enumerate(lines, start=1):
        for column, text in enumerate(line, start=1):
            _put(page.cell(number, column), text, Form.TEXT)
    heads = 1, 4 + len(document.facts)
    for number in heads:
        for column in (1, 2, 3):
            page.cell(number, column).font = Font(bold=True, size=14 if number == 1 else 11)
    page.column_dimensions["A"].width = 24
    page.column_dimensions["B"].width = page.column_dimensions["C"].width = 60
    for number in range(heads[1], len(lines) + 1):
        for column in (2, 3):
            page.cell(number, column).alignment = Alignment(wrap_text=True, vertical="top")


def _fill(page: Any, table: Table) -> None:  # noqa: ANN401 -- openpyxl has no types
    from openpyxl.styles import Font  # noqa: PLC0415 -- as in `document_workbook`
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- the same

    rows = [*table.rows, *([] if table.total is None else [table.total])]
    for column, heading in enumerate(table.headings, start=1):
        _put_head(page.cell(1, column), heading)
        texts = [heading.text, *(written(row[column - 1], heading.form) for row in rows)]
        width = min(_WIDEST, max(map(shown_width, texts)))
        # Room for the arrow of the filter and for the edges.
        page.column_dimensions[get_column_letter(column)].width = width + 4
    for number, row in enumerate(rows, start=2):
        for column, (value, heading) in enumerate(zip(row, table.headings, strict=True), start=1):
            cell = page.cell(number, column)
            _put(cell, value, heading.form)
            if number > len(table.rows) + 1:
                cell.font = Font(bold=True)
    page.freeze_panes = "A2"
    # The sums stand below the filter, so that it never hides or sorts them.
    last = get_column_letter(len(table.headings))
    page.auto_filter.ref = f"A1:{last}{len(table.rows) + 1}"
    page.print_title_rows = "1:1"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape"
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _put_head(cell: Any, heading: Heading) -> None:  # noqa: ANN401 -- openpyxl has no types
    from openpyxl.styles import Alignment, Border, Font, Side  # noqa: PLC0415 -- the same

    _put(cell, heading.text, Form.TEXT)
    cell.font = Font(bold=True)
    cell.border = Border(bottom=Side(style="medium"))
    across = "right" if heading.form.is_number else "left"
    cell.alignment = Alignment(horizontal=across, vertical="bottom", wrap_text=True)


def _put(cell: Any, value: Value, form: Form) -> None:  # noqa: ANN401 -- openpyxl has no types
    """Type a value into a cell."""
    from openpyxl.styles import Alignment  # noqa: PLC0415 -- as in `document_workbook`

    if value is None or value == "":
        return
    if isinstance(value, str):
        cell.value = plain_text(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", value))
        # Setting a value guesses its type; a text is a text whatever it begins with.
        cell.data_type = "s"
        cell.number_format = _FORMATS[Form.TEXT]
        cell.quotePrefix = escape_formula(value) != value
        if shown_width(value) > _WIDEST or "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        return
    if form is Form.TIME and isinstance(value, dt.datetime):
        value = value.time()
    if form in _SECONDS and isinstance(value, int):
        value = round(value / _SECONDS[form], 6)
    cell.value = value
    cell.number_format = _FORMATS[form]
