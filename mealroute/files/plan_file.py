"""Write a plan as plan.json and read it back, whoever wrote it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from mealroute.domain import (
    DeclineReason,
    Made,
    Meal,
    Mode,
    Plan,
    Receipt,
    ReceiptStatus,
    Route,
    Stop,
    Trip,
)
from mealroute.errors import DataFileError, Fault
from mealroute.files.faults import FaultList
from mealroute.files.proof_shapes import UNASSIGNED
from mealroute.files.shapes import (
    DATE,
    MOMENT,
    NUMBER,
    NUMBERS,
    TEXT,
    WHOLE,
    Places,
    UnfitShapeError,
    listed,
    one_of,
    optional,
    record,
    scalar,
)
from mealroute.files.tables import label, read_bytes
from mealroute.language import gettext as _

PLAN_FILE = "plan.json"
"""The name of a plan in an output folder."""

MOST_PLAN_BYTES = 32_000_000
"""The largest plan that is read: some 60,000 orders."""

_VERSION = 1


def _keep_version(value: object) -> int:
    if value != _VERSION or isinstance(value, bool):
        raise ValueError
    return _VERSION


def _made(
    *,
    version: str = "",
    engine: str = "",
    seed: int = 0,
    seconds: float = 0.0,
    travel: str = "",
    cost: int = 0,
    lower_bound: int | None = None,
) -> Made:
    """Fill in what a plan of another tool does not say of its making."""
    return Made(
        version=version, engine=engine, seed=seed, seconds=float(seconds), travel=travel, cost=cost,
        lower_bound=lower_bound,
    )  # fmt: skip


_DAY = record(dict, date=DATE, meal=one_of(Meal))
_MADE_KEYS = {
    "version": TEXT, "engine": TEXT, "seed": WHOLE, "seconds": NUMBER, "travel": TEXT,
    "cost": WHOLE, "lower_bound": optional(WHOLE),
}  # fmt: skip
_MADE = record(_made, may_lack=_MADE_KEYS, **_MADE_KEYS)
_RECEIPT = record(
    Receipt,
    may_lack=("canteen_id", "reason", "detail"),
    order_id=TEXT,
    status=one_of(ReceiptStatus),
    canteen_id=optional(TEXT),
    reason=optional(one_of(DeclineReason)),
    detail=TEXT,
)
_STOP = record(
    Stop,
    order_id=TEXT,
    arrives=MOMENT,
    starts=MOMENT,
    ends=MOMENT,
    aboard_s=WHOLE,
    leg_s=WHOLE,
    leg_m=WHOLE,
)
_TRIP = record(Trip, may_lack=("back",), leaves=MOMENT, stops=listed(_STOP), back=optional(MOMENT))
_ROUTE = record(
    Route,
    volunteer_id=TEXT,
    canteen_id=TEXT,
    mode=one_of(Mode),
    work_s=WHOLE,
    distance_m=WHOLE,
    trips=listed(_TRIP),
)
_PLAN = record(
    dict,
    may_lack=("made", "indicators"),
    mealroute_plan=scalar(_keep_version, int, lambda: str(_VERSION)),
    day=_DAY,
    made=_MADE,
    receipts=listed(_RECEIPT),
    routes=listed(_ROUTE),
    unassigned=UNASSIGNED,
    indicators=NUMBERS,
)


def plan_to_json(plan: Plan, skipped: Sequence[str] = ()) -> str:
    """Write a plan as plan.json.

    Parameters
    ----------
    plan
        The plan.
    skipped
        Rows of the day left out because of a fault, in words; the key ``skipped_rows``, which is
        there only when there are any.

    Examples
    --------
    >>> import datetime as dt
    >>> plan = Plan(date=dt.date(2026, 11, 24), meal=Meal.LUNCH, made=_made(engine="none"))
    >>> plan_to_json(plan).splitlines()[2:5]
    [' "day": {', '  "date": "2026-11-24",', '  "meal": "lunch"']
    """
    shown: dict[str, Any] = {
        "mealroute_plan": _VERSION,
        "day": _DAY.write(plan),
        "made": _MADE.write(plan.made),
        "receipts": [_RECEIPT.write(receipt) for receipt in plan.receipts],
        "routes": [_ROUTE.write(route) for route in plan.routes],
        "unassigned": UNASSIGNED.write(plan.unassigned),
        "indicators": NUMBERS.write(plan.indicators),
    }
    if skipped:
        shown["skipped_rows"] = list(skipped)
    return json.dumps(shown, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def read_plan(path: Path) -> Plan:
    """Read a plan from plan.json, or from a folder that has one.

    Day, receipts, routes and unassigned orders must be there, how it was made and indicators need
    not; keys that are not known are ignored. Whether the plan is any good is not judged here.

    Raises
    ------
    DataFileError
        With every value that has not the shape of a plan, each by its path.
    """
    file = path / PLAN_FILE if path.is_dir() else path
    name = label(file.name)
    raw = _parse(read_bytes(file, name, MOST_PLAN_BYTES), name)
    faults = FaultList()
    try:
        plan = _PLAN.read(raw, "", Places(name, faults))
    except UnfitShapeError:
        raise DataFileError(faults.in_order(name, [name])) from None
    return Plan(
        **plan["day"],
        made=plan.get("made", _made()),
        receipts=plan["receipts"],
        routes=plan["routes"],
        unassigned=plan["unassigned"],
        indicators=plan.get("indicators", {}),
    )


def _parse(data: bytes, name: str) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise DataFileError([Fault(name, line, None, None, _("a plan: JSON in UTF-8"))]) from None


def _refuse_constant(_name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError
