import inspect

import pytest

from mealroute.files.columns import SHEETS, Column, Sheet
from mealroute.files.rows import plain_name

EVERY_COLUMN = [(sheet, column) for sheet in SHEETS for column in sheet.columns]
# As the planning model lists them; what it writes in bold has a star here.
MODEL = {
    "canteens": "canteen_id* name* lat* lon* address datum service_radius_m* diets phone",
    "kitchens": "canteen_id* meal* date capacity* order_cutoff ready_from* serve_until",
    "residents": "resident_id* name* lat lon address datum building_id floor lift diet needs "
    "priority handover_s phone emergency_contact language usual_volunteer avoid_volunteers notes",
    "orders": "order_id* resident_id* date* meal* meals diet canteen_id earliest latest placed_at "
    "channel note",
    "volunteers": "volunteer_id* name* lat lon datum phone skills languages",
    "shifts": "volunteer_id* date meal* canteen_id* mode* capacity* from* until* ends_at carries "
    "max_trips container",
    "visits": "resident_id* volunteer_id* visits",
}
# What the model is silent about and we keep all the same.
BEYOND = {"residents": "tier community"}


def test_sheets_and_columns_are_those_of_the_planning_model() -> None:
    ours = {
        sheet.name: {f"{c.name}{'*' if c.required else ''}" for c in sheet.columns}
        for sheet in SHEETS
    }
    assert ours == {
        name: {*columns.split(), *BEYOND.get(name, "").split()} for name, columns in MODEL.items()
    }


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_name_of_a_sheet_means_two_columns(sheet: Sheet) -> None:
    names = [plain_name(n) for column in sheet.columns for n in {column.name, *column.aliases}]
    assert len(names) == len(set(names))


def test_no_name_means_two_sheets() -> None:
    names = [plain_name(name) for sheet in SHEETS for name in (sheet.name, *sheet.aliases)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("sheet", "column"), EVERY_COLUMN, ids=lambda one: one.name)
def test_examples_are_fit_and_blank_only_where_they_may_be(sheet: Sheet, column: Column) -> None:
    full, small = column.examples
    assert full
    assert column.kind.read(full) is not None
    assert bool(small) or not column.required


@pytest.mark.parametrize(("sheet", "column"), EVERY_COLUMN, ids=lambda one: one.name)
def test_a_default_in_words_is_that_of_the_domain(sheet: Sheet, column: Column) -> None:
    in_words = {"none", "nobody", "all", "any", "not known", "every day", "by the settings"}
    in_words |= {"the kitchen's hours", "the resident's", "before any cut-off", ""}
    in_words |= {"the same coordinates to 5 decimals"}
    parameter = inspect.signature(sheet.make).parameters.get(column.keyword)
    if parameter is None:
        assert column.name in {"lat", "lon", "datum"}
    elif column.required:
        assert parameter.default is inspect.Parameter.empty
    elif column.default in in_words:
        assert not parameter.default
    else:
        assert parameter.default == column.kind.read(column.default)


def test_what_refers_to_a_sheet_names_one_with_ids() -> None:
    with_ids = {sheet.name for sheet in SHEETS if len(sheet.key) == 1}
    assert {column.refers_to for _sheet, column in EVERY_COLUMN} - {""} <= with_ids
