"""``mealroute check``: judge any plan, whoever made it."""

from typing import TYPE_CHECKING, Any

from mealroute.cli.gap import gap_lines, gap_percent, instant_bound
from mealroute.cli.options import AsJson, Day, PlanFile, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.cli.unreachable import tell_unreachable
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.domain import Plan, Violation
    from mealroute.routing import Judgement


def check(
    day: Day,
    plan: PlanFile,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Judge any plan."""
    from mealroute.cli.opened import open_plan
    from mealroute.routing import check as judge

    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    judged, opened, receipts = read.plan, read.opened, read.decide()
    judgement = judge(
        judged, opened.service, opened.files.settings, opened.travel, receipts, opened.eligible()
    )
    # A plan that breaks rules may well cost less than any that keeps them.
    least = None if judgement.violations else instant_bound(opened, receipts)
    unreachable = tell_unreachable(opened)
    if as_json:
        answer_json({**_values(judged, judgement, least), "unreachable": unreachable})
    else:
        answer("\n".join(_lines(judgement) + gap_lines(judgement.bill, least)))
    return ExitCode.VIOLATIONS if judgement.violations else ExitCode.DONE


def _values(plan: "Plan", judgement: "Judgement", least: int | None) -> dict[str, Any]:
    bill = judgement.bill
    return {
        "violations": [_violation_values(violation) for violation in judgement.violations],
        "cost": bill.total,
        "avoidable_cost": bill.avoidable,
        "stated_cost": plan.made.cost,
        "lower_bound": least,
        "gap_percent": gap_percent(bill, least),
        "bill": {
            "unassigned": bill.unassigned,
            "work": bill.work,
            "call_out": bill.call_out,
            "unfamiliar": bill.unfamiliar,
            "balance": bill.balance,
        },
        "indicators": dict(judgement.indicators),
    }


def _violation_values(violation: "Violation") -> dict[str, Any]:
    return {
        "cause": violation.cause.value,
        "order_id": violation.order_id,
        "volunteer_id": violation.volunteer_id,
        "detail": violation.detail,
    }


def _lines(judgement: "Judgement") -> list[str]:
    lines = [
        "  ".join(
            word
            for word in (
                violation.cause.value,
                violation.volunteer_id or "",
                violation.order_id or "",
                violation.detail,
            )
            if word
        )
        for violation in judgement.violations
    ]
    bill = judgement.bill
    count = len(judgement.violations)
    lines.append(ngettext("{n} violation", "{n} violations", count).format(n=count))
    lines.append(
        _(
            "cost {total}: work {work}, call-outs {call_out}, unfamiliar faces {unfamiliar}, "
            "unassigned {unassigned}, balance {balance}"
        ).format(
            total=bill.total,
            work=bill.work,
            call_out=bill.call_out,
            unfamiliar=bill.unfamiliar,
            unassigned=bill.unassigned,
            balance=bill.balance,
        )
    )
    lines.append(_("avoidable cost {avoidable}").format(avoidable=bill.avoidable))
    return lines
