"""Say by whom residents should be visited: somebody they know, or another than the usual one.

``known``: whoever has had visits is visited by somebody who came before. ``rotation``, its
opposite: by anybody but the volunteer with the most visits, so that more people come to know each
other and visits even out. Residents who never had a visit count in neither.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from mealroute.domain import Order, Service, Shift
from mealroute.routing.build import shifts_of_volunteers, unfamiliar
from mealroute.search.problem import Flags, Problem, Solution


class Policy(StrEnum):
    """Whom a resident who has had visits should be visited by."""

    KNOWN = "known"
    ROTATION = "rotation"


@dataclass(frozen=True, eq=False, slots=True)
class Wish:
    """A policy in arrays: ``unwanted`` (m, n) is 1 where a shift should not bring an order.

    ``counted`` (n): orders of residents who have had visits, the only ones that count.
    """

    unwanted: NDArray[np.int32]
    counted: Flags

    def share(self, solution: Solution) -> tuple[int, int]:
        """Count the orders brought as wished, and all that are brought and count."""
        return len(self.brought(solution)), int(self.counted[list(solution.served)].sum())

    def brought(self, solution: Solution) -> frozenset[int]:
        """Give the orders that count and are brought as wished."""
        return frozenset(
            order
            for tour in solution.tours
            for order in tour.orders
            if self.counted[order] and not self.unwanted[tour.shift, order]
        )

    def reachable(self, problem: Problem) -> int:
        """Count the orders that some shift may bring as wished: no plan brings more of them.

        Clocks and loads are not looked at, so that even this may be out of reach.
        """
        cooked = problem.shift_works_for.astype(np.int32) @ problem.order_may.T.astype(np.int32)
        able = problem.able & (cooked > 0) & (self.unwanted == 0)
        return int((able.any(axis=0) & self.counted).sum())


def wish_of(
    policy: Policy, service: Service, shifts: Sequence[Shift], orders: Sequence[Order]
) -> Wish:
    """Say whom a policy would not send to whom.

    Examples
    --------
    V1 came three times, V2 once, V3 never:

    >>> from mealroute.sample import make_straight_day
    >>> from mealroute.domain import Meal
    >>> from dataclasses import replace
    >>> day = make_straight_day(seed=1, orders=20)
    >>> order = day.orders[0]
    >>> service = day.service(order.date, Meal.LUNCH)
    >>> ids = [shift.volunteer_id for shift in service.shifts]
    >>> service = replace(service, visits={
    ...     (order.resident_id, ids[0]): 3, (order.resident_id, ids[1]): 1})
    >>> wish_of(Policy.KNOWN, service, service.shifts, [order]).unwanted.ravel().tolist()
    [0, 0, 1]
    >>> wish_of(Policy.ROTATION, service, service.shifts, [order]).unwanted.ravel().tolist()
    [1, 0, 0]
    """
    visited = {resident for (resident, _by), visits in service.visits.items() if visits > 0}
    counted = np.array([order.resident_id in visited for order in orders], dtype=np.bool_)
    if policy is Policy.KNOWN:
        return Wish(unfamiliar(service, shifts, orders), counted)
    return Wish(_most_seen(service, shifts, orders), counted)


def _most_seen(
    service: Service, shifts: Sequence[Shift], orders: Sequence[Order]
) -> NDArray[np.int32]:
    """Say, by 1 and 0, whose volunteer came most often to the resident; several where equal."""
    most: dict[str, int] = {}
    for (resident_id, _by), visits in service.visits.items():
        most[resident_id] = max(visits, most.get(resident_id, 1))
    rows_of: dict[str, list[int]] = {}
    for row, order in enumerate(orders):
        rows_of.setdefault(order.resident_id, []).append(row)
    shifts_of = shifts_of_volunteers(shifts)
    seen = np.zeros((len(shifts), len(orders)), dtype=np.int32)
    for (resident_id, volunteer_id), visits in service.visits.items():
        if visits == most[resident_id]:
            rows = rows_of.get(resident_id, [])
            for shift in shifts_of.get(volunteer_id, []):
                seen[shift, rows] = 1
    return seen
