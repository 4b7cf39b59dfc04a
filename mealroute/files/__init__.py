"""Day folders, workbooks and plan.json in and out; every column in one table.

`read_day` gives the domain's values or every fault at once; `write_day` gives them back.
"""

from mealroute.files.columns import SHEETS, Column, Sheet
from mealroute.files.dictionary import dictionary_markdown
from mealroute.files.geojson import isochrones_to_geojson
from mealroute.files.output import write_files
from mealroute.files.plain_tables import PlainTable, Value, table_csv, tables_workbook
from mealroute.files.plan_file import PLAN_FILE, plan_to_json, read_plan
from mealroute.files.reading import STREETS_FILE, DayFiles, read_day
from mealroute.files.readings import READINGS, read_readings
from mealroute.files.sites import SITES, read_sites
from mealroute.files.templates import write_templates
from mealroute.files.writing import write_day

__all__ = [
    "PLAN_FILE",
    "READINGS",
    "SHEETS",
    "SITES",
    "STREETS_FILE",
    "Column",
    "DayFiles",
    "PlainTable",
    "Sheet",
    "Value",
    "dictionary_markdown",
    "isochrones_to_geojson",
    "plan_to_json",
    "read_day",
    "read_plan",
    "read_readings",
    "read_sites",
    "table_csv",
    "tables_workbook",
    "write_day",
    "write_files",
    "write_templates",
]
