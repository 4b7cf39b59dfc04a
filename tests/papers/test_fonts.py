"""The fonts of the papers have the characters of the people, and what they lack is told."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mealroute.papers
from mealroute.papers import PaperKind, missing_message, paper_files
from mealroute.papers.glyphs import PLACEHOLDER, MissingGlyph
from mealroute.papers.paper import Paper
from tests.papers.lunches import a_job
from tests.papers.reading import page_texts

FONTS = Path(mealroute.papers.__file__).parent / "fonts"
PAPER = Paper()


def gb2312_han() -> str:
    pairs = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


@pytest.mark.parametrize(
    "text",
    [
        gb2312_han(),
        "喆堃𠮷䶮镕淼犇骉赟昇燊珺玥祎鿍",
        "ӘәҒғҚқҢңӨөҰұҮүҺһІі Ёё Éé Đđ İı",
        "اءبپتجحدرزسشعغفقكگڭلمنوۆۇۈۋىيەئچھۅېۉ،؟",
        "●◆▲■★✚◇ ←→↑↓ □ ✓ ×°·–…“”、。，；：？！（）《》№",
    ],
)
def test_characters_that_people_and_papers_need_have_a_glyph(text: str) -> None:
    assert PAPER.printable(text) == text


def test_the_fonts_are_those_of_the_list_and_small_enough() -> None:
    lines = (FONTS / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    fonts = {path.name: path.read_bytes() for path in FONTS.glob("*.ttf")}
    assert {name: hashlib.sha256(data).hexdigest() for name, data in fonts.items()} == sums
    assert max(map(len, fonts.values())) < 3_000_000
    assert sum(map(len, fonts.values())) < 6_000_000
    for name in fonts:
        assert "SIL OPEN FONT LICENSE" in (FONTS / f"OFL-{Path(name).stem}.txt").read_text("utf-8")


def test_a_character_without_a_glyph_is_named_and_shown_as_a_box() -> None:
    job = a_job(2, people={2: {"name": "王𪚥芳", "notes": "📞 先打电话"}})
    made = paper_files(job)

    assert {(one.owner, one.character) for one in made.missing} == {
        ("resident R2", "U+2A6A5"), ("resident R2", "U+1F4DE"),
    }  # fmt: skip
    # A label shortens the name to 王*芳.
    assert {one.sheet for one in made.missing} == {"route sheet A"}
    texts = page_texts(made.files["papers/route-sheets.pdf"])
    assert f"王{PLACEHOLDER}芳" in texts[1]
    assert "a character that this font lacks: ask the coordinator" in texts[1]
    assert "ask the coordinator" not in texts[0]


def test_the_message_names_ids_and_characters_and_nobody() -> None:
    made = paper_files(a_job(2, people={2: {"name": "王𪚥芳"}}), [PaperKind.ROUTE_SHEETS])
    message = missing_message(made.missing)
    assert "resident R2: U+2A6A5 (route sheet A)" in message
    assert "王" not in message


def test_a_message_of_very_many_characters_stays_readable() -> None:
    many = [MissingGlyph("labels", f"resident R{n}", 0x2A6A5) for n in range(500)]
    assert len(missing_message(many).splitlines()) == 22


@settings(max_examples=12)  # each draws a PDF
@given(st.text(max_size=60))
def test_any_text_can_be_printed_and_loses_nothing_that_is_seen(text: str) -> None:
    paper = Paper()
    paper.add_page()
    shown = paper.printable(text, "resident R1")
    for line in paper.lines(shown, 60, 14):
        assert paper.text_width(line, 14) <= 60 + 5
        paper.text((10, 10), line, 14)
    assert paper.output().startswith(b"%PDF")
    assert (PLACEHOLDER in shown) >= bool(paper.missing)
