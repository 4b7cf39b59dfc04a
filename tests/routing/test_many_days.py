"""Very many made-up days through decide, plan and check, every reason's proof judged anew.

`MEALROUTE_DAYS=2000 pytest -s tests/routing/test_many_days.py` tries so many of them.
"""

import os
import sys
import time
from collections import Counter
from dataclasses import replace

import pytest

from mealroute.domain import UnassignedReason
from tests.routing.scarce import plan_lunch, scarce_day

DAYS = int(os.environ.get("MEALROUTE_DAYS", "40"))


def test_no_rule_is_broken_and_every_reason_is_proven_on_made_up_days(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    began_s = time.perf_counter()
    counts: Counter[str] = Counter()
    for number in range(DAYS):
        service, settings = scarce_day(number)

        lunch = plan_lunch(service, settings, monkeypatch)

        left_out = lunch.plan.unassigned
        assert lunch.check(lunch.plan).violations == (), number
        # Without its reasons the same plan misses exactly the orders that have one.
        unexplained = lunch.check(replace(lunch.plan, unassigned=())).violations
        assert {one.order_id for one in unexplained} == {one.order_id for one in left_out}
        for one in left_out:
            assert one.detail
            assert (one.proof is None) == (one.reason is UnassignedReason.NOT_FITTED), number
        counts["orders"] += len(service.orders)
        counts["accepted"] += sum(receipt.accepted for receipt in lunch.receipts)
        counts.update(one.reason.value for one in left_out)
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    seconds = time.perf_counter() - began_s
    sys.stdout.write(f"\n{DAYS} days, 0 violations in {seconds:.0f} s: {told}\n")
    if DAYS >= 40:
        assert all(counts[reason.value] for reason in UnassignedReason)
