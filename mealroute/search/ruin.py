"""Choose what to take out: strings of neighbouring routes, now and then whole routes.

Christiaens, J. and Vanden Berghe, G. (2020): Slack induction by string removals for vehicle routing
problems. Transportation Science 54(2), 417-433.
"""

from typing import Final

from mealroute.search.compiled import compiled
from mealroute.search.core import K_CANTEEN, K_ORDERS, S_ROW, T_ORDER
from mealroute.search.insertion import may_call_out, refresh_row
from mealroute.search.recreate import draw, refresh_shift, save_shift, take_out

AVERAGE_REMOVED: Final = 12
LONGEST_STRING: Final = 10
WHOLE_ROUTE_ONCE_IN: Final = 12
STAYS_HOME_ONCE_IN: Final = 2
"""Whose whole route is taken out stays at home for this round, once in so many times."""
KNOWN_ONCE_IN: Final = 5
"""Once in so many rounds one volunteer is to get what he or she knows."""


@compiled
def empty_route(core, state, shift, absent, count):
    """Take every order out of a shift; gives the new count of absent orders."""
    first = core.shift[shift, S_ROW]
    for row in range(first, first + core.trips[shift]):
        for p in range(state.length[row]):
            absent[count] = state.stop[row, p, T_ORDER]
            count += 1
        take_out(core, state, row, 0, state.length[row])
        refresh_row(core, state, shift, row)
    refresh_shift(core, state, shift)
    return count


@compiled
def settle(core, state, shift, row, absent, count):
    """Refresh a shift after a removal; empty it where that broke its times.

    Taking the first order of a building out hands the building's seconds to the next one, which
    can push a route that waits past its end: removal is not always harmless.
    """
    fine = refresh_row(core, state, shift, row)
    if not refresh_shift(core, state, shift) or not fine:
        count = empty_route(core, state, shift, absent, count)
    return count


@compiled
def ruin(core, state):
    """Take orders out around a random one of the zone; gives how many, in ``state.absent``."""
    touched, absent, zone = state.touched, state.absent, state.zone[0]
    touched[-1] = 0
    seed = state.members[draw(state, state.members[-1])]
    row = state.row_of[seed]
    state.chosen[0], state.chosen[1] = -1, -1
    if row >= 0 and draw(state, WHOLE_ROUTE_ONCE_IN) == 0:
        shift = core.shift_of_row[row]
        if draw(state, STAYS_HOME_ONCE_IN) == 0:
            state.chosen[1] = shift
        save_shift(core, state, shift)
        return empty_route(core, state, shift, absent, 0)
    if row >= 0 and draw(state, KNOWN_ONCE_IN) == 0:
        return gather_known(core, state, seed)
    count = 0
    longest = 1 + draw(state, LONGEST_STRING)
    strings = 1 + draw(state, max(1, (4 * AVERAGE_REMOVED) // (1 + longest) - 1))
    for at in range(core.neighbour.shape[1]):
        order_id = core.neighbour[seed, at]
        if touched[-1] == strings or order_id < 0:
            break
        row = state.row_of[order_id]
        if row < 0:
            continue
        shift = core.shift_of_row[row]
        if state.zone_of[shift] != zone or is_touched(touched, shift):
            continue
        save_shift(core, state, shift)
        count = remove_string(core, state, shift, row, order_id, longest, absent, count)
    return count


@compiled
def gather_known(core, state, seed):
    """Take out what one volunteer knows and strangers bring, and a route to be given up for it."""
    absent, zone = state.absent, state.zone[0]
    canteen = state.cook[seed]
    first, last = core.staff_start[canteen], core.staff_start[canteen + 1]
    known = core.staff[first + draw(state, last - first)]
    if state.zone_of[known] != zone:
        return 0
    at_work = state.work[known, K_ORDERS] > 0
    if not at_work and not may_call_out(core, state, known):
        return 0
    given_up = known if at_work else core.shift_of_row[state.row_of[seed]]
    save_shift(core, state, given_up)
    count = empty_route(core, state, given_up, absent, 0)
    state.chosen[0] = known
    gathered = 0
    for at in range(core.neighbour.shape[1]):
        order_id = core.neighbour[seed, at]
        if order_id < 0 or gathered == AVERAGE_REMOVED:
            break
        row = state.row_of[order_id]
        if row < 0:
            continue
        shift = core.shift_of_row[row]
        if state.zone_of[shift] != zone or core.face[order_id, known] != 0:
            continue
        if core.face[order_id, shift] == 0 and draw(state, 4) > 0:
            continue
        save_shift(core, state, shift)
        p = 0
        while state.stop[row, p, T_ORDER] != order_id:
            p += 1
        absent[count] = order_id
        count += 1
        gathered += 1
        take_out(core, state, row, p, 1)
        count = settle(core, state, shift, row, absent, count)
    return count


@compiled
def is_touched(touched, shift):
    """Whether a shift was changed in this round."""
    for at in range(touched[-1]):
        if touched[at] == shift:
            return True
    return False


@compiled
def remove_string(core, state, shift, row, order_id, longest, absent, count):
    """Take a string around an order out of its trip, half the time sparing some in its middle."""
    q = state.length[row]
    at = 0
    while state.stop[row, at, T_ORDER] != order_id:
        at += 1
    size = 1 + draw(state, min(q, longest))
    spared = 0
    if size > 1 and size < q and draw(state, 2) == 0:
        spared = 1 + draw(state, q - size) if draw(state, 4) == 0 else 1
    span = size + spared
    lowest = max(0, at - span + 1)
    start = lowest + draw(state, min(at, q - span) - lowest + 1)
    keep_from = start + (1 + draw(state, size - 1) if spared else size)
    if spared and keep_from <= at < keep_from + spared:
        spared = 0
        keep_from = start + size
        if keep_from > q:
            start, keep_from = q - size, q
    for p in range(keep_from - 1, start - 1, -1):
        absent[count] = state.stop[row, p, T_ORDER]
        count += 1
    rest = size - (keep_from - start)
    for p in range(rest):
        absent[count] = state.stop[row, keep_from + spared + p, T_ORDER]
        count += 1
    if rest > 0:
        take_out(core, state, row, keep_from + spared, rest)
    take_out(core, state, row, start, keep_from - start)
    return settle(core, state, shift, row, absent, count)


@compiled
def restore(core, state):
    """Bring the touched shifts back to how they stood; kitchens are the caller's business."""
    saved, touched = state.saved, state.touched
    for at in range(touched[-1]):
        shift = touched[at]
        first = core.shift[shift, S_ROW]
        canteen = saved[state.length.shape[0] + shift, 0]
        state.work[shift, K_CANTEEN] = canteen
        for row in range(first, first + core.trips[shift]):
            state.length[row] = saved[row, 0]
            for p in range(state.length[row]):
                order_id = saved[row, p + 1]
                state.stop[row, p, T_ORDER] = order_id
                state.row_of[order_id] = row
            if canteen >= 0:
                refresh_row(core, state, shift, row)
            else:
                state.load[row] = 0
        refresh_shift(core, state, shift)
