"""Price putting one order anywhere, without walking a route; every term of the price list counts.

A trip is reduced to the numbers of `mealroute.search.schedule`; they are kept for every stop seen
from the trip's beginning and from its end, so that an insertion between two stops costs the same
few operations whatever the length of the trip.
"""

import numpy as np

from mealroute.search.compiled import compiled
from mealroute.search.core import (
    C_CAPACITY,
    C_PLACE,
    C_READY,
    C_UNTIL,
    K_CANTEEN,
    K_ORDERS,
    K_SLACK,
    K_WORK,
    O_BOXES,
    O_BUILDING,
    O_EARLIEST,
    O_HANDOVER,
    O_LATEST,
    O_PLACE,
    P_FORCED,
    P_HANDOVER,
    P_LATEST,
    P_OFFSET,
    P_PLACE,
    S_ABOARD,
    S_CAPACITY,
    S_ENDS,
    S_FROM,
    S_HOME,
    S_MODE,
    S_ROW,
    S_UNTIL,
    T_BUILDING,
    T_CLOSES,
    T_EARLIEST,
    T_FORCED,
    T_HANDOVER,
    T_LATEST,
    T_OFFSET,
    T_ORDER,
    T_PLACE,
    T_REST_FORCED,
    T_REST_LATEST,
    T_REST_OFFSET,
)
from mealroute.search.problem import ENDS_ANYWHERE, ENDS_AT_CANTEEN

BIG = 10**9
"""More seconds than anything here; fits the 32 bits of a stop."""


@compiled
def refresh_row(core, state, shift, row):
    """Recompute what is kept of one trip; says whether its windows and heat limit hold."""
    canteen = state.work[shift, K_CANTEEN]
    mode = core.shift[shift, S_MODE]
    shuts_s = core.canteen[canteen, C_UNTIL]
    place = core.canteen[canteen, C_PLACE]
    building, handover_s, offset_s, forced_s, latest_s = -1, 0, 0, -BIG, BIG
    fine = True
    q = state.length[row]
    load = 0
    for p in range(q):
        stop = state.stop[row, p]
        order = core.order[stop[T_ORDER]]
        at, inside = order[O_PLACE], order[O_BUILDING]
        leg_s = handover_s + core.travel_s[mode, place, at]
        closes_s = min(order[O_LATEST], shuts_s)
        offset_s += leg_s
        forced_s = max(forced_s + leg_s, order[O_EARLIEST])
        latest_s = min(latest_s, closes_s - offset_s)
        fine = fine and forced_s <= closes_s
        handover_s = order[O_HANDOVER]
        if inside != building:
            handover_s += core.price[1]
        stop[T_PLACE], stop[T_BUILDING] = at, inside
        stop[T_EARLIEST], stop[T_CLOSES] = order[O_EARLIEST], closes_s
        stop[T_OFFSET], stop[T_FORCED], stop[T_LATEST] = offset_s, forced_s, latest_s
        stop[T_HANDOVER] = handover_s
        place, building = at, inside
        load += order[O_BOXES]
    state.load[row] = load
    if q == 0:
        return True
    trip = state.trip[row]
    trip[P_OFFSET], trip[P_FORCED], trip[P_LATEST] = offset_s, forced_s, latest_s
    trip[P_HANDOVER], trip[P_PLACE] = handover_s, place
    rest_offset_s = 0
    rest_forced_s, rest_latest_s = -BIG, BIG
    after_s = offset_s
    for p in range(q - 1, -1, -1):
        stop = state.stop[row, p]
        leg_s = after_s - stop[T_OFFSET]
        after_s = stop[T_OFFSET]
        rest_offset_s += leg_s
        rest_forced_s = max(rest_forced_s, stop[T_EARLIEST] + rest_offset_s)
        rest_latest_s = min(rest_latest_s - leg_s, stop[T_CLOSES])
        stop[T_REST_OFFSET] = rest_offset_s
        stop[T_REST_FORCED] = rest_forced_s
        stop[T_REST_LATEST] = rest_latest_s
    return (
        fine and offset_s <= core.shift[shift, S_ABOARD] and load <= core.shift[shift, S_CAPACITY]
    )


@compiled
def tour_work_s(core, state, shift, canteen, row, offset, forced, latest, handover, place):
    """Give the least work of a shift when trip ``row`` becomes the one described; -1 if none fits.

    ``row`` -1 describes no change, and the waiting in the work is kept then. The trips are chained
    as `schedule` chains them.
    """
    first = core.shift[shift, S_ROW]
    last = -1
    for r in range(first, first + core.trips[shift]):
        if state.length[r] > 0 or r == row:
            last = r
    if last < 0:
        return 0
    travel_s = core.travel_s[core.shift[shift, S_MODE]]
    heat_s = core.shift[shift, S_ABOARD]
    earliest_s = max(core.shift[shift, S_FROM], core.canteen[canteen, C_READY])
    total_s, end_s, leave_s, pause_s = 0, -BIG, BIG, 0
    chained = False
    for r in range(first, last + 1):
        if r == row:
            a, w, t, d, at = offset, forced, latest, handover, place
        elif state.length[r] > 0:
            trip = state.trip[r]
            a, w, t = trip[P_OFFSET], trip[P_FORCED], trip[P_LATEST]
            d, at = trip[P_HANDOVER], trip[P_PLACE]
        else:
            continue
        hot_from_s = max(end_s + pause_s, w - heat_s)
        if hot_from_s > t or a > heat_s:
            return -1
        if not chained:
            earliest_s = max(earliest_s, w - heat_s)
        if r < last or core.shift[shift, S_ENDS] == ENDS_AT_CANTEEN:
            d += travel_s[at, core.canteen[canteen, C_PLACE]]
        elif core.shift[shift, S_ENDS] != ENDS_ANYWHERE:
            d += travel_s[at, core.shift[shift, S_HOME]]
        total_s += pause_s
        leave_s = min(leave_s, t - total_s)
        total_s += a + d
        end_s = max(hot_from_s + a, w) + d
        pause_s = core.price[2]
        chained = True
    leave_s = min(leave_s, core.shift[shift, S_UNTIL] - total_s)
    if earliest_s > leave_s or end_s > core.shift[shift, S_UNTIL]:
        return -1
    if row < 0:
        state.work[shift, K_SLACK] = max(0, end_s - leave_s - total_s)
    return max(total_s, end_s - leave_s)


@compiled
def price_insertions(core, state, order_id, shift, canteen, best):
    """Try an order at every place of every trip of one shift; keep what beats ``best``.

    ``best`` is (cost, row, position, canteen). Loads and the clock are looked at here; whether the
    shift may bring the order, and the canteen cook it, is the caller's business.
    """
    order = core.order[order_id]
    shuts_s = core.canteen[canteen, C_UNTIL]
    latest_x = min(order[O_LATEST], shuts_s)
    earliest_x = order[O_EARLIEST]
    at_x, building_x = order[O_PLACE], order[O_BUILDING]
    mode = core.shift[shift, S_MODE]
    heat_s = core.shift[shift, S_ABOARD]
    per_building_s = core.price[1]
    extra = core.face[order_id, shift] - state.work[shift, K_WORK]
    if state.work[shift, K_ORDERS] == 0 and shift != state.chosen[0]:
        extra += core.price[0]
    least = order[O_HANDOVER] - state.work[shift, K_SLACK] + extra + state.work[shift, K_WORK]
    ends, until_s = core.shift[shift, S_ENDS], core.shift[shift, S_UNTIL]
    canteen_at = core.canteen[canteen, C_PLACE]
    ready_s = max(core.shift[shift, S_FROM], core.canteen[canteen, C_READY])
    several = core.trips[shift] > 1
    first = core.shift[shift, S_ROW]
    empty_tried = False
    for row in range(first, first + core.trips[shift]):
        q = state.length[row]
        if q == 0:
            if empty_tried:
                continue
            empty_tried = True
        if state.load[row] + order[O_BOXES] > core.shift[shift, S_CAPACITY]:
            continue
        before_at, before_building = canteen_at, np.int64(-1)
        # Of the stop before: A when its handover is over, and W.
        gone_s, before_forced_s, before_latest_s = np.int64(0), np.int64(-BIG), np.int64(BIG)
        for p in range(q + 1):
            if p > 0:
                before = state.stop[row, p - 1]
                before_at, before_building = np.int64(before[T_PLACE]), np.int64(before[T_BUILDING])
                before_handover_s = np.int64(before[T_HANDOVER])
                gone_s = before[T_OFFSET] + before_handover_s
                before_forced_s = before[T_FORCED] + before_handover_s
                before_latest_s = np.int64(before[T_LATEST])
            leg_s = np.int64(core.arrive_s[mode, at_x, before_at])
            way_on_s = np.int64(0)
            if p < q:
                # What the trip grows by can at best be hidden in the waiting of the whole tour.
                way_on_s = np.int64(core.travel_s[mode, at_x, state.stop[row, p, T_PLACE]])
                if leg_s + way_on_s + gone_s - state.stop[row, p, T_OFFSET] + least >= best[0]:
                    continue
            elif ends == ENDS_ANYWHERE and leg_s + least >= best[0]:
                continue
            offset_s = gone_s + leg_s
            forced_s = max(before_forced_s + leg_s, earliest_x)
            if forced_s > latest_x or offset_s > heat_s:
                # A trip only gets longer behind this door, so no later place fits either.
                break
            latest_s = min(before_latest_s, latest_x - offset_s)
            handover_s = order[O_HANDOVER]
            if before_building != building_x:
                handover_s += per_building_s
            place = at_x
            if p < q:
                after = state.stop[row, p]
                leg_s = handover_s + way_on_s
                offset_s += leg_s
                forced_s = max(forced_s + leg_s, after[T_EARLIEST])
                if forced_s > after[T_CLOSES]:
                    continue
                latest_s = min(latest_s, after[T_CLOSES] - offset_s)
                handover_s = np.int64(after[T_HANDOVER])
                # The building's seconds are paid by whoever is the first of it in a row.
                if after[T_BUILDING] == building_x and before_building != building_x:
                    handover_s -= per_building_s
                elif after[T_BUILDING] == before_building and before_building != building_x:
                    handover_s += per_building_s
                place = np.int64(after[T_PLACE])
                if p < q - 1:
                    then = state.stop[row, p + 1]
                    leg_s = then[T_OFFSET] - after[T_OFFSET] - after[T_HANDOVER] + handover_s
                    offset_s += leg_s
                    forced_s += leg_s
                    if forced_s > then[T_REST_LATEST]:
                        continue
                    latest_s = min(latest_s, then[T_REST_LATEST] - offset_s)
                    offset_s += then[T_REST_OFFSET]
                    forced_s = max(forced_s + then[T_REST_OFFSET], then[T_REST_FORCED])
                    handover_s = state.trip[row, P_HANDOVER]
                    place = state.trip[row, P_PLACE]
            if offset_s > heat_s:
                continue
            if several:
                work_s = tour_work_s(
                    core, state, shift, canteen, row,
                    offset_s, forced_s, latest_s, handover_s, place,
                )  # fmt: skip
            else:
                # The same sum for one trip, spelled out: this is the search's hottest line.
                if ends == ENDS_AT_CANTEEN:
                    handover_s += core.travel_s[mode, place, canteen_at]
                elif ends != ENDS_ANYWHERE:
                    handover_s += core.travel_s[mode, place, core.shift[shift, S_HOME]]
                total_s, end_s = offset_s + handover_s, forced_s + handover_s
                leave_s = min(latest_s, until_s - total_s)
                fits = max(ready_s, forced_s - heat_s) <= leave_s and end_s <= until_s
                work_s = max(total_s, end_s - leave_s) if fits else -1
            if work_s >= 0 and work_s + extra < best[0]:
                best[0], best[1], best[2], best[3] = work_s + extra, row, p, canteen


@compiled
def may_call_out(core, state, shift):
    """Whether no other shift of the same volunteer that would clash is at work."""
    for at in range(core.conflict_start[shift], core.conflict_start[shift + 1]):
        if state.work[core.conflict_with[at], K_ORDERS] > 0:
            return False
    return True


@compiled
def has_room(core, state, order_id, canteen):
    """Whether the canteen can cook the order, which holds no place in any kitchen now."""
    boxes = core.order[order_id, O_BOXES]
    return (
        core.may[order_id, canteen]
        and state.cooked[canteen] + boxes <= core.canteen[canteen, C_CAPACITY]
    )
