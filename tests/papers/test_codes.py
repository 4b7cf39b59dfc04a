"""What a phone reads off the printed page: the served page, the stops, the next door."""

import numpy as np
import pytest
import zxingcpp

from mealroute.papers import PaperJob, PaperKind, paper_files
from mealroute.settings import PaperSettings, Settings
from mealroute.views import route_views
from tests.papers.lunches import a_job
from tests.papers.reading import page_image

SERVED = Settings(papers=PaperSettings(pages_url="http://192.168.1.10/today/"))


def codes(job: PaperJob, page: int, dots_per_inch: int = 300) -> list[str]:
    pdf = paper_files(job, [PaperKind.ROUTE_SHEETS]).files["papers/route-sheets.pdf"]
    image = np.asarray(page_image(pdf, page, dots_per_inch))
    return [found.text for found in zxingcpp.read_barcodes(image)]


def test_the_head_opens_the_volunteers_page_where_pages_are_served() -> None:
    job = a_job(3, settings=SERVED)
    assert codes(job, 0) == ["http://192.168.1.10/today/volunteers/V1.html"]


@pytest.mark.parametrize("stops", [1, 9, 40])
def test_without_a_server_the_head_holds_the_stops_themselves(stops: int) -> None:
    job = a_job(stops)
    (view,) = route_views(job.plan, job.service, job.settings)
    (text,) = codes(job, 0)
    assert text.splitlines() == [
        f"{mark.label.replace('–', '-')} {mark.coordinates.lat:.5f},{mark.coordinates.lon:.5f}"
        for mark in view.marks()
    ]


def test_every_entrance_has_a_code_that_opens_it_on_a_map() -> None:
    job = a_job(6)
    doors = [job.service.residents[f"R{n}"].coordinates for n in (1, 3, 5)]  # type: ignore[index]
    spots = [f"{door.lat:.5f},{door.lon:.5f}" for door in doors if door]
    assert sorted(codes(job, 1)) == sorted(f"geo:{spot}?q={spot}" for spot in spots)


@pytest.mark.parametrize("settings", [SERVED, Settings()])
def test_no_code_names_anybody(settings: Settings) -> None:
    job = a_job(4, settings=settings)
    for text in codes(job, 0) + codes(job, 1):
        assert text.isascii()
        assert "0200" not in text


def test_a_small_code_is_read_off_a_poor_print() -> None:
    assert len(codes(a_job(2), 1, dots_per_inch=200)) == 1


def test_a_route_too_long_for_a_code_has_none_at_its_head() -> None:
    many = {n: {"building_id": f"B{n}"} for n in range(1, 91)}
    assert codes(a_job(90, people=many), 0) == []
