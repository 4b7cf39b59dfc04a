"""Judge why orders are left out: every reason that claims a proof is proven again from the day."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mealroute.domain import (
    CanteenId,
    Cause,
    Limit,
    NobodyMay,
    OrderId,
    Plan,
    Receipt,
    Service,
    Shift,
    ShiftPlaces,
    TooFarAlone,
    TooFewPlaces,
    Unassigned,
    UnassignedReason,
    Violation,
)
from mealroute.language import gettext as _
from mealroute.routing.judge.hands import DirectTrip, Door, Exclusion, Hands
from mealroute.settings import Settings
from mealroute.travel import TravelTimes
from mealroute.words import unassigned_word


@dataclass(frozen=True, kw_only=True)
class Claims:
    """The reasons of a plan, and what they are judged by.

    ``answers`` are the plan's own receipts; ``receipts`` and ``eligible`` the decisions worked out
    again, ``None`` where that was not asked for: then an order counts for the canteens that its
    receipts and its proof name.
    """

    plan: Plan
    service: Service
    settings: Settings
    travel: TravelTimes
    answers: Mapping[OrderId, Receipt]
    receipts: Mapping[OrderId, Receipt] | None = None
    eligible: Mapping[OrderId, Collection[CanteenId]] | None = None

    def canteens(self, order_id: OrderId) -> frozenset[CanteenId]:
        """Name the canteens at work that may cook an accepted order."""
        found = {self.answers[order_id].canteen_id}
        if self.receipts is not None and order_id in self.receipts:
            found.add(self.receipts[order_id].canteen_id)
        free = self.service.orders[order_id].canteen_id is None
        if self.eligible is not None and self.settings.receipt.may_move and free:
            found.update(self.eligible.get(order_id, ()))
        return frozenset(self.service.kitchens).intersection(one for one in found if one)

    def can_be_judged(self, order_id: OrderId) -> bool:
        """Whether it is an accepted order of a known door; others break a rule of their own."""
        answer, order = self.answers.get(order_id), self.service.orders.get(order_id)
        resident = None if order is None else self.service.residents.get(order.resident_id)
        known = resident is not None and resident.coordinates is not None
        return known and answer is not None and answer.accepted

    @cached_property
    def entries(self) -> tuple[Unassigned, ...]:
        """The orders left out that can be judged."""
        return tuple(one for one in self.plan.unassigned if self.can_be_judged(one.order_id))

    @cached_property
    def hands(self) -> Hands:
        """What the shifts could do for all orders that any reason speaks of."""
        named = dict.fromkeys(one.order_id for one in self.entries)
        for proof in {one.proof for one in self.entries if isinstance(one.proof, TooFewPlaces)}:
            named |= dict.fromkeys(one for one in proof.order_ids if self.can_be_judged(one))
        return Hands(
            service=self.service,
            settings=self.settings,
            travel=self.travel,
            orders=[self.service.orders[one] for one in named],
        )


def judge_proofs(claims: Claims) -> Iterator[Violation]:
    """List the reasons that are not true, or whose figures do not prove them."""
    shortages: dict[TooFewPlaces, _Shortage] = {}
    for entry in claims.entries:
        for detail in _faults(claims, entry, shortages):
            yield Violation(cause=Cause.REASON_UNPROVEN, detail=detail, order_id=entry.order_id)


@dataclass(frozen=True, slots=True)
class _Shortage:
    """What is wrong with a shortage, empty where it is proven, and the orders it excuses."""

    fault: str
    excused: frozenset[OrderId]

    def faults(self, order_id: OrderId, proof: TooFewPlaces) -> Iterator[str]:
        """Say why it does not excuse this order; nothing where it does."""
        if self.fault:
            yield self.fault
        elif order_id not in proof.order_ids:
            yield _("is not among the orders that compete by its proof")
        elif order_id not in self.excused:
            words = _("{missing} boxes have to stay behind, those of less urgent orders do already")
            yield words.format(missing=proof.missing)


_KINDS = {
    UnassignedReason.NO_VOLUNTEER: NobodyMay,
    UnassignedReason.TOO_FAR_EVEN_ALONE: TooFarAlone,
    UnassignedReason.NOT_ENOUGH_HANDS: TooFewPlaces,
}


def _faults(
    claims: Claims, entry: Unassigned, shortages: dict[TooFewPlaces, "_Shortage"]
) -> Iterator[str]:
    proof, kind = entry.proof, _KINDS.get(entry.reason)
    if proof is not None and (kind is None or not isinstance(proof, kind)):
        words = _("the proof is not about the reason given: {reason}")
        yield words.format(reason=unassigned_word(entry.reason))
        return
    if entry.reason is UnassignedReason.NO_VOLUNTEER:
        yield from _nobody(claims, entry)
    elif entry.reason is UnassignedReason.TOO_FAR_EVEN_ALONE:
        yield from _too_far(claims, entry)
    elif isinstance(proof, TooFewPlaces):
        if proof not in shortages:
            shortages[proof] = _Shortage(_too_few(claims, proof), _excused(claims, proof))
        yield from shortages[proof].faults(entry.order_id, proof)


def _asked(claims: Claims, entry: Unassigned) -> frozenset[CanteenId]:
    """Name the canteens that a reason has to speak of."""
    canteens = claims.canteens(entry.order_id)
    if claims.eligible is None and isinstance(entry.proof, NobodyMay | TooFarAlone):
        canteens |= {one for one in entry.proof.canteen_ids if one in claims.service.kitchens}
    return canteens


def _other_canteens(stated: Collection[CanteenId], true: Collection[CanteenId]) -> str:
    words = _("the proof is about the canteens {stated}, those that may cook are {true}")
    return words.format(stated=", ".join(sorted(stated)), true=", ".join(sorted(true)))


def _nobody(claims: Claims, entry: Unassigned) -> Iterator[str]:
    """Demand that a rule without a clock excludes every shift of the order's canteens."""
    hands, canteens = claims.hands, _asked(claims, entry)
    door = hands.doors[entry.order_id]
    shifts = [one for one in hands.shifts if canteens & set(one.canteen_ids)]
    counts = Counter(hands.excluded(one, door) for one in shifts)
    if counts[None]:
        may = next(one for one in shifts if hands.excluded(one, door) is None)
        words = _("is said to have no volunteer, {volunteer} may bring it")
        yield words.format(volunteer=may.volunteer_id)
    proof = entry.proof
    if not isinstance(proof, NobodyMay):
        return
    if set(proof.canteen_ids) != canteens:
        yield _other_canteens(proof.canteen_ids, canteens)
    figures = {
        "shifts": (proof.shifts, len(shifts)),
        "skill_missing": (proof.skill_missing, counts[Exclusion.SKILL_MISSING]),
        "diet_not_carried": (proof.diet_not_carried, counts[Exclusion.DIET_NOT_CARRIED]),
        "to_be_avoided": (proof.to_be_avoided, counts[Exclusion.TO_BE_AVOIDED]),
        "too_small": (proof.too_small, counts[Exclusion.TOO_SMALL]),
    }
    yield from _wrong(figures)


def _wrong(figures: Mapping[str, tuple[object, object]]) -> Iterator[str]:
    words = _("{figure} is stated as {stated}, it is {true}")
    for figure, (stated, true) in figures.items():
        if stated != true:
            yield words.format(figure=figure, stated=stated, true=true)


def _direct_trips(
    hands: Hands, door: Door, canteens: Collection[CanteenId]
) -> Iterator[tuple[Shift, CanteenId, DirectTrip]]:
    """Time the direct trips of every shift that may bring the order, from each canteen."""
    for shift in hands.shifts:
        own = [one for one in hands.open_canteens(shift) if one in canteens]
        if own and hands.excluded(shift, door) is None:
            for canteen_id in own:
                yield shift, canteen_id, hands.direct(shift, canteen_id, door)


def _too_far(claims: Claims, entry: Unassigned) -> Iterator[str]:
    """Demand that every direct trip breaks a limit, and the figures of the one that is named."""
    canteens = _asked(claims, entry)
    hands = claims.hands
    trips = list(_direct_trips(hands, hands.doors[entry.order_id], canteens))
    in_time = [shift for shift, _canteen_id, trip in trips if trip.over_s <= 0]
    if in_time:
        words = _("is said to be too far even alone, {volunteer} can bring it on a trip of its own")
        yield words.format(volunteer=in_time[0].volunteer_id)
    proof = entry.proof
    if not isinstance(proof, TooFarAlone):
        return
    if set(proof.canteen_ids) != canteens:
        yield _other_canteens(proof.canteen_ids, canteens)
    nearest = min((trip.over_s for _shift, _canteen_id, trip in trips), default=0)
    named = [
        trip
        for shift, canteen_id, trip in trips
        if canteen_id == proof.canteen_id and _name(shift) == _name(proof)
    ]
    if nearest not in {trip.over_s for trip in named}:
        words = _("{volunteer} at {canteen} is not the one that comes nearest to managing it")
        yield words.format(volunteer=proof.volunteer_id, canteen=proof.canteen_id)
        return
    shifts = len({id(shift) for shift, _canteen_id, _trip in trips})
    yield from min((list(_wrong_trip(proof, trip, shifts)) for trip in named), key=len)


def _wrong_trip(proof: TooFarAlone, trip: DirectTrip, shifts: int) -> Iterator[str]:
    """Tell the figures of a direct trip that are not those of its proof."""
    over_s = 0 if trip.broken is Limit.NO_WAY else trip.over_s
    return _wrong(
        {
            "shifts": (proof.shifts, shifts),
            "travel_s": (proof.travel_s, trip.out_s),
            "limit": (proof.limit, trip.broken),
            "over_s": (proof.over_s, over_s),
        }
    )


def _name(shift: Shift | TooFarAlone | ShiftPlaces) -> tuple[object, ...]:
    return (shift.volunteer_id, shift.mode, shift.starts, shift.until)


def _too_few(claims: Claims, proof: TooFewPlaces) -> str:
    """Say what keeps a shortage from being proven by counting; empty where nothing does."""
    strangers = [one for one in proof.order_ids if not claims.can_be_judged(one)]
    if strangers or len(set(proof.order_ids)) < len(proof.order_ids):
        words = _("the competing orders are not accepted ones, each named once: {order_ids}")
        return words.format(order_ids=", ".join(strangers or proof.order_ids)[:200])
    boxes = sum(claims.service.orders[one].meals for one in proof.order_ids)
    places = sum(one.places for one in proof.shifts)
    faults = [*_wrong({"boxes": (proof.boxes, boxes), "places": (proof.places, places)})]
    canteens = {one for order_id in proof.order_ids for one in claims.canteens(order_id)}
    known = canteens if claims.eligible is not None else canteens | set(proof.canteen_ids)
    if set(proof.canteen_ids) != known:
        faults.append(_other_canteens(proof.canteen_ids, known))
    if any(min(one.trips, one.boxes) < 0 for one in proof.shifts):
        faults.append(_("no shift has room for less than nothing"))
    if boxes <= places:
        words = _("{boxes} boxes and {places} places are no shortage")
        faults.append(words.format(boxes=boxes, places=places))
    return faults[0] if faults else _uncounted(claims, proof)


def _uncounted(claims: Claims, proof: TooFewPlaces) -> str:
    """Find a shift that could bring more of the competing boxes than the proof counts."""
    hands = claims.hands
    stated: dict[tuple[object, ...], list[int]] = {}
    for one in sorted(proof.shifts, key=lambda one: one.places):
        stated.setdefault(_name(one), []).append(one.places)
    doors_at: dict[CanteenId, list[Door]] = {}
    for order_id in proof.order_ids:
        for canteen_id in claims.canteens(order_id):
            doors_at.setdefault(canteen_id, []).append(hands.doors[order_id])
    for shift in hands.shifts:
        trips = _in_time(hands, shift, doors_at)
        if not trips:
            continue
        own = stated.get(_name(shift), [])
        if not own:
            words = _("the proof does not count {volunteer}, who can bring {order_id}")
            return words.format(volunteer=shift.volunteer_id, order_id=next(iter(trips)))
        most, boxes = hands.room(shift, trips)
        if own.pop() < most * boxes:
            words = _("{volunteer} may have room for {trips} × {boxes} boxes, more than is counted")
            return words.format(volunteer=shift.volunteer_id, trips=most, boxes=boxes)
    return ""


def _in_time(
    hands: Hands, shift: Shift, doors_at: Mapping[CanteenId, Sequence[Door]]
) -> dict[OrderId, list[DirectTrip]]:
    """Give the direct trips of a shift to the orders that some trip of it can bring."""
    found: dict[OrderId, list[DirectTrip]] = {}
    for canteen_id in hands.open_canteens(shift):
        for door in doors_at.get(canteen_id, ()):
            if hands.excluded(shift, door) is None:
                trip = hands.direct(shift, canteen_id, door)
                if trip.in_company:
                    found.setdefault(door.order.order_id, []).append(trip)
    return found


def _excused(claims: Claims, proof: TooFewPlaces) -> frozenset[OrderId]:
    """Name the orders that a shortage excuses.

    It excuses as many of those that stay behind as boxes are missing, the least urgent first.
    """
    served = {stop.order_id for _route, stop in claims.plan.stops()}
    behind = [one for one in set(proof.order_ids) - served if claims.can_be_judged(one)]
    excused, missing = [], proof.missing
    for one in sorted(behind, key=lambda one: (_priority(claims, one), one)):
        if missing > 0:
            excused.append(one)
        missing -= claims.service.orders[one].meals
    return frozenset(excused)


def _priority(claims: Claims, order_id: OrderId) -> int:
    return claims.service.residents[claims.service.orders[order_id].resident_id].priority
