"""The judge proves every reason again: true proofs pass, tampered ones and false reasons do not."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from mealroute.domain import (
    Cause,
    Limit,
    NobodyMay,
    Plan,
    Proof,
    Service,
    TooFarAlone,
    TooFewPlaces,
    Unassigned,
    UnassignedReason,
)
from mealroute.files import plan_to_json, read_plan
from mealroute.settings import Settings
from mealroute.words import unassigned_word
from tests.builders import a_resident, a_service, a_shift, an_order, clock
from tests.routing.scarce import Lunch, plan_lunch, scarce_day

Planner: TypeAlias = Callable[[Service], Lunch]


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> Planner:
    """Plan a service."""
    return lambda service: plan_lunch(service, Settings(), monkeypatch)


def short_of_hands() -> Service:
    return a_service(
        residents=[a_resident(f"R{n}") for n in range(4)],
        orders=[an_order(f"O{n}", f"R{n}") for n in range(4)],
        shifts=[a_shift(capacity=3)],
    )


def nobody_able() -> Service:
    return a_service(residents=[a_resident(needs=frozenset({"stairs"}))])


def too_late() -> Service:
    return a_service(orders=[an_order(latest=clock("11:03"))], shifts=[a_shift(), a_shift("V2")])


def faults(lunch: Lunch, **changes: Any) -> list[str]:
    """What the judge says where something of the first reason is changed."""
    first, *rest = lunch.plan.unassigned
    changed = (replace(first, **changes), *rest)
    violations = lunch.check(replace(lunch.plan, unassigned=changed)).violations
    assert {one.cause for one in violations} <= {Cause.REASON_UNPROVEN}
    return [one.detail for one in violations]


def proof_of(lunch: Lunch) -> Any:
    return lunch.plan.unassigned[0].proof


@pytest.mark.parametrize("service", [short_of_hands(), nobody_able(), too_late()])
def test_a_reason_is_judged_with_its_proof_and_stands_without_one(
    planned: Planner, service: Service
) -> None:
    lunch = planned(service)

    assert proof_of(lunch) is not None
    assert faults(lunch) == []
    assert faults(lunch, proof=None) == []
    assert faults(lunch, reason=UnassignedReason.NOT_FITTED, proof=None) == []


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (UnassignedReason.NO_VOLUNTEER, "is said to have no volunteer, V1 may bring it"),
        (
            UnassignedReason.TOO_FAR_EVEN_ALONE,
            "is said to be too far even alone, V1 can bring it on a trip of its own",
        ),
    ],
)
def test_a_false_reason_is_found_even_without_a_proof(
    planned: Planner, reason: UnassignedReason, told: str
) -> None:
    lunch = planned(short_of_hands())

    assert faults(lunch, reason=reason, proof=None) == [told]


@pytest.mark.parametrize(
    ("service", "reason"),
    [
        (short_of_hands(), UnassignedReason.NO_VOLUNTEER),
        (short_of_hands(), UnassignedReason.NOT_FITTED),
        (nobody_able(), UnassignedReason.NOT_ENOUGH_HANDS),
        (too_late(), UnassignedReason.NO_VOLUNTEER),
    ],
)
def test_a_proof_of_another_reason_proves_nothing(
    planned: Planner, service: Service, reason: UnassignedReason
) -> None:
    told = f"the proof is not about the reason given: {unassigned_word(reason)}"
    assert faults(planned(service), reason=reason) == [told]


@pytest.mark.parametrize(
    "changes",
    [
        {"canteen_ids": ("C9",)},
        {"shifts": 2},
        {"skill_missing": 0, "to_be_avoided": 1},
        {"too_small": 1},
    ],
)
def test_a_tampered_count_of_shifts_is_found(planned: Planner, changes: dict[str, Any]) -> None:
    lunch = planned(nobody_able())

    assert faults(lunch, proof=replace(proof_of(lunch), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"canteen_ids": ()},
        {"canteen_id": "C9"},
        {"volunteer_id": "V9"},
        {"starts": clock("10:51")},
        {"shifts": 1},
        {"travel_s": 324},
        {"limit": Limit.ABOARD},
        {"over_s": 144},
    ],
)
def test_a_tampered_direct_trip_is_found(planned: Planner, changes: dict[str, Any]) -> None:
    lunch = planned(too_late())

    assert faults(lunch, proof=replace(proof_of(lunch), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"canteen_ids": ("C1", "C9")},
        {"order_ids": ("O0", "O1", "O2")},
        {"order_ids": ("O0", "O1", "O2", "O2")},
        {"order_ids": ("O0", "O1", "O2", "O9")},
        {"boxes": 5},
        {"places": 2},
        {"shifts": (), "places": 0},
    ],
)
def test_a_tampered_shortage_is_found(planned: Planner, changes: dict[str, Any]) -> None:
    lunch = planned(short_of_hands())

    assert faults(lunch, proof=replace(proof_of(lunch), **changes))


@pytest.mark.parametrize(("trips", "boxes"), [(1, 2), (0, 3), (-1, -3)])
def test_places_counted_away_are_found(planned: Planner, trips: int, boxes: int) -> None:
    lunch = planned(short_of_hands())
    proof = proof_of(lunch)
    less = replace(proof.shifts[0], trips=trips, boxes=boxes)

    assert faults(lunch, proof=replace(proof, shifts=(less,), places=less.places))


def test_no_shift_takes_places_from_another(planned: Planner) -> None:
    lunch = planned(short_of_hands())
    proof = proof_of(lunch)
    fewer = replace(proof.shifts[0], volunteer_id="V9", trips=1, boxes=-1)

    told = faults(lunch, proof=replace(proof, shifts=(*proof.shifts, fewer), places=2))

    assert told == ["no shift has room for less than nothing"]


def test_more_places_than_boxes_are_no_shortage(planned: Planner) -> None:
    lunch = planned(short_of_hands())
    proof = proof_of(lunch)
    more = replace(proof.shifts[0], boxes=4)

    told = faults(lunch, proof=replace(proof, shifts=(more,), places=4))

    assert told == ["4 boxes and 4 places are no shortage"]


def test_a_shortage_does_not_excuse_what_is_left_out_beyond_it(planned: Planner) -> None:
    lunch = planned(short_of_hands())
    (short,) = lunch.plan.unassigned
    idle = replace(
        lunch.plan,
        routes=(),
        unassigned=tuple(replace(short, order_id=f"O{n}") for n in range(4)),
        made=replace(lunch.plan.made, cost=400_000),
    )

    violations = lunch.check(idle).violations

    assert [one.order_id for one in violations] == ["O1", "O2", "O3"]
    assert violations[0].detail == (
        "1 boxes have to stay behind, those of less urgent orders do already"
    )


def test_reasons_of_unknown_and_declined_orders_are_no_proofs(planned: Planner) -> None:
    lunch = planned(short_of_hands())
    stranger = Unassigned(order_id="O9", reason=UnassignedReason.NO_VOLUNTEER)  # type: ignore[arg-type]

    violations = lunch.check(
        replace(lunch.plan, unassigned=(*lunch.plan.unassigned, stranger))
    ).violations

    assert [one.cause for one in violations] == [Cause.UNKNOWN_ORDER]


@given(st.integers(0, 10**6), st.data())
@effort(max_examples=60)
def test_every_reason_of_a_made_up_day_is_proven_and_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, number: int, data: st.DataObject
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        lunch = plan_lunch(*scarce_day(number), monkeypatch)
    file = tmp_path_factory.getbasetemp() / "proofs.json"
    file.write_text(plan_to_json(lunch.plan), encoding="utf-8")
    plan = read_plan(file)

    assert plan.unassigned == lunch.plan.unassigned
    assert lunch.check(plan).violations == ()
    proven = [one for one in plan.unassigned if one.proof is not None]
    if proven:
        one = data.draw(st.sampled_from(proven))
        assert broken(lunch, plan, one)


def broken(lunch: Lunch, plan: Plan, one: Unassigned) -> bool:
    """Whether the judge finds it where the proof of one order claims a little too much."""
    assert one.proof is not None
    false = replace(one, proof=exaggerated(one.proof))
    left_out = tuple(false if other is one else other for other in plan.unassigned)
    violations = lunch.check(replace(plan, unassigned=left_out)).violations
    return {other.order_id for other in violations} == {one.order_id}


def exaggerated(proof: Proof) -> Proof:
    if isinstance(proof, NobodyMay):
        return replace(proof, shifts=proof.shifts + 1)
    if isinstance(proof, TooFarAlone):
        return replace(proof, travel_s=proof.travel_s + 1)
    assert isinstance(proof, TooFewPlaces)
    return replace(proof, shifts=proof.shifts[1:], places=proof.places - proof.shifts[0].places)
