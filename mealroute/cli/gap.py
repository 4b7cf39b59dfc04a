"""Tell how far a plan is at most from the best there could be."""

from typing import TYPE_CHECKING

from mealroute.language import gettext as _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mealroute.cli.opened import Opened
    from mealroute.domain import Receipt
    from mealroute.routing import Bill


def instant_bound(opened: "Opened", receipts: "Sequence[Receipt]") -> int:
    """Give a cost that no plan of the opened service can undercut."""
    from mealroute.routing.build import build
    from mealroute.search.bound import lower_bound

    instance = build(
        opened.service, opened.files.settings, receipts, opened.travel, opened.eligible()
    )
    return lower_bound(instance.problem)


def gap_percent(bill: "Bill", bound: int | None) -> float | None:
    """Give what a plan could save at most, as a share of its avoidable cost."""
    if bound is None:
        return None
    return round(100 * (bill.total - bound) / max(1, bill.avoidable), 1)


def gap_lines(bill: "Bill", bound: int | None) -> list[str]:
    """Tell the proven bound and the gap to it in a line, where there is one."""
    if bound is None:
        return []
    return [
        _("proven: no plan costs less than {bound}; gap {gap} % of the avoidable cost").format(
            bound=bound, gap=gap_percent(bill, bound)
        )
    ]
