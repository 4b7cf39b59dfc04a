"""Put orders in and take them out, keeping kitchens, loads and times in step."""

import numpy as np

from mealroute.search.compiled import compiled
from mealroute.search.core import (
    K_CANTEEN,
    K_FACES,
    K_ORDERS,
    K_SLACK,
    K_WORK,
    NOT_ABLE,
    O_BOXES,
    O_HANDOVER,
    O_HOME,
    O_PLACE,
    O_PRICE,
    S_MODE,
    S_ROW,
    T_ORDER,
)
from mealroute.search.insertion import (
    BIG,
    has_room,
    may_call_out,
    price_insertions,
    refresh_row,
    tour_work_s,
)

NEAR_TRIED = 60
"""In the routes of so many nearest orders an insertion is tried."""


@compiled
def draw(state, below):
    """Draw a whole number from 0 to ``below`` - 1 (xorshift64*, Vigna 2016)."""
    x = state.rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    state.rng[0] = x
    drawn = (x * np.uint64(2685821657736338717)) >> np.uint64(33)
    return np.int64(drawn) % below


@compiled
def refresh_shift(core, state, shift):
    """Recompute the work of a shift; says whether its times still hold."""
    first = core.shift[shift, S_ROW]
    orders, faces = 0, 0
    for row in range(first, first + core.trips[shift]):
        for p in range(state.length[row]):
            orders += 1
            faces += core.face[state.stop[row, p, T_ORDER], shift]
    work = state.work[shift]
    work[K_ORDERS], work[K_FACES] = orders, faces
    if orders == 0:
        work[K_CANTEEN], work[K_WORK], work[K_SLACK] = -1, 0, 0
        return True
    work_s = tour_work_s(core, state, shift, work[K_CANTEEN], -1, 0, 0, 0, 0, 0)
    work[K_WORK] = work_s
    return work_s >= 0


@compiled
def insert(core, state, order_id, shift, row, position, canteen):
    """Put an order where it was priced."""
    state.work[shift, K_CANTEEN] = canteen
    stops = state.stop[row]
    for p in range(state.length[row], position, -1):
        stops[p, T_ORDER] = stops[p - 1, T_ORDER]
    stops[position, T_ORDER] = order_id
    state.length[row] += 1
    state.row_of[order_id] = row
    state.cook[order_id] = canteen
    state.cooked[canteen] += core.order[order_id, O_BOXES]
    refresh_row(core, state, shift, row)
    refresh_shift(core, state, shift)


@compiled
def take_out(core, state, row, position, count):
    """Take a string of orders out of a trip; the caller refreshes trip and shift."""
    stops = state.stop[row]
    for p in range(position, position + count):
        order_id = stops[p, T_ORDER]
        state.row_of[order_id] = -1
        state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
    for p in range(position, state.length[row] - count):
        stops[p, T_ORDER] = stops[p + count, T_ORDER]
    state.length[row] -= count


@compiled
def best_place(core, state, order_id, blink, near, best):
    """Find the cheapest place for an order that is nowhere; ``best`` as in `price_insertions`.

    Tried are the routes of its nearest orders, each left out once in ``blink`` times (Christiaens
    and Vanden Berghe 2020), then whoever is still at home, then, when nothing fits, everybody.
    """
    best[0], best[1] = BIG, -1
    state.stamp[-1] += 1
    tick, zone = state.stamp[-1], state.zone[0]
    for at in range(min(near, core.neighbour.shape[1])):
        other = core.neighbour[order_id, at]
        if other < 0:
            break
        row = state.row_of[other]
        if row < 0:
            continue
        shift = core.shift_of_row[row]
        if state.stamp[shift] == tick or state.zone_of[shift] != zone:
            continue
        state.stamp[shift] = tick
        if core.face[order_id, shift] == NOT_ABLE or (blink > 0 and draw(state, blink) == 0):
            continue
        canteen = state.work[shift, K_CANTEEN]
        if has_room(core, state, order_id, canteen):
            price_insertions(core, state, order_id, shift, canteen, best)
    try_idle(core, state, order_id, best)
    if best[1] < 0:
        for shift in range(core.shift.shape[0]):
            if state.zone_of[shift] != zone:
                continue
            canteen = state.work[shift, K_CANTEEN]
            if canteen < 0 or core.face[order_id, shift] == NOT_ABLE:
                continue
            if has_room(core, state, order_id, canteen):
                price_insertions(core, state, order_id, shift, canteen, best)


@compiled
def try_idle(core, state, order_id, best):
    """Try to call somebody out for an order, where that can be cheaper than ``best``."""
    door = core.order[order_id, O_PLACE]
    at_door_s = core.order[order_id, O_HANDOVER] + core.price[1]
    zone = state.zone[0]
    for canteen in range(core.canteen.shape[0]):
        if not has_room(core, state, order_id, canteen):
            continue
        for at in range(core.staff_start[canteen], core.staff_start[canteen + 1]):
            shift = core.staff[at]
            if state.zone_of[shift] != zone or state.work[shift, K_ORDERS] > 0:
                continue
            if shift == state.chosen[1]:
                continue
            face = core.face[order_id, shift]
            if face == NOT_ABLE:
                continue
            least = at_door_s + face
            if shift != state.chosen[0]:
                least += core.price[0]
            least += core.travel_s[core.shift[shift, S_MODE], core.canteen[canteen, 0], door]
            if least < best[0] and may_call_out(core, state, shift):
                price_insertions(core, state, order_id, shift, canteen, best)


@compiled
def price_of_shift(core, state, shift):
    """Add up work, call-out and faces of one shift."""
    work = state.work[shift]
    return work[K_WORK] + core.price[0] + work[K_FACES] if work[K_ORDERS] > 0 else 0


@compiled
def save_shift(core, state, shift):
    """Remember a shift, and what it costs, as it stands before its first change of a round."""
    saved, touched = state.saved, state.touched
    for at in range(touched[-1]):
        if touched[at] == shift:
            return
    touched[touched[-1]] = shift
    touched[-1] += 1
    first = core.shift[shift, S_ROW]
    for row in range(first, first + core.trips[shift]):
        saved[row, 0] = state.length[row]
        for p in range(state.length[row]):
            saved[row, p + 1] = state.stop[row, p, T_ORDER]
    saved[state.length.shape[0] + shift, 0] = state.work[shift, K_CANTEEN]
    saved[state.length.shape[0] + shift, 1] = price_of_shift(core, state, shift)


@compiled
def recreate(core, state, count, blink, near, purse):
    """Put orders back one after the other, each at its cheapest place; gives how many are left.

    ``state.absent[:count]`` in the order to be tried; those without a place go to ``state.left``.
    Gives -1 as soon as it costs more than ``purse``, the handovers still to come counted.
    """
    best, absent, left = state.place, state.absent, state.left
    remaining = 0
    for at in range(count):
        purse -= core.order[absent[at], O_HANDOVER]
    for at in range(count):
        if purse < 0:
            return -1
        order_id = absent[at]
        purse += core.order[order_id, O_HANDOVER]
        best_place(core, state, order_id, blink, near, best)
        if best[1] < 0 or best[0] > core.order[order_id, O_PRICE]:
            left[remaining] = order_id
            remaining += 1
            purse -= core.order[order_id, O_PRICE]
        else:
            purse -= best[0]
            shift = core.shift_of_row[best[1]]
            save_shift(core, state, shift)
            insert(core, state, order_id, shift, best[1], best[2], best[3])
    return remaining


@compiled
def keep_kitchen_places(core, state, left, count):
    """Give every order without a place on a route its place in a kitchen; False if one has none.

    An accepted order is cooked even when nobody can bring it.
    """
    for at in range(count):
        order_id = left[at]
        canteen = core.order[order_id, O_HOME]
        if not has_room(core, state, order_id, canteen):
            canteen = -1
            for other in range(core.canteen.shape[0]):
                if has_room(core, state, order_id, other):
                    canteen = other
                    break
            if canteen < 0:
                for back in range(at):
                    state.cooked[state.cook[left[back]]] -= core.order[left[back], O_BOXES]
                return False
        state.cook[order_id] = canteen
        state.cooked[canteen] += core.order[order_id, O_BOXES]
    return True
