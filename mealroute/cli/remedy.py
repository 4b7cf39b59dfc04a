"""``mealroute remedy``: say which fewest additions of hands serve who is left out of a plan."""

from typing import TYPE_CHECKING, Any

from mealroute.cli.options import AsJson, Day, PlanFile, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealroute.cli.opened import Opened
    from mealroute.domain import Plan
    from mealroute.routing.remedy import Remedy

MOST_ORDERS_AT_ONCE = 2_000


def remedy(
    day: Day,
    plan: PlanFile,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Say which fewest additions serve who is left out."""
    from mealroute.cli.opened import open_plan
    from mealroute.routing.remedy import find_remedies

    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    made, opened = read.plan, read.opened
    remedies = find_remedies(
        opened.service, opened.files.settings, read.decide(), opened.travel, made,
        eligible=opened.eligible(),
    )  # fmt: skip
    if as_json:
        answer_json(_values(made, remedies))
    else:
        answer("\n".join(remedy_lines(len(made.unassigned), remedies)))
    return ExitCode.DONE


def remedy_lines(unassigned: int, remedies: "Sequence[Remedy]") -> list[str]:
    """Tell the remedies in lines, each with those before it in place."""
    from mealroute.routing.remedy_words import remedy_words

    if not unassigned:
        return [_("nobody is left out")]
    if not remedies:
        return [_("no shift more, nor more of one that is there, serves who is left out")]
    words = ngettext(
        "{n} order is left out; what would serve most, each with those above it:",
        "{n} orders are left out; what would serve most, each with those above it:",
        unassigned,
    )
    return [words.format(n=unassigned), *(f"  {remedy_words(one)}" for one in remedies)]


def tell_quick_remedies(opened: "Opened", plan: "Plan") -> None:
    """Say at once, after planning, what would serve who is left out; nothing where nobody is.

    On a large day only which command says it, because that takes longer.
    """
    from mealroute.routing.remedy import QUICK, find_remedies

    if not plan.unassigned:
        return
    if len(opened.service.orders) > MOST_ORDERS_AT_ONCE:
        say(_("`mealroute remedy` says which additions would serve who is left out"))
        return
    remedies = find_remedies(
        opened.service, opened.files.settings, plan.receipts, opened.travel, plan,
        eligible=opened.eligible(), effort=QUICK,
    )  # fmt: skip
    say("\n".join(remedy_lines(len(plan.unassigned), remedies)))


def _values(plan: "Plan", remedies: "Sequence[Remedy]") -> dict[str, Any]:
    return {
        "unassigned": [one.order_id for one in plan.unassigned],
        "cost": plan.made.cost,
        "remedies": [_remedy_values(one) for one in remedies],
    }


def _remedy_values(one: "Remedy") -> dict[str, Any]:
    from mealroute.routing.remedy_words import remedy_words

    return {
        "kind": one.kind.value,
        "canteen_id": one.canteen_id,
        "mode": one.mode.value,
        "from": one.starts.isoformat("minutes"),
        "until": one.until.isoformat("minutes"),
        "boxes": one.boxes,
        "trips": one.trips,
        "skills": sorted(one.skills),
        "volunteer_id": None if one.extends is None else one.extends.volunteer_id,
        "on_call": list(one.on_call),
        "order_ids": list(one.order_ids),
        "sequence": [list(trip) for trip in one.sequence],
        "added_s": one.added_s,
        "cost": one.cost,
        "text": remedy_words(one),
    }
