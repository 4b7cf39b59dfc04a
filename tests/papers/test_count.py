"""What a kitchen cooks: every accepted box once, by diet, size and departure, and what clashes."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mealroute.domain import Plan, Service
from mealroute.papers.clashes import ClashKind, ClashSource, clashes_of, said_against
from mealroute.papers.count import KitchenCount, kitchen_counts
from mealroute.settings import Settings
from mealroute.views import route_views
from tests.builders import a_resident, a_service, an_order
from tests.maps.lunch import NOON, a_lunch, after


def counts_of(plan: Plan, service: Service) -> tuple[KitchenCount, ...]:
    return kitchen_counts(plan, service, route_views(plan, service, Settings()))


def test_every_accepted_box_is_cooked_once_brought_or_not() -> None:
    plan, service, _shapes = a_lunch()
    (count,) = counts_of(plan, service)

    assert (count.orders, count.boxes, count.waiting) == (5, 6, 1)
    assert [(one.diet, one.orders, one.boxes, one.waiting) for one in count.diets] == [
        ("regular", 4, 5, 1), ("halal", 1, 1, 0),
    ]  # fmt: skip
    assert count.diets[0].sizes == ((1, 3), (2, 1))


def test_batches_leave_in_the_order_of_their_times_and_add_up() -> None:
    plan, service, _shapes = a_lunch()
    (count,) = counts_of(plan, service)

    assert [(one.leaves, one.trips, one.loads, one.so_far) for one in count.batches] == [
        (NOON, (("A", 1),), (("regular", 2), ("halal", 1)), 3),
        (after(2), (("B", 1),), (("regular", 1),), 4),
        (after(19), (("A", 2),), (("regular", 1),), 5),
    ]
    assert count.batches[-1].so_far == count.boxes - count.waiting


@pytest.mark.parametrize("minutes", [0, 0.9])
def test_trips_that_leave_in_one_minute_are_one_batch(minutes: float) -> None:
    plan, service, _shapes = a_lunch()
    first, second = plan.routes
    together = dataclasses.replace(second.trips[0], leaves=after(minutes))
    plan = dataclasses.replace(plan, routes=(first, dataclasses.replace(second, trips=(together,))))

    batch = counts_of(plan, service)[0].batches[0]
    assert (batch.leaves, batch.trips, batch.boxes) == (NOON, (("A", 1), ("B", 1)), 4)


@pytest.mark.parametrize(
    ("text", "diet", "kind"),
    [
        ("今天要清真餐", "regular", ClashKind.OTHER_DIET),
        ("Low-salt please", "halal", ClashKind.OTHER_DIET),
        ("多放红烧肉", "halal", ClashKind.FORBIDDEN_FOOD),
        ("对花生过敏", "low_salt", ClashKind.ALLERGY),
        ("Peanut ALLERGY", "regular", ClashKind.ALLERGY),
    ],
)
def test_a_word_against_the_diet_is_found(text: str, diet: str, kind: ClashKind) -> None:
    assert list(said_against(text, diet)) == [kind]


@pytest.mark.parametrize(
    ("text", "diet"),
    [
        ("清真", "halal"),
        ("糖尿病，少糖", "diabetic"),
        ("low sugar", "low-sugar"),
        ("不吃猪肉", "halal"),
        ("please knock softly, the software engineer sleeps", "regular"),
        ("门铃坏了", "regular"),
        ("", "vegetarian"),
    ],
)
def test_a_text_that_goes_with_the_diet_is_no_clash(text: str, diet: str) -> None:
    assert said_against(text, diet) == {}


def test_a_clash_says_where_it_stands_and_what_the_order_gets() -> None:
    service = a_service(
        residents=[a_resident(diet="halal", notes="青霉素过敏")],
        orders=[an_order(diet="regular", meals=2, note="清真")],
    )
    found = clashes_of(service.orders.values(), service)

    assert [(one.kind, one.source, one.text) for one in found] == [
        (ClashKind.OTHER_DIET, ClashSource.RESIDENT_DIET, "halal"),
        (ClashKind.OTHER_DIET, ClashSource.ORDER_NOTE, "清真"),
        (ClashKind.ALLERGY, ClashSource.RESIDENT_NOTES, "青霉素过敏"),
    ]
    assert {(one.order_id, one.resident_id, one.diet, one.boxes) for one in found} == {
        ("O1", "R1", "regular", 2)
    }


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.sampled_from(["regular", "halal", "soft"])), min_size=1
    )
)
def test_diets_and_sizes_add_up_to_the_orders(orders: list[tuple[int, str]]) -> None:
    _plan, service, _shapes = a_lunch()
    made = {
        f"O{number}": an_order(f"O{number}", "R1", meals=meals, diet=diet)
        for number, (meals, diet) in enumerate(orders, start=1)
    }
    service = dataclasses.replace(service, orders=made)
    receipts = tuple(
        dataclasses.replace(_plan.receipts[0], order_id=order_id)  # type: ignore[arg-type]
        for order_id in made
    )
    plan = dataclasses.replace(_plan, receipts=receipts, routes=(), unassigned=())
    (count,) = counts_of(plan, service)

    assert count.boxes == count.waiting == sum(meals for meals, _diet in orders)
    for one in count.diets:
        assert one.boxes == sum(meals * times for meals, times in one.sizes)
        assert one.orders == sum(times for _meals, times in one.sizes)
