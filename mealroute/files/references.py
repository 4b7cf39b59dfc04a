"""Find the rows of a day that do not fit the rows of its other sheets."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from mealroute.domain import EndsAt
from mealroute.errors import Fault
from mealroute.files.columns import Column
from mealroute.files.faults import FaultList
from mealroute.files.places import middle, why_misplaced
from mealroute.files.rows import SheetRows
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.settings import Settings

_WITH_PLACES = ("canteens", "residents", "volunteers")


def leave_out_misplaced(found: Mapping[str, SheetRows], faults: FaultList) -> None:
    """Take out every row whose place cannot be meant, with a fault for each."""
    sheets = [found[name] for name in _WITH_PLACES if name in found]
    places = [row.coordinates for sheet in sheets for _line, row in sheet.rows if row.coordinates]
    if not places:
        return
    centre = middle(places)
    canteens = [centre]
    for sheet in sheets:
        misplaced: set[int] = set()
        for line, row in sheet.rows:
            if row.coordinates is None:
                continue
            expected = why_misplaced(row.coordinates, centre, canteens)
            if expected is not None:
                misplaced.add(line)
                column = f"{sheet.headers['lat']}, {sheet.headers['lon']}"
                value = f"{row.coordinates.lat:.6f}, {row.coordinates.lon:.6f}"
                faults.add(Fault(sheet.file, line, column, value, expected))
        sheet.leave_out(misplaced)
        if sheet.sheet.name == "canteens":
            canteens = [row.coordinates for _line, row in sheet.rows] or canteens


def leave_out_unknown(found: Mapping[str, SheetRows], faults: FaultList) -> list[str]:
    """Take out every row that refers to what is not there, with a fault for each.

    Returns
    -------
    list[str]
        A note for each column whose unknown ids do no harm.
    """
    notes: list[str] = []
    for sheet in found.values():
        for column in sheet.sheet.columns:
            target = found.get(column.refers_to)
            if target is None:
                continue
            unknown = list(_unknown(sheet, column, {key[0] for key in target.keys}))
            if not column.must_exist:
                notes += _note(sheet, column, unknown)
                continue
            expected = _("an id of {file}").format(file=target.file)
            for line, value in unknown:
                faults.add(sheet.fault(line, column.name, value, expected))
            sheet.leave_out({line for line, _value in unknown})
    return notes


def leave_out_unfit_shifts(
    found: Mapping[str, SheetRows], settings: Settings | None, faults: FaultList
) -> None:
    """Take out shifts with a container or a home that nobody knows, with a fault for each.

    Parameters
    ----------
    found
        The sheets that could be read.
    settings
        ``None`` where they could not be read: then no container is judged.
    faults
        Takes in what is found.
    """
    shifts, volunteers = found.get("shifts"), found.get("volunteers")
    if shifts is None:
        return
    people = [] if volunteers is None else [row for _line, row in volunteers.rows]
    homeless = {row.volunteer_id for row in people if row.coordinates is None}
    unfit: set[int] = set()
    for line, shift in shifts.rows:
        if shift.container and settings is not None and shift.container not in settings.containers:
            expected = _("the NAME of a table [containers.NAME]")
            faults.add(shifts.fault(line, "container", shift.container, expected))
            unfit.add(line)
        if shift.ends_at is EndsAt.HOME and shift.volunteer_id in homeless:
            expected = _("lat and lon of {volunteer} in volunteers").format(
                volunteer=shift.volunteer_id
            )
            faults.add(shifts.fault(line, "ends_at", "home", expected))
            unfit.add(line)
    shifts.leave_out(unfit)


def _unknown(sheet: SheetRows, column: Column, known: set[Any]) -> Iterator[tuple[int, str]]:
    fit = ((line, getattr(row, column.keyword)) for line, row in sheet.rows)
    faulty = ((line, values.get(column.keyword)) for line, values in sheet.faulty)
    for line, value in chain(fit, faulty):
        ids = (value,) if isinstance(value, str) else sorted(value or ())
        for one in ids:
            if one not in known:
                yield line, one


def _note(sheet: SheetRows, column: Column, unknown: list[tuple[int, str]]) -> list[str]:
    """Tell in one sentence of all unknown ids of a column."""
    if not unknown:
        return []
    line, value = unknown[0]
    words = ngettext(
        "{file}, line {line}, {column}: {value!r} is not in {sheet}",
        "{file}, line {line}, {column}: {value!r} is not in {sheet} (and {more} more like it)",
        len(unknown),
    )
    return [
        words.format(
            file=sheet.file,
            line=line,
            column=sheet.headers[column.name],
            value=value,
            sheet=column.refers_to,
            more=len(unknown) - 1,
        )
    ]
