"""Give the seconds of many legs of one shift at once, as arrays."""

import numpy as np

from mealroute.search.problem import ENDS_AT_CANTEEN, ENDS_AT_HOME, Ints, Problem


def legs_out_s(problem: Problem, shift: int, canteen: int, orders: Ints) -> Ints:
    """Give the seconds from the canteen to each order's door.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> legs_out_s(two_doors(), 0, 0, np.array([1, 0])).tolist()
    [300, 300]
    """
    travel_s = problem.travel_s[problem.shift_mode[shift]]
    legs_s: Ints = travel_s[problem.canteen_place[canteen], problem.order_place[orders]].astype(
        np.int64
    )
    return legs_s


def legs_back_s(problem: Problem, shift: int, canteen: int, orders: Ints) -> Ints:
    """Give the seconds from each order's door to the canteen."""
    travel_s = problem.travel_s[problem.shift_mode[shift]]
    legs_s: Ints = travel_s[problem.order_place[orders], problem.canteen_place[canteen]].astype(
        np.int64
    )
    return legs_s


def legs_to_end_s(problem: Problem, shift: int, canteen: int, orders: Ints) -> Ints:
    """Give the seconds from each order's door to where the shift ends: 0 at the last door.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> legs_to_end_s(two_doors(), 0, 0, np.array([1, 0])).tolist()
    [0, 0]
    """
    if problem.shift_ends_at[shift] == ENDS_AT_CANTEEN:
        return legs_back_s(problem, shift, canteen, orders)
    legs_s = np.zeros(len(orders), dtype=np.int64)
    if problem.shift_ends_at[shift] == ENDS_AT_HOME:
        travel_s = problem.travel_s[problem.shift_mode[shift]]
        legs_s += travel_s[problem.order_place[orders], problem.shift_home[shift]]
    return legs_s
