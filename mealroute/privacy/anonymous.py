"""Make of a day one that plans alike and gives nobody away, and tell what was done to it."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from mealroute.domain import (
    Canteen,
    CanteenId,
    Coordinates,
    Day,
    EndsAt,
    Kitchen,
    Order,
    OrderId,
    Resident,
    ResidentId,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.privacy.hiding import HiddenPlaces, hidden_places
from mealroute.privacy.manifest import manifest_of
from mealroute.privacy.pseudonyms import pseudonyms
from mealroute.privacy.traits import Alike, Traits, make_alike
from mealroute.settings import Settings

_STEP_MIN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymous:
    """A day that gives nobody away, its settings, and the manifest that says what was done."""

    day: Day
    settings: Settings
    manifest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Ids:
    """The pseudonyms of everything that has an id."""

    residents: Mapping[str, str]
    volunteers: Mapping[str, str]
    canteens: Mapping[str, str]
    orders: Mapping[str, str]
    buildings: Mapping[str, str]


def anonymous(
    day: Day,
    settings: Settings,
    salt: bytes,
    *,
    k: int = 5,
    radius_m: float = 500.0,
    seed: int = 0,
    with_streets: bool = False,
) -> Anonymous:
    """Make a day for sharing.

    Ids become salted hashes, names numbers; telephones, addresses, communities, tiers, notes,
    contacts and languages are dropped. Each door is moved so that at least k buildings, which the
    same canteens reach, are as near to the published point as the true one (`Crowd.hide`). Each
    combination of diet, needs, priority, floor, lift and own handover time is one of at least k
    residents (`make_alike`). Who cannot be hidden so is left out, and counted. Times of orders are
    widened to five minutes.

    Parameters
    ----------
    day, settings
        The day as it was read.
    salt
        The secret of the ids and of the moves; whoever has it can undo both. The same salt and
        seed give the same day again.
    k
        How many each resident is hidden among, the resident included.
    radius_m
        The farthest a door may be moved.
    seed
        Draws other points for the same ids.
    with_streets
        Whether the streets extract will be beside the day; otherwise travel is by straight lines.
    """
    places = hidden_places(day, salt, seed, k, radius_m)
    seen = [one for one in day.residents if one.coordinates is None or _found(one, places)]
    alike = make_alike(seen, k)
    kept = [one for one in seen if one.resident_id in alike.traits]
    ids = _Ids(
        residents=pseudonyms(salt, "resident", (one.resident_id for one in day.residents)),
        volunteers=pseudonyms(salt, "volunteer", (one.volunteer_id for one in day.volunteers)),
        canteens=pseudonyms(salt, "canteen", (one.canteen_id for one in day.canteens)),
        orders=pseudonyms(salt, "order", (one.order_id for one in day.orders)),
        buildings=pseudonyms(salt, "building", (one.building_id for one in day.residents)),
    )
    told = _Teller(ids, places, alike, k)
    orders = told.orders(day.orders, {one.resident_id: one for one in kept})
    shared = Day(
        canteens=told.canteens(day.canteens),
        kitchens=tuple(told.kitchen(one) for one in day.kitchens),
        residents=told.residents(kept),
        orders=orders,
        volunteers=told.volunteers(day.volunteers, alike.traits.values()),
        shifts=tuple(told.shift(one) for one in day.shifts),
        visits=told.visits(day.visits, kept),
    )
    return Anonymous(
        day=shared,
        settings=_settings(settings, with_streets=with_streets),
        manifest=manifest_of(day, shared, places, alike, len(seen), k, radius_m, told.lost),
    )


def _found(resident: Resident, places: HiddenPlaces) -> bool:
    return resident.building in places.buildings


class _Teller:
    """Says row by row what may be said; ``lost`` counts what may not."""

    def __init__(self, ids: _Ids, places: HiddenPlaces, alike: Alike, k: int) -> None:
        self.ids, self.places, self.alike, self.k = ids, places, alike, k
        self.lost: Counter[str] = Counter()

    def canteens(self, canteens: Sequence[Canteen]) -> tuple[Canteen, ...]:
        told = [
            replace(
                one,
                canteen_id=CanteenId(self.ids.canteens[one.canteen_id]),
                name=f"Canteen {number}",
                address="",
                phone="",
            )
            for number, one in enumerate(canteens, start=1)
        ]
        return tuple(told)

    def kitchen(self, kitchen: Kitchen) -> Kitchen:
        return replace(kitchen, canteen_id=CanteenId(self.ids.canteens[kitchen.canteen_id]))

    def residents(self, residents: Sequence[Resident]) -> tuple[Resident, ...]:
        by_name = sorted(residents, key=lambda one: self.ids.residents[one.resident_id])
        return tuple(self._resident(one, number) for number, one in enumerate(by_name, start=1))

    def _resident(self, resident: Resident, number: int) -> Resident:
        traits: Traits = self.alike.traits[resident.resident_id]
        moved = self.places.buildings.get(resident.building)
        usual = resident.usual_volunteer
        known = None if usual is None else self.ids.volunteers.get(usual)
        return Resident(
            resident_id=ResidentId(self.ids.residents[resident.resident_id]),
            name=f"Resident {number:04}",
            coordinates=None if resident.coordinates is None or moved is None else moved.place,
            building_id=self.ids.buildings[resident.building_id] if resident.building_id else "",
            floor=traits.floor,
            lift=traits.lift,
            diet=traits.diet,
            needs=traits.needs,
            priority=traits.priority,
            handover_s=traits.handover_s,
            usual_volunteer=None if known is None else VolunteerId(known),
        )

    def orders(
        self, orders: Sequence[Order], kept: Mapping[ResidentId, Resident]
    ) -> tuple[Order, ...]:
        """Tell the orders of those who are told of; rare diets and amounts become usual ones."""
        mine = [one for one in orders if one.resident_id in kept]
        self.lost["orders_left_out"] = len(orders) - len(mine)
        diets = Counter(one.diet for one in mine)
        amounts = Counter(one.meals for one in mine)
        told = [self._order(one, diets, amounts) for one in mine]
        return tuple(sorted(told, key=lambda one: one.order_id))

    def _order(
        self, order: Order, diets: Mapping[str | None, int], amounts: Mapping[int, int]
    ) -> Order:
        diet = order.diet
        if diet is not None and diets[diet] < self.k:
            diet = None
            self.lost["diets_of_orders_dropped"] += 1
        usual = [meals for meals, count in amounts.items() if count >= self.k]
        meals = max((one for one in usual if one <= order.meals), default=min(usual, default=1))
        self.lost["amounts_of_orders_changed"] += meals != order.meals
        asked = None if order.canteen_id is None else self.ids.canteens.get(order.canteen_id)
        return Order(
            order_id=OrderId(self.ids.orders[order.order_id]),
            resident_id=ResidentId(self.ids.residents[order.resident_id]),
            date=order.date,
            meal=order.meal,
            meals=meals,
            diet=diet,
            canteen_id=None if asked is None else CanteenId(asked),
            earliest=None if order.earliest is None else rounded_down(order.earliest),
            latest=None if order.latest is None else rounded_up(order.latest),
            placed_at=None if order.placed_at is None else _placed(order.placed_at),
        )

    def volunteers(
        self, volunteers: Sequence[Volunteer], traits: Iterable[Traits]
    ) -> tuple[Volunteer, ...]:
        """Tell the volunteers, with the skills that residents still need."""
        needed = frozenset[str]().union(*(one.needs for one in traits))
        by_name = sorted(volunteers, key=lambda one: self.ids.volunteers[one.volunteer_id])
        return tuple(
            Volunteer(
                volunteer_id=VolunteerId(self.ids.volunteers[one.volunteer_id]),
                name=f"Volunteer {number:03}",
                coordinates=self._home(one.volunteer_id),
                skills=one.skills & needed,
            )
            for number, one in enumerate(by_name, start=1)
        )

    def _home(self, volunteer_id: VolunteerId) -> Coordinates | None:
        moved = self.places.homes.get(volunteer_id)
        return None if moved is None else moved.place

    def shift(self, shift: Shift) -> Shift:
        """Tell a shift; one that ends at a home that is not told ends anywhere."""
        ends_at = shift.ends_at
        if ends_at is EndsAt.HOME and self._home(shift.volunteer_id) is None:
            ends_at = EndsAt.ANYWHERE
            self.lost["shifts_that_no_longer_end_at_home"] += 1
        return replace(
            shift,
            volunteer_id=VolunteerId(self.ids.volunteers[shift.volunteer_id]),
            canteen_ids=tuple(CanteenId(self.ids.canteens[one]) for one in shift.canteen_ids),
            ends_at=ends_at,
        )

    def visits(
        self, visits: Mapping[tuple[ResidentId, VolunteerId], int], kept: Sequence[Resident]
    ) -> dict[tuple[ResidentId, VolunteerId], int]:
        """Tell the visits between those who are told of."""
        known = {one.resident_id for one in kept}
        pairs = {
            (
                ResidentId(self.ids.residents[resident]),
                VolunteerId(self.ids.volunteers[volunteer]),
            ): count
            for (resident, volunteer), count in visits.items()
            if resident in known and volunteer in self.ids.volunteers
        }
        return dict(sorted(pairs.items()))


def rounded_down(time: dt.time) -> dt.time:
    """Give the five minutes a time is in.

    Examples
    --------
    >>> str(rounded_down(dt.time(11, 34))), str(rounded_up(dt.time(11, 31)))
    ('11:30:00', '11:35:00')
    """
    return dt.time(time.hour, time.minute // _STEP_MIN * _STEP_MIN)


def rounded_up(time: dt.time) -> dt.time:
    """Give the next five minutes, but no other day."""
    up = _up(dt.datetime.combine(dt.date.min, time))
    return up.time() if up.date() == dt.date.min else time


def _placed(moment: dt.datetime) -> dt.datetime:
    """Round up, so that an order stays on its side of a cut-off at a full five minutes."""
    return _up(moment)


def _up(moment: dt.datetime) -> dt.datetime:
    step = dt.timedelta(minutes=_STEP_MIN)
    over = dt.timedelta(
        minutes=moment.minute % _STEP_MIN, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - over + step if over else moment


def _settings(settings: Settings, *, with_streets: bool) -> Settings:
    """Keep what planning needs, but for streets that are not there.

    Addresses of tiles, of the plan's pages and of routing servers, how we introduce ourselves to
    services, the town and who pays for whom are nobody else's business.
    """
    travel = replace(settings.travel, engine="own", server="", allow_remote=False)
    if not with_streets:
        by = None if travel.by == "streets" else travel.by
        travel = replace(travel, by=by, closed_ways=())
    receipt = settings.receipt
    if not with_streets and receipt.radius_by == "streets":
        receipt = replace(receipt, radius_by="straight")
    return Settings(
        travel=travel,
        handover=settings.handover,
        heat=settings.heat,
        trips=settings.trips,
        receipt=receipt,
        price=settings.price,
        containers=settings.containers,
    )
