"""Tell a repair: the bill of changes, whom to phone, who could be called; in words and in data."""

import csv
import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mealroute.files.cells import escape_formula
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.routing.repair import (
    Change,
    Changes,
    Repaired,
    Substitute,
    Substitutes,
    VolunteerChange,
    Why,
)
from mealroute.words import unassigned_word

_COLUMNS = ("order_id", "resident_id", "why", "was", "was_at", "now", "now_at")


def changes_csv(changes: Changes) -> str:
    """Write the changes for residents as CSV, with the mark that makes Excel read UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for change in changes.residents:
        cells = (getattr(change, column) for column in _COLUMNS)
        writer.writerow(
            "" if cell is None
            else f"{cell:%H:%M:%S}" if isinstance(cell, dt.datetime)
            else escape_formula(str(cell))
            for cell in cells
        )  # fmt: skip
    return "\ufeff" + text.getvalue()


def repair_answer(made: Repaired, told: Sequence[Substitutes], out: Path) -> dict[str, Any]:
    """Give the machine-readable answer."""
    plan, changes = made.plan, made.changes
    return {
        "out": str(out),
        "day": {"date": plan.date.isoformat(), "meal": plan.meal.value},
        "seconds": plan.made.seconds,
        "violations": [
            {"cause": one.cause.value, "order_id": one.order_id,
             "volunteer_id": one.volunteer_id, "detail": one.detail}
            for one in made.judgement.violations
        ],
        "touched": changes.touched,
        "cost_was": changes.cost_was,
        "cost": changes.cost,
        "work_was_s": changes.work_was_s,
        "work_s": changes.work_s,
        "call_outs": changes.call_outs,
        "first": dataclasses.asdict(made.first),
        "found": dataclasses.asdict(made.found),
        "too_late": list(made.too_late),
        "unassigned": [
            {"order_id": one.order_id, "reason": one.reason.value, "detail": one.detail}
            for one in plan.unassigned
        ],
        "residents": [_plain(dataclasses.asdict(one)) for one in changes.residents],
        "volunteers": [_plain(dataclasses.asdict(one)) for one in changes.volunteers],
        "substitutes": [_plain(dataclasses.asdict(one)) for one in told],
    }  # fmt: skip


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: value.isoformat() if isinstance(value, dt.datetime) else value
        for key, value in values.items()
    }


def repair_lines(made: Repaired, told: Sequence[Substitutes], out: Path) -> list[str]:
    """Tell a repair in lines: residents, volunteers, who could be called, the sums."""
    changes, plan = made.changes, made.plan
    lines = [_resident_line(change) for change in changes.residents]
    lines += [_volunteer_line(change) for change in changes.volunteers]
    lines += [
        _("{order_id}  unassigned  {reason}: {detail}").format(
            order_id=one.order_id, reason=unassigned_word(one.reason), detail=one.detail
        )
        for one in plan.unassigned
    ]
    lines += [
        _("{order_id}  was handed over before it was cancelled").format(order_id=order_id)
        for order_id in made.too_late
    ]
    for one in told:
        lines += _substitute_lines(one)
    lines += [
        _("as it stands now: {cause}  {volunteer_id}  {order_id}  {detail}").format(
            cause=one.cause.value,
            volunteer_id=one.volunteer_id or "-",
            order_id=one.order_id or "-",
            detail=one.detail,
        )
        for one in made.judgement.violations
    ]
    lines.append(_sums(changes))
    lines.append(
        _("changes: {changes}; map: {map}").format(
            changes=out / "changes.csv", map=out / "map.html"
        )
    )
    return lines


def _resident_line(change: Change) -> str:
    nobody = _("nobody")
    return _("{order_id}  {resident_id}  {was} -> {now}  ({why})").format(
        order_id=change.order_id,
        resident_id=change.resident_id or "-",
        was=nobody if change.was is None else f"{change.was} {change.was_at:%H:%M}",
        now=nobody if change.now is None else f"{change.now} {change.now_at:%H:%M}",
        why=_why(change.why),
    )


def _why(why: Why) -> str:
    return {
        Why.VOLUNTEER_OUT: _("the volunteer dropped out"),
        Why.OTHER_VOLUNTEER: _("another volunteer"),
        Why.EARLIER: _("earlier"),
        Why.LATER: _("later"),
        Why.LEFT_OUT: _("no longer brought"),
        Why.ADDED: _("new order"),
        Why.NOW_SERVED: _("can be brought now"),
        Why.CANCELLED: _("cancelled"),
    }[why]


def _volunteer_line(change: VolunteerChange) -> str:
    words = []
    if change.called_out:
        words.append(_("to be called out"))
    if change.sent_home:
        words.append(_("is not needed"))
    if change.leaves is not None and change.leaves != change.leaves_was:
        words.append(_("leaves at {time}").format(time=f"{change.leaves:%H:%M}"))
    if change.added:
        words.append(_("more: {orders}").format(orders=", ".join(change.added)))
    if change.removed:
        words.append(_("no longer: {orders}").format(orders=", ".join(change.removed)))
    if change.sequence:
        words.append(_("another sequence"))
    more_min = round((change.work_s - change.work_was_s) / 60)
    words.append(_("{minutes:+d} min of work").format(minutes=more_min))
    return _("{volunteer_id}: {words}").format(
        volunteer_id=change.volunteer_id, words=_("; ").join(words)
    )


def _substitute_lines(told: Substitutes) -> list[str]:
    lines = [
        ngettext(
            "instead of {volunteer_id} at {canteen_id} ({n} order), to be called first:",
            "instead of {volunteer_id} at {canteen_id} ({n} orders), to be called first:",
            len(told.orders),
        ).format(volunteer_id=told.instead_of, canteen_id=told.canteen_id, n=len(told.orders))
    ]
    ranked = [_substitute_line(one, told) for one in told.ranked[:10]]
    # Outside the f-string, where the catalogue would miss it.
    nobody = _("nobody is left who may come to them")
    return [*lines, *(f"  {line}" for line in ranked or [nobody])]


def _substitute_line(one: Substitute, told: Substitutes) -> str:
    home = _("home not known")
    if one.home_m is not None:
        home = _("{metres} m from the canteen").format(metres=one.home_m)
    line = _(
        "{volunteer_id}: knows {known} doors, may come to {serves} of {all}, {home}, "
        "{load} visits so far"
    ).format(
        volunteer_id=one.volunteer_id,
        known=one.doors_known,
        serves=one.serves,
        all=len(told.orders),
        home=home,
        load=one.load,
    )
    if one.on_shift:
        return line + _("; on shift already")
    if one.would is None:
        return line
    saved = told.nobody.unassigned + told.nobody.cost - one.would.unassigned - one.would.cost
    return line + _("; saves {saved} of the cost, {touched} residents touched").format(
        saved=saved, touched=one.would.touched
    )


def _sums(changes: Changes) -> str:
    return ngettext(
        "{n} resident touched; work {minutes:+d} min, {call_outs} called out; cost {was} -> {cost}",
        "{n} residents touched; work {minutes:+d} min, {call_outs} called out; "
        "cost {was} -> {cost}",
        changes.touched,
    ).format(
        n=changes.touched,
        minutes=round((changes.work_s - changes.work_was_s) / 60),
        call_outs=changes.call_outs,
        was=changes.cost_was,
        cost=changes.cost,
    )
