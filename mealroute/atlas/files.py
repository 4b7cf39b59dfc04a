"""Name the files of an atlas of coverage and write each one's content."""

from typing import Final

from mealroute.atlas.coverage_map import coverage_map
from mealroute.atlas.hexagon_values import hexagon_values
from mealroute.atlas.job import CoverageJob
from mealroute.atlas.report import report_pdf
from mealroute.atlas.tables import plain_tables
from mealroute.atlas.what_if import what_if_page
from mealroute.files import table_csv, tables_workbook

MAP_FILE: Final = "coverage.html"
WHAT_IF_FILE: Final = "what-if.html"
REPORT_FILE: Final = "coverage.pdf"
WORKBOOK_FILE: Final = "coverage.xlsx"
_TABLES: Final = ("shares", "outside", "canteens", "equity", "access", "hexagons")


def coverage_files(job: CoverageJob) -> dict[str, str | bytes]:
    """Write map, page to try things, report and tables, by file name.

    ``coverage.csv`` holds the shares, ``coverage-outside.csv`` and so on the other tables, and
    ``coverage.xlsx`` all of them. The same job gives the same bytes, the workbook's clock apart.
    """
    cells, left_out = hexagon_values(job)
    tables = plain_tables(job, cells)
    return {
        MAP_FILE: coverage_map(job, cells, left_out),
        WHAT_IF_FILE: what_if_page(job),
        REPORT_FILE: report_pdf(job),
        WORKBOOK_FILE: tables_workbook(tables),
        **{_table_file(table.name): table_csv(table) for table in tables},
    }


def obsolete_files(written: dict[str, str | bytes]) -> list[str]:
    """Name what an earlier atlas may have left that this one does not write.

    A list of residents must not stay beside what is published.
    """
    return [name for name in map(_table_file, _TABLES) if name not in written]


def _table_file(name: str) -> str:
    return "coverage.csv" if name == "shares" else f"coverage-{name}.csv"
