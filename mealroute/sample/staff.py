"""Draw the volunteers of a made-up day and the hours they give."""

import datetime as dt
import math
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mealroute.domain import (
    CanteenId,
    Coordinates,
    EndsAt,
    Meal,
    Mode,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.sample.town import Mix, Town

STAIRS = "stairs"
CARRIED_BY_ALL = ("diabetic", "low-salt", "regular", "soft")
"""What a shift carries that does not carry every diet: halal boxes keep to themselves."""

_MODES = (Mode.EBIKE, Mode.FOOT, Mode.EBIKE, Mode.CAR, Mode.FOOT, Mode.EBIKE)
_CAPACITY = {Mode.FOOT: (5, 9), Mode.EBIKE: (9, 16), Mode.CAR: (18, 30)}


def draw_staff(
    rng: random.Random, town: Town, boxes: Mapping[CanteenId, int], count: int, mix: Mix
) -> tuple[tuple[Volunteer, ...], tuple[Shift, ...]]:
    """Draw volunteers and their lunch shifts, spread over the canteens as the boxes are.

    Parameters
    ----------
    boxes
        How many each canteen is going to cook, about.
    count
        How many volunteers; when fewer than canteens, the busiest canteens get one.
    """
    canteens = _canteens_of(town, boxes, count)
    width = max(2, len(str(count)))
    names = town.voice.people(rng, count)
    near = {canteen.canteen_id: [canteen.coordinates] for canteen in town.canteens}
    for entrance, reach in zip(town.entrances, town.reach, strict=True):
        for canteen_id in reach:
            near[canteen_id].append(entrance.coordinates)
    volunteers, shifts = [], []
    turn: Counter[CanteenId] = Counter()
    for row, (name, canteen_id) in enumerate(zip(names, canteens, strict=True), start=1):
        volunteer_id = VolunteerId(f"V{row:0{width}d}")
        home = rng.choice(near[canteen_id])
        volunteers.append(_volunteer(rng, town, volunteer_id, name, home))
        mode = _MODES[turn[canteen_id] % len(_MODES)]
        turn[canteen_id] += 1
        shifts.append(_shift(rng, town, volunteer_id, canteen_id, mode, mix))
        if rng.random() < mix.second_shifts:
            other_mode = rng.choice([other for other in _MODES if other is not mode])
            shifts.append(_shift(rng, town, volunteer_id, canteen_id, other_mode, mix))
    return tuple(volunteers), tuple(shifts)


def with_room_for(shifts: Sequence[Shift], boxes: int, mix: Mix) -> tuple[Shift, ...]:
    """Scale all capacities alike, so that the bags hold ``places_per_box`` times the boxes."""
    room = sum(shift.capacity * shift.max_trips for shift in shifts)
    scale = mix.places_per_box * boxes / max(1, room)
    return tuple(
        replace(shift, capacity=max(1, math.ceil(shift.capacity * scale))) for shift in shifts
    )


def _canteens_of(town: Town, boxes: Mapping[CanteenId, int], count: int) -> list[CanteenId]:
    """Give each volunteer a canteen: always to the one with most boxes a volunteer."""
    hands: Counter[CanteenId] = Counter()
    for _turn in range(count):
        neediest = max(
            (canteen.canteen_id for canteen in town.canteens),
            key=lambda one: ((boxes.get(one, 0) + 1) / (hands[one] + 1), one),
        )
        hands[neediest] += 1
    return [canteen_id for canteen_id in sorted(hands) for _hand in range(hands[canteen_id])]


def _volunteer(
    rng: random.Random, town: Town, volunteer_id: VolunteerId, name: str, home: Coordinates
) -> Volunteer:
    skills = {STAIRS} if rng.random() < 0.75 else set()
    languages = {town.voice.language} - {""}
    if town.voice.dialect and rng.random() < 0.6:
        skills.add(town.voice.dialect)
        languages.add(town.voice.dialect)
    return Volunteer(
        volunteer_id=volunteer_id,
        name=name,
        coordinates=home,
        phone=f"000-03{volunteer_id[1:]:0>5}",
        skills=frozenset(skills),
        languages=frozenset(languages),
    )


def _shift(
    rng: random.Random,
    town: Town,
    volunteer_id: VolunteerId,
    canteen_id: CanteenId,
    mode: Mode,
    mix: Mix,
) -> Shift:
    canteen_ids = [canteen_id]
    others = [canteen.canteen_id for canteen in town.canteens if canteen.canteen_id != canteen_id]
    if others and rng.random() < mix.several_canteens:
        canteen_ids.append(rng.choice(others))
    elsewhere = rng.random() < mix.ends_elsewhere
    return Shift(
        volunteer_id=volunteer_id,
        meal=Meal.LUNCH,
        canteen_ids=tuple(canteen_ids),
        mode=mode,
        capacity=rng.randint(*_CAPACITY[mode]),
        starts=rng.choice((dt.time(10, 50), dt.time(11), dt.time(11, 10))),
        until=rng.choice((dt.time(12, 45), dt.time(13), dt.time(13, 10))),
        ends_at=rng.choice((EndsAt.CANTEEN, EndsAt.HOME)) if elsewhere else EndsAt.ANYWHERE,
        carries=frozenset(CARRIED_BY_ALL if rng.random() < mix.some_diets else ()),
        max_trips=2 if rng.random() < mix.two_trips else 1,
    )
