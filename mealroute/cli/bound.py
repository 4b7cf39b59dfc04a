"""``mealroute bound``: prove how much cheaper than a plan any other can be at most."""

from typing import Annotated

import typer

from mealroute.cli.gap import gap_lines, gap_percent
from mealroute.cli.options import AsJson, Day, PlanFile, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.language import gettext as _

DEFAULT_SECONDS = 20.0
MOST_FOR_OPTIMUM = 8
"""So many orders: the optimum itself is found at once, whatever the volunteers can carry."""


def bound(
    day: Day,
    plan: PlanFile,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", min=0.0, help=_("how long to prove; 20"))
    ] = DEFAULT_SECONDS,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Prove how much cheaper any plan can be at most."""
    from mealroute.cli.opened import open_plan
    from mealroute.routing import check as judge
    from mealroute.routing.build import build
    from mealroute.routing.previous import start_from
    from mealroute.search.bound import lower_bound
    from mealroute.search.bound_by_prices import bound_by_prices
    from mealroute.search.exact import optimum
    from mealroute.search.schedule import cost

    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    made, opened, files = read.plan, read.opened, read.opened.files
    receipts, eligible = read.decide(), opened.eligible()
    judgement = judge(made, opened.service, files.settings, opened.travel, receipts, eligible)
    if judgement.violations:
        say(_("the plan breaks a rule of this day: mealroute check tells which"))
        return ExitCode.VIOLATIONS
    instance = build(opened.service, files.settings, receipts, opened.travel, eligible)
    residents = {order.order_id: order.resident_id for order in files.day.orders}
    start = start_from(made, instance, residents)
    instant = lower_bound(instance.problem)
    if instance.problem.orders <= MOST_FOR_OPTIMUM and not instance.problem.price_balance:
        best = cost(instance.problem, optimum(instance.problem)) or instant
    else:
        best = bound_by_prices(instance.problem, start, seconds=seconds)
    bill = judgement.bill
    if as_json:
        answer_json(
            {
                "cost": bill.total,
                "avoidable_cost": bill.avoidable,
                "instant_bound": instant,
                "lower_bound": best,
                "gap_percent": gap_percent(bill, best),
            }
        )
        return ExitCode.DONE
    told = _("cost {cost}, avoidable {avoidable}; what takes no time to prove: {instant}").format(
        cost=bill.total, avoidable=bill.avoidable, instant=instant
    )
    answer("\n".join([told, *gap_lines(bill, best)]))
    return ExitCode.DONE
