from pathlib import Path

from mealroute.files import GAZETTEER, SHEETS, dictionary_markdown
from mealroute.files.settings_file import MEANINGS
from mealroute.language import use

README = Path(__file__).parents[2] / "data" / "README.md"
BEGIN = "<!-- dictionary: begin, written from the table of columns in mealroute/files -->\n"
END = "<!-- dictionary: end -->"


def test_the_data_dictionary_is_what_the_table_of_columns_says() -> None:
    _before, begin, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    assert begin
    assert rest.partition(END)[0].strip() == dictionary_markdown().strip()


def test_the_dictionary_is_english_whatever_the_language_in_use() -> None:
    english = dictionary_markdown()
    with use("zh_Hans"):
        assert dictionary_markdown() == english


def test_every_column_and_setting_has_one_line_of_a_table() -> None:
    lines = dictionary_markdown().splitlines()
    widths = {line.count("|") for line in lines if line.startswith("| `")}
    assert widths == {8, 5}
    columns = sum(len(sheet.columns) for sheet in (*SHEETS, GAZETTEER))
    assert sum(line.startswith("| `") for line in lines) == columns + len(MEANINGS)


def test_the_sample_folders_and_the_origin_of_the_streets_are_told() -> None:
    text = README.read_text(encoding="utf-8")
    for words in (
        "village/",
        "guixi/",
        "helsinki/",
        "© OpenStreetMap contributors",
        "ODbL 1.0",
        "synthetic",
    ):
        assert words in text
