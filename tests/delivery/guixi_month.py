"""Make up a month of Guixi: its lunches planned by the package, their outcomes drawn by a seed."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from mealroute.domain import Meal, Order, Outcome, OutcomeKind, Plan, Resident
from mealroute.files import (
    OUTCOMES,
    DayFiles,
    plan_to_json,
    read_day,
    write_day,
    write_files,
)
from mealroute.files.writing import csv_files
from mealroute.receipt import decide, eligibility
from mealroute.routing import Search, make_plan
from mealroute.search.engine import Budget
from mealroute.settings import SubsidySettings, Tier
from mealroute.travel import open_travel

GUIXI = Path(__file__).parents[2] / "data" / "guixi"
TIERS = {
    "over75": Tier(price=Decimal("15.00"), co_pay=Decimal("9.90"), max_meals_per_day=1),
    "重度残疾": Tier(price=Decimal("15.00"), co_pay=Decimal("3.50"), max_per_month=8),
}
_MISHAPS = (
    (OutcomeKind.GIVEN_TO_NEIGHBOUR, 0.03),
    (OutcomeKind.NOT_HOME, 0.03),
    (OutcomeKind.REFUSED, 0.01),
    (OutcomeKind.CANCELLED_LATE, 0.01),
    (OutcomeKind.RETURNED, 0.005),
    (OutcomeKind.WRONG_ADDRESS, 0.005),
)


def write_month(
    folder: Path, dates: Iterable[dt.date], seed: int, iterations: int, travel: str | None = None
) -> tuple[Path, Path]:
    """Write the services of a month and everybody's day folder; give both."""
    drawn = random.Random(seed)  # noqa: S311 -- made-up people, no secret
    files = _everybody(drawn)
    day = folder / "day"
    month = folder / "month"
    for date in dates:
        _write_service(month / f"{date}-lunch", files, date, drawn, iterations, travel)
    write_day(replace(files, day=replace(files.day, orders=())), day)
    return month, day


def _everybody(drawn: random.Random) -> DayFiles:
    files = read_day(GUIXI)
    residents = tuple(replace(one, tier=_tier(one, drawn)) for one in files.day.residents)
    settings = replace(files.settings, subsidy=SubsidySettings(price=Decimal("18.00")), tiers=TIERS)
    return replace(files, day=replace(files.day, residents=residents), settings=settings)


def _tier(resident: Resident, drawn: random.Random) -> str:
    if resident.priority == 3:
        return "重度残疾"
    return "over75" if drawn.random() < 0.7 else ""


def _write_service(
    folder: Path,
    files: DayFiles,
    date: dt.date,
    drawn: random.Random,
    iterations: int,
    by: str | None,
) -> None:
    orders = tuple(_again(one, date) for one in files.day.orders if drawn.random() < 0.85)
    service = replace(files.day, orders=orders).service(date, Meal.LUNCH)
    travel = open_travel(files.settings, files.streets, by)
    receipts = decide(service, files.settings, travel)
    search = Search(budget=Budget(iterations=iterations), seed=date.day)
    eligible = eligibility(service, files.settings, travel)
    plan = make_plan(service, files.settings, receipts, travel, search, eligible=eligible).plan
    outcomes = [_outcome(plan, order_id, starts, drawn) for order_id, starts in _starts(plan)]
    _write(folder, plan, files, orders, [one for one in outcomes if one is not None])


def _starts(plan: Plan) -> list[tuple[str, dt.datetime]]:
    return [(stop.order_id, stop.starts) for _route, stop in plan.stops()]


def _again(order: Order, date: dt.date) -> Order:
    placed = order.placed_at
    moved = None if placed is None else placed + (date - order.date)
    return replace(order, date=date, placed_at=moved)


def _outcome(
    plan: Plan, order_id: str, starts: dt.datetime, drawn: random.Random
) -> Outcome | None:
    if drawn.random() < 0.004:
        return None  # somebody forgot to write it down
    kind, sum_of = OutcomeKind.DELIVERED, drawn.random()
    for mishap, share in _MISHAPS:
        sum_of -= share
        if sum_of < 0:
            kind = mishap
            break
    at = starts + dt.timedelta(minutes=max(-4, round(drawn.gauss(2, 4))))
    outcome = Outcome(
        order_id=order_id,  # type: ignore[arg-type]  # a plain string
        kind=kind,
        at=at.replace(second=0),
        food_c=round(drawn.gauss(67, 3.5), 1) if drawn.random() < 0.1 else None,
    )
    if kind is not OutcomeKind.NOT_HOME:
        return outcome
    closed = at + dt.timedelta(minutes=drawn.randint(10, 90))
    return replace(
        outcome,
        responsible=drawn.choice(["社区网格员", "V03", ""]),
        deadline=at.replace(second=0) + dt.timedelta(minutes=60),
        closed_at=closed.replace(second=0) if drawn.random() < 0.8 else None,
        note="敲门无人应",
    )


def _write(
    folder: Path, plan: Plan, files: DayFiles, orders: tuple[Order, ...], found: list[Outcome]
) -> None:
    # The sheet of orders as the day folder has it, kept beside the plan.
    whole = folder / "kept"
    write_day(replace(files, day=replace(files.day, orders=orders)), whole)
    kept = (whole / "orders.csv").read_bytes()
    for path in whole.iterdir():
        path.unlink()
    whole.rmdir()
    rows = [
        [
            "" if (value := getattr(one, column.keyword)) is None else column.kind.write(value)
            for column in OUTCOMES.columns
        ]
        for one in (replace(one, at=one.at.time() if one.at else None) for one in found)  # type: ignore[arg-type]  # as the file has it
    ]
    outcomes = csv_files({OUTCOMES: rows})["outcomes.csv"]
    write_files(
        folder,
        {"plan.json": plan_to_json(plan), "orders.csv": kept, "outcomes.csv": outcomes},
    )
