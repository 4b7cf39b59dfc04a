"""A route sheet says what the plan says, splits no stop, and leaves the fold free."""

import dataclasses
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute import language
from mealroute.papers import PaperJob, PaperKind, paper_files
from mealroute.papers.blocks import Block, Frame, into_pages
from mealroute.papers.paper import A4_MM
from mealroute.papers.route_sheet import FOLD_MM
from mealroute.settings import Container, HeatSettings, PaperSettings, Settings
from mealroute.views import route_views
from mealroute.words import boxes_word, clock, diet_sign, diet_word
from tests.builders import at_m
from tests.maps.lunch import a_base_map, the_canteen
from tests.papers.lunches import a_job
from tests.papers.reading import in_order, page_image, page_signs, page_texts

LONG = "门铃坏了，请打电话；老人耳背，请大声敲门并等候，单元门密码每月更换一次，请先联系楼长。" * 9


def sheets(job: PaperJob) -> bytes:
    return paper_files(job, [PaperKind.ROUTE_SHEETS]).files["papers/route-sheets.pdf"]


def of_stops(job: PaperJob) -> list[str]:
    """What the sheet must say, stop by stop, in the order in which it is drawn."""
    (view,) = route_views(job.plan, job.service, job.settings)
    return [
        part
        for stop in view.stops
        for part in (
            str(stop.number),
            clock(stop.stop.starts),
            stop.resident.name,
            stop.resident.address,
            boxes_word(stop.order.meals),
            f"{diet_sign(stop.diet)} {diet_word(stop.diet)}",
        )
    ]


@pytest.mark.parametrize("tongue", ["en", "zh_Hans"])
@pytest.mark.parametrize("trips", [[1], [2, 1], [40], [3, 2, 4, 1, 2]])
def test_every_stop_stands_on_the_sheet_in_order(tongue: str, trips: list[int]) -> None:
    with language.use(tongue):
        job = a_job(trips=trips)
        text = " ".join(page_texts(sheets(job))[1:])
        assert in_order(text, of_stops(job))


@pytest.mark.parametrize("tongue", ["en", "zh_Hans"])
def test_the_head_says_who_when_what_and_whom_to_call(tongue: str) -> None:
    with language.use(tongue):
        head = page_texts(sheets(a_job(trips=[2, 1])))[0]
    for part in ("志愿者 V1", "2026-11-24", "12:00", "12:45", "长者食堂", "和平路8号"):
        assert part in head
    assert "0906-2120000" in head


@pytest.mark.parametrize("stops", [1, 6, 7, 40])
def test_pages_are_numbered_and_even_so_that_sheets_do_not_mix(stops: int) -> None:
    texts = page_texts(sheets(a_job(stops)))
    assert len(texts) % 2 == 0
    for number, text in enumerate(texts, start=1):
        assert f"page {number} of {len(texts)}" in text
        assert "2026-11-24, plan made by mealroute 1.2" in text


HARD: list[dict[str, Any]] = [
    {"stops": 40, "base_map": a_base_map()},
    {"stops": 1},
    {"trips": [1] * 9},
    {"stops": 5, "people": {2: {"notes": LONG, "name": "买买提" * 30, "address": "幸福路" * 60}}},
    {"stops": 3, "people": {1: {"phone": "13900000000" * 9, "notes": "W" * 900}}},
    {"stops": 3, "orders": {n: {"diet": "an unheard-of diet " * 4} for n in (1, 2, 3)}},
    {
        "stops": 2,
        "canteen": dataclasses.replace(the_canteen(), name="长者食堂" * 30, phone="1" * 99),
    },
    {"stops": 9, "people": {n: {"coordinates": at_m(300)} for n in range(1, 10)}},
]


@pytest.mark.parametrize("lunch", HARD)
def test_nothing_leaves_the_paper_or_crosses_the_fold(lunch: dict[str, Any]) -> None:
    pdf = sheets(a_job(**lunch))
    pages = page_signs(pdf)
    for signs in pages:
        for sign in signs:
            assert sign.left > 8
            assert sign.right < A4_MM[0] - 8, sign
            assert sign.top > 8
            assert sign.bottom < A4_MM[1] - 8
            assert sign.bottom < FOLD_MM - 2 or sign.top > FOLD_MM + 2, sign
    for number in range(len(pages)):
        image = page_image(pdf, number, dots_per_inch=100)
        scale = image.height / A4_MM[1]
        box = (8 * scale, (FOLD_MM - 3) * scale, (A4_MM[0] - 8) * scale, (FOLD_MM + 3) * scale)
        assert image.crop(tuple(map(round, box))).getextrema() == (255, 255)


def test_the_fold_is_marked_at_both_edges() -> None:
    image = page_image(sheets(a_job(1)), 0, dots_per_inch=150)
    y = round(FOLD_MM / A4_MM[1] * image.height)
    for x in (10, image.width - 10):
        assert min(image.getpixel((x, near)) for near in range(y - 3, y + 4)) < 128  # type: ignore[type-var]


def test_lines_of_one_stop_do_not_run_into_each_other() -> None:
    for signs in page_signs(sheets(a_job(7, people={2: {"notes": LONG}})))[1:]:
        for a, b in ((a, b) for a in signs for b in signs if a is not b):
            wide = min(a.right, b.right) - max(a.left, b.left)
            high = min(a.bottom, b.bottom) - max(a.top, b.top)
            assert wide < 0.3 or high < 0.3, (a, b)


def test_a_note_too_long_for_its_stop_stands_in_full_at_the_end() -> None:
    text = " ".join(page_texts(sheets(a_job(2, people={1: {"notes": LONG}}))))
    assert "…" in text
    rest = text[text.index("Stop 1, in full") :].replace(" ", "")
    assert LONG[:60] in rest
    assert rest.count("请先联系楼长。") == LONG.count("请先联系楼长。")


def test_what_is_read_at_a_door_is_large_enough_for_old_eyes() -> None:
    job = a_job(3, people={1: {"notes": "请从北门进"}})
    signs = page_signs(sheets(job))[1]
    text = "".join(sign.text for sign in signs)
    for words in ("石林路1号", "请从北门进", "张芳兰", "000-0200001"):
        at = text.index(words)
        han = [s for s in signs[at : at + len(words)] if s.text > "\u4e00" or s.text.isdigit()]
        # Chinese letters of 14 points are 4.3 mm high at least; digits have 0.7 of that.
        assert max(s.bottom - s.top for s in han) > 3.3


def test_neighbours_behind_one_entrance_are_told_and_share_a_code() -> None:
    text = page_texts(sheets(a_job(3)))[1]
    assert "same entrance as stop 1" in text
    assert "same entrance as stop 2" not in text


def test_temperature_and_minutes_aboard_stand_where_they_are_known() -> None:
    heat = Settings(
        heat=HeatSettings(outside_c=-20.0, container="bag"),
        containers={"bag": Container(food_c=85.0, k_per_min=0.01)},
    )
    cold, unknown = (page_texts(sheets(a_job(1, settings=one)))[1] for one in (heat, Settings()))
    assert "3 min aboard · food at 81 °C" in cold
    assert "3 min aboard" in unknown
    assert "°C" not in unknown


def test_telephone_numbers_can_be_left_away() -> None:
    hidden = Settings(papers=PaperSettings(phones=False))
    assert "000-0200001" in " ".join(page_texts(sheets(a_job(2))))
    assert "000-0200001" not in " ".join(page_texts(sheets(a_job(2, settings=hidden))))


def test_a_route_without_any_place_is_printed_all_the_same() -> None:
    job = a_job(3, people={n: {"coordinates": None} for n in (1, 2, 3)})
    assert in_order(" ".join(page_texts(sheets(job))[1:]), of_stops(job))


def test_the_map_names_streets_and_says_whose_it_is() -> None:
    with_town, without = (
        page_texts(sheets(a_job(9, base_map=town)))[0] for town in (a_base_map(), None)
    )
    assert "建设路" in with_town
    assert "OpenStreetMap" in with_town
    assert "OpenStreetMap" not in without
    for text in (with_town, without):
        assert re.search(r"\b\d+ m\b", text)


@given(
    st.lists(st.tuples(st.floats(1, 100), st.booleans()), max_size=40),
    st.sampled_from([[Frame(12, 142), Frame(154, 282)], [Frame(12, 280)]]),
)
def test_blocks_stay_whole_in_order_and_inside_their_frames(
    made: list[tuple[float, bool]], frames: list[Frame]
) -> None:
    """A block of a heading stands above the block that follows it."""
    blocks = [
        Block(height / 4 if leads else height, lambda _paper, _top: None, leads=leads)
        for height, leads in [(h, leads and n % 3 == 0) for n, (h, leads) in enumerate(made)]
    ]
    pages = into_pages(blocks, frames)
    assert [block for page in pages for _top, block in page] == blocks
    for page in pages:
        end = 0.0
        for top, block in page:
            assert top >= end - 1e-9
            end = top + block.height
            assert any(one.top <= top and end <= one.bottom + 1e-9 for one in frames)
        if page and page[-1][1] is not blocks[-1]:
            assert not page[-1][1].leads
