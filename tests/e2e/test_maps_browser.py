"""The maps in a real browser, from a file, without a network: drawn, safe, ticked, printed."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, Request, expect

from mealroute.maps import map_files
from mealroute.settings import Settings
from tests.maps.hostile import ATTACKS, hostile_files
from tests.maps.lunch import a_base_map, a_lunch

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
ALL_ATTACKS = " ".join(ATTACKS)
Open = Callable[[str, dict[str, str]], Page]


@pytest.fixture
def opened(page: Page, tmp_path: Path) -> Iterator[Open]:
    """Write a plan's files, open one; afterwards nothing may have been asked for or gone wrong."""
    trouble: list[str] = []
    asked: list[str] = []

    def keep(request: Request) -> None:
        asked.append(request.url)

    def refuse(dialog: Dialog) -> None:
        trouble.append(dialog.message)
        dialog.dismiss()

    page.on("request", keep)
    page.on("console", lambda message: trouble.append(message.text))
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("dialog", refuse)

    def open_file(name: str, files: dict[str, str]) -> Page:
        for file, text in files.items():
            path = tmp_path / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        page.goto((tmp_path / name).as_uri())
        return page

    yield open_file
    assert [url for url in asked if not url.startswith(tmp_path.as_uri())] == []
    assert trouble == []


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    plan, service, shapes = a_lunch()
    return map_files(plan, service, Settings(), shapes, a_base_map())


def colours(page: Page) -> list[str]:
    """The distinct colours on the map's canvas, as hexadecimal RGB."""
    found: list[str] = page.evaluate(
        """() => {
          const canvas = document.querySelector("canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const found = new Set();
          for (let i = 0; i < data.length; i += 4) {
            found.add([0, 1, 2].map((k) => data[i + k].toString(16).padStart(2, "0")).join(""));
          }
          return [...found];
        }"""
    )
    return found


def test_the_plan_map_draws_ground_routes_and_numbers(opened: Open, files: dict[str, str]) -> None:
    page = opened("map.html", files)
    expect(page.locator(".pin.stop .label")).to_have_text(["A1–2", "A3", "B1"])
    # Paper, a main street and the lines of both routes.
    assert {"f5f2ec", "f9d58a", "0b5394", "b00020"} <= set(colours(page))


def test_the_layer_control_takes_a_volunteer_off_the_map(
    opened: Open, files: dict[str, str]
) -> None:
    page = opened("map.html", files)
    page.get_by_role("button", name="Volunteers").focus()
    page.keyboard.press("Enter")
    choice = page.locator(".leaflet-control-layers").get_by_text("马志明")
    choice.hover()  # Leaflet ignores the click with which a finger opened the control
    choice.click()
    expect(page.locator(".pin.stop .label")).to_have_text(["A1–2", "A3"])
    page.wait_for_function("() => new Promise(done => requestAnimationFrame(() => done(true)))")
    assert "b00020" not in colours(page)


def test_one_volunteer_can_be_shown_alone_and_all_again(
    opened: Open, files: dict[str, str]
) -> None:
    page = opened("map.html", files)
    page.get_by_role("button", name="Show alone").nth(1).click()
    expect(page.locator(".pin.stop .label")).to_have_text(["B1"])
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".pin.stop .label")).to_have_count(3)


def test_a_mark_tells_who_waits_there_and_leads_to_the_list(
    opened: Open, files: dict[str, str]
) -> None:
    page = opened("map.html", files)
    page.locator(".pin.stop .label", has_text="A1–2").click()
    card = page.locator(".leaflet-popup .card")
    expect(card).to_contain_text("王秀英")
    expect(card).to_contain_text("◆ halal")
    expect(card).to_contain_text("Aboard 4 min")
    expect(card).to_contain_text("41 min to spare")
    card.get_by_role("link").first.click()
    expect(page.locator("tr:target")).to_contain_text("王秀英")


def test_labels_of_stops_do_not_cover_each_other(opened: Open, files: dict[str, str]) -> None:
    page = opened("map.html", files)
    boxes = page.locator(".pin .label").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(r => [r.x, r.y, r.right, r.bottom])"
    )
    overlaps = [
        (one, other)
        for i, one in enumerate(boxes)
        for other in boxes[:i]
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]
    assert overlaps == []


@pytest.mark.parametrize("name", ["map.html", "volunteers/V1.html"])
def test_the_page_fits_a_phone(opened: Open, files: dict[str, str], name: str, page: Page) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened(name, files)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_volunteers_targets_are_large_enough_for_a_thumb(
    opened: Open, files: dict[str, str], page: Page
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened("volunteers/V1.html", files)
    small = page.locator("main a, main button, label.tick, header a").evaluate_all(
        """all => all.filter((one) => one.offsetParent)
          .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
          .filter(([, height]) => height < 48)"""
    )
    assert small == []
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"


def test_the_map_can_be_enlarged_and_closed_again(
    opened: Open, files: dict[str, str], page: Page
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    opened("volunteers/V1.html", files)
    page.get_by_role("button", name="Enlarge the map").click()
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Enlarge the map")).to_be_visible()


def test_a_tick_survives_closing_the_page(opened: Open, files: dict[str, str]) -> None:
    page = opened("volunteers/V1.html", files)
    expect(page.locator("#progress")).to_have_text("0 of 3 delivered")
    page.get_by_label("Delivered").nth(1).check()
    page.reload()
    expect(page.get_by_label("Delivered").nth(1)).to_be_checked()
    expect(page.get_by_label("Delivered").nth(0)).not_to_be_checked()
    expect(page.locator("#progress")).to_have_text("1 of 3 delivered")
    page.get_by_label("Delivered").nth(1).uncheck()
    page.reload()
    expect(page.locator("#progress")).to_have_text("0 of 3 delivered")


def test_ticks_work_and_say_so_where_nothing_can_be_kept(
    opened: Open, files: dict[str, str], context: BrowserContext
) -> None:
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })"
    )
    page = opened("volunteers/V1.html", files)
    page.get_by_label("Delivered").first.check()
    expect(page.locator("#progress")).to_have_text(
        "1 of 3 delivered This phone does not keep the ticks."
    )


def test_old_ticks_are_forgotten_and_those_of_other_routes_kept(
    opened: Open, files: dict[str, str]
) -> None:
    page = opened("volunteers/V1.html", files)
    page.evaluate(
        """() => { for (const name of ["2026-11-01:lunch:V1:O1", "2026-11-23:dinner:V2:O9"])
          localStorage.setItem(`mealroute:${name}`, "done"); localStorage.setItem("other", "x") }"""
    )
    page.reload()
    kept = page.evaluate("Object.keys(localStorage).sort()")
    assert kept == ["mealroute:2026-11-23:dinner:V2:O9", "other"]


def test_no_text_of_a_file_is_executed_or_evaluated(opened: Open) -> None:
    page = opened("map.html", hostile_files(ALL_ATTACKS))
    expect(page.locator(".pin.stop .label")).to_have_count(3)
    page.locator(".pin.stop .label").first.click()
    expect(page.locator(".leaflet-popup .card")).to_be_visible()
    assert (
        page.locator("main tbody th[scope=row]").first.inner_text().split() == ALL_ATTACKS.split()
    )
    page.get_by_role("button", name="Volunteers").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-control-layers-overlays label")).to_have_count(4)
    assert page.locator("script").count() == 3
    assert page.locator("img[onerror], [onmouseover], [onfocus]").count() == 0


def test_no_text_of_a_file_is_executed_on_a_volunteers_page(opened: Open) -> None:
    page = opened("volunteers/V1.html", hostile_files(ALL_ATTACKS))
    expect(page.locator(".stop-card")).to_have_count(3)
    assert page.locator(".stop-card h3").first.inner_text().split() == ALL_ATTACKS.split()
    assert page.locator("script").count() == 3
    assert page.locator("a[href^='javascript:']").count() == 0


def test_the_plan_prints_its_map_and_a_sheet_for_each_volunteer(
    opened: Open, files: dict[str, str]
) -> None:
    page = opened("map.html", files)
    paper = page.pdf(prefer_css_page_size=True)
    assert pages_of(paper) >= 4  # the map, the lists, two volunteers
    assert sizes_of(paper) == {(210, 297)}


def test_a_volunteers_page_prints(opened: Open, files: dict[str, str]) -> None:
    page = opened("volunteers/V1.html", files)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2
    expect(page.get_by_role("button", name="Enlarge the map")).to_be_visible()


def test_paper_is_filled_by_the_map_and_the_screen_comes_back(
    opened: Open, files: dict[str, str]
) -> None:
    page = opened("map.html", files)
    before = page.locator(".folium-map").bounding_box()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    box = page.locator(".map-box").bounding_box()
    assert box is not None
    assert (round(box["width"]), round(box["height"])) == (718, 884)  # 190 x 234 mm
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".folium-map").bounding_box() == before


def pages_of(paper: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", paper))


def sizes_of(paper: bytes) -> set[tuple[int, int]]:
    """Width and height of the pages in millimetres."""
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    return {
        (round(float(wide) / 72 * 25.4), round(float(high) / 72 * 25.4)) for wide, high in boxes
    }
