"""Find the trip of one shift that pays best at given prices of orders, by dynamic programming.

A relaxation that is quick and never too dear: a trip is a path through doors, in time steps that
are rounded down; windows and boxes are left aside; a building may be entered again once the path
has forgotten it. It remembers the nearest buildings only (an ng-path).
"""

import numpy as np

from mealroute.search.compiled import compiled_making_arrays


@compiled_making_arrays
def best_trip(leg, handover, building, spot, forget, prize, closing, heat_s, most_s, step_s):
    """Give the most that a trip can gain, prizes less seconds, and its orders; -1 after them.

    ``leg`` (n + 1, n + 1) seconds, the canteen first; ``handover`` (n); ``building`` (n) seconds
    of arriving at the building; ``spot`` (n) the door's group, orders of one group ascending in
    ``handover``; ``forget`` (g, g, 2**k) what is remembered after going from one group to another,
    -1 where that may not be; ``prize`` (n); ``closing`` (n) seconds after the last handover. All
    gains are whole numbers in units of ``step_s`` = (seconds a time step, units a second).
    """
    n = len(prize)
    memories = forget.shape[2]
    step, unit = step_s
    # Handovers that take no time still move on by one step; so many steps are granted for that.
    extra = 0
    for j in range(n):
        if handover[j] < step:
            extra += 1
    longest = 0
    for j in range(n):
        longest = max(longest, handover[j] + building[j])
    steps = min(heat_s + longest, most_s) // step + 1 + extra
    nothing = np.int64(-1) << 60
    value = np.empty((steps, n, memories), np.int64)
    value[:] = nothing
    before = np.empty((steps, n, memories), np.int64)
    before[:] = -1
    record = np.empty((n, memories), np.int64)
    record[:] = nothing
    best, best_state = nothing, np.int64(-1)
    for j in range(n):
        ends = leg[0, j + 1] + building[j] + handover[j]
        if leg[0, j + 1] > heat_s or ends > most_s:
            continue
        at = max(1, ends // step)
        gain = prize[j] - unit * ends
        if at < steps and gain > value[at, j, 0]:
            value[at, j, 0] = gain
    for at in range(steps):
        for i in range(n):
            for memory in range(memories):
                gain = value[at, i, memory]
                # Later and no richer than an earlier path of the same memory: never better.
                if gain <= record[i, memory]:
                    continue
                record[i, memory] = gain
                state = (at * n + i) * memories + memory
                if gain - unit * closing[i] > best:
                    best, best_state = gain - unit * closing[i], state
                spent = max(0, at - extra) * step
                for j in range(n):
                    if spot[i] == spot[j]:
                        if j <= i:
                            continue
                        after, way = memory, handover[j]
                    else:
                        after = forget[spot[i], spot[j], memory]
                        if after < 0:
                            continue
                        way = leg[i + 1, j + 1] + building[j] + handover[j]
                    if spent + leg[i + 1, j + 1] > heat_s or spent + way > most_s:
                        continue
                    then = at + max(1, way // step)
                    if then < steps:
                        more = gain + prize[j] - unit * way
                        if more > value[then, j, after]:
                            value[then, j, after] = more
                            before[then, j, after] = state
    orders = np.empty(steps + 1, np.int64)
    orders[:] = -1
    count = 0
    while best_state >= 0:
        orders[count] = best_state // memories % n
        best_state = before[
            best_state // (memories * n), best_state // memories % n, best_state % memories
        ]
        count += 1
    return best, orders
