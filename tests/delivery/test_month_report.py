"""The report of a month: services, visits, hours and what is missing."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.delivery import (
    Balance,
    Ending,
    day_document,
    day_report,
    month_document,
    month_report,
)
from mealroute.delivery.visits import visited, whole_weeks
from mealroute.domain import Day, Meal
from mealroute.errors import ArgumentError
from mealroute.language import LANGUAGES, use
from mealroute.settings import Settings, SubsidySettings, Tier
from tests.builders import DATE, a_resident, an_order
from tests.delivery.records import (
    EVERYBODY,
    VOLUNTEERS,
    a_record,
    an_outcome,
    on_date,
    records,
)

TIER = Tier(price=Decimal("15.00"), co_pay=Decimal("9.90"))
SETTINGS = Settings(
    subsidy=SubsidySettings(price=Decimal("12.00")), tiers={"over75": TIER, "frail": TIER}
)
LUNCH = a_record(outcomes=[an_outcome()])


def november(*days: int) -> list[Any]:
    return [on_date(LUNCH, dt.date(2026, 11, day)) for day in days]


def test_services_are_told_by_date_and_meal_and_missing_ones_named() -> None:
    planned = on_date(a_record(outcomes=None), dt.date(2026, 11, 3))
    services = [
        on_date(LUNCH, dt.date(2026, 11, 2), Meal.DINNER),
        planned,
        on_date(LUNCH, dt.date(2026, 11, 2)),
    ]
    orders = (
        an_order("X1", date=dt.date(2026, 11, 2), meal=Meal.BREAKFAST),
        an_order("X2", date=dt.date(2026, 12, 1)),
    )
    day = Day(residents=EVERYBODY.residents, orders=orders)
    report = month_report(services, day, SETTINGS, 2026, 11)
    keys = [(one.record.plan.date.day, one.record.plan.meal) for one in report.services]
    assert keys == [(2, Meal.LUNCH), (2, Meal.DINNER), (3, Meal.LUNCH)]
    assert report.without_plan == ((dt.date(2026, 11, 2), Meal.BREAKFAST),)
    assert report.without_outcomes == ((dt.date(2026, 11, 3), Meal.LUNCH),)
    assert [day.day for day in report.empty_days] == [1, *range(4, 31)]
    facts = month_document(report, day).facts
    assert "Ordered, but without a plan: 2026-11-02 Breakfast" in facts
    assert "Days without a service: 1, 4–30" in facts


def test_a_service_twice_or_of_another_month_is_refused_with_all_others() -> None:
    december = on_date(LUNCH, dt.date(2026, 12, 1))
    with pytest.raises(ArgumentError) as caught:
        month_report([*november(2, 2, 3), december], EVERYBODY, SETTINGS, 2026, 11)
    assert str(caught.value).splitlines() == [
        "2026-11-02 lunch is there twice, expected each service once",
        "2026-12-01 lunch is not of 2026-11",
    ]


def test_a_visit_is_somebody_seen_and_weekly_is_every_whole_week() -> None:
    residents: Any = {
        "R1": a_resident("R1", priority=3),
        "R2": a_resident("R2", priority=3),
        "R3": a_resident("R3", priority=2),
        "R4": a_resident("R4", priority=1),
    }
    orders = [an_order(f"O{number}", f"R{number}") for number in (1, 2, 3, 4)]
    first = a_record(
        orders,
        outcomes=[
            an_outcome("O1"),
            an_outcome("O2", "refused"),
            an_outcome("O3", "given_to_neighbour"),
            an_outcome("O4"),
        ],
    )
    later = a_record([orders[0]], outcomes=[an_outcome("O1")])
    month = [
        on_date(first, dt.date(2026, 11, 2)),
        *(on_date(later, dt.date(2026, 11, day)) for day in (15, 16, 29)),
    ]
    alone, frail = visited(month, residents, 2026, 11)
    assert (alone.residents, alone.seen, alone.weekly, alone.visits) == (1, 0, 0, 0)
    assert (frail.residents, frail.seen, frail.weekly, frail.visits) == (2, 2, 1, 5)
    assert frail.not_weekly == ("R2",)


def test_weeks_are_whole_and_within_the_month() -> None:
    assert [(week[0].day, week[-1].day) for week in whole_weeks(2026, 2)] == [
        (2, 8),
        (9, 15),
        (16, 22),
    ]
    assert all(week[0].weekday() == 0 for week in whole_weeks(2027, 2))


def test_volunteers_hours_add_up_over_the_month() -> None:
    report = month_report(november(2, 3, 4), EVERYBODY, SETTINGS, 2026, 11)
    (one,) = report.volunteers
    assert (one.services, one.planned_s, one.credited_s, one.boxes) == (3, 2160, 2160, 3)


_months = st.lists(records(), max_size=4).map(
    lambda drawn: [
        on_date(record, dt.date(2026, 11, 20 + number // 2), list(Meal)[number % 2])
        for number, record in enumerate(drawn)
    ]
)


@given(_months)
def test_the_month_is_the_sum_of_its_services(month: list[Any]) -> None:
    report = month_report(month, EVERYBODY, SETTINGS, 2026, 11)
    days = [day_report(record, SETTINGS) for record in month]
    assert report.received.boxes == sum(day.received.boxes for day in days)
    assert sum(amount.orders for amount in report.endings.values()) == sum(
        len(record.service.orders) for record in month
    )
    for equation in report.equations():
        of_days = [one for day in days for one in day.equations if one.balance is equation.balance]
        assert equation.left == sum(one.left for one in of_days)
        assert equation.right == sum(one.right for one in of_days)
        assert len(equation.missing) == sum(len(one.missing) for one in of_days)
    assert sum(one.credited_s for one in report.volunteers) == sum(
        one.credited_s for day in days for one in day.volunteers
    )


@given(_months)
def test_what_the_page_says_is_paid_is_what_was_received(month: list[Any]) -> None:
    report = month_report(month, EVERYBODY, SETTINGS, 2026, 11)
    shown = {one.sheet: one for one in month_document(report, EVERYBODY).tables}
    for sheet in ("By tier", "By canteen", "By resident"):
        total = shown[sheet].total
        assert total is not None
        meals, _subsidised, price, resident, fund = total[-5:]
        assert meals == report.received.boxes
        assert price == resident + fund  # type: ignore[operator]  # both are money
    services = shown["Services"].total
    assert services is not None
    assert services[7] == report.received.boxes
    assert services[-1] == len(shown["Differences"].rows)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_tables_have_one_name_in_any_language(language: str) -> None:
    month = november(2)
    with use(language):
        report = month_report(month, EVERYBODY, SETTINGS, 2026, 11)
        documents = [month_document(report, EVERYBODY), day_document(report.services[0])]
    for document in documents:
        names = [table.sheet for table in document.tables]
        assert len({name.lower() for name in names}) == len(names)
        assert all(len(name) <= 31 for name in names)


def test_people_are_named_only_when_asked_for() -> None:
    record = on_date(a_record([an_order("O1", "R1")], outcomes=[an_outcome()]), DATE)
    report = month_report([record], EVERYBODY, SETTINGS, 2026, 11)
    for names in (False, True):
        document = month_document(report, EVERYBODY, names=names)
        cells = {cell for one in document.tables for row in one.rows for cell in row}
        assert ("居民 R1" in cells) is names
        assert (VOLUNTEERS[1].name in cells) is names
    assert report.endings[Ending.DELIVERED].orders == 1
    assert {one.balance for one in report.equations()} == set(Balance)
