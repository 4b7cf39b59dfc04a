"""``mealroute repair``: repair the plan of a running day with the fewest changes."""

import datetime as dt
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mealroute.cli.options import AsJson, Day, Out, Seed, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.cli.unreachable import tell_unreachable
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.cli.opened import Opened
    from mealroute.domain import Plan, Receipt
    from mealroute.routing.repair import Found, Repaired

DEFAULT_SECONDS = 10.0
AGAIN_MIN = 10
_TELL_EVERY_S = 2.0


def as_time(text: str) -> dt.time:
    """Read a time of the command line."""
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(_("expected a time like 11:20")) from None


def repair(
    day: Day,
    plan: Annotated[Path, typer.Argument(metavar="PLAN", help=_("the plan that is worked by"))],
    out: Out,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="VOLUNTEER",
                     help=_("somebody who drops out; may be given several times")),
    ] = None,
    cancel: Annotated[
        list[str] | None,
        typer.Option("--cancel", metavar="ORDER",
                     help=_("an order that is cancelled; may be given several times")),
    ] = None,
    now: Annotated[
        dt.time | None,
        typer.Option("--now", metavar="HH:MM", parser=as_time,
                     help=_("the moment: what has left stays; without it nothing has left")),
    ] = None,
    again: Annotated[
        int,
        typer.Option("--again", metavar="MIN", min=0,
                     help=_("minutes until boxes lost on the road can leave once more; 10")),
    ] = AGAIN_MIN,
    seconds: Annotated[
        float,
        typer.Option("--seconds", min=0.0,
                     help=_("how long to search on from the first valid plan; 10")),
    ] = DEFAULT_SECONDS,
    seed: Seed = 0,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Repair the plan of a running day with the fewest changes."""
    from mealroute.cli.opened import open_plan
    from mealroute.cli.plan import write_plan
    from mealroute.cli.progress import say_compiling
    from mealroute.cli.repair_answer import changes_csv, repair_answer, repair_lines
    from mealroute.domain import VolunteerId
    from mealroute.receipt import decide_added
    from mealroute.routing.repair import Event, substitutes
    from mealroute.routing.repair import repair as make_repair
    from mealroute.search.engine import Budget

    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    before, opened, files = read.plan, read.opened, read.opened.files
    _refuse_unknown(opened, before, without or [], cancel or [])
    unreachable = tell_unreachable(opened)
    event = Event(
        now=None if now is None else opened.service.at(now),
        without=frozenset(VolunteerId(one) for one in without or []),
        again_s=60 * again,
    )
    given = [_cancelled(one) if one.order_id in (cancel or []) else one for one in before.receipts]
    receipts = decide_added(opened.service, files.settings, given, opened.travel)
    say_compiling()
    began_s = time.monotonic()
    made = make_repair(
        before, opened.service, files.settings, receipts, opened.travel, event,
        budget=Budget(seconds=seconds), seed=seed, on_found=_shown(began_s),
        should_stop=lambda: time.monotonic() - began_s >= seconds,
    )  # fmt: skip
    made = _timed(made, time.monotonic() - began_s)
    told = substitutes(before, opened.service, files.settings, receipts, opened.travel, event)
    write_plan(opened, out, made.plan, {"changes.csv": changes_csv(made.changes)})
    if as_json:
        answer_json({**repair_answer(made, told, out), "unreachable": unreachable})
    else:
        answer("\n".join(repair_lines(made, told, out)))
    return ExitCode.VIOLATIONS if made.judgement.violations else ExitCode.DONE


def _refuse_unknown(
    opened: "Opened", plan: "Plan", without: Sequence[str], cancel: Sequence[str]
) -> None:
    """Refuse ids that nothing is known of, all of them at once."""
    from mealroute.errors import ArgumentError

    answered = {receipt.order_id for receipt in plan.receipts}
    faults = [
        _("--without: {volunteer_id}, expected a volunteer of volunteers.csv").format(
            volunteer_id=one
        )
        for one in without
        if one not in opened.service.volunteers
    ]
    faults += [
        _("--cancel: {order_id}, expected an order with a receipt in the plan").format(order_id=one)
        for one in cancel
        if one not in answered or one not in opened.service.orders
    ]
    if faults:
        raise ArgumentError("\n".join(faults))


def _cancelled(receipt: "Receipt") -> "Receipt":
    """Decline an order by hand that had been accepted."""
    from mealroute.domain import DeclineReason, ReceiptStatus

    return replace(
        receipt,
        status=ReceiptStatus.DECLINED,
        canteen_id=None,
        reason=DeclineReason.BY_HAND,
        detail=_("cancelled"),
    )


def _shown(began_s: float) -> "Callable[[Found], None]":
    """Give the function that tells the first repair at once and better ones now and then."""
    told_s = -_TELL_EVERY_S

    def show(found: "Found") -> None:
        nonlocal told_s
        passed_s = time.monotonic() - began_s
        if passed_s - told_s < _TELL_EVERY_S:
            return
        told_s = passed_s
        say(
            ngettext(
                "{seconds:.1f} s: {n} resident touched, cost still to come {cost}; "
                "Ctrl-C keeps the best so far",
                "{seconds:.1f} s: {n} residents touched, cost still to come {cost}; "
                "Ctrl-C keeps the best so far",
                found.touched,
            ).format(seconds=passed_s, n=found.touched, cost=found.unassigned + found.cost)
        )

    return show


def _timed(made: "Repaired", seconds: float) -> "Repaired":
    plan = replace(made.plan, made=replace(made.plan.made, seconds=round(seconds, 1)))
    return replace(made, plan=plan)
