"""The planner's pages in a real browser: Python's numbers, by keyboard, without a network."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Page, Request, expect

from mealroute.atlas import coverage_files
from mealroute.coverage.opening import with_sites
from mealroute.coverage.reach import Reach, loads, measure_reach, shares
from tests.atlas.jobs import A_SITE, SETTINGS, TRAVEL, a_job, a_town
from tests.builders import a_resident

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}
Open = Callable[[str], Page]
TOWN = a_town(residents=(*a_town().residents, a_resident("R900", coordinates=None)))


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    return coverage_files(a_job(TOWN, sites=[A_SITE]))


@pytest.fixture
def opened(page: Page, tmp_path: Path, files: dict[str, str | bytes]) -> Iterator[Open]:
    trouble: list[str] = []
    asked: list[str] = []

    def keep(request: Request) -> None:
        asked.append(request.url)

    page.on("request", keep)
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))

    def open_file(name: str) -> Page:
        text = files[name]
        assert isinstance(text, str)
        (tmp_path / name).write_text(text, encoding="utf-8")
        page.goto((tmp_path / name).as_uri())
        return page

    yield open_file
    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []
    assert trouble == []


def expected(
    *, rule: str, radius_m: int | None, minutes: int, group: str, with_diet: bool,
    is_open: tuple[bool, ...],
) -> tuple[int, int, list[int]]:  # fmt: skip
    """Work out by `mealroute.coverage` what the page has to show: covered, whole, boxes."""
    day = with_sites(TOWN, [A_SITE])
    canteens = tuple(
        replace(
            one,
            service_radius_m=-0.0 if not on else (radius_m or one.service_radius_m),
        )
        for one, on in zip(day.canteens, is_open, strict=True)
    )
    reach = measure_reach(replace(day, canteens=canteens), SETTINGS, TRAVEL)
    near = np.ones_like(reach.inside) if rule == "minutes" else reach.inside
    if rule != "radius":
        near = near & reach.within(60 * minutes)
    near = near & np.array(is_open)
    seen: Reach = replace(reach, radius_m=np.where(near, 0.0, np.inf))
    if group.startswith("diet"):
        kept = np.array([one.diet == sorted({"halal", "regular"})[int(group[5:])]
                         for one in reach.residents])  # fmt: skip
        served = (near & (reach.cooks if with_diet else True)).any(axis=1)
        covered, whole = int((served & kept).sum()), int(kept.sum())
    else:
        (share,) = [
            one
            for one in shares(seen)
            if (one.group, one.minutes, one.with_diet) == (group, None, with_diet)
        ]
        covered, whole = share.covered, share.whole
    return covered, whole, [one.boxes for one in loads(seen, day)]


def set_slider(page: Page, name: str, value: int) -> None:
    page.locator(f"#{name}").evaluate(
        """(slider, value) => {
          slider.value = value;
          slider.dispatchEvent(new Event("input", { bubbles: true }));
        }""",
        value,
    )


WISHES: list[dict[str, Any]] = [
    {"rule": "radius", "radius_m": None, "minutes": 15, "group": "all", "with_diet": True,
     "is_open": (True, True, False)},
    {"rule": "radius", "radius_m": 500, "minutes": 15, "group": "all", "with_diet": False,
     "is_open": (True, True, False)},
    {"rule": "minutes", "radius_m": None, "minutes": 5, "group": "ordered", "with_diet": True,
     "is_open": (True, True, True)},
    {"rule": "minutes", "radius_m": None, "minutes": 23, "group": "priority 3", "with_diet": True,
     "is_open": (False, True, True)},
    {"rule": "both", "radius_m": 1450, "minutes": 14, "group": "diet 0", "with_diet": True,
     "is_open": (True, True, True)},
    {"rule": "both", "radius_m": 3000, "minutes": 60, "group": "diet 1", "with_diet": False,
     "is_open": (True, False, False)},
    {"rule": "radius", "radius_m": 5000, "minutes": 15, "group": "all", "with_diet": True,
     "is_open": (False, False, False)},
]  # fmt: skip


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: f"{wish['rule']}-{wish['group']}")
def test_the_page_counts_as_python_does(opened: Open, wish: dict[str, Any]) -> None:
    page = opened("what-if.html")
    page.locator(f"input[name=rule][value={wish['rule']}]").check()
    if wish["radius_m"] is not None and wish["rule"] != "minutes":
        page.locator("#own").uncheck()
        set_slider(page, "radius", wish["radius_m"])
    set_slider(page, "minutes", wish["minutes"])
    page.locator("#group").select_option(wish["group"])
    page.locator("#diet").set_checked(wish["with_diet"])
    for at, on in enumerate(wish["is_open"]):
        page.locator(f"[data-site='{at}']").set_checked(on)
    covered, whole, boxes = expected(**wish)
    left = page.locator("#left")
    expect(left).to_have_attribute("data-covered", str(covered))
    expect(left).to_have_attribute("data-whole", str(whole))
    expect(left).to_contain_text(str(whole - covered))
    found = page.locator("[data-load]").evaluate_all("all => all.map((one) => one.dataset.boxes)")
    assert [int(one) for one in found] == [
        count if on else 0 for count, on in zip(boxes, wish["is_open"], strict=True)
    ]


def test_the_page_goes_back_to_today(opened: Open) -> None:
    page = opened("what-if.html")
    before = page.locator("#share").text_content()
    page.locator("[data-site='0']").uncheck()
    expect(page.locator("#share")).not_to_have_text(before or "")
    page.get_by_role("button", name="As it is today").click()
    expect(page.locator("#share")).to_have_text(before or "")


def test_a_slider_moves_by_keyboard_and_says_its_name(opened: Open) -> None:
    page = opened("what-if.html")
    page.get_by_label("who is within the minutes").check()
    slider = page.get_by_role("slider", name="Minutes")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#minutes-out")).to_have_text("14 min")
    assert page.locator("input, select").evaluate_all(
        "all => all.filter((one) => one.labels.length === 0).length"
    ) == 0  # fmt: skip


def test_targets_are_large_enough_and_the_page_fits_a_phone(opened: Open, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened("what-if.html")
    small = page.locator("label.choice, input[type=range], select, button").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect().height).filter((h) => h < 48)"
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_map_switches_layers_and_shows_who_is_outside(opened: Open) -> None:
    page = opened("coverage.html")
    assert page.locator(".pin.gap").count() > 0
    page.locator(".pin.gap .label").first.click()
    expect(page.locator(".leaflet-popup .card")).to_contain_text("outside the radius of")
    paint = "() => document.querySelector('canvas').toDataURL()"
    before = page.evaluate(paint)
    page.get_by_role("button", name="Layers").focus()
    page.keyboard.press("Enter")
    choice = page.locator(".leaflet-control-layers").get_by_text("Hexagons: minutes")
    choice.hover()
    choice.click()
    page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
    assert page.evaluate(paint) != before


def test_the_map_fits_a_phone(opened: Open, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened("coverage.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
