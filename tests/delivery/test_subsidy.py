"""Money is exact, every received meal is charged once, and caps hold."""

import datetime as dt
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.delivery import Ending, ServiceRecord, charges, payment, payments
from mealroute.delivery.subsidy import is_billed
from mealroute.domain import Meal
from mealroute.errors import DataFileError
from mealroute.settings import Settings, SubsidySettings, Tier
from tests.builders import DATE, a_resident, an_order
from tests.delivery.records import RESIDENTS, a_record, an_outcome, on_date, records

OVER75 = Tier(price=Decimal("15.00"), co_pay=Decimal("9.90"))
BY_ID: Any = {one.resident_id: one for one in RESIDENTS}


def settings(tier: Tier = OVER75, **subsidy: Any) -> Settings:
    return Settings(
        subsidy=SubsidySettings(price=Decimal("18.50"), **subsidy), tiers={"over75": tier}
    )


def elder(tier: str = "over75") -> Any:
    return {"R1": a_resident("R1", tier=tier)}


def test_a_meal_of_a_tier_is_paid_by_both_to_the_cent() -> None:
    record = a_record([an_order(meals=3)], outcomes=[an_outcome()])
    (charge,) = charges([record], elder(), settings())
    assert (charge.meals, charge.subsidised) == (3, 3)
    assert (charge.price, charge.resident_pays) == (Decimal("45.00"), Decimal("29.70"))
    assert charge.fund_pays == Decimal("15.30")


def test_without_a_tier_the_resident_pays_all() -> None:
    record = a_record(outcomes=[an_outcome()])
    (charge,) = charges([record], elder(tier=""), settings())
    assert (charge.price, charge.fund_pays) == (Decimal("18.50"), Decimal("0.00"))


def test_caps_of_a_day_and_of_a_month_fill_up_in_the_order_of_the_services() -> None:
    tier = Tier(
        price=Decimal("15.00"), co_pay=Decimal("9.90"), max_meals_per_day=2, max_per_month=3
    )
    lunch = a_record([an_order(meals=1)], outcomes=[an_outcome()])
    services = [
        on_date(lunch, DATE, Meal.DINNER),
        on_date(lunch, DATE, Meal.BREAKFAST),
        lunch,
        on_date(lunch, DATE + dt.timedelta(1)),
        on_date(lunch, DATE + dt.timedelta(2)),
    ]
    found = charges(services, elder(), settings(tier))
    assert [(one.date.day, one.meal.value, one.subsidised) for one in found] == [
        (24, "breakfast", 1),
        (24, "lunch", 1),
        (24, "dinner", 0),
        (25, "lunch", 1),
        (26, "lunch", 0),
    ]
    assert found[2].resident_pays == Decimal("15.00")


@pytest.mark.parametrize(
    ("kind", "setting"),
    [
        ("not_home", "bill_not_home"),
        ("refused", "bill_refused"),
        ("cancelled_late", "bill_cancelled_late"),
    ],
)
def test_a_meal_brought_in_vain_is_billed_only_where_a_setting_says_so(
    kind: str, setting: str
) -> None:
    record = a_record(outcomes=[an_outcome(kind=kind)])
    assert charges([record], elder(), settings()) == ()
    assert len(charges([record], elder(), settings(**{setting: True}))) == 1


@pytest.mark.parametrize("kind", ["wrong_address", "returned"])
def test_what_the_service_did_wrong_is_never_billed(kind: str) -> None:
    all_of = {f"bill_{one}": True for one in ("not_home", "refused", "cancelled_late")}
    record = a_record(outcomes=[an_outcome(kind=kind)])
    assert charges([record], elder(), settings(**all_of)) == ()


def test_a_tier_without_a_price_is_refused_with_all_others() -> None:
    strangers: Any = {name: a_resident(name, tier=name) for name in ("b", "a", "over75")}
    with pytest.raises(DataFileError) as caught:
        charges([], strangers, settings())
    assert [str(fault) for fault in caught.value.faults] == [
        "residents, tier: 'a', expected the NAME of a table [subsidy.tiers.NAME]",
        "residents, tier: 'b', expected the NAME of a table [subsidy.tiers.NAME]",
    ]


_money = st.decimals(0, 20, places=2)
_tiers = st.builds(
    Tier,
    price=_money.map(lambda price: price + 20),
    co_pay=_money,
    max_meals_per_day=st.none() | st.integers(0, 3),
    max_per_month=st.none() | st.integers(0, 6),
)
_settings = st.builds(
    Settings,
    subsidy=st.builds(
        SubsidySettings,
        price=_money,
        bill_not_home=st.booleans(),
        bill_refused=st.booleans(),
        bill_cancelled_late=st.booleans(),
    ),
    tiers=st.fixed_dictionaries({"over75": _tiers, "frail": _tiers}),
)
_months = st.lists(records(), max_size=4).map(
    lambda drawn: [
        on_date(record, DATE + dt.timedelta(number // 2), list(Meal)[number % 2])
        for number, record in enumerate(drawn)
    ]
)


def billed(record: ServiceRecord, subsidy: SubsidySettings) -> dict[str, int]:
    return {
        order_id: record.service.orders[order_id].meals
        for order_id, ending in record.endings.items()
        if is_billed(ending, subsidy)
    }


@given(_months, _settings)
def test_every_billed_order_is_charged_once_and_no_other(
    month: list[ServiceRecord], given_settings: Settings
) -> None:
    found = charges(month, BY_ID, given_settings)
    expected = {
        (record.plan.date, record.plan.meal, order_id): meals
        for record in month
        for order_id, meals in billed(record, given_settings.subsidy).items()
    }
    assert {(one.date, one.meal, one.order_id): one.meals for one in found} == expected
    assert len(found) == len(expected)


@given(_months, _settings)
def test_all_sums_are_the_same_money(month: list[ServiceRecord], given_settings: Settings) -> None:
    found = charges(month, BY_ID, given_settings)
    total = payment(found)
    assert total.price == total.resident_pays + total.fund_pays
    assert total.fund_pays >= 0
    keys: list[Any] = [
        lambda one: one.tier,
        lambda one: (one.canteen_id, one.tier),
        lambda one: (one.resident_id, one.tier),
    ]
    for key in keys:
        groups = payments(found, key).values()
        for name in ("orders", "meals", "subsidised", "price", "resident_pays", "fund_pays"):
            summed: Any = sum((getattr(one, name) for one in groups), Decimal(0))
            assert summed == getattr(total, name)
    for one in found:
        tier = given_settings.tiers.get(one.tier)
        price = given_settings.subsidy.price if tier is None else tier.price
        assert one.price == price * one.meals
        assert one.price.as_tuple().exponent == one.resident_pays.as_tuple().exponent == -2


@given(_months, _settings)
def test_no_cap_is_ever_passed(month: list[ServiceRecord], given_settings: Settings) -> None:
    by_day, by_month = Counter[Any](), Counter[Any]()
    for one in charges(month, BY_ID, given_settings):
        tier = given_settings.tiers.get(one.tier)
        by_day[one.resident_id, one.date] += one.subsidised
        by_month[one.resident_id] += one.subsidised
        assert 0 <= one.subsidised <= (one.meals if tier else 0)
        if tier is not None and tier.max_meals_per_day is not None:
            assert by_day[one.resident_id, one.date] <= tier.max_meals_per_day
        if tier is not None and tier.max_per_month is not None:
            assert by_month[one.resident_id] <= tier.max_per_month


@given(_months)
def test_meals_that_are_paid_for_are_the_meals_that_were_received(
    month: list[ServiceRecord],
) -> None:
    tiers = {"over75": OVER75, "frail": OVER75}
    received = sum(order.meals for record in month for order in record.received())
    assert payment(charges(month, BY_ID, Settings(tiers=tiers))).meals == received
    assert not is_billed(Ending.NO_OUTCOME, SubsidySettings())
