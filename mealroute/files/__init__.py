"""Day folders, workbooks and plan.json in and out; every column in one table.

`read_day` gives the domain's values or every fault at once; `write_day` gives them back.
"""

from mealroute.files.addresses import AddressFile, find_addresses, read_addresses
from mealroute.files.candidates import CANDIDATES, read_candidates
from mealroute.files.cells import escape_formula
from mealroute.files.columns import SHEETS, Column, Sheet
from mealroute.files.dictionary import dictionary_markdown
from mealroute.files.document_workbook import document_workbook
from mealroute.files.gazetteer import GAZETTEER, GAZETTEER_FILE, read_gazetteer
from mealroute.files.geocoding import ANSWERS_FILE, REPAIRS_FILE, AnswerFile, repairs_csv
from mealroute.files.geojson import isochrones_to_geojson
from mealroute.files.month_folder import (
    ServiceFiles,
    find_outcomes,
    kept_orders,
    read_month_folder,
)
from mealroute.files.outcomes import OUTCOMES, read_outcomes
from mealroute.files.output import write_files
from mealroute.files.plain_tables import PlainTable, Value, table_csv, tables_workbook
from mealroute.files.plan_file import PLAN_FILE, plan_to_json, read_plan
from mealroute.files.reading import STREETS_FILE, DayFiles, read_day
from mealroute.files.readings import READINGS, read_readings
from mealroute.files.sites import SITES, read_sites
from mealroute.files.templates import outcomes_form, write_templates
from mealroute.files.writing import write_day

__all__ = [
    "ANSWERS_FILE",
    "CANDIDATES",
    "GAZETTEER",
    "GAZETTEER_FILE",
    "OUTCOMES",
    "PLAN_FILE",
    "READINGS",
    "REPAIRS_FILE",
    "SHEETS",
    "SITES",
    "STREETS_FILE",
    "AddressFile",
    "AnswerFile",
    "Column",
    "DayFiles",
    "PlainTable",
    "ServiceFiles",
    "Sheet",
    "Value",
    "dictionary_markdown",
    "document_workbook",
    "escape_formula",
    "find_addresses",
    "find_outcomes",
    "isochrones_to_geojson",
    "kept_orders",
    "outcomes_form",
    "plan_to_json",
    "read_addresses",
    "read_candidates",
    "read_day",
    "read_gazetteer",
    "read_month_folder",
    "read_outcomes",
    "read_plan",
    "read_readings",
    "read_sites",
    "repairs_csv",
    "table_csv",
    "tables_workbook",
    "write_day",
    "write_files",
    "write_templates",
]
