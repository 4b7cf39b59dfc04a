"""Judge any plan, whoever made it: every broken rule with its figures, the cost, the indicators.

The judge shares no code with the search. From the plan it takes who brings which order in what
sequence, and the stated clock times to judge them; everything else is worked out again from the
day and the travel times.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mealroute.domain import (
    CanteenId,
    Cause,
    OrderId,
    Plan,
    Receipt,
    Service,
    Violation,
)
from mealroute.language import gettext as _
from mealroute.routing.judge.bill import Bill, work_out_bill
from mealroute.routing.judge.clock import Clock
from mealroute.routing.judge.day import judge_day
from mealroute.routing.judge.indicators import work_out_indicators
from mealroute.routing.judge.legs import measure
from mealroute.routing.judge.orders import judge_orders
from mealroute.routing.judge.presence import judge_presence
from mealroute.routing.judge.proofs import Claims, judge_proofs
from mealroute.routing.judge.receipts import Decided, answers_of, judge_receipts
from mealroute.routing.judge.shifts import fits, judge_routes, rows_by_volunteer
from mealroute.routing.judge.walk import Evidence, legs_wanted
from mealroute.routing.judge.warmth import Warmth, coldest_handover
from mealroute.settings import Settings
from mealroute.travel import TravelTimes

__all__ = ["Bill", "Judgement", "Warmth", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the judge says of a plan.

    ``violations`` are sorted by cause, in the order of `Cause`, then by volunteer and order;
    ``bill`` is worked out whether or not there are any. ``coldest`` is the handover with the
    coldest food, ``None`` where the hot-food clock does not run.
    """

    violations: tuple[Violation, ...]
    bill: Bill
    indicators: Mapping[str, int | float]
    coldest: Warmth | None = None

    @property
    def valid(self) -> bool:
        """Whether the plan breaks no rule."""
        return not self.violations


def check(
    plan: Plan,
    service: Service,
    settings: Settings,
    travel: TravelTimes,
    receipts: Sequence[Receipt] | None = None,
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None,
) -> Judgement:
    """Judge a plan of one service by every rule of the planning model.

    Nothing a plan says makes the judge fail: unknown ids, times out of order, another date are
    violations. Arriving or ending later than necessary is none: a volunteer may be slow, and the
    clock prices it.

    Parameters
    ----------
    receipts
        The decisions worked out again. The plan's receipts must agree with them, except that the
        coordinator may have declined by hand and planning may have moved an order. Without them
        only what the day itself shows is judged: an open kitchen, the diet, a known door.
    eligible
        The canteens that may cook each order (radius, diet, open). Without it a moved order is
        only judged by ``[receipt] may_move`` and by whether it asked for a canteen.

    Raises
    ------
    TravelError
        Where the travel times cannot be had at all.

    Examples
    --------
    A plan of tomorrow does not fit today:

    >>> import datetime as dt
    >>> from mealroute.domain import Day, Made, Meal
    >>> from mealroute.travel import StraightTravel
    >>> today, tomorrow = dt.date(2026, 11, 24), dt.date(2026, 11, 25)
    >>> made = Made(version="", engine="", seed=0, seconds=0, travel="straight", cost=0)
    >>> plan = Plan(date=tomorrow, meal=Meal.LUNCH, made=made)
    >>> settings = Settings()
    >>> travel = StraightTravel(settings.travel)
    >>> judgement = check(plan, Day().service(today, Meal.LUNCH), settings, travel)
    >>> judgement.violations[0].detail
    'the plan is of 2026-11-25 (Lunch), expected 2026-11-24 (Lunch)'
    """
    rows = rows_by_volunteer(service)
    wanted = (
        key
        for route in plan.routes
        for key in legs_wanted(
            route, [row for row in rows.get(route.volunteer_id, []) if fits(route, row)], service
        )
    )
    evidence = Evidence(
        service=service,
        settings=settings,
        clock=Clock(service.date),
        legs=measure(wanted, travel),
    )
    answers = answers_of(plan, service)
    judged = judge_routes(plan.routes, evidence)
    walks = [one.walk for one in judged]
    bill = work_out_bill(walks, answers, service, settings)
    coldest = coldest_handover(walks, settings)
    decided = None if receipts is None else _decided(receipts, eligible, settings)
    claims = Claims(
        plan=plan,
        service=service,
        settings=settings,
        travel=travel,
        answers=answers,
        receipts=None if decided is None else decided.receipts,
        eligible=eligible,
    )
    violations = [
        *judge_day(plan, service),
        *judge_receipts(plan, service, decided),
        *judge_orders(plan, service, answers),
        *(violation for one in judged for violation in one.violations),
        *judge_presence(walks, evidence, travel),
        *judge_proofs(claims),
        *_cost(plan, bill),
    ]
    if not violations:
        violations += _lower_bound(plan, bill)
    return Judgement(
        violations=tuple(sorted(violations, key=_place_in_list)),
        bill=bill,
        indicators=work_out_indicators(walks, answers, evidence, coldest),
        coldest=coldest,
    )


def _decided(
    receipts: Sequence[Receipt],
    eligible: Mapping[OrderId, Collection[CanteenId]] | None,
    settings: Settings,
) -> Decided:
    return Decided(
        receipts={receipt.order_id: receipt for receipt in receipts},
        eligible=eligible,
        may_move=settings.receipt.may_move,
    )


def _cost(plan: Plan, bill: Bill) -> Iterator[Violation]:
    """Demand that the stated cost is the one worked out.

    A plan that names no engine and no cost was made elsewhere and states none.
    """
    if (plan.made.engine or plan.made.cost) and plan.made.cost != bill.total:
        detail = _("{figure} is stated as {stated}, it is {true}")
        detail = detail.format(figure="cost", stated=plan.made.cost, true=bill.total)
        yield Violation(cause=Cause.FIGURE_WRONG, detail=detail)


def _lower_bound(plan: Plan, bill: Bill) -> Iterator[Violation]:
    """Demand that a valid plan costs no less than what is said to be a proven bound."""
    bound = plan.made.lower_bound
    if bound is not None and bound > bill.total:
        detail = _("no plan is said to cost less than {bound}, this one costs {cost}")
        yield Violation(
            cause=Cause.FIGURE_WRONG, detail=detail.format(bound=bound, cost=bill.total)
        )


_CAUSES = list(Cause)


def _place_in_list(violation: Violation) -> tuple[int, str, str, str]:
    return (
        _CAUSES.index(violation.cause),
        violation.volunteer_id or "",
        violation.order_id or "",
        violation.detail,
    )
