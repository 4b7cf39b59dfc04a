"""Let two volunteers of one canteen change their routes: whole sequences, order for order.

Taking orders out and putting them back one by one hardly ever gives a whole route to another
volunteer: the first orders would have to call somebody out for themselves. Yet who knows these
doors, and who is quick on this way, is much of what a plan costs.
"""

from mealroute.search.compiled import compiled
from mealroute.search.core import K_CANTEEN, K_ORDERS, NOT_ABLE, S_CAPACITY, S_ROW, T_ORDER
from mealroute.search.insertion import may_call_out, refresh_row
from mealroute.search.recreate import draw, refresh_shift, save_shift


@compiled
def exchange(core, state):
    """Change the routes of a random volunteer and another, at work or not; False if not allowed.

    What was changed is in ``state.touched``, and stays changed only where the caller keeps it.
    """
    state.touched[-1] = 0
    row = state.row_of[state.members[draw(state, state.members[-1])]]
    if row < 0:
        return False
    one = core.shift_of_row[row]
    canteen = state.work[one, K_CANTEEN]
    first, last = core.staff_start[canteen], core.staff_start[canteen + 1]
    other = core.staff[first + draw(state, last - first)]
    if other == one or state.zone_of[other] != state.zone[0]:
        return False
    if state.work[other, K_ORDERS] > 0 and state.work[other, K_CANTEEN] != canteen:
        return False
    if not takes_over(core, state, one, other) or not takes_over(core, state, other, one):
        return False
    save_shift(core, state, one)
    save_shift(core, state, other)
    fine = move_route(core, state, one, other, canteen)
    fine = move_route(core, state, other, one, canteen) and fine
    for shift in (one, other):
        if state.work[shift, K_ORDERS] > 0 and not may_call_out(core, state, shift):
            fine = False
    return fine


@compiled
def takes_over(core, state, giver, taker):
    """Whether the taker has trips and boxes enough, and may bring every order of the giver."""
    used = 0
    first = core.shift[giver, S_ROW]
    for row in range(first, first + core.trips[giver]):
        if state.length[row] == 0:
            continue
        used += 1
        if state.load[row] > core.shift[taker, S_CAPACITY]:
            return False
        for p in range(state.length[row]):
            if core.face[state.stop[row, p, T_ORDER], taker] == NOT_ABLE:
                return False
    return used <= core.trips[taker]


@compiled
def move_route(core, state, giver, taker, canteen):
    """Write the giver's saved trips over the taker's; says whether the times hold."""
    saved = state.saved
    state.work[taker, K_CANTEEN] = canteen
    to = core.shift[taker, S_ROW]
    end = to + core.trips[taker]
    fine = True
    first = core.shift[giver, S_ROW]
    for row in range(first, first + core.trips[giver]):
        length = saved[row, 0]
        if length == 0:
            continue
        state.length[to] = length
        for p in range(length):
            state.stop[to, p, T_ORDER] = saved[row, p + 1]
            state.row_of[saved[row, p + 1]] = to
        fine = refresh_row(core, state, taker, to) and fine
        to += 1
    for row in range(to, end):
        state.length[row] = 0
        state.load[row] = 0
    return refresh_shift(core, state, taker) and fine
