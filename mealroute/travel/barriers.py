"""Say which modes a barrier on a street keeps out, by its OpenStreetMap tags."""

from collections.abc import Mapping
from typing import Final

from mealroute.domain import Mode
from mealroute.travel.way_rules import deciding_sign, is_closing

_NOBODY: Final[frozenset[Mode]] = frozenset()
_CARS: Final = frozenset({Mode.CAR})
_WHEELS: Final = frozenset({Mode.EBIKE, Mode.CAR})

KEEPS_OUT: Final[Mapping[str, frozenset[Mode]]] = {
    **dict.fromkeys(("gate", "lift_gate", "swing_gate", "sliding_gate", "sliding_beam"), _NOBODY),
    **dict.fromkeys(("hampshire_gate", "bump_gate", "toll_booth", "border_control"), _NOBODY),
    **dict.fromkeys(("entrance", "arch", "sally_port", "cattle_grid", "kerb"), _NOBODY),
    **dict.fromkeys(("height_restrictor", "checkpoint", "spikes"), _NOBODY),
    **dict.fromkeys(("stile", "kissing_gate", "turnstile", "full-height_turnstile"), _WHEELS),
    **dict.fromkeys(("horse_stile", "door"), _WHEELS),
    **dict.fromkeys(("wall", "city_wall", "retaining_wall", "fence", "hedge"), frozenset(Mode)),
    **dict.fromkeys(("guard_rail", "cable_barrier", "ditch"), frozenset(Mode)),
}
"""Whom a kind of barrier keeps out where no access tag says otherwise (wiki, Key:barrier).

Every other kind stands in the way of cars alone: bollard, block, cycle_barrier, chain,
jersey_barrier, planter, log, bus_trap, and ``yes``, which names none.
"""


def kept_out(tags: Mapping[str, str]) -> int:
    """Say whom a barrier keeps out, one bit a mode in the order of `Mode`.

    An access tag on the barrier is stronger than its kind, the most specific one first; a gate
    that is ``locked=yes`` is shut to whom no tag lets in. Whoever may not ride through
    (``bicycle=dismount``) pushes.

    Examples
    --------
    >>> [kept_out({"barrier": kind}) for kind in ("gate", "bollard", "stile", "wall")]
    [0, 4, 6, 7]
    >>> kept_out({"barrier": "bollard", "motor_vehicle": "yes"})
    0
    """
    if "barrier" not in tags:
        return 0
    shut = KEEPS_OUT.get(tags["barrier"], _CARS)
    if tags.get("locked") == "yes":
        shut = frozenset(Mode)
    bits = 0
    for number, mode in enumerate(Mode):
        sign = deciding_sign(tags, mode)
        if sign is None:
            closed = mode in shut
        elif mode is Mode.EBIKE and tags[sign] == "dismount":
            closed = False
        else:
            closed = is_closing(tags[sign])
        bits |= closed << number
    return bits
