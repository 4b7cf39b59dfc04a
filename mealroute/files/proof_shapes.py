"""Describe the orders left out in plan.json: each with its reason, and what proves it.

A proof that several orders share is written once; the others say whose it is by ``same_as``.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, Final

from mealroute.domain import (
    Limit,
    Mode,
    NobodyMay,
    OrderId,
    Proof,
    ShiftPlaces,
    TooFarAlone,
    TooFewPlaces,
    Unassigned,
    UnassignedReason,
)
from mealroute.files.shapes import (
    TEXT,
    WHOLE,
    Places,
    Shape,
    UnfitShapeError,
    listed,
    one_of,
    optional,
    record,
    scalar,
)
from mealroute.language import gettext as _


def _keep_time(value: object) -> dt.time:
    if not isinstance(value, str):
        raise ValueError  # noqa: TRY004 -- the file's mistake, not the caller's
    time = dt.time.fromisoformat(value)
    if time.tzinfo is not None or time.microsecond:
        raise ValueError
    return time


def _write_time(time: dt.time) -> str:
    return time.isoformat(timespec="seconds" if time.second else "minutes")


_TIME: Final = scalar(_keep_time, _write_time, lambda: _("a time HH:MM"))
_NOBODY = record(
    NobodyMay,
    canteen_ids=listed(TEXT),
    shifts=WHOLE,
    skill_missing=WHOLE,
    diet_not_carried=WHOLE,
    to_be_avoided=WHOLE,
    too_small=WHOLE,
)
_TOO_FAR = record(
    TooFarAlone,
    canteen_ids=listed(TEXT),
    shifts=WHOLE,
    canteen_id=TEXT,
    volunteer_id=TEXT,
    mode=one_of(Mode),
    starts=_TIME,
    until=_TIME,
    travel_s=WHOLE,
    limit=one_of(Limit),
    over_s=WHOLE,
)
_SHIFT_PLACES = record(
    ShiftPlaces,
    volunteer_id=TEXT,
    mode=one_of(Mode),
    starts=_TIME,
    until=_TIME,
    trips=WHOLE,
    boxes=WHOLE,
)
_TOO_FEW = record(
    TooFewPlaces,
    canteen_ids=listed(TEXT),
    order_ids=listed(TEXT),
    boxes=WHOLE,
    shifts=listed(_SHIFT_PLACES),
    places=WHOLE,
)
_SAME = record(dict, same_as=TEXT)
_SHAPES: Final = {NobodyMay: _NOBODY, TooFarAlone: _TOO_FAR, TooFewPlaces: _TOO_FEW}


def _read_proof(value: Any, path: str, places: Places) -> Any:  # noqa: ANN401 -- JSON holds anything
    """Tell the kinds of proof apart by the key that only one of them has."""
    keys = value if isinstance(value, dict) else {}
    if "same_as" in keys:
        return _SAME.read(value, path, places)
    if "order_ids" in keys:
        return _TOO_FEW.read(value, path, places)
    return (_TOO_FAR if "limit" in keys else _NOBODY).read(value, path, places)


_PROOF = Shape(_read_proof, lambda proof: _SHAPES[type(proof)].write(proof), _NOBODY.expected)
_ENTRY = record(
    dict,
    may_lack=("detail", "proof"),
    order_id=TEXT,
    reason=one_of(UnassignedReason),
    detail=TEXT,
    proof=optional(_PROOF),
)
_ENTRIES = listed(_ENTRY)


def _read(value: Any, path: str, places: Places) -> tuple[Unassigned, ...]:  # noqa: ANN401 -- as above
    entries: Sequence[dict[str, Any]] = _ENTRIES.read(value, path, places)
    proofs: dict[OrderId, Proof] = {}
    for entry in entries:
        proof = entry.get("proof")
        if proof is not None and not isinstance(proof, dict):
            proofs.setdefault(entry["order_id"], proof)
    unknown = False
    for index, entry in enumerate(entries):
        proof = entry.get("proof")
        if isinstance(proof, dict):
            entry["proof"] = proofs.get(proof["same_as"])
            if entry["proof"] is None:
                where = f"{path}[{index}].proof.same_as"
                places.fault(where, proof["same_as"], _("an order left out with a proof"))
                unknown = True
    if unknown:
        raise UnfitShapeError
    return tuple(Unassigned(**entry) for entry in entries)


def _write(left_out: Iterable[Unassigned]) -> list[dict[str, Any]]:
    owners: dict[Proof, OrderId] = {}
    named: dict[OrderId, Proof] = {}
    shown = []
    for one in left_out:
        entry: dict[str, Any] = {
            "order_id": one.order_id, "reason": one.reason.value, "detail": one.detail,
        }  # fmt: skip
        if one.proof is not None:
            owner = owners.get(one.proof)
            if owner is not None and named[owner] == one.proof:
                entry["proof"] = {"same_as": owner}
            else:
                entry["proof"] = _PROOF.write(one.proof)
                owners[one.proof] = one.order_id
                named.setdefault(one.order_id, one.proof)
        shown.append(entry)
    return shown


UNASSIGNED: Final = Shape(_read, _write, _ENTRIES.expected)
"""The list of orders left out."""
