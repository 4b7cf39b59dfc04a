"""Name how orders ended, how cases stand and what does not add up, in the language in use."""

from mealroute.delivery.reconciliation import Balance
from mealroute.delivery.record import Ending
from mealroute.domain import CaseState
from mealroute.language import gettext as _


def ending_word(ending: Ending) -> str:
    """Say how an order ended.

    Examples
    --------
    >>> ending_word(Ending.NOT_HOME)
    'nobody opened'
    """
    return {
        Ending.DELIVERED: _("delivered"),
        Ending.GIVEN_TO_NEIGHBOUR: _("given to a neighbour"),
        Ending.NOT_HOME: _("nobody opened"),
        Ending.REFUSED: _("refused"),
        Ending.WRONG_ADDRESS: _("wrong address"),
        Ending.CANCELLED_LATE: _("cancelled late"),
        Ending.RETURNED: _("brought back"),
        Ending.NO_OUTCOME: _("on a route, nothing on record"),
        Ending.UNASSIGNED: _("no volunteer"),
        Ending.NOT_PLANNED: _("accepted, in no plan"),
        Ending.DECLINED: _("declined"),
        Ending.NO_RECEIPT: _("no receipt"),
    }[ending]


def case_word(state: CaseState) -> str:
    """Say how a case stands."""
    return {
        CaseState.OPEN: _("still open"),
        CaseState.CLOSED_IN_TIME: _("closed in time"),
        CaseState.CLOSED_LATE: _("closed too late"),
        CaseState.CLOSED: _("closed"),
    }[state]


def balance_word(balance: Balance) -> str:
    """Write an equation in words."""
    return {
        Balance.RECEIPTS: _("orders = accepted + declined"),
        Balance.ROUTES: _("accepted = on routes + no volunteer"),
        Balance.OUTCOMES: _("on routes = outcomes at the door"),
    }[balance]


def part_word(balance: Balance, part: str) -> str:
    """Name a part of an equation."""
    if balance is Balance.OUTCOMES:
        return ending_word(Ending(part))
    return {
        "accepted": _("accepted"),
        "declined": _("declined"),
        "on_routes": _("on routes"),
        "unassigned": _("no volunteer"),
    }[part]


def missing_word(balance: Balance) -> str:
    """Say what is wrong with an order that stands on the left of an equation only."""
    return {
        Balance.RECEIPTS: _("ordered, but without a receipt"),
        Balance.ROUTES: _("accepted, but neither on a route nor told to lack a volunteer"),
        Balance.OUTCOMES: _("on a route, but what happened is not on record"),
    }[balance]


def extra_word(balance: Balance) -> str:
    """Say what is wrong with an order that stands on the right of an equation only."""
    return {
        Balance.RECEIPTS: _("a receipt too many: of no order of the day, or a second one"),
        Balance.ROUTES: _("planned without being accepted, or planned twice"),
        Balance.OUTCOMES: _("what happened is on record, but the order is on no route"),
    }[balance]
