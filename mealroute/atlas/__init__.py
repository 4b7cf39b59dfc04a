"""What planners are handed of coverage: a map, tables, a one-page report, a page to try things."""

from mealroute.atlas.files import coverage_files, obsolete_files
from mealroute.atlas.job import CoverageJob, Opening
from mealroute.atlas.pictures import bars, coverage_curve, lorenz_curve, written
from mealroute.atlas.publication import Publication, for_publication

__all__ = [
    "CoverageJob",
    "Opening",
    "Publication",
    "bars",
    "coverage_curve",
    "coverage_files",
    "for_publication",
    "lorenz_curve",
    "obsolete_files",
    "written",
]
