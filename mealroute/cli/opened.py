"""Open what a command works on: the day, the one service asked for, travel times, receipts."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from mealroute.cli.options import TravelBy
from mealroute.cli.output import say
from mealroute.domain import (
    BaseMap,
    CanteenId,
    DeclineReason,
    Meal,
    OrderId,
    Plan,
    Receipt,
    Service,
)
from mealroute.errors import ArgumentError, TravelError
from mealroute.files import DayFiles, read_day, read_plan
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.receipt import decide, eligibility
from mealroute.travel import TravelTimes, open_travel

if TYPE_CHECKING:
    from mealroute.travel.router import StreetTravel


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One service of a day folder with its travel times, ready to be decided and planned."""

    files: DayFiles
    service: Service
    travel: TravelTimes

    def decide(self, by_hand: Mapping[OrderId, str] | None = None) -> tuple[Receipt, ...]:
        """Decide the receipt of every order."""
        return decide(self.service, self.files.settings, self.travel, by_hand=by_hand)

    def eligible(self) -> Mapping[OrderId, tuple[CanteenId, ...]]:
        """Give the canteens that may cook each order."""
        return eligibility(self.service, self.files.settings, self.travel)


def open_day(path: Path, *, skip_bad_rows: bool = False) -> DayFiles:
    """Read a day folder or workbook, and tell what was skipped or remarkable."""
    files = read_day(path, skip_bad_rows=skip_bad_rows)
    for note in files.notes:
        say(note)
    if files.skipped:
        count = len(files.skipped)
        head = ngettext("{n} faulty row skipped:", "{n} faulty rows skipped:", count)
        say("\n".join([head.format(n=count), *(f"  {fault}" for fault in files.skipped)]))
    return files


def base_map_of(files: DayFiles) -> BaseMap | None:
    """Give the town underneath, read once however often it is asked for; ``None`` without."""
    if files.streets is None:
        return None
    status = files.streets.stat()
    return _read_once(files.streets, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=1)
def _read_once(extract: Path, _changed_ns: int, _size: int) -> BaseMap:
    from mealroute.travel.base_map import read_base_map

    return read_base_map(extract)


def say_unlocated(files: DayFiles, path: Path) -> None:
    """Point to `mealroute geocode` where residents have an address and no coordinates."""
    count = sum(bool(one.address) and one.coordinates is None for one in files.day.residents)
    if count:
        words = ngettext(
            "{n} resident has an address and no coordinates; find them by: mealroute geocode {day}",
            "{n} residents have an address and no coordinates; find them by: "
            "mealroute geocode {day}",
            count,
        )
        say(words.format(n=count, day=path))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPlan:
    """A plan, and the service that it is of with the travel times that it was made with."""

    plan: Plan
    opened: Opened

    def decide(self) -> tuple[Receipt, ...]:
        """Decide the receipts anew, but for what the plan says was declined by hand."""
        return self.opened.decide(
            {
                receipt.order_id: receipt.detail
                for receipt in self.plan.receipts
                if receipt.reason is DeclineReason.BY_HAND
                and receipt.order_id in self.opened.service.orders
            }
        )


def open_plan(
    day: Path, plan: Path, travel_by: str | None, *, skip_bad_rows: bool = False
) -> OpenedPlan:
    """Read a day and a plan of it; travel times are the plan's own unless others are asked for."""
    files = open_day(day, skip_bad_rows=skip_bad_rows)
    read = read_plan(plan)
    made_with = read.made.travel if read.made.travel in set(TravelBy) else None
    opened = open_service(files, read.date, read.meal, travel_by or made_with)
    return OpenedPlan(plan=read, opened=opened)


def own_streets(times: TravelTimes) -> "StreetTravel":
    """Take travel by streets as that of our own router, which alone knows more than times.

    Raises
    ------
    TravelError
        When another engine answers.
    """
    from mealroute.travel.router import StreetTravel

    if not isinstance(times, StreetTravel):
        raise TravelError(
            _(
                "directions and isochrones come from mealroute's own router alone: set "
                '[travel] engine = "own"'
            )
        )
    return times


def open_service(
    files: DayFiles, date: dt.date | None, meal: Meal | None, travel_by: str | None
) -> Opened:
    """Choose the service and its travel times.

    Raises
    ------
    ArgumentError
        When date and meal do not tell which of several services is meant.
    TravelError
        When travel times cannot be had.
    """
    known = ", ".join(f"{day} {one}" for day, one in files.day.services()) or "-"
    services = [
        (day, one)
        for day, one in files.day.services()
        if date in {None, day} and meal in {None, one}
    ]
    if not services and date is not None and meal is not None:
        say(
            _("no orders for {date} {meal}; the day has {known}").format(
                date=date, meal=meal, known=known
            )
        )
        services = [(date, meal)]
    if len(services) != 1:
        asked = " ".join(str(word) for word in (date, meal) if word) or _("nothing asked for")
        raise ArgumentError(
            _("--date and --meal: {asked}, expected one of {known}").format(
                asked=asked, known=known
            )
        )
    travel = open_travel(files.settings, files.streets, travel_by)
    return Opened(files=files, service=files.day.service(*services[0]), travel=travel)
