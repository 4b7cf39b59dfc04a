"""Read a folder of services: a subfolder for each, with its plan and what happened at the doors.

::

    november/
      2026-11-24-lunch/     any name
        plan.json           as `mealroute plan --out` writes it
        outcomes.csv        optional: nothing is on record without it
        orders.csv          optional: the orders as they were, where DAY has them no more
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from mealroute.domain import Meal, Order, Outcome, Plan, VolunteerId
from mealroute.errors import DataFileError, Fault
from mealroute.files.columns import SHEETS
from mealroute.files.faults import FaultList
from mealroute.files.outcomes import OUTCOMES, read_outcomes
from mealroute.files.plan_file import PLAN_FILE, read_plan
from mealroute.files.rows import plain_name, read_rows
from mealroute.files.tables import label, read_csv
from mealroute.language import gettext as _

_ORDERS: Final = next(sheet for sheet in SHEETS if sheet.name == "orders")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFiles:
    """One service of a folder: ``outcomes`` and ``orders`` are ``None`` where there is no file."""

    folder: str
    plan: Plan
    outcomes: tuple[Outcome, ...] | None
    orders: tuple[Order, ...] | None


def read_month_folder(
    folder: Path, year: int, month: int, volunteers: Collection[VolunteerId] | None = None
) -> tuple[tuple[ServiceFiles, ...], tuple[str, ...]]:
    """Read the services of one month, in the order of date and meal, and remarks on the others.

    Raises
    ------
    DataFileError
        With every fault of every file, and where two subfolders hold the same service.
    """
    try:
        subfolders = sorted(one for one in folder.iterdir() if one.is_dir())
    except OSError as error:
        expected = _("a folder that can be read ({reason})").format(reason=error.strerror)
        raise DataFileError([Fault(label(folder), None, None, None, expected)]) from None
    faults: list[Fault] = []
    found: list[ServiceFiles] = []
    notes: list[str] = []
    for subfolder in subfolders:
        name = label(subfolder.name)
        if not (subfolder / PLAN_FILE).is_file():
            notes.append(_("{folder}: no plan.json, passed over").format(folder=name))
            continue
        with _gathering(name, faults):
            plan = read_plan(subfolder)
            if (plan.date.year, plan.date.month) != (year, month):
                words = _("{folder}: a plan of {date}, passed over")
                notes.append(words.format(folder=name, date=plan.date))
                continue
            found.append(_read(subfolder, name, plan, volunteers, faults))
    faults += _twice(found)
    if not found and not faults:
        expected = _("subfolders with a plan.json of {month}")
        month_word = f"{year:04}-{month:02}"
        faults.append(Fault(label(folder), None, None, None, expected.format(month=month_word)))
    if faults:
        raise DataFileError(faults)
    meals = list(Meal)
    found.sort(key=lambda one: (one.plan.date, meals.index(one.plan.meal)))
    return tuple(found), tuple(notes)


def find_outcomes(folder: Path) -> Path | None:
    """Find the file of outcomes in a folder, by its name in English or Chinese.

    Raises
    ------
    DataFileError
        When there is more than one.
    """
    names = {plain_name(name) for name in (OUTCOMES.name, *OUTCOMES.aliases)}
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    fitting = [
        file
        for file in files
        if file.suffix.lower() in {".csv", ".xlsx"} and plain_name(file.stem) in names
    ]
    if len(fitting) > 1:
        both = ", ".join(label(file.name) for file in fitting)
        expected = _("one file of outcomes, not several ({names})").format(names=both)
        raise DataFileError([Fault(label(folder.name), None, None, None, expected)])
    return fitting[0] if fitting else None


def kept_orders(folder: Path, plan: Plan) -> tuple[Order, ...] | None:
    """Read the orders that were kept beside a plan; ``None`` where there are none.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    path = folder / "orders.csv"
    if not path.exists():
        return None
    faults = FaultList()
    table = read_csv(path)
    found = read_rows(_ORDERS, table, faults, tolerant=False)
    told = faults.in_order(table.file, [table.file])
    if told:
        raise DataFileError(told)
    orders = [order for _line, order in found.rows]
    service = plan.date, plan.meal
    return tuple(order for order in orders if (order.date, order.meal) == service)


def _read(
    subfolder: Path,
    name: str,
    plan: Plan,
    volunteers: Collection[VolunteerId] | None,
    faults: list[Fault],
) -> ServiceFiles:
    outcomes: tuple[Outcome, ...] | None = None
    orders: tuple[Order, ...] | None = None
    with _gathering(name, faults):
        file = find_outcomes(subfolder)
        if file is not None:
            outcomes = read_outcomes(file, plan.date, volunteers)
    with _gathering(name, faults):
        orders = kept_orders(subfolder, plan)
    return ServiceFiles(folder=name, plan=plan, outcomes=outcomes, orders=orders)


def _twice(found: list[ServiceFiles]) -> Iterator[Fault]:
    first: dict[object, str] = {}
    for one in found:
        key = one.plan.date, one.plan.meal
        if key in first:
            expected = _("each service once, {folder} has it too").format(folder=first[key])
            value = f"{key[0]} {key[1].value}"
            yield Fault(f"{one.folder}/{PLAN_FILE}", None, None, value, expected)
        first.setdefault(key, one.folder)


@contextmanager
def _gathering(name: str, faults: list[Fault]) -> Iterator[None]:
    """Take in the faults raised inside the block, with the subfolder before the file's name."""
    try:
        yield
    except DataFileError as error:
        faults += [replace(fault, file=f"{name}/{fault.file}") for fault in error.faults]
