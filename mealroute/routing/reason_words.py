"""Tell the proof of a reason in a sentence with its figures."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from mealroute.domain import Limit, NobodyMay, Order, Service, TooFarAlone, TooFewPlaces
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.words import diet_word, mode_word

MOST_NAMED: Final = 12
"""So many ids are named in a sentence; the proof has them all."""


def nobody_words(proof: NobodyMay, order: Order, service: Service) -> str:
    """Tell which rules exclude how many of the shifts."""
    canteens = ", ".join(proof.canteen_ids)
    if not proof.shifts:
        return _("nobody is on shift at {canteens}").format(canteens=canteens)
    needs = ", ".join(sorted(service.residents[order.resident_id].needs))
    diet = diet_word(service.diet_of(order))
    faults = (
        (
            proof.skill_missing,
            _("{count} lack a skill of: {needs}").format(count=proof.skill_missing, needs=needs),
        ),
        (
            proof.diet_not_carried,
            _("{count} do not carry {diet}").format(count=proof.diet_not_carried, diet=diet),
        ),
        (
            proof.to_be_avoided,
            _("{count} are to be avoided").format(count=proof.to_be_avoided),
        ),
        (
            proof.too_small,
            _("{count} carry fewer than {boxes} boxes").format(
                count=proof.too_small, boxes=order.meals
            ),
        ),
    )
    return ngettext(
        "of {count} shift at {canteens} none may bring it: {faults}",
        "of {count} shifts at {canteens} none may bring it: {faults}",
        proof.shifts,
    ).format(
        count=proof.shifts,
        canteens=canteens,
        faults=_("; ").join(words for count, words in faults if count),
    )


def too_far_words(proof: TooFarAlone, order: Order, service: Service) -> str:
    """Tell what the least hopeless direct trip would break."""
    mode = mode_word(proof.mode)
    if proof.limit is Limit.NO_WAY:
        return _("no way leads from {canteen} to the door ({mode})").format(
            canteen=proof.canteen_id, mode=mode
        )
    return _("even a direct trip from {canteen} ({mode}) takes {minutes} min: {broken}").format(
        canteen=proof.canteen_id,
        mode=mode,
        minutes=-(-proof.travel_s // 60),
        broken=_broken(proof, order, service),
    )


def _broken(proof: TooFarAlone, order: Order, service: Service) -> str:
    if proof.limit is Limit.ABOARD:
        words = _("a meal may be aboard {limit} min")
        return words.format(limit=(proof.travel_s - proof.over_s) // 60)
    if proof.limit is Limit.WINDOW:
        closes = [order.latest, service.kitchens[proof.canteen_id].serve_until]
        by_s = min(_second(time) for time in closes if time is not None)
        words = _("it would arrive at {at}, the handover must start by {by}")
    else:
        by_s = _second(proof.until)
        words = _("it would be over at {at}, the shift ends at {by}")
    return words.format(at=_clock(by_s + proof.over_s), by=_clock(by_s))


def too_few_words(proof: TooFewPlaces) -> str:
    """Tell the proof of a shortage by its numbers."""
    volunteers = dict.fromkeys(shift.volunteer_id for shift in proof.shifts)
    return _(
        "{boxes} boxes of {orders} orders compete for {places} places of {shifts} shifts: "
        "orders {order_ids}; volunteers {volunteer_ids}"
    ).format(
        boxes=proof.boxes,
        orders=len(proof.order_ids),
        places=proof.places,
        shifts=len(proof.shifts),
        order_ids=_named(proof.order_ids),
        volunteer_ids=_named(list(volunteers)) or "-",
    )


def unproven_words() -> str:
    """Say that nothing is proven."""
    return _(
        "the search found no place for it; that is no proof that there is none: "
        "more seconds may help"
    )


def _named(ids: Sequence[str]) -> str:
    shown = ", ".join(ids[:MOST_NAMED])
    more = len(ids) - MOST_NAMED
    return _("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown


def _second(time: dt.time) -> int:
    return time.hour * 3600 + time.minute * 60 + time.second


def _clock(second: int) -> str:
    minutes = -(-second // 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
