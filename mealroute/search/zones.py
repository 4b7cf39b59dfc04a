"""Cut a solution in progress into zones that can be searched side by side.

A zone holds whole routes that are near one another, the shifts at home that could join them, and
the orders around that nobody brings. Zones share no route and no order, so that they never wait
for each other; they are cut anew again and again, each time along another line. After Taillard, E.
(1993): Parallel iterative search methods for vehicle routing problems. Networks 23(8), 661-673.
"""

from typing import Final

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from mealroute.search.core import (
    C_CAPACITY,
    K_ORDERS,
    O_BOXES,
    O_PLACE,
    S_ROW,
    T_PLACE,
    Core,
    State,
    own_part,
)
from mealroute.search.problem import Ints, Problem

NO_ZONE: Final = -1
"""The zone of a shift that no zone may call out."""


class Zones:
    """The zones of one search: made once, cut anew by `cut`."""

    def __init__(self, problem: Problem, core: Core, state: State, count: int, seed: int) -> None:
        self._problem, self._core, self._state = problem, core, state
        self._rng = np.random.default_rng(seed)
        self._way_s = problem.travel_s[int(problem.shift_mode.max(initial=0))]
        self._volunteer = _clashing(problem)
        self._first_canteen = problem.shift_works_for.argmax(axis=1)
        nobody = np.zeros(0, dtype=np.int64)
        self.states = [
            state._replace(**own_part(problem, state.cooked.copy(), nobody, zone, seed + zone))
            for zone in range(count)
        ]

    def cut(self) -> None:
        """Give every route, idle shift and order to a zone, and each zone its kitchen places."""
        place, weight = self._shifts()
        waiting = np.flatnonzero(self._state.row_of < 0)
        places = np.concatenate([place, self._core.order[waiting, O_PLACE]])
        weights = np.concatenate([weight, np.ones(len(waiting), dtype=np.int64)])
        zone = np.zeros(len(places), dtype=np.int64)
        self._halve(places, weights, np.arange(len(places)), zone, 0, len(self.states))
        self._state.zone_of[:] = self._keep_volunteers_whole(zone[: len(place)])
        self._hand_out_orders(waiting, zone[len(place) :])
        self._hand_out_kitchens()

    def join(self) -> None:
        """Count again what each kitchen cooks, after the zones changed it."""
        self._state.cooked[:] = np.bincount(
            self._state.cook,
            weights=self._core.order[:, O_BOXES],
            minlength=len(self._core.canteen),
        )

    def _shifts(self) -> tuple[Ints, Ints]:
        """Say where each shift is, and how many orders it brings.

        At work it is at the middle stop of its first trip, at home at any door of its canteen.
        """
        work, core = self._state.work, self._core
        weight = work[:, K_ORDERS]
        place = core.canteen[self._first_canteen, 0].copy()
        by_canteen = np.argsort(self._state.cook, kind="stable")
        starts = np.searchsorted(self._state.cook[by_canteen], np.arange(len(core.canteen) + 1))
        size = np.diff(starts)[self._first_canteen]
        drawn = starts[self._first_canteen] + (self._rng.random(len(size)) * size).astype(np.int64)
        some = size > 0
        place[some] = core.order[by_canteen[drawn[some]], O_PLACE]
        for shift in np.flatnonzero(weight):
            row = core.shift[shift, S_ROW]
            while self._state.length[row] == 0:
                row += 1
            place[shift] = self._state.stop[row, self._state.length[row] // 2, T_PLACE]
        return place, weight

    def _halve(
        self, places: Ints, weights: Ints, members: Ints, zone: Ints, first: int, count: int
    ) -> None:
        """Cut ``members`` into zones ``first`` and following, each with its share of the orders."""
        if count == 1 or not len(members):
            zone[members] = first
            return
        here = places[members]
        one, other = self._rng.choice(here, 2)
        side = self._way_s[one, here].astype(np.int64) - self._way_s[other, here]
        ranked = np.argsort(side + self._rng.random(len(side)), kind="stable")
        share = np.cumsum(weights[members][ranked])
        left = count // 2
        cut = int(np.searchsorted(share, share[-1] * left / count)) + 1
        self._halve(places, weights, members[ranked[:cut]], zone, first, left)
        self._halve(places, weights, members[ranked[cut:]], zone, first + left, count - left)

    def _keep_volunteers_whole(self, zone: Ints) -> Ints:
        """Put shifts that clash into one zone; where two at work already part, into none."""
        if self._volunteer is None:
            return zone
        at_work = np.flatnonzero(self._state.work[:, K_ORDERS])
        groups = int(self._volunteer.max()) + 1
        least = np.full(groups, len(self.states), dtype=np.int64)
        most = np.full(groups, -1, dtype=np.int64)
        np.minimum.at(least, self._volunteer[at_work], zone[at_work])
        np.maximum.at(most, self._volunteer[at_work], zone[at_work])
        first = np.full(groups, -1, dtype=np.int64)
        first[self._volunteer[::-1]] = zone[::-1]
        theirs = np.where(most < 0, first, np.where(least == most, least, NO_ZONE))
        whole = theirs[self._volunteer]
        whole[at_work] = zone[at_work]
        return whole

    def _hand_out_orders(self, waiting: Ints, zone_of_waiting: Ints) -> None:
        zone = np.empty(self._problem.orders, dtype=np.int64)
        served = np.flatnonzero(self._state.row_of >= 0)
        zone[served] = self._state.zone_of[self._core.shift_of_row[self._state.row_of[served]]]
        zone[waiting] = zone_of_waiting
        for row, state in enumerate(self.states):
            members = np.flatnonzero(zone == row)
            state.members[: len(members)] = members
            state.members[-1] = len(members)
            state.dirty_list[-1] = 0

    def _hand_out_kitchens(self) -> None:
        """Give each zone an even share of the places left in each kitchen, the odd ones by lot."""
        free = self._core.canteen[:, C_CAPACITY] - self._state.cooked
        count = len(self.states)
        lot = int(self._rng.integers(count))
        for row, state in enumerate(self.states):
            odd = (row + lot) % count < free % count
            state.cooked[:] = self._core.canteen[:, C_CAPACITY] - free // count - odd


def _clashing(problem: Problem) -> Ints | None:
    """Give one number to all shifts that clash, directly or by a third."""
    if not len(problem.conflict_with):
        return None
    rows = np.repeat(np.arange(problem.shifts), np.diff(problem.conflict_start))
    graph = coo_matrix(
        (np.ones(len(rows)), (rows, problem.conflict_with)), shape=(problem.shifts,) * 2
    )
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)
