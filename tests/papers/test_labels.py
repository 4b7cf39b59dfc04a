"""Every box has a label, inside its place on the sheet, and says no more than it may."""

import dataclasses
import datetime as dt
from itertools import pairwise

import pytest

from mealroute.papers import PaperJob, PaperKind, labels, paper_files, with_labels
from mealroute.papers.label_sheet import FORMATS
from mealroute.papers.labels import Label
from mealroute.settings import LABEL_FORMATS, PaperSettings, Settings
from mealroute.views import route_views
from tests.builders import DATE
from tests.papers.lunches import a_job
from tests.papers.reading import page_signs, page_texts


def made(job: PaperJob) -> tuple[Label, ...]:
    views = route_views(job.plan, job.service, job.settings)
    return labels(job.plan, job.service, views, job.settings.papers)


def printed(job: PaperJob) -> bytes:
    return paper_files(job, [PaperKind.LABELS]).files["papers/labels.pdf"]


def test_every_box_has_one_label_and_the_last_stop_comes_first() -> None:
    job = a_job(trips=[2, 1])
    assert [(one.code, one.number, one.box, one.boxes) for one in made(job)] == [
        ("A", 2, 1, 3), ("A", 2, 2, 3), ("A", 2, 3, 3), ("A", 1, 1, 2), ("A", 1, 2, 2),
        ("A", 3, 1, 1),
    ]  # fmt: skip


def test_a_meal_may_be_eaten_until_four_hours_after_it_is_ready() -> None:
    ready = dt.datetime.combine(DATE, dt.time(11, 0))
    assert {one.use_by for one in made(a_job(2))} == {ready + dt.timedelta(hours=4)}
    short = Settings(papers=PaperSettings(use_within_h=1.5))
    assert "Eat by 12:30" in page_texts(printed(a_job(1, settings=short)))[0]


@pytest.mark.parametrize(
    ("names", "who", "door"),
    [
        ("full", "张芳兰", "石林路1号平安里2号楼2单元101室"),
        ("short", "张*兰", "2号楼2单元101室"),
        ("none", "", ""),
    ],
)
def test_a_label_names_whom_the_settings_allow(names: str, who: str, door: str) -> None:
    job = a_job(1, settings=Settings(papers=PaperSettings(label_names=names)))
    assert {(one.who, one.door) for one in made(job)} == {(who, door)}
    text = page_texts(printed(job))[0]
    assert (who in text, door in text) == (True, True)
    if names != "full":
        assert "张芳兰" not in text
        assert "石林路" not in text


@pytest.mark.parametrize("name", LABEL_FORMATS)
def test_each_label_stands_inside_its_own_place(name: str) -> None:
    job = a_job(9, settings=with_labels(Settings(), name), people={
        3: {"name": "Bartholomew-Alexander", "address": "平安里小区" * 9 + "12号楼3单元1201室"},
        4: {"diet": "an unheard-of diet for one"},
    }, orders={4: {"diet": None}})  # fmt: skip
    kind, boxes = FORMATS[name], made(job)
    pages = page_signs(printed(job))
    per_page = kind.columns * kind.rows
    assert len(pages) == -(-len(boxes) // per_page)
    counted = 0
    for signs in pages:
        for place in range(per_page):
            left, top = kind.corner(place)
            inside = [
                sign for sign in signs
                if left < sign.left < left + kind.width and top < sign.top < top + kind.height
            ]  # fmt: skip
            counted += bool(inside)
            for sign in inside:
                assert sign.left > left + 1
                assert sign.right < left + kind.width - 1
                assert sign.bottom < top + kind.height - 0.5
    assert counted == len(boxes)


@pytest.mark.parametrize("name", LABEL_FORMATS)
def test_what_a_label_must_say_is_on_every_size(name: str) -> None:
    text = page_texts(printed(a_job(1, settings=with_labels(Settings(), name))))[0]
    for part in ("A-1", "◆ halal", "box 1 of 2", "张*兰", "Eat by 15:00", "Eat hot", "长者食堂"):
        assert part in text


@pytest.mark.parametrize("name", LABEL_FORMATS)
def test_places_of_a_sheet_lie_on_the_paper_and_apart(name: str) -> None:
    kind = FORMATS[name]
    corners = [kind.corner(place) for place in range(kind.columns * kind.rows)]
    for left, top in corners:
        assert -0.01 <= left <= kind.page[0] - kind.width + 0.01
        assert -0.01 <= top <= kind.page[1] - kind.height + 0.01
    for (x1, y1), (x2, y2) in pairwise(corners):
        assert x2 >= x1 + kind.width or y2 >= y1 + kind.height - 0.01


@pytest.mark.parametrize(("skip", "first"), [(0, 0), (5, 5), (20, 20), (21, 0)])
def test_labels_begin_after_those_that_are_used(skip: int, first: int) -> None:
    job = dataclasses.replace(a_job(1), skip_labels=skip)
    pages = page_signs(printed(job))
    kind = FORMATS["70x42"]
    left, top = kind.corner(first)
    sign = pages[0][0]
    assert left < sign.left < left + kind.width
    assert top < sign.top < top + kind.height
    assert len(pages) == (2 if skip == 20 else 1)


@pytest.mark.parametrize(
    ("name", "margins", "pitch"),
    [
        ("70x42", (0.0, 0.1), (70.0, 42.4)),
        ("L7160", (7.25, 15.15), (66.0, 38.1)),
        ("L7159", (7.25, 12.9), (66.0, 33.9)),
        ("L7163", (4.65, 15.15), (101.6, 38.1)),
    ],
)
def test_sheets_are_those_that_makers_sell(
    name: str, margins: tuple[float, float], pitch: tuple[float, float]
) -> None:
    kind = FORMATS[name]
    left, top = kind.corner(0)
    across, down = kind.corner(1)[0] - left, kind.corner(kind.columns)[1] - top
    # Makers give a tenth of a millimetre, and cut to half of one.
    assert (left, top) == pytest.approx(margins, abs=0.06)
    assert (across, down) == pytest.approx(pitch, abs=0.01)


@pytest.mark.parametrize("name", ["70x42", "L7160", "L7159", "L7163"])
def test_nothing_stands_where_printers_cannot_reach(name: str) -> None:
    job = a_job(30, settings=with_labels(Settings(), name))
    (width, height), first = FORMATS[name].page, page_signs(printed(job))[0]
    assert min(sign.left for sign in first) > 5
    assert min(sign.top for sign in first) > 5
    assert max(sign.right for sign in first) < width - 5
    assert max(sign.bottom for sign in first) < height - 5


@pytest.mark.parametrize("name", ["70x42", "L7160", "L7159", "L7163", "100x50"])
def test_a_long_diet_is_whole_on_its_label(name: str) -> None:
    diet = "少盐少糖软食无麸质不放花生"
    job = a_job(1, orders={1: {"diet": diet}}, settings=with_labels(Settings(), name))
    assert diet in page_texts(printed(job))[0].replace(" ", "")
