"""Papers are the same whenever they are drawn, go with their plan, and mirror for Arabic script."""

import dataclasses

import pytest

from mealroute.errors import ArgumentError
from mealroute.papers import PaperKind, files, paper_files, volunteer_papers
from tests.maps.lunch import a_base_map
from tests.papers.lunches import a_job, declined_too
from tests.papers.reading import page_signs, page_texts

ALL = {f"papers/{name}.pdf" for name in ("route-sheets", "labels", "kitchen", "loading")}


def test_the_same_plan_gives_the_same_bytes() -> None:
    job = a_job(7, base_map=a_base_map())
    one, two = paper_files(job), paper_files(job)
    assert set(one.files) == ALL
    assert one.files == two.files


def test_a_volunteer_gets_papers_of_that_route_alone() -> None:
    made = volunteer_papers(a_job(3), [PaperKind.ROUTE_SHEETS, PaperKind.LOADING], ["V1"])  # type: ignore[list-item]
    assert set(made.files) == {"papers/route-sheets/V1.pdf", "papers/loading/V1.pdf"}
    assert "张芳兰" in " ".join(page_texts(made.files["papers/route-sheets/V1.pdf"]))


def test_a_volunteer_without_a_route_is_refused_by_name() -> None:
    with pytest.raises(ArgumentError, match="V8, V9"):
        volunteer_papers(a_job(3), list(PaperKind), ["V9", "V1", "V8"])  # type: ignore[list-item]


def test_the_kitchen_count_of_a_volunteer_is_refused() -> None:
    with pytest.raises(ArgumentError, match="kitchen count"):
        volunteer_papers(a_job(3), [PaperKind.KITCHEN], ["V1"])  # type: ignore[list-item]


def test_shapes_of_another_plan_are_refused() -> None:
    job = dataclasses.replace(a_job(3), shapes=a_job(1).shapes)
    with pytest.raises(ArgumentError):
        paper_files(job)


def test_a_plan_without_routes_has_papers_that_say_so() -> None:
    made = paper_files(a_job(0))
    for name in ("route-sheets", "labels", "loading", "kitchen"):
        assert page_texts(made.files[f"papers/{name}.pdf"]) == ["Nothing to bring."]


def test_a_declined_order_is_on_no_paper() -> None:
    job = a_job(3)
    assert paper_files(declined_too(job)).files == paper_files(job).files


def test_a_paper_in_arabic_script_is_the_mirror_of_one_in_latin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Texts run to the right edge where they begin at the left; the map is never mirrored."""
    people = {1: {"name": "ايگۇل", "address": "قازاق كوشەسى"}}
    kinds = [PaperKind.ROUTE_SHEETS]
    job = a_job(1, people=people)
    latin = page_signs(paper_files(job, kinds).files["papers/route-sheets.pdf"])
    monkeypatch.setattr(files, "direction", lambda _language: "rtl")
    arabic = page_signs(paper_files(job, kinds).files["papers/route-sheets.pdf"])

    def span(signs: list[tuple[float, float]]) -> tuple[float, float]:
        return min(a for a, _b in signs), max(b for _a, b in signs)

    def stop_number(pages: list[list[object]]) -> tuple[float, float]:
        return span([(s.left, s.right) for s in pages[1] if s.text == "1"][:1])  # type: ignore[attr-defined]

    (left, right), (mirrored_left, mirrored_right) = map(stop_number, (latin, arabic))  # type: ignore[arg-type]
    assert mirrored_left == pytest.approx(210 - right, abs=1.2)
    assert mirrored_right == pytest.approx(210 - left, abs=1.2)
    norths = [[s for s in pages[0] if s.text == "N"][-1].left for pages in (latin, arabic)]
    assert norths[0] == pytest.approx(norths[1])


def test_letters_of_arabic_script_are_joined_and_run_leftward() -> None:
    """The first letter of a name stands to the right of its last one, in a form that joins."""
    job = a_job(1, people={1: {"name": "قازاق"}})
    signs = page_signs(paper_files(job).files["papers/route-sheets.pdf"])[1]
    name = sorted((s for s in signs if "\u0600" <= s.text <= "\u06ff"), key=lambda s: -s.left)
    assert [sign.text for sign in name] == list("قازاق")


def test_every_route_sheet_is_told_when_it_is_done() -> None:
    told: list[int] = []
    paper_files(a_job(2), on_sheet=told.append)
    assert told == [1]
