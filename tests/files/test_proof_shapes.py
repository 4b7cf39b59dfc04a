"""Proofs in plan.json: written once, read back the same, faults told by their path."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from mealroute.domain import (
    Limit,
    Made,
    Meal,
    Mode,
    NobodyMay,
    Plan,
    Proof,
    ShiftPlaces,
    TooFarAlone,
    TooFewPlaces,
    Unassigned,
    UnassignedReason,
)
from mealroute.errors import DataFileError
from mealroute.files import plan_to_json, read_plan

MADE = Made(version="", engine="", seed=0, seconds=0.0, travel="straight", cost=0)
_whole = st.integers(0, 10**6)
_ids = st.sampled_from(["C1", "饭堂", "<b>"])
_times = st.times().map(lambda time: time.replace(microsecond=0))
_some = st.lists(_ids, max_size=3).map(tuple)
_shifts = st.builds(
    ShiftPlaces, volunteer_id=_ids, mode=st.sampled_from(Mode), starts=_times, until=_times,
    trips=_whole, boxes=_whole,
)  # fmt: skip
proofs = st.one_of(
    st.builds(
        NobodyMay, canteen_ids=_some, shifts=_whole, skill_missing=_whole, diet_not_carried=_whole,
        to_be_avoided=_whole, too_small=_whole,
    ),
    st.builds(
        TooFarAlone, canteen_ids=_some, shifts=_whole, canteen_id=_ids, volunteer_id=_ids,
        mode=st.sampled_from(Mode), starts=_times, until=_times, travel_s=_whole,
        limit=st.sampled_from(Limit), over_s=_whole,
    ),
    st.builds(
        TooFewPlaces, canteen_ids=_some, order_ids=_some, boxes=_whole,
        shifts=st.lists(_shifts, max_size=2).map(tuple), places=_whole,
    ),
)  # fmt: skip


def plan_of(*left_out: Unassigned) -> Plan:
    return Plan(date=dt.date(2026, 11, 24), meal=Meal.LUNCH, made=MADE, unassigned=tuple(left_out))


def left_out(order_id: str, proof: Proof | None) -> Unassigned:
    return Unassigned(
        order_id=order_id,  # type: ignore[arg-type]  # plain strings serve as ids here
        reason=UnassignedReason.NOT_ENOUGH_HANDS,
        proof=proof,
    )


@given(
    st.lists(proofs, min_size=1, max_size=2),
    st.lists(st.tuples(st.sampled_from("ABC"), st.integers(-1, 1)), max_size=6),
)
@effort(max_examples=100)
def test_proofs_shared_or_not_are_read_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, found: list[Proof], pairs: list[tuple[str, int]]
) -> None:
    entries = [left_out(name, None if at < 0 else found[at % len(found)]) for name, at in pairs]
    plan = plan_of(*entries)
    path = tmp_path_factory.getbasetemp() / "shared.json"

    path.write_text(plan_to_json(plan), encoding="utf-8")

    assert read_plan(path) == plan


def test_a_proof_that_orders_share_is_written_once() -> None:
    proof = TooFewPlaces(canteen_ids=(), order_ids=(), boxes=2, shifts=(), places=1)

    text = plan_to_json(plan_of(left_out("O1", proof), left_out("O2", proof), left_out("O3", None)))

    first, second, third = json.loads(text)["unassigned"]
    assert first["proof"]["boxes"] == 2
    assert second["proof"] == {"same_as": "O1"}
    assert "proof" not in third


@pytest.mark.parametrize(
    ("proof", "told"),
    [
        ([], "unassigned[0].proof: expected an object"),
        ({"same_as": "O9"}, "unassigned[0].proof.same_as: 'O9', expected an order left out"),
        ({"same_as": "O1"}, "unassigned[0].proof.same_as: 'O1', expected an order left out"),
        ({"same_as": 1}, "unassigned[0].proof.same_as: '1', expected a text in quotes"),
        ({"shifts": "two"}, "unassigned[0].proof.shifts: 'two', expected a whole number"),
        ({"limit": "x"}, "unassigned[0].proof.limit: 'x', expected one of no_way, aboard, window"),
        (
            {"order_ids": [], "shifts": [{"starts": "25:00"}]},
            "unassigned[0].proof.shifts[0].starts: '25:00', expected a time HH:MM",
        ),
        (
            {"order_ids": [], "shifts": [{"starts": "12:00+02:00"}]},
            "unassigned[0].proof.shifts[0].starts: '12:00+02:00', expected a time HH:MM",
        ),
    ],
)
def test_a_proof_of_another_shape_is_told_by_its_path(
    tmp_path: Path, proof: object, told: str
) -> None:
    raw: dict[str, Any] = json.loads(plan_to_json(plan_of(left_out("O1", None))))
    raw["unassigned"][0]["proof"] = proof
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(raw), encoding="utf-8")

    with pytest.raises(DataFileError) as caught:
        read_plan(path)

    assert any(told in str(fault) for fault in caught.value.faults), str(caught.value)
