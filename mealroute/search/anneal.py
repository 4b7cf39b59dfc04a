"""Repeat ruin and recreate under a falling temperature; keep the best that was met."""

import numpy as np

from mealroute.search.compiled import compiled
from mealroute.search.core import (
    K_CANTEEN,
    K_FACES,
    K_ORDERS,
    K_WORK,
    O_BOXES,
    O_PRICE,
    S_ROW,
    T_ORDER,
)
from mealroute.search.exchange import exchange
from mealroute.search.recreate import draw, keep_kitchen_places, recreate
from mealroute.search.ruin import restore, ruin

BLINK_ONCE_IN = 100
"""A route is left out of an insertion once in so many times."""
EXCHANGES_TRIED = 2
"""So many times in each round two volunteers try to change their routes."""
MOST_ABSENT_TRIED = 20
"""Of the orders nobody brings, so many are tried again in each round."""


@compiled
def price_of_work(core, state):
    """Add up work, call-outs, faces and balance."""
    total, longest, used, work = np.int64(0), 0, 0, 0
    for shift in range(state.work.shape[0]):
        row = state.work[shift]
        if row[K_ORDERS] > 0:
            work += row[K_WORK]
            total += row[K_WORK] + core.price[0] + row[K_FACES]
            longest = max(longest, row[K_WORK])
            used += 1
    if used > 0 and core.balance[0] > 0:
        total += np.int64(np.rint(core.balance[0] * (longest - work / used)))
    return total


@compiled
def price_of_absent(core, state):
    """Add up what the orders cost that nobody brings."""
    total = 0
    for order_id in range(core.order.shape[0]):
        if state.row_of[order_id] < 0:
            total += core.order[order_id, O_PRICE]
    return total


@compiled
def sort_absent(core, state, absent, count):
    """Put the absent orders into the sequence in which they are put back."""
    for at in range(count - 1, 0, -1):
        other = draw(state, at + 1)
        absent[at], absent[other] = absent[other], absent[at]
    kind = draw(state, 8)
    column, sign = -1, 1
    if kind <= 1:
        column = 0
    elif kind == 2:
        column, sign = 0, -1
    elif kind == 3:
        column = 1
    elif kind == 4:
        column = 2
    if column >= 0:
        for at in range(1, count):
            order_id = absent[at]
            key = sign * core.hardness[order_id, column]
            to = at
            while to > 0 and sign * core.hardness[absent[to - 1], column] < key:
                absent[to] = absent[to - 1]
                to -= 1
            absent[to] = order_id


@compiled
def first_plan(core, state, shift_of_row, sequence, saved, touched):
    """Insert all orders of ``sequence`` that are nowhere; False if a kitchen place is missing."""
    n = core.order.shape[0]
    absent, left = state.absent, state.left
    count = 0
    for at in range(n):
        order_id = sequence[at]
        if state.row_of[order_id] < 0:
            absent[count] = order_id
            count += 1
            state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
    remaining = recreate(
        core, state, absent, count, shift_of_row, 0, core.neighbour.shape[1], left, saved, touched
    )
    return keep_kitchen_places(core, state, left, remaining)


@compiled
def snapshot(core, state, dirty, best):
    """Copy what changed since the last copy: trips, canteens of shifts, and all kitchens."""
    sequence, canteen, cook = best
    for shift in range(dirty.shape[0]):
        if not dirty[shift]:
            continue
        dirty[shift] = False
        canteen[shift] = state.work[shift, K_CANTEEN]
        first = core.shift[shift, S_ROW]
        for row in range(first, first + core.trips[shift]):
            sequence[row, 0] = state.length[row]
            for p in range(state.length[row]):
                sequence[row, p + 1] = state.stop[row, p, T_ORDER]
    for order_id in range(cook.shape[0]):
        cook[order_id] = state.cook[order_id]


@compiled
def undo(core, state, absent, old_cook, count, fits, saved, touched):
    """Bring routes and kitchens back to before the round."""
    for at in range(count):
        order_id = absent[at]
        if state.row_of[order_id] >= 0 or fits:
            state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
        state.row_of[order_id] = -1
        state.cook[order_id] = old_cook[at]
        state.cooked[old_cook[at]] += core.order[order_id, O_BOXES]
    restore(core, state, saved, touched)


@compiled
def luck(state):
    """Draw the logarithm of a number between 0 and 1, as annealing asks for."""
    return np.log((draw(state, 1 << 30) + 1) / (1 << 30))


@compiled
def keep(core, state, costs, dirty, best, touched):
    """Keep what a round changed; copy it where it is the best so far, and say so."""
    for at in range(touched[-1]):
        dirty[touched[at]] = True
    if costs[0] >= costs[1]:
        return False
    costs[1] = costs[0]
    snapshot(core, state, dirty, best)
    return True


@compiled
def anneal(
    core, state, shift_of_row, costs, rounds, temperature, near, dirty, best, saved, touched
):
    """Do ``rounds`` of ruin and recreate at one temperature; gives whether the best got better.

    ``costs`` is (current cost, best cost); ``best`` is (sequences, canteens, kitchens) of the best.
    """
    n = core.order.shape[0]
    absent, left = state.absent, state.left
    old_cook, waiting = state.old_cook, state.waiting
    waiting_count = 0
    for order_id in range(n):
        if state.row_of[order_id] < 0:
            waiting[waiting_count] = order_id
            waiting_count += 1
    better = False
    for _round in range(rounds):
        for _try in range(EXCHANGES_TRIED):
            absent_price = costs[0] - price_of_work(core, state)
            if not exchange(core, state, shift_of_row, saved, touched):
                restore(core, state, saved, touched)
                continue
            new = price_of_work(core, state) + absent_price
            if new >= costs[0] - temperature * luck(state):
                restore(core, state, saved, touched)
                continue
            costs[0] = new
            better = keep(core, state, costs, dirty, best, touched) or better
        count = ruin(core, state, shift_of_row, absent, saved, touched)
        tried = min(MOST_ABSENT_TRIED, waiting_count)
        for at in range(tried):
            other = at + draw(state, waiting_count - at)
            waiting[at], waiting[other] = waiting[other], waiting[at]
            order_id = waiting[at]
            absent[count] = order_id
            count += 1
            state.cooked[state.cook[order_id]] -= core.order[order_id, O_BOXES]
        sort_absent(core, state, absent, count)
        for at in range(count):
            old_cook[at] = state.cook[absent[at]]
        remaining = recreate(
            core, state, absent, count, shift_of_row, BLINK_ONCE_IN, near, left, saved, touched
        )
        fits = keep_kitchen_places(core, state, left, remaining)
        new = price_of_work(core, state)
        for at in range(remaining):
            new += core.order[left[at], O_PRICE]
        for at in range(tried, waiting_count):
            new += core.order[waiting[at], O_PRICE]
        if not fits or new >= costs[0] - temperature * luck(state):
            undo(core, state, absent, old_cook, count, fits, saved, touched)
            continue
        costs[0] = new
        for at in range(tried, waiting_count):
            waiting[at - tried] = waiting[at]
        waiting_count -= tried
        for at in range(remaining):
            waiting[waiting_count + at] = left[at]
        waiting_count += remaining
        better = keep(core, state, costs, dirty, best, touched) or better
    return better
