"""Say what each audience may know of whom: the one table that `leakcheck` judges by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mealroute.domain import CanteenId, Day, Plan, ResidentId, VolunteerId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _


class Audience(StrEnum):
    """Who will read a file."""

    VOLUNTEER = "volunteer"
    CANTEEN = "canteen"
    PLANNER = "planner"
    PUBLIC = "public"


class Kind(StrEnum):
    """What of a person a file can give away."""

    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    LOCATION = "location"
    EMERGENCY_CONTACT = "emergency_contact"
    NOTES = "notes"
    ORDER_NOTE = "order_note"
    DIET = "diet"
    RESIDENT_ID = "resident_id"
    VOLUNTEER_ID = "volunteer_id"


_EVERYTHING: Final = frozenset(Kind)
_NOTHING: Final[frozenset[Kind]] = frozenset()

# Whose data are meant, and which of them: of the residents whose orders are this reader's own, of
# the volunteers who are (oneself, or who load at this canteen), and of every other volunteer.
# Nobody here may know anything of any other resident.
_OWN_RESIDENTS: Final[Mapping[Audience, frozenset[Kind]]] = {
    Audience.VOLUNTEER: _EVERYTHING,
    Audience.CANTEEN: frozenset({Kind.NAME, Kind.RESIDENT_ID, Kind.DIET, Kind.ORDER_NOTE}),
    Audience.PLANNER: _NOTHING,
    Audience.PUBLIC: _NOTHING,
}
_OWN_VOLUNTEERS: Final[Mapping[Audience, frozenset[Kind]]] = {
    Audience.VOLUNTEER: _EVERYTHING,
    Audience.CANTEEN: frozenset({Kind.NAME, Kind.PHONE, Kind.VOLUNTEER_ID}),
    Audience.PLANNER: _NOTHING,
    Audience.PUBLIC: _NOTHING,
}
_OTHER_VOLUNTEERS: Final[Mapping[Audience, frozenset[Kind]]] = {
    Audience.VOLUNTEER: _NOTHING,
    Audience.CANTEEN: _NOTHING,
    Audience.PLANNER: frozenset({Kind.VOLUNTEER_ID}),
    Audience.PUBLIC: _NOTHING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What one reader may see: the audience, and whose orders and routes are the reader's own."""

    audience: Audience
    residents: frozenset[ResidentId] = frozenset()
    volunteers: frozenset[VolunteerId] = frozenset()

    def of_resident(self, resident_id: ResidentId) -> frozenset[Kind]:
        """Give the kinds this reader may know of a resident."""
        return _OWN_RESIDENTS[self.audience] if resident_id in self.residents else _NOTHING

    def of_volunteer(self, volunteer_id: VolunteerId) -> frozenset[Kind]:
        """Give the kinds this reader may know of a volunteer."""
        known = _OWN_VOLUNTEERS if volunteer_id in self.volunteers else _OTHER_VOLUNTEERS
        return known[self.audience]


def sight_of(
    audience: Audience,
    day: Day,
    plan: Plan | None = None,
    volunteer_id: VolunteerId | None = None,
    canteen_id: CanteenId | None = None,
) -> Sight:
    """Work out whose data are a reader's own.

    Parameters
    ----------
    audience
        Who reads.
    day
        The day the people are of.
    plan
        Tells a volunteer's stops and a canteen's orders; needed for those two only.
    volunteer_id, canteen_id
        Which volunteer, which canteen.

    Raises
    ------
    ArgumentError
        When the plan, the volunteer or the canteen is missing, unknown, or of no use here.
    """
    _refuse_unfit(audience, day, plan, volunteer_id, canteen_id)
    if plan is None or audience in {Audience.PLANNER, Audience.PUBLIC}:
        return Sight(audience=audience)
    whose = {order.order_id: order.resident_id for order in day.orders}
    if audience is Audience.VOLUNTEER:
        routes = [route for route in plan.routes if route.volunteer_id == volunteer_id]
        orders = {stop.order_id for route in routes for stop in route.stops}
        volunteers = {route.volunteer_id for route in routes} | {volunteer_id}
    else:
        routes = [route for route in plan.routes if route.canteen_id == canteen_id]
        orders = {receipt.order_id for receipt in plan.receipts if receipt.canteen_id == canteen_id}
        volunteers = {route.volunteer_id for route in routes}
    return Sight(
        audience=audience,
        residents=frozenset(whose[order_id] for order_id in orders if order_id in whose),
        volunteers=frozenset(one for one in volunteers if one is not None),
    )


def _refuse_unfit(
    audience: Audience,
    day: Day,
    plan: Plan | None,
    volunteer_id: VolunteerId | None,
    canteen_id: CanteenId | None,
) -> None:
    """Refuse what does not go together, all at once."""
    asked: dict[Audience, str | None] = {
        Audience.VOLUNTEER: volunteer_id,
        Audience.CANTEEN: canteen_id,
    }
    known: dict[Audience, set[VolunteerId] | set[CanteenId]] = {
        Audience.VOLUNTEER: {one.volunteer_id for one in day.volunteers},
        Audience.CANTEEN: {one.canteen_id for one in day.canteens},
    }
    faults: list[str] = []
    for kind, name in asked.items():
        option = f"--{kind.value}"
        if kind is not audience:
            if name is not None:
                words = _("{option}: only for --audience {audience}")
                faults.append(words.format(option=option, audience=kind.value))
        elif name is None:
            faults.append(
                _("--audience {audience}: {option} is missing").format(
                    audience=kind.value, option=option
                )
            )
        elif name not in known[kind]:
            faults.append(
                _("{option}: the day has no {name}").format(option=option, name=repr(name))
            )
        elif plan is None:
            faults.append(_("--audience {audience}: --plan is missing").format(audience=kind.value))
    if faults:
        raise ArgumentError("; ".join(faults))
