"""Each reason provoked on a small day, with the figures that prove it."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest

from mealroute.domain import (
    Limit,
    Mode,
    NobodyMay,
    Service,
    ShiftPlaces,
    TooFarAlone,
    TooFewPlaces,
    Unassigned,
    UnassignedReason,
)
from mealroute.settings import Settings
from tests.builders import (
    a_canteen,
    a_kitchen,
    a_resident,
    a_service,
    a_shift,
    a_volunteer,
    an_order,
    at_m,
    clock,
)
from tests.routing.scarce import plan_lunch

LeftOut: TypeAlias = Callable[[Service], tuple[Unassigned, ...]]


@pytest.fixture
def left_out(monkeypatch: pytest.MonkeyPatch) -> LeftOut:
    """Plan a service and give what is left out."""
    return lambda service: plan_lunch(service, Settings(), monkeypatch).plan.unassigned


def neighbours(priorities: list[int], **shift: Any) -> Service:
    """One order for each priority, all behind doors 300 m north, and one volunteer."""
    numbers = range(len(priorities))
    return a_service(
        residents=[a_resident(f"R{n}", priority=priorities[n]) for n in numbers],
        orders=[an_order(f"O{n}", f"R{n}") for n in numbers],
        shifts=[a_shift(**shift)],
    )


def test_every_shift_is_counted_under_the_first_rule_that_excludes_it(left_out: LeftOut) -> None:
    stairs = frozenset({"stairs"})
    resident = a_resident(needs=stairs, avoid_volunteers=frozenset({"V3"}))
    shifts = [
        a_shift("V1"),
        a_shift("V2", carries=frozenset({"halal"})),
        a_shift("V3"),
        a_shift("V4", capacity=1),
        a_shift("V5", canteen_ids=("C2",)),
    ]
    volunteers = [a_volunteer("V1"), *(a_volunteer(f"V{n}", skills=stairs) for n in range(2, 6))]
    service = a_service(
        canteens=[a_canteen(), a_canteen("C2")], kitchens=[a_kitchen(), a_kitchen("C2")],
        residents=[resident], orders=[an_order(meals=2, canteen_id="C1")],
        shifts=shifts, volunteers=volunteers,
    )  # fmt: skip

    (one,) = left_out(service)

    assert one.reason is UnassignedReason.NO_VOLUNTEER
    assert one.proof == NobodyMay(
        canteen_ids=("C1",), shifts=4, skill_missing=1, diet_not_carried=1, to_be_avoided=1,
        too_small=1,
    )  # fmt: skip
    assert one.detail == (
        "of 4 shifts at C1 none may bring it: 1 lack a skill of: stairs; 1 do not carry regular; "
        "1 are to be avoided; 1 carry fewer than 2 boxes"
    )


def test_where_an_order_may_move_the_shifts_of_every_canteen_must_fail(left_out: LeftOut) -> None:
    able = a_volunteer("V2", skills=frozenset({"stairs"}))
    service = a_service(
        canteens=[a_canteen(), a_canteen("C2")],
        kitchens=[a_kitchen(), a_kitchen("C2")],
        residents=[a_resident(needs=frozenset({"stairs"}))],
        shifts=[a_shift("V1"), a_shift("V2", canteen_ids=("C2",), until=clock("10:55"))],
        volunteers=[a_volunteer("V1"), able],
    )

    (one,) = left_out(service)

    assert one.reason is UnassignedReason.TOO_FAR_EVEN_ALONE
    assert isinstance(one.proof, TooFarAlone)
    assert one.proof.canteen_ids == ("C1", "C2")
    assert (one.proof.volunteer_id, one.proof.shifts) == ("V2", 1)


def test_the_shift_that_comes_nearest_is_named_with_the_seconds_it_lacks(left_out: LeftOut) -> None:
    # 300 m x 1.3 / 1.2 m/s = 325 s on foot from 11:00 on: 11:05:25, and by car 65 s.
    shifts = [
        a_shift("V1"),
        a_shift("V2", mode=Mode.CAR, starts=clock("11:04")),
        a_shift("V3", mode=Mode.CAR, until=clock("11:01")),
    ]
    service = a_service(orders=[an_order(latest=clock("11:03"))], shifts=shifts)

    (one,) = left_out(service)

    # 11:05:05 is 125 s late; the first is 145 s late, the third over 185 s after its shift.
    assert one.proof == TooFarAlone(
        canteen_ids=("C1",), shifts=3, canteen_id="C1", volunteer_id="V2", mode=Mode.CAR,
        starts=clock("11:04"), until=clock("13:00"), travel_s=65, limit=Limit.WINDOW, over_s=125,
    )  # fmt: skip


def test_a_shift_that_ends_too_soon_is_told_by_its_end(left_out: LeftOut) -> None:
    service = a_service(shifts=[a_shift(until=clock("11:08"))])

    (one,) = left_out(service)

    assert isinstance(one.proof, TooFarAlone)
    # 11:00 + 325 s + 180 s is 25 s after 11:08.
    assert (one.proof.limit, one.proof.over_s) == (Limit.SHIFT_END, 25)
    assert one.detail.endswith("it would be over at 11:09, the shift ends at 11:08")


def test_a_shortage_names_orders_shifts_and_places(left_out: LeftOut) -> None:
    ones = left_out(neighbours([1, 1, 1, 1], capacity=3))

    assert [one.reason for one in ones] == [UnassignedReason.NOT_ENOUGH_HANDS]
    assert ones[0].proof == TooFewPlaces(
        canteen_ids=("C1",),
        order_ids=("O0", "O1", "O2", "O3"),
        boxes=4,
        shifts=(
            ShiftPlaces(
                volunteer_id="V1", mode=Mode.FOOT, starts=clock("10:50"), until=clock("13:00"),
                trips=1, boxes=3,
            ),
        ),
        places=3,
    )  # fmt: skip


def test_an_urgent_order_is_excused_by_what_is_short_among_the_urgent_alone(
    left_out: LeftOut,
) -> None:
    ones = left_out(neighbours([3, 1, 3, 1, 3], capacity=2))

    proofs = {one.order_id: one.proof for one in ones}
    shorts = {name: proof for name, proof in proofs.items() if isinstance(proof, TooFewPlaces)}
    assert len(shorts) == len(proofs) == 3
    (urgent,) = set(shorts) - {"O1", "O3"}
    assert shorts[urgent].order_ids == ("O0", "O2", "O4")
    assert shorts["O1"].order_ids == ("O0", "O1", "O2", "O3", "O4")


def test_a_shortage_excuses_no_more_orders_than_boxes_are_missing(left_out: LeftOut) -> None:
    # Four boxes for three places excuse one order; the other shuts before the rest is done.
    service = neighbours([1, 1, 1, 1], capacity=3)
    orders = dict(service.orders)
    far = a_resident("R3", coordinates=at_m(north_m=-900))
    orders["O3"] = an_order("O3", "R3", latest=clock("11:18"))
    orders |= {f"O{n}": an_order(f"O{n}", f"R{n}", latest=clock("11:06")) for n in range(3)}
    service = a_service(
        residents=[*(a_resident(f"R{n}") for n in range(3)), far],
        orders=orders.values(),
        shifts=[a_shift(capacity=3)],
    )

    ones = left_out(service)

    reasons = sorted(one.reason.value for one in ones)
    assert reasons == ["not_enough_hands", "not_fitted", "not_fitted"]


def test_a_sentence_names_a_dozen_ids_and_counts_the_rest(left_out: LeftOut) -> None:
    (one,) = left_out(neighbours([1] * 15, capacity=14))

    assert "O0, O1, O10, O11, O12, O13, O14, O2, O3, O4, O5, O6 and 3 more;" in one.detail
