"""``mealroute receive``: decide the receipt of every order."""

from collections import Counter
from collections.abc import Sequence

from mealroute.cli.options import AsJson, Date, Day, MealOption, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json
from mealroute.cli.places import tell_doubts
from mealroute.cli.unreachable import tell_unreachable
from mealroute.domain import Receipt
from mealroute.language import gettext as _
from mealroute.words import decline_word


def receive(
    day: Day,
    date: Date = None,
    meal: MealOption = None,
    travel: Travel = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:
    """Decide the receipt of every order."""
    from mealroute.cli.opened import open_day, open_service, say_unlocated

    files = open_day(day, skip_bad_rows=skip_bad_rows)
    say_unlocated(files, day)
    opened = open_service(files, date, meal, travel)
    tell_doubts(files, day)
    by_streets = files.settings.receipt.radius_by == "streets"
    unreachable = tell_unreachable(opened, radius_only=True) if by_streets else []
    receipts = opened.decide()
    if as_json:
        answer_json(
            {
                "day": {"date": opened.service.date.isoformat(), "meal": opened.service.meal.value},
                "receipts": [_values(receipt) for receipt in receipts],
                "unreachable": unreachable,
            }
        )
    else:
        answer("\n".join(receipt_lines(receipts)))
    return ExitCode.DONE


def _values(receipt: Receipt) -> dict[str, str | None]:
    """Give a receipt as plan.json writes it."""
    return {
        "order_id": receipt.order_id,
        "status": receipt.status.value,
        "canteen_id": receipt.canteen_id,
        "reason": None if receipt.reason is None else receipt.reason.value,
        "detail": receipt.detail,
    }


def receipt_lines(receipts: Sequence[Receipt], *, every: bool = True) -> list[str]:
    """Tell receipts in lines: each order, or only the declined ones, then the counts."""
    lines = []
    for receipt in receipts:
        if receipt.reason is not None:
            words = _("{order_id}  declined  {reason}: {detail}")
            lines.append(
                words.format(
                    order_id=receipt.order_id,
                    reason=decline_word(receipt.reason),
                    detail=receipt.detail,
                )
            )
        elif every:
            words = _("{order_id}  accepted  {canteen_id}  {detail}")
            lines.append(
                words.format(
                    order_id=receipt.order_id, canteen_id=receipt.canteen_id, detail=receipt.detail
                ).rstrip()
            )
    accepted = Counter(receipt.canteen_id for receipt in receipts if receipt.accepted)
    by_canteen = ", ".join(f"{name} {count}" for name, count in sorted(accepted.items(), key=str))
    lines.append(
        _("{orders} orders: {accepted} accepted ({by_canteen}), {declined} declined").format(
            orders=len(receipts),
            accepted=accepted.total(),
            by_canteen=by_canteen or "-",
            declined=len(receipts) - accepted.total(),
        )
    )
    return lines
