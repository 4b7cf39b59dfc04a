import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import settings as effort
from openpyxl import load_workbook

from mealroute.domain import Day
from mealroute.files import DayFiles, read_day, write_day
from mealroute.settings import Settings
from tests.builders import a_canteen, a_resident
from tests.files import days
from tests.files.folders import a_folder


@given(day=days.days, settings=days.settings)
@effort(max_examples=40)
def test_a_day_written_as_csv_is_read_back_the_same(day: Day, settings: Settings) -> None:
    files = DayFiles(day=day, settings=settings)
    with tempfile.TemporaryDirectory() as folder:
        write_day(files, Path(folder))
        assert read_day(Path(folder)) == files


@given(day=days.days, settings=days.settings)
@effort(max_examples=12)
def test_a_day_written_as_a_workbook_is_read_back_the_same(day: Day, settings: Settings) -> None:
    files = DayFiles(day=day, settings=settings)
    with tempfile.TemporaryDirectory() as folder:
        write_day(files, Path(folder) / "day.xlsx")
        assert read_day(Path(folder)) == files


def test_no_cell_of_a_csv_file_begins_as_a_formula(tmp_path: Path) -> None:
    evil = '=HYPERLINK("http://example.org")'
    day = Day(canteens=(a_canteen(name=evil, address="@x", phone="+86 1"),))
    write_day(DayFiles(day=day, settings=Settings()), tmp_path)
    text = (tmp_path / "canteens.csv").read_text("utf-8-sig")
    assert '"\'=HYPERLINK(""http://example.org"")"' in text
    assert ",'@x," in text
    assert text.rstrip().endswith(",'+86 1")


def test_no_cell_of_a_workbook_is_a_formula_or_a_number_by_mistake(tmp_path: Path) -> None:
    day = Day(canteens=(a_canteen(),), residents=(a_resident(name="=1+1", phone="0136"),))
    write_day(DayFiles(day=day, settings=Settings()), tmp_path / "day.xlsx")
    page = load_workbook(tmp_path / "day.xlsx")["residents"]
    header = [cell.value for cell in page[1]]
    row = dict(zip(header, page[2], strict=True))
    assert (row["name"].data_type, row["name"].value) == ("s", "=1+1")
    assert (row["phone"].data_type, row["phone"].value) == ("s", "0136")
    assert row["phone"].number_format == "@"
    assert row["lat"].data_type == "n"
    assert page.freeze_panes == "A2"


def test_csv_is_written_with_the_mark_that_makes_excel_read_it(tmp_path: Path) -> None:
    write_day(read_day(a_folder(tmp_path / "in")), tmp_path / "out")
    assert (tmp_path / "out" / "residents.csv").read_bytes().startswith(b"\xef\xbb\xbfresident_id,")


def test_settings_of_an_earlier_day_do_not_stay(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, {"mealroute.toml": "[trips]\nreload_s = 1\n"})
    write_day(DayFiles(day=read_day(folder).day, settings=Settings()), folder)
    assert read_day(folder).settings == Settings()
