"""Say why an accepted order is not brought, in the order of proof; each claim is provable."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mealroute.domain import Service, Unassigned, UnassignedReason
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.routing.build import Instance
from mealroute.search.problem import ENDS_ANYWHERE, Problem, Solution, Tour
from mealroute.search.schedule import schedule
from mealroute.search.shortage import Shortage, find_shortages
from mealroute.travel import UNREACHABLE_S
from mealroute.words import diet_word, mode_word


def unassigned(instance: Instance, solution: Solution, service: Service) -> tuple[Unassigned, ...]:
    """Give every order that no tour brings its reason, by order id.

    In the order of proof: no shift may serve it at all; every direct trip breaks time, heat or
    shift; the places of all able shifts together are fewer than the boxes that compete for them;
    else the search did not fit it, which proves nothing and is said so.
    """
    missing = sorted(
        set(range(instance.problem.orders)) - solution.served,
        key=lambda order: instance.orders[order].order_id,
    )
    if not missing:
        return ()
    shortages = find_shortages(instance.problem)
    return tuple(_reason(instance, order, service, shortages) for order in missing)


def _reason(
    instance: Instance, order: int, service: Service, shortages: Sequence[Shortage]
) -> Unassigned:
    pairs = _able_pairs(instance.problem, order)
    if not pairs:
        reason, detail = UnassignedReason.NO_VOLUNTEER, _nobody(instance, order, service)
    elif not _reachable(instance.problem, order, pairs):
        reason, detail = UnassignedReason.TOO_FAR_EVEN_ALONE, _too_far(instance, order, pairs)
    elif competing := [shortage for shortage in shortages if order in shortage.orders]:
        reason, detail = UnassignedReason.NOT_ENOUGH_HANDS, _short(instance, competing[0])
    else:
        reason = UnassignedReason.NOT_FITTED
        detail = _(
            "the search found no place for it; that is no proof that there is none: "
            "more seconds may help"
        )
    return Unassigned(order_id=instance.orders[order].order_id, reason=reason, detail=detail)


def _able_pairs(problem: Problem, order: int) -> list[tuple[int, int]]:
    """List the shifts that may bring an order, with the canteens they may bring it from."""
    boxes = problem.order_boxes[order]
    return [
        (shift, canteen)
        for canteen in range(problem.canteens)
        if problem.order_may[order, canteen]
        for shift in range(problem.shifts)
        if problem.shift_works_for[shift, canteen]
        and problem.able[shift, order]
        and boxes <= problem.shift_capacity[shift]
    ]


def _reachable(problem: Problem, order: int, pairs: Iterable[tuple[int, int]]) -> bool:
    return any(
        schedule(problem, Tour(shift, canteen, ((order,),))) is not None for shift, canteen in pairs
    )


def _nobody(instance: Instance, row: int, service: Service) -> str:
    """Tell why none of the shifts of the order's canteens may bring it."""
    problem = instance.problem
    order = instance.orders[row]
    resident = service.residents[order.resident_id]
    shifts = [
        instance.shifts[shift]
        for shift in range(problem.shifts)
        if (problem.shift_works_for[shift] & problem.order_may[row]).any()
    ]
    canteens = ", ".join(
        instance.canteens[canteen] for canteen in problem.order_may[row].nonzero()[0]
    )
    if not shifts:
        return _("nobody is on shift at {canteens}").format(canteens=canteens)
    faults = []
    lacking = [s for s in shifts if not resident.needs <= service.volunteers[s.volunteer_id].skills]
    if lacking:
        faults.append(
            _("{count} lack a skill of: {needs}").format(
                count=len(lacking), needs=", ".join(sorted(resident.needs))
            )
        )
    refusing = [s for s in shifts if not s.may_carry(service.diet_of(order))]
    if refusing:
        faults.append(
            _("{count} do not carry {diet}").format(
                count=len(refusing), diet=diet_word(service.diet_of(order))
            )
        )
    avoided = [s for s in shifts if s.volunteer_id in resident.avoid_volunteers]
    if avoided:
        faults.append(_("{count} are to be avoided").format(count=len(avoided)))
    small = [s for s in shifts if s.capacity < order.meals]
    if small:
        faults.append(
            _("{count} carry fewer than {boxes} boxes").format(count=len(small), boxes=order.meals)
        )
    return ngettext(
        "of {count} shift at {canteens} none may bring it: {faults}",
        "of {count} shifts at {canteens} none may bring it: {faults}",
        len(shifts),
    ).format(count=len(shifts), canteens=canteens, faults="; ".join(faults))


@dataclass(frozen=True, slots=True)
class _Direct:
    """A direct trip to one order: what each of its limits would ask of it."""

    shift: int
    canteen: int
    travel_s: int
    late_s: int
    broken: str


def _too_far(instance: Instance, order: int, pairs: Sequence[tuple[int, int]]) -> str:
    """Tell what the least hopeless direct trip would break."""
    trips = [_direct(instance, order, shift, canteen) for shift, canteen in pairs]
    best = min(trips, key=lambda trip: (trip.late_s, trip.travel_s, trip.shift, trip.canteen))
    if best.travel_s >= UNREACHABLE_S:
        return _("no way leads from {canteen} to the door ({mode})").format(
            canteen=instance.canteens[best.canteen],
            mode=mode_word(instance.shifts[best.shift].mode),
        )
    return _("even a direct trip from {canteen} ({mode}) takes {minutes} min: {broken}").format(
        canteen=instance.canteens[best.canteen],
        mode=mode_word(instance.shifts[best.shift].mode),
        minutes=-(-best.travel_s // 60),
        broken=best.broken,
    )


def _direct(instance: Instance, order: int, shift: int, canteen: int) -> _Direct:
    problem = instance.problem
    ways = problem.travel_s[problem.shift_mode[shift]]
    door, kitchen = problem.order_place[order], problem.canteen_place[canteen]
    travel_s = int(ways[kitchen, door])
    leave_s = int(max(problem.shift_from_s[shift], problem.canteen_ready_s[canteen]))
    opens_s = int(problem.order_earliest_s[order])
    start_s = max(leave_s + travel_s, opens_s)
    end_s = start_s + int(problem.order_handover_s[order]) + problem.per_building_s
    if problem.shift_ends_at[shift] != ENDS_ANYWHERE:
        home = int(problem.shift_home[shift])
        end_s += int(ways[door, home if home >= 0 else kitchen])
    shuts_s = int(min(problem.order_latest_s[order], problem.canteen_serve_until_s[canteen]))
    aboard_s = int(problem.shift_aboard_s[shift])
    limits = [
        (
            travel_s - aboard_s,
            _("a meal may be aboard {limit} min").format(limit=aboard_s // 60),
        ),
        (
            start_s - shuts_s,
            _("it would arrive at {at}, the handover must start by {by}").format(
                at=_clock(start_s), by=_clock(shuts_s)
            ),
        ),
        (
            end_s - int(problem.shift_until_s[shift]),
            _("it would be over at {at}, the shift ends at {by}").format(
                at=_clock(end_s), by=_clock(int(problem.shift_until_s[shift]))
            ),
        ),
    ]
    late_s, broken = max(limits, key=lambda limit: limit[0])
    return _Direct(shift, canteen, travel_s, late_s, broken)


def _short(instance: Instance, shortage: Shortage) -> str:
    """Tell the proof of a shortage by its numbers."""
    shifts = sorted({instance.shifts[shift].volunteer_id for shift in shortage.shifts})
    orders = sorted(instance.orders[order].order_id for order in shortage.orders)
    return _(
        "{boxes} boxes of {orders} orders compete for {places} places of {shifts} shifts: "
        "orders {order_ids}; volunteers {volunteer_ids}"
    ).format(
        boxes=shortage.boxes,
        orders=len(orders),
        places=shortage.places,
        shifts=len(shortage.shifts),
        order_ids=", ".join(orders),
        volunteer_ids=", ".join(shifts) or "-",
    )


def _clock(second: int) -> str:
    minutes = -(-second // 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
