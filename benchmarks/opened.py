"""Open a benchmark day the way the command line does: read, decide exactly, build."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mealroute.domain import CanteenId, OrderId, Receipt, Service
from mealroute.files import read_day
from mealroute.receipt import decide, eligibility
from mealroute.routing.build import Instance, build
from mealroute.settings import Settings
from mealroute.travel import TravelTimes, open_travel

DAYS: Final = Path(__file__).resolve().parents[1] / "data" / "days"
"""Where the benchmark days are."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Opened:
    """One service with its travel times and the canteens' answers to all its orders."""

    service: Service
    settings: Settings
    travel: TravelTimes
    receipts: tuple[Receipt, ...]
    eligible: Mapping[OrderId, tuple[CanteenId, ...]]

    def build(self) -> Instance:
        """Give the day in whole numbers."""
        return build(self.service, self.settings, self.receipts, self.travel, self.eligible)


def open_day(folder: Path) -> Opened:
    """Read a day of a single service and decide its receipts."""
    files = read_day(folder)
    (asked,) = files.day.services()
    service = files.day.service(*asked)
    travel = open_travel(files.settings, files.streets)
    return Opened(
        service=service,
        settings=files.settings,
        travel=travel,
        receipts=decide(service, files.settings, travel),
        eligible=eligibility(service, files.settings, travel),
    )
