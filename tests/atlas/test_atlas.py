"""What planners are handed says the same everywhere, on one page, and stays whole."""

import csv
import io
import json
import re

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from mealroute.atlas import coverage_files, obsolete_files
from mealroute.atlas.hexagon_values import hexagon_values
from mealroute.atlas.report import report_pdf
from mealroute.atlas.sentences import sentences
from mealroute.domain import CanteenId, Site
from tests.atlas.jobs import A_SITE, a_job, a_town
from tests.builders import a_canteen, a_kitchen, a_resident, at_m


@pytest.fixture(scope="module")
def files() -> dict[str, str | bytes]:
    return coverage_files(a_job(sites=[A_SITE]))


def rows(data: bytes | str) -> list[dict[str, str]]:
    assert isinstance(data, bytes)
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def page_data(text: bytes | str) -> dict[str, object]:
    assert isinstance(text, str)
    (found,) = re.findall(r'id="mealroute-data">(.*?)</script>', text, re.DOTALL)
    data: dict[str, object] = json.loads(found)
    return data


def pdf_text(data: bytes | str) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(data)
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), text


def test_the_tables_say_what_was_assessed(files: dict[str, str | bytes]) -> None:
    job = a_job(sites=[A_SITE])
    shares = rows(files["coverage.csv"])
    (radius,) = [
        one for one in shares
        if (one["when"], one["group"], one["limit"], one["with_diet"])
        == ("today", "all", "radius", "yes")
    ]  # fmt: skip
    outside = rows(files["coverage-outside.csv"])
    assert int(radius["covered"]) + len(outside) == int(radius["whole"]) == 40
    assert [one["resident_id"] for one in outside] == [
        one.resident_id for one in job.assessment.outside
    ]
    canteens = rows(files["coverage-canteens.csv"])
    today = [one for one in canteens if one["when"] == "today"]
    assert sum(int(one["nearest"]) for one in today) == int(radius["covered"])
    assert [one["canteen_id"] for one in canteens if one["when"] == "after"].count("new-1") == 1
    assert float(today[0]["load"]) >= float(today[1]["load"])
    hexagons = rows(files["coverage-hexagons.csv"])
    assert sum(int(one["residents"]) for one in hexagons) == 40


def test_the_workbook_has_every_table_and_runs_no_formula() -> None:
    day = a_town(canteens=(a_canteen("C1", name="=1+1"),), kitchens=(a_kitchen("C1"),))
    files = coverage_files(a_job(day))
    book = files["coverage.xlsx"]
    assert isinstance(book, bytes)
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert sheets.sheet_names == ["shares", "outside", "canteens", "equity", "access", "hexagons"]
    found = sheets.get_sheet_by_name("canteens").to_python()
    assert found[1][2] == "=1+1"
    assert found[1][4] == float(rows(files["coverage-canteens.csv"])[0]["inside"])
    assert rows(files["coverage-canteens.csv"])[0]["name"] == "'=1+1"


def test_the_norm_of_elders_is_a_column_and_a_sentence_where_it_is_asked_for(
    files: dict[str, str | bytes],
) -> None:
    asked = a_job(elders_per_point=15)
    assert "norm" not in rows(files["coverage-canteens.csv"])[0]
    found = rows(coverage_files(asked)["coverage-canteens.csv"])[0]
    assert float(found["inside_of_norm"]) == pytest.approx(int(found["inside"]) / 15, abs=1e-3)
    enough = sum(one.inside >= 15 for one in asked.assessment.loads)
    assert f"{enough} of 2 canteens have 15 residents or more" in " ".join(sentences(asked))


def test_the_same_day_gives_the_same_bytes(files: dict[str, str | bytes]) -> None:
    one, other = files, coverage_files(a_job(sites=[A_SITE]))
    for name in one:
        if name != "coverage.xlsx":  # a workbook tells when it was written
            assert one[name] == other[name], name


def test_the_report_is_one_page_with_its_sources(files: dict[str, str | bytes]) -> None:
    pages, text = pdf_text(files["coverage.pdf"])
    assert pages == 1
    plain = " ".join(text.split())
    assert "西街社区长者食堂" in plain
    assert "$东门$ <b>食堂" in plain
    for source in ("Church and ReVelle 1974", "Luo and Wang 2003", "Gini 1912", "民发〔2023〕58号"):
        assert source in plain


def test_the_report_of_many_canteens_with_long_names_is_still_one_page() -> None:
    canteens = tuple(
        a_canteen(f"C{n:02}", name="很长的社区长者食堂名字" * 4, coordinates=at_m(150.0 * n))
        for n in range(30)
    )
    people = tuple(
        a_resident(f"R{n}", coordinates=at_m(140.0 * n), community=f"第{n % 12}社区")
        for n in range(36)
    )
    day = a_town(
        canteens=canteens, residents=people, orders=(),
        kitchens=tuple(a_kitchen(one.canteen_id) for one in canteens),
    )  # fmt: skip
    pages, text = pdf_text(report_pdf(a_job(day, elders_per_point=2000)))
    assert pages == 1
    assert "22 more in coverage.xlsx" in " ".join(text.split())
    assert "Gini 1912" in " ".join(text.split())


def test_a_day_without_residents_or_orders_is_told_too() -> None:
    files = coverage_files(a_job(a_town(residents=(), orders=())))
    assert rows(files["coverage-outside.csv"]) == []
    assert pdf_text(files["coverage.pdf"])[0] == 1


def test_who_has_no_door_and_whose_diet_nobody_cooks_are_told() -> None:
    people = (a_resident("R1", coordinates=None), a_resident("R2", diet="soft"))
    day = a_town(residents=people, orders=())
    files = coverage_files(a_job(day))
    outside = rows(files["coverage-outside.csv"])
    assert [(one["resident_id"], one["canteen_id"], one["too_far_m"]) for one in outside] == [
        ("R2", "", ""), ("R1", "", ""),
    ]  # fmt: skip
    assert "The door of 1 resident is not known" in " ".join(sentences(a_job(day)))
    assert page_data(files["coverage.html"])["gaps"][0][2] == "no diet"  # type: ignore[index]


def test_the_map_carries_everything_and_names_no_foreign_host(
    files: dict[str, str | bytes],
) -> None:
    for name in ("coverage.html", "what-if.html"):
        text = files[name]
        assert isinstance(text, str)
        assert "<b>食堂" not in text
        assert re.findall(r"https?://(?!www\.w3\.org)[\w.]+", text) == []
        assert "default-src &#39;none&#39;" in text
        assert not re.search(r"\son\w+=", text)


def test_the_map_draws_each_canteens_bands_and_the_gaps() -> None:
    job = a_job(sites=[A_SITE, Site(name="没选", coordinates=at_m(9), opens=False)])
    data = page_data(coverage_files(job)["coverage.html"])
    today, after = data["catchments"]  # type: ignore[misc]
    assert [[band[0] for band in one] for one in today] == [[15, 10, 5]] * 2
    assert len(after) == 3
    assert [one[2] for one in data["sites"]] == ["北区活动中心"]  # type: ignore[attr-defined]
    told = sum(int(one[2].split(" × ")[0]) if "×" in one[2] else 1 for one in data["gaps"])  # type: ignore[attr-defined]
    assert told == len(job.assessment.outside)


def test_a_canteen_that_closes_is_drawn_no_more_and_what_is_lost_is_told() -> None:
    job = a_job(sites=[A_SITE], closing=[CanteenId("C1")])
    files = coverage_files(job)
    data = page_data(files["coverage.html"])
    today, after = data["catchments"]  # type: ignore[misc] -- a pair where something changes
    assert after[:1] == today[1:]
    assert len(after) == 2
    change = data["hexagons"][-1]["cells"]  # type: ignore[index]
    lost = [label for _outline, rank, label in change if rank == 5]
    assert lost
    assert all(label.startswith("−") for label in lost)
    assert any(label.startswith("+") for _outline, rank, label in change if rank < 5)
    (told,) = (one for one in sentences(job) if "closed" in one)
    assert "opened: 1, closed: 1" in told


def test_hexagons_weigh_their_residents() -> None:
    job = a_job(sites=[A_SITE])
    cells, left_out = hexagon_values(job)
    assert left_out == 0
    served = sum(one.share * one.hexagon.people for one in cells)
    assert round(served) == 40 - len(job.assessment.outside)
    after = sum((one.share_after or 0.0) * one.hexagon.people for one in cells)
    assert job.opening is not None
    assert round(after) == 40 - len(job.opening.assessment.outside)


def test_what_an_earlier_atlas_left_of_residents_is_named_for_removal(
    files: dict[str, str | bytes],
) -> None:
    assert obsolete_files(files) == []
    fewer = {name: data for name, data in files.items() if name != "coverage-outside.csv"}
    assert obsolete_files(fewer) == ["coverage-outside.csv"]
