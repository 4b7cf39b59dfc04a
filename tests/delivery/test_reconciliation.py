"""Orders, receipts, routes and outcomes are compared one by one; nothing is balanced away."""

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given

from mealroute.delivery import Balance, Ending, Equation, ServiceRecord, reconcile
from mealroute.domain import Meal
from mealroute.errors import ArgumentError
from tests.builders import a_service, an_order
from tests.delivery.records import (
    a_plan,
    a_record,
    a_route,
    accepted,
    an_outcome,
    declined,
    on_date,
    records,
    sound_records,
    unassigned,
)

TWO = [an_order("O1"), an_order("O2", "R2")]


def equation(record: ServiceRecord, balance: Balance) -> Equation:
    return next(one for one in reconcile(record) if one.balance is balance)


def test_a_service_in_which_all_is_accounted_for_balances() -> None:
    record = a_record(
        [an_order(f"O{number}", f"R{number}") for number in range(5)],
        receipts=[declined("O0"), *(accepted(f"O{number}") for number in range(1, 5))],
        routes=[a_route(["O2", "O3"]), a_route(["O4"], "V2")],
        left_out=[unassigned("O1")],
        outcomes=[an_outcome("O2"), an_outcome("O3", "not_home"), an_outcome("O4", "refused")],
    )
    told = [
        (one.left, {part: n for part, n in one.parts.items() if n}) for one in reconcile(record)
    ]
    assert told == [
        (5, {"accepted": 4, "declined": 1}),
        (4, {"on_routes": 3, "unassigned": 1}),
        (3, {"delivered": 1, "not_home": 1, "refused": 1}),
    ]
    assert all(one.holds for one in reconcile(record))


@pytest.mark.parametrize(
    ("change", "balance", "missing", "extra"),
    [
        ({"receipts": [accepted("O1")]}, Balance.RECEIPTS, ("O2",), ()),
        ({"receipts": [accepted(o) for o in ("O1", "O2", "O9")]}, Balance.RECEIPTS, (), ("O9",)),
        ({"receipts": [accepted(o) for o in ("O1", "O2", "O2")]}, Balance.RECEIPTS, (), ("O2",)),
        ({"routes": [a_route(["O1"])]}, Balance.ROUTES, ("O2",), ()),
        ({"routes": [a_route(["O1", "O2"]), a_route(["O2"], "V2")]}, Balance.ROUTES, (), ("O2",)),
        ({"left_out": [unassigned("O1")]}, Balance.ROUTES, (), ("O1",)),
        ({"receipts": [accepted("O1"), declined("O2")]}, Balance.ROUTES, (), ("O2",)),
        ({"outcomes": [an_outcome("O1")]}, Balance.OUTCOMES, ("O2",), ()),
        (
            {"outcomes": [an_outcome(one) for one in ("O1", "O2", "O7")]},
            Balance.OUTCOMES,
            (),
            ("O7",),
        ),
    ],
)
def test_each_way_of_not_agreeing_names_the_order(
    change: Any, balance: Balance, missing: tuple[str, ...], extra: tuple[str, ...]
) -> None:
    outcomes = {"outcomes": [an_outcome("O1"), an_outcome("O2")]}
    broken = equation(a_record(TWO, **outcomes | change), balance)
    assert (broken.missing, broken.extra, broken.holds) == (missing, extra, False)


def test_one_lost_and_one_doubled_are_two_differences_though_the_numbers_agree() -> None:
    record = a_record(TWO, receipts=[accepted("O1"), accepted("O1")])
    broken = equation(record, Balance.RECEIPTS)
    assert broken.left == broken.right
    assert (broken.missing, broken.extra) == (("O2",), ("O1",))


def test_without_outcomes_nothing_is_said_of_them() -> None:
    record = a_record(TWO, outcomes=None)
    assert [one.balance for one in reconcile(record)] == [Balance.RECEIPTS, Balance.ROUTES]
    assert set(record.endings.values()) == {Ending.NO_OUTCOME}


def test_an_outcome_of_an_order_without_a_route_counts_and_is_a_difference() -> None:
    record = a_record(TWO, routes=[a_route(["O1"])], left_out=[unassigned("O2")],
                      outcomes=[an_outcome("O1"), an_outcome("O2")])  # fmt: skip
    assert record.endings["O2"] is Ending.DELIVERED  # type: ignore[index]  # a plain string
    assert equation(record, Balance.OUTCOMES).extra == ("O2",)


def test_a_plan_of_another_service_is_refused() -> None:
    other = on_date(a_record(), dt.date(2026, 11, 25), Meal.DINNER)
    with pytest.raises(ArgumentError, match="a plan of 2026-11-25 dinner, expected one of 2026-11"):
        ServiceRecord(service=a_service(), plan=other.plan)
    assert a_plan(a_service()).receipts == ()


@given(records())
def test_both_sides_differ_by_exactly_the_orders_that_are_named(record: ServiceRecord) -> None:
    for one in reconcile(record):
        assert one.left + len(one.extra) - len(one.missing) == one.right
        assert not set(one.extra) & set(one.missing)
        assert one.holds == (not one.extra and not one.missing)


@given(records())
def test_every_order_of_the_day_ends_in_exactly_one_way(record: ServiceRecord) -> None:
    assert list(record.endings) == list(record.service.orders)
    counted = Counter(record.endings.values())
    assert counted.total() == len(record.service.orders)
    for order_id, ending in record.endings.items():
        if ending.outcome is not None:
            assert record.outcome_of[order_id].kind is ending.outcome
            assert record.receipt_of[order_id].accepted


@given(records())
def test_received_differs_from_the_equation_only_by_outcomes_it_names(
    record: ServiceRecord,
) -> None:
    if record.outcomes is None:
        return
    told = equation(record, Balance.OUTCOMES)
    received = sum(told.parts[kind] for kind in ("delivered", "given_to_neighbour"))
    counted = {order.order_id for order in record.received()}
    uncounted = [
        one.order_id
        for one in record.outcomes
        if one.kind.is_received and one.order_id not in counted
    ]
    assert received == len(counted) + len(uncounted)
    named = {order for one in reconcile(record) for order in (*one.extra, *one.missing)}
    assert set(uncounted) <= named


@given(sound_records())
def test_a_service_that_is_sound_balances(record: ServiceRecord) -> None:
    assert all(one.holds for one in reconcile(record))
    ended = Counter(record.endings.values())
    receipts, routes, outcomes = reconcile(record)
    assert ended[Ending.DECLINED] == receipts.parts["declined"]
    assert ended[Ending.UNASSIGNED] == routes.parts["unassigned"]
    assert {kind: ended[Ending(kind)] for kind in outcomes.parts} == outcomes.parts
