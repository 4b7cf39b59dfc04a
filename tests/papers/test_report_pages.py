"""A document on A4: every row once, heads on every page, columns as wide as they must be."""

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.document import Document, Form, Heading, Table, sums
from mealroute.language import use
from mealroute.papers.columns import share_width
from mealroute.papers.report_pages import report_pages

HEADS = (Heading("order", Form.ID), Heading("why"), Heading("money", Form.MONEY))


def a_table(number: int, **changes: Any) -> Table:
    cells = tuple((f"O{n:03}", "太远了，单独送也来不及", Decimal("9.90")) for n in range(number))
    values: dict[str, Any] = {
        "sheet": "Orders",
        "title": "All the orders",
        "headings": HEADS,
        "rows": cells,
        "total": sums(cells, HEADS, "together"),
    }
    return Table(**values | changes)


def a_document(*tables: Table) -> Document:
    return Document(
        title="Day report", audience="For the office.", facts=("One fact.",), tables=tables
    )


def pages_of(document: Document) -> list[str]:
    pdf = pypdfium2.PdfDocument(report_pages(document))
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def test_a_short_report_is_one_page_with_its_sums() -> None:
    (page,) = pages_of(a_document(a_table(3)))
    for words in ("Day report", "For the office.", "One fact.", "All the orders", "29.70"):
        assert words in page
    assert "page 1 of 1" in page


def test_a_long_table_goes_on_with_its_head_and_no_row_is_lost_or_doubled() -> None:
    pages = pages_of(a_document(a_table(150), a_table(2, sheet="More", title="More orders")))
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert f"page {number} of {len(pages)}" in page
        assert "money" in page
    shown = re.findall(r"O\d{3}", "".join(pages))
    assert sorted(shown) == sorted([*(f"O{n:03}" for n in range(150)), "O000", "O001"])
    assert "1,485.00" in "".join(pages)


def test_the_title_of_a_table_never_stands_alone_at_the_foot() -> None:
    places = set()
    for rows in range(38, 45):
        last = a_table(1, title="The last one", total=None)
        pages = pages_of(a_document(a_table(rows), last))
        (place,) = [number for number, page in enumerate(pages) if "The last one" in page]
        assert "O000" in pages[place].partition("The last one")[2]
        places.add(place)
    assert places == {0, 1}


def test_sums_never_stand_alone_on_a_page() -> None:
    lengths = set()
    for rows in range(44, 51):
        pages = pages_of(a_document(a_table(rows)))
        assert re.search(r"O\d{3}", pages[-1])
        assert "together" in pages[-1]
        lengths.add(len(pages))
    assert lengths == {1, 2}


def test_an_empty_table_says_so() -> None:
    (page,) = pages_of(a_document(a_table(0, total=None)))
    assert re.search(r"All the orders\s+none", page)


def test_a_report_is_chinese_where_chinese_is_spoken_and_the_same_bytes_every_time() -> None:
    with use("zh_Hans"):
        document = a_document(a_table(1, title="每位老人的餐数和费用"))
        assert report_pages(document) == report_pages(document)
        assert "每位老人的餐数和费用" in pages_of(document)[0]


def test_what_the_fonts_lack_is_a_box_that_the_foot_explains() -> None:
    (page,) = pages_of(a_document(a_table(1, title="\U0001f35a rice")))
    assert "a character that this font lacks" in page


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="a row of 1 cells, expected 3"):
        a_table(0, rows=(("O1",),))


def test_dates_and_times_are_written_for_people() -> None:
    moment = dt.datetime(2026, 11, 24, 9, 5)  # noqa: DTZ001 -- wall-clock time
    headings = (Heading("on", Form.DATE), Heading("at", Form.TIME), Heading("until", Form.MOMENT))
    table = a_table(0, headings=headings, rows=((moment.date(), moment, moment),), total=None)
    (page,) = pages_of(a_document(table))
    assert re.search(r"2026-11-24\s+09:05\s+2026-11-24 09:05", page)


_words = st.text(st.sampled_from("ab 食堂"), max_size=12)
_columns = st.lists(st.tuples(_words, st.lists(_words, max_size=4)), min_size=1, max_size=6)


@given(_columns, st.integers(1, 60))
def test_columns_never_need_more_than_the_room_and_never_more_than_they_wish(
    columns: list[tuple[str, list[str]]], room: int
) -> None:
    heads, texts = [head for head, _cells in columns], [cells for _head, cells in columns]
    widths = share_width(heads, texts, room, len)
    assert sum(widths) <= room + 1e-9
    for width, head, cells in zip(widths, heads, texts, strict=True):
        assert width <= max(map(len, [head, *cells]))
    wished = [max(map(len, [head, *cells])) for head, cells in columns]
    if sum(wished) <= room:
        assert list(widths) == wished
