"""Draw the residents of a made-up day, what they order, and whom they know."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mealroute.domain import (
    REGULAR_DIET,
    CanteenId,
    Meal,
    Order,
    OrderId,
    Resident,
    ResidentId,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.sample.staff import STAIRS
from mealroute.sample.town import Entrance, Mix, Town

_DIETS = {REGULAR_DIET: 64, "soft": 12, "diabetic": 10, "low-salt": 7, "halal": 7}
_CHANNELS = ("phone", "phone", "counter", "app")
_ENOUGH_HANDS = 2  # a need is drawn only where so many volunteers can meet it


@dataclass(frozen=True, slots=True)
class Hands:
    """Who works for a canteen, and what skills each has."""

    volunteers: tuple[VolunteerId, ...]
    skills: tuple[frozenset[str], ...]

    def can(self, skill: str) -> bool:
        """Whether enough volunteers have the skill to ask for it."""
        return sum(skill in skills for skills in self.skills) >= _ENOUGH_HANDS


def hands_of(
    town: Town, volunteers: Sequence[Volunteer], shifts: Sequence[Shift]
) -> dict[CanteenId, Hands]:
    """Gather the volunteers of every canteen; a shift of several counts at the first."""
    skills = {volunteer.volunteer_id: volunteer.skills for volunteer in volunteers}
    found = {}
    for canteen in town.canteens:
        here = [s.volunteer_id for s in shifts if s.canteen_ids[0] == canteen.canteen_id]
        ids = tuple(dict.fromkeys(here))
        found[canteen.canteen_id] = Hands(ids, tuple(skills[one] for one in ids))
    return found


def draw_homes(rng: random.Random, rows: Sequence[int], count: int) -> list[int]:
    """Fill entrances with one to six residents each, until all have a home."""
    drawn: list[int] = []
    while len(drawn) < count:
        for row in rng.sample(rows, len(rows)):
            drawn += [row] * rng.choice((1, 1, 2, 3, 3, 4, 5, 6))
            if len(drawn) >= count:
                break
    return sorted(drawn[:count])


def draw_residents(rng: random.Random, town: Town, rows: Sequence[int]) -> list[Resident]:
    """Draw one resident for every home, who eats what a canteen within reach cooks."""
    width = max(3, len(str(len(rows))))
    names = town.voice.people(rng, len(rows))
    return [
        _resident(rng, town, ResidentId(f"R{number:0{width}d}"), name, row)
        for number, (name, row) in enumerate(zip(names, rows, strict=True), start=1)
    ]


def cooks_of(town: Town, resident: Resident, row: int) -> tuple[CanteenId, ...]:
    """List the canteens within whose radius a resident lives and that cook the diet."""
    diets = {canteen.canteen_id: canteen.diets for canteen in town.canteens}
    return tuple(one for one in town.reach[row] if resident.diet in diets[one])


def acquaint(
    rng: random.Random,
    town: Town,
    residents: Sequence[Resident],
    cooks: Sequence[Sequence[CanteenId]],
    hands: Mapping[CanteenId, Hands],
    mix: Mix,
) -> tuple[tuple[Resident, ...], dict[tuple[ResidentId, VolunteerId], int]]:
    """Draw what residents need of volunteers, who came before and who must not come.

    Parameters
    ----------
    cooks
        For each resident the canteens that may cook; known are the volunteers of the first.
    """
    people, visits = [], {}
    for resident, canteens in zip(residents, cooks, strict=True):
        near = hands[canteens[0]]
        needing = replace(resident, needs=_needs(rng, town, near, resident, mix))
        met, known = _acquaintance(rng, near, needing, mix)
        visits.update(known)
        people.append(met)
    return tuple(people), visits


def draw_orders(
    rng: random.Random,
    people: Sequence[tuple[Resident, Sequence[CanteenId]]],
    date: dt.date,
    mix: Mix,
) -> list[Order]:
    """Draw one lunch order each for residents given with the canteens that may cook for them."""
    return [_order(rng, cooks, resident, date, mix) for resident, cooks in people]


def numbered(orders: Sequence[Order]) -> tuple[Order, ...]:
    """Give the orders their ids in the order in which they were placed."""
    width = max(3, len(str(len(orders))))
    placed = sorted(orders, key=lambda order: (str(order.placed_at or ""), order.resident_id))
    return tuple(
        replace(order, order_id=OrderId(f"O{row:0{width}d}"))
        for row, order in enumerate(placed, start=1)
    )


def _resident(
    rng: random.Random, town: Town, resident_id: ResidentId, name: str, row: int
) -> Resident:
    entrance = town.entrances[row]
    floor = rng.randint(1, entrance.floors)
    voice = town.voice
    reach = town.reach[row]
    return Resident(
        resident_id=resident_id,
        name=name,
        coordinates=entrance.coordinates,
        address=_flat(rng, town, entrance, floor),
        building_id=entrance.building_id,
        floor=floor,
        lift=entrance.lift,
        diet=_diet(rng, [one.diets for one in town.canteens if one.canteen_id in reach]),
        priority=rng.choices((1, 2, 3), (70, 20, 10))[0],
        phone=f"000-02{resident_id[1:]:0>5}",
        emergency_contact=f"000-04{resident_id[1:]:0>5}" if rng.random() < 0.7 else "",
        language=voice.dialect if voice.dialect and rng.random() < 0.3 else voice.language,
        community=entrance.community,
    )


def _flat(rng: random.Random, town: Town, entrance: Entrance, floor: int) -> str:
    if entrance.floors == 1:
        return entrance.address
    return town.voice.flat.format(block=entrance.address, floor=floor, door=rng.randint(1, 4))


def _diet(rng: random.Random, cooked: Sequence[frozenset[str]]) -> str:
    """Draw a diet that a canteen within reach cooks."""
    diets = [diet for diet in _DIETS if any(diet in one for one in cooked)]
    return rng.choices(diets, [_DIETS[diet] for diet in diets])[0]


def _needs(
    rng: random.Random, town: Town, near: Hands, resident: Resident, mix: Mix
) -> frozenset[str]:
    if rng.random() >= mix.needs:
        return frozenset()
    climbs = resident.floor > 2 and not resident.lift
    wanted = STAIRS if climbs or not town.voice.dialect else town.voice.dialect
    return frozenset({wanted} if near.can(wanted) else ())


def _acquaintance(
    rng: random.Random, near: Hands, resident: Resident, mix: Mix
) -> tuple[Resident, dict[tuple[ResidentId, VolunteerId], int]]:
    """Draw who came before and who must not come."""
    staff = list(near.volunteers)
    known = []
    if staff and rng.random() < mix.known:
        known = rng.sample(staff, min(len(staff), rng.choice((1, 2, 2, 3))))
        counts = sorted((rng.randint(1, 30) for _one in known), reverse=True)
        visits = {
            (resident.resident_id, one): count for one, count in zip(known, counts, strict=True)
        }
        if rng.random() < 0.6:
            resident = replace(resident, usual_volunteer=known[0])
    else:
        visits = {}
    strangers = [one for one in staff if one not in known]
    if strangers and rng.random() < mix.avoids:
        resident = replace(resident, avoid_volunteers=frozenset({rng.choice(strangers)}))
    if rng.random() < mix.slow_doors:
        resident = replace(resident, handover_s=rng.choice((180, 240, 300)))
    return resident, visits


def _order(
    rng: random.Random,
    cooks: Sequence[CanteenId],
    resident: Resident,
    date: dt.date,
    mix: Mix,
) -> Order:
    asked = rng.choice(cooks) if rng.random() < mix.asks_canteen else None
    earliest = latest = None
    if rng.random() < mix.windows:
        opens = dt.datetime.combine(date, dt.time(11, 10))
        opens += dt.timedelta(minutes=5 * rng.randint(0, 12))
        closes = opens + dt.timedelta(minutes=mix.window_min)
        earliest = opens.time()
        latest = min(closes, dt.datetime.combine(date, dt.time(23, 59))).time()
    return Order(
        order_id=OrderId(""),
        resident_id=resident.resident_id,
        date=date,
        meal=Meal.LUNCH,
        meals=2 if rng.random() < mix.two_boxes else 1,
        canteen_id=asked,
        earliest=earliest,
        latest=latest,
        placed_at=_placed_at(rng, date),
        channel=rng.choice(_CHANNELS),
    )


def _placed_at(rng: random.Random, date: dt.date) -> dt.datetime:
    """Draw a moment of the day before, or of the very morning before any cut-off."""
    if rng.random() < 0.2:
        morning = dt.datetime.combine(date, dt.time(7))
        return morning + dt.timedelta(minutes=rng.randint(0, 140))
    before = dt.datetime.combine(date - dt.timedelta(days=1), dt.time(8))
    return before + dt.timedelta(minutes=rng.randint(0, 600))
