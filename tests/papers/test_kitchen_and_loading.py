"""The kitchen's paper and the loading list say what was counted."""

from mealroute import language
from mealroute.papers import PaperJob, PaperKind, paper_files
from mealroute.settings import PaperSettings, Settings
from tests.papers.lunches import a_job
from tests.papers.reading import in_order, page_texts


def text_of(job: PaperJob, kind: PaperKind) -> str:
    return " ".join(page_texts(paper_files(job, [kind]).files[f"papers/{kind}.pdf"]))


def test_the_kitchen_reads_boxes_by_diet_and_by_departure() -> None:
    text = text_of(a_job(trips=[3, 2]), PaperKind.KITCHEN)

    assert "11 boxes, 5 orders" in text
    assert "Ready from 11:00" in text
    assert in_order(
        text,
        [
            "diabetic 3 1",
            "halal 2 1",
            "low salt 1 1",
            "soft food 3 1",
            "vegetarian 2 1",
            "all 11 5",
        ],
    )
    assert in_order(text, ["12:00 A", "6 6", "12:19 A(2)", "5 11"])


def test_the_cook_reads_what_speaks_against_a_box() -> None:
    orders = {1: {"note": "今天改清真", "diet": "regular"}, 2: {"note": "对花生过敏"}}
    text = text_of(a_job(3, orders=orders), PaperKind.KITCHEN)
    assert "2 notes to read before packing" in text
    said = ["O1", "●regular", "anotherdiet;order:今天改清真", "O2", "对花生过敏"]
    assert in_order(text.replace(" ", ""), said)
    assert "No note speaks against a box." in text_of(a_job(3), PaperKind.KITCHEN)


def test_very_many_notes_go_on_over_the_page() -> None:
    orders = {number: {"note": f"对花生过敏 {number}"} for number in range(1, 41)}
    pages = page_texts(paper_files(a_job(40, orders=orders)).files["papers/kitchen.pdf"])
    assert len(pages) > 1
    said = [f"对花生过敏{number}" for number in range(1, 41)]
    assert in_order("".join(pages).replace(" ", ""), said)


def test_the_bag_is_packed_from_the_last_stop_to_the_first() -> None:
    text = text_of(a_job(trips=[3, 2]), PaperKind.LOADING)
    assert in_order(text, ["A(1)", "12:00", "6 boxes", "A-3 1", "A-2 3", "A-1 2"])
    assert in_order(text, ["A-1", "A(2)", "12:19", "5 boxes", "A-5 3", "A-4 2"])
    assert "张*兰" in text
    hidden = Settings(papers=PaperSettings(label_names="none"))
    assert "张" not in text_of(a_job(3, settings=hidden), PaperKind.LOADING)


def test_both_papers_are_written_in_chinese() -> None:
    with language.use("zh_Hans"):
        assert "清真" in text_of(a_job(3), PaperKind.KITCHEN)
        assert "清真" in text_of(a_job(3), PaperKind.LOADING)


def test_a_departure_of_very_many_diets_is_told_whole() -> None:
    diets = {number: {"diet": f"a diet of its own {number}"} for number in range(1, 16)}
    text = text_of(a_job(15, orders=diets), PaperKind.KITCHEN)
    departure = text.partition("What leaves when")[2].replace(" ", "")
    for number, diet in diets.items():
        assert f"{diet['diet']}{number % 3 + 1}".replace(" ", "") in departure
    assert "…" not in text
