"""Make a problem small enough to work out in the head, for examples and tests."""

import numpy as np

from mealroute.search.problem import ENDS_ANYWHERE, NO_LIMIT_S, Ints, Problem


def two_doors(*, earliest_s: int = 0, max_trips: int = 1) -> Problem:
    """Two doors 300 s from the canteen and 200 s from each other, one volunteer with two boxes.

    Boxes are ready at 11:00 (39,600 s); the shift runs 10:50 to 13:00; a handover takes 120 s and
    60 s more at each building. ``earliest_s`` opens the first door.

    Examples
    --------
    >>> two_doors().orders
    2
    """

    def ints(*values: int) -> Ints:
        return np.array(values, dtype=np.int64)

    travel_s = np.array([[[0, 300, 300], [300, 0, 200], [300, 200, 0]]], dtype=np.int32)
    return Problem(
        order_place=ints(1, 2),
        order_boxes=ints(1, 1),
        order_handover_s=ints(120, 120),
        order_building=ints(0, 1),
        order_earliest_s=ints(earliest_s, 0),
        order_latest_s=ints(NO_LIMIT_S, NO_LIMIT_S),
        order_price=ints(100_000, 100_000),
        order_canteen=ints(0, 0),
        order_may=np.ones((2, 1), dtype=np.bool_),
        canteen_place=ints(0),
        canteen_ready_s=ints(39_600),
        canteen_serve_until_s=ints(NO_LIMIT_S),
        canteen_capacity=ints(10),
        shift_mode=ints(0),
        shift_capacity=ints(2),
        shift_from_s=ints(39_000),
        shift_until_s=ints(46_800),
        shift_ends_at=ints(ENDS_ANYWHERE),
        shift_home=ints(-1),
        shift_max_trips=ints(max_trips),
        shift_aboard_s=ints(2_700),
        shift_works_for=np.ones((1, 1), dtype=np.bool_),
        able=np.ones((1, 2), dtype=np.bool_),
        face_price=np.zeros((1, 2), dtype=np.int32),
        conflict_start=ints(0, 0),
        conflict_with=ints(),
        travel_s=travel_s,
        per_building_s=60,
        reload_s=300,
        price_call_out=600,
        price_balance=0.0,
    )
