"""Made-up days: a lunch on the streets of any town, and a lunch of any size without streets.

`make_sample_day` reads an extract, which takes osmium and scipy along: it is imported from
`mealroute.sample.lunch`, and `write_sample_day` from `mealroute.sample.folder`.
"""

from mealroute.sample.straight import make_straight_day
from mealroute.sample.town import SAMPLE_DATE, Mix

__all__ = ["SAMPLE_DATE", "Mix", "make_straight_day"]
