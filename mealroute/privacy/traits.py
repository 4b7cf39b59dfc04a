"""Make what is told of residents alike for k of them: rare combinations lose a trait at a time."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from mealroute.domain import REGULAR_DIET, Resident, ResidentId

_BANDS: Final = (1, 3, 6)  # highest floors: ground, two floors of stairs, the usual walk-up, above


@dataclass(frozen=True, slots=True)
class Traits:
    """What a resident could be recognised by, beside the place."""

    diet: str
    needs: frozenset[str]
    priority: int
    floor: int
    lift: bool
    handover_s: int | None


@dataclass(frozen=True, slots=True)
class Alike:
    """Traits of which every combination is shared by k residents or more.

    ``generalised`` counts the residents who lost each trait; ``left_out`` have a combination that
    even the last step did not make common.
    """

    traits: Mapping[ResidentId, Traits]
    generalised: Mapping[str, int]
    left_out: frozenset[ResidentId]


def make_alike(residents: Sequence[Resident], k: int) -> Alike:
    """Generalise traits until each combination is one of at least k residents (Sweeney 2002).

    Residents in smaller groups lose one trait after the other, the one that planning misses least
    first: the handover time of their own and the very floor, the floor, the lift, the priority,
    the needs, the diet. Who is in a group of k already keeps everything.

    Examples
    --------
    >>> people = [Resident(resident_id=f"R{n}", name="", floor=n) for n in (2, 3)]
    >>> [one.floor for one in make_alike(people, 2).traits.values()]
    [2, 2]
    """
    traits = {one.resident_id: _of(one) for one in residents}
    true = dict(traits)
    steps = _steps(list(traits.values()))
    for step in steps:
        rare = _rare(traits, k)
        for resident_id in rare:
            traits[resident_id] = step(traits[resident_id])
    left_out = frozenset(_rare(traits, k))
    kept = {one: told for one, told in traits.items() if one not in left_out}
    lost: Counter[str] = Counter()
    for resident_id, told in kept.items():
        lost.update(
            name
            for name in Traits.__slots__
            if getattr(told, name) != getattr(true[resident_id], name)
        )
    return Alike(kept, dict(sorted(lost.items())), left_out)


def _of(resident: Resident) -> Traits:
    return Traits(
        resident.diet, resident.needs, resident.priority, resident.floor, resident.lift,
        resident.handover_s,
    )  # fmt: skip


def _rare(traits: Mapping[ResidentId, Traits], k: int) -> list[ResidentId]:
    count = Counter(traits.values())
    return [resident_id for resident_id, told in traits.items() if count[told] < k]


def _steps(everybody: Sequence[Traits]) -> list[Callable[[Traits], Traits]]:
    """List the steps; floors become the mean of those they stand for."""
    by_band: dict[tuple[int, bool], list[int]] = {}
    by_lift: dict[bool, list[int]] = {}
    for one in everybody:
        by_band.setdefault((_band(one.floor), one.lift), []).append(one.floor)
        by_lift.setdefault(one.lift, []).append(one.floor)
    band = {key: _mean(floors) for key, floors in by_band.items()}
    any_floor = {key: _mean(floors) for key, floors in by_lift.items()}
    climbed = _mean([1 if one.lift else one.floor for one in everybody])
    return [
        lambda one: replace(one, floor=band[_band(one.floor), one.lift], handover_s=None),
        lambda one: replace(one, floor=any_floor[one.lift]),
        lambda one: replace(one, floor=climbed, lift=False),
        lambda one: replace(one, priority=1),
        lambda one: replace(one, needs=frozenset()),
        lambda one: replace(one, diet=REGULAR_DIET),
    ]


def _band(floor: int) -> int:
    return sum(floor > highest for highest in _BANDS)


def _mean(floors: Sequence[int]) -> int:
    return round(sum(floors) / len(floors)) if floors else 1
