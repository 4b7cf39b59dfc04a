"""Give the reports of a day and of a month to machines: ids and figures, no names, no free text."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from mealroute.delivery import (
    Amount,
    DayReport,
    Ending,
    Equation,
    MonthReport,
    Payment,
    VolunteerTime,
    payment,
    payments,
)
from mealroute.delivery.visits import Visited
from mealroute.domain import Meal


def day_answer(report: DayReport) -> dict[str, Any]:
    """Give the report of one service; times are ISO, seconds whole."""
    return {
        **_service(report),
        "declined": {reason.value: list(ids) for reason, ids in report.declined.items()},
        "unassigned": {reason.value: list(ids) for reason, ids in report.unassigned.items()},
        "routes": [_plain(asdict(one)) for one in report.routes],
        "late": [
            {
                **_plain(asdict(one)),
                "after_plan_s": one.after_plan_s,
                "after_window_s": one.after_window_s,
            }
            for one in report.late
        ],
        "cases": [
            {
                "order_id": one.order_id,
                "resident_id": report.record.resident_of(one.order_id),
                "outcome": one.kind.value,
                "state": one.case_state.value,
                "has_responsible": bool(one.responsible),
                "deadline": _plain(one.deadline),
                "closed_at": _plain(one.closed_at),
            }
            for one in report.cases
        ],
        "readings": report.readings,
        "cold": [_plain(asdict(one)) for one in report.cold],
        "volunteers": _volunteers(report.volunteers),
    }


def month_answer(report: MonthReport) -> dict[str, Any]:
    """Give the report of one month; money is text with two decimals."""
    by_tier = payments(report.charges, lambda charge: charge.tier)
    by_canteen = payments(report.charges, lambda charge: (charge.canteen_id, charge.tier))
    by_resident = payments(report.charges, lambda charge: (charge.resident_id, charge.tier))
    return {
        "month": f"{report.year:04}-{report.month:02}",
        "services": [_service(one) for one in report.services],
        "reconciliation": [
            {**_sides(one), "differences": len(one.missing) + len(one.extra)}
            for one in report.equations()
        ],
        "differences": [
            {
                "date": one.record.plan.date.isoformat(),
                "meal": one.record.plan.meal.value,
                "order_id": order_id,
                "equation": equation.balance.value,
                "side": side,
            }
            for one in report.services
            for equation in one.equations
            for side, ids in (("missing", equation.missing), ("extra", equation.extra))
            for order_id in ids
        ],
        "endings": _endings(report.endings),
        "received": asdict(report.received),
        "subsidy": {
            "total": _payment(payment(report.charges)),
            "by_tier": [{"tier": tier, **_payment(paid)} for tier, paid in by_tier.items()],
            "by_canteen": [
                {"canteen_id": canteen_id, "tier": tier, **_payment(paid)}
                for (canteen_id, tier), paid in by_canteen.items()
            ],
            "by_resident": [
                {"resident_id": resident_id, "tier": tier, **_payment(paid)}
                for (resident_id, tier), paid in by_resident.items()
            ],
        },
        "visits": [_visited(one) for one in report.visited],
        "volunteers": _volunteers(report.volunteers),
        "without_plan": _services(report.without_plan),
        "without_outcomes": _services(report.without_outcomes),
        "empty_days": [day.isoformat() for day in report.empty_days],
    }


def _service(report: DayReport) -> dict[str, Any]:
    plan = report.record.plan
    return {
        "day": {"date": plan.date.isoformat(), "meal": plan.meal.value},
        "has_outcomes": report.record.outcomes is not None,
        "reconciliation": [_equation(one) for one in report.equations],
        "endings": _endings(report.endings),
        "received": asdict(report.received),
    }


def _equation(equation: Equation) -> dict[str, Any]:
    return {
        **_sides(equation),
        "missing": list(equation.missing),
        "extra": list(equation.extra),
    }


def _sides(equation: Equation) -> dict[str, Any]:
    return {
        "equation": equation.balance.value,
        "left": equation.left,
        "parts": dict(equation.parts),
        "right": equation.right,
        "holds": equation.holds,
    }


def _endings(endings: Mapping[Ending, Amount]) -> dict[str, Any]:
    return {ending.value: asdict(amount) for ending, amount in endings.items()}


def _payment(paid: Payment) -> dict[str, Any]:
    return {name: _plain(value) for name, value in asdict(paid).items()}


def _visited(one: Visited) -> dict[str, Any]:
    return {**_plain(asdict(one)), "seen": one.seen, "weekly": one.weekly}


def _volunteers(times: Iterable[VolunteerTime]) -> list[dict[str, Any]]:
    return [asdict(one) for one in times]


def _services(services: Iterable[tuple[dt.date, Meal]]) -> list[dict[str, str]]:
    return [{"date": date.isoformat(), "meal": meal.value} for date, meal in services]


def _plain(value: Any) -> Any:  # noqa: ANN401 -- whatever a report holds
    """Make a value one of JSON's."""
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return list(value) if isinstance(value, tuple) else value
