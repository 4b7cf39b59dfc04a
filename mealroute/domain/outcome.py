"""Say what happened at a door: who got the meal, when, how hot, and the case if nobody did."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from mealroute.domain.ids import OrderId, VolunteerId


class OutcomeKind(StrEnum):
    """How an order on the road ended; every order has one of these or none on record."""

    DELIVERED = "delivered"
    GIVEN_TO_NEIGHBOUR = "given_to_neighbour"
    NOT_HOME = "not_home"
    REFUSED = "refused"
    WRONG_ADDRESS = "wrong_address"
    CANCELLED_LATE = "cancelled_late"
    RETURNED = "returned"

    @property
    def is_received(self) -> bool:
        """Whether the meal reached the resident, also by the hands of a neighbour."""
        return self in {OutcomeKind.DELIVERED, OutcomeKind.GIVEN_TO_NEIGHBOUR}

    @property
    def is_visit(self) -> bool:
        """Whether somebody saw the resident: a refused meal is a visit, one given next door not."""
        return self in {OutcomeKind.DELIVERED, OutcomeKind.REFUSED}


class CaseState(StrEnum):
    """How a case stands, and whether its deadline held."""

    OPEN = "open"
    CLOSED_IN_TIME = "closed_in_time"
    CLOSED_LATE = "closed_late"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What happened to one order at the door.

    ``at`` is when the handover began, or the volunteer stood before a shut door. ``volunteer_id``
    is who really came, ``None`` where it was who the plan says. ``food_c`` is what a thermometer
    showed, °C. ``case_open`` is ``None`` where nothing is said of it.

    Examples
    --------
    >>> shut = Outcome(order_id=OrderId("O1"), kind=OutcomeKind.NOT_HOME)
    >>> shut.is_case, shut.case_state.value
    (True, 'open')
    """

    order_id: OrderId
    kind: OutcomeKind
    at: dt.datetime | None = None
    volunteer_id: VolunteerId | None = None
    food_c: float | None = None
    note: str = ""
    case_open: bool | None = None
    responsible: str = ""
    deadline: dt.datetime | None = None
    closed_at: dt.datetime | None = None

    @property
    def is_case(self) -> bool:
        """Whether somebody must find out what became of the resident.

        A door that stayed shut always is one, whatever the file says of it.
        """
        told = self.case_open or self.responsible or self.deadline or self.closed_at
        return bool(told) or self.kind is OutcomeKind.NOT_HOME

    @property
    def case_state(self) -> CaseState:
        """How the case stands: closed by ``closed_at``, or by ``case_open`` = no without a time."""
        if self.closed_at is None:
            return CaseState.CLOSED if self.case_open is False else CaseState.OPEN
        if self.deadline is None:
            return CaseState.CLOSED
        in_time = self.closed_at <= self.deadline
        return CaseState.CLOSED_IN_TIME if in_time else CaseState.CLOSED_LATE
