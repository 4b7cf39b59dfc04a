"""Make random problems that use every rule at once, for tests of engines."""

import numpy as np

from mealroute.search.problem import NO_LIMIT_S, Problem


def random_problem(seed: int, orders: int = 25, shifts: int = 8, canteens: int = 2) -> Problem:
    """Doors in a square of 2 km, three modes, windows, several trips, tight kitchens, conflicts."""
    rng = np.random.default_rng(seed)
    places = canteens + orders + shifts
    spots = rng.integers(0, 2_000, (places, 2))
    # A third of the orders share the door of the order before them.
    for order in range(1, orders):
        if rng.random() < 0.3:
            spots[canteens + order] = spots[canteens + order - 1]
    metres = np.hypot(*(spots[:, None] - spots[None]).T).T
    travel_s = np.stack([np.ceil(metres / speed) for speed in (1.2, 4.2, 6.0)]).astype(np.int32)
    building = np.unique(spots[canteens : canteens + orders], axis=0, return_inverse=True)[1]
    boxes = rng.choice([1, 1, 1, 2], orders)
    home = rng.integers(0, canteens, orders)
    may = rng.random((orders, canteens)) < 0.4
    may[np.arange(orders), home] = True
    earliest_s = np.where(rng.random(orders) < 0.3, rng.integers(39_600, 43_200, orders), 0)
    narrow = rng.random(orders) < 0.3
    works_for = rng.random((shifts, canteens)) < 0.3
    works_for[np.arange(shifts), rng.integers(0, canteens, shifts)] = True
    from_s = rng.integers(38_400, 41_400, shifts)
    capacity = np.bincount(home, weights=boxes, minlength=canteens).astype(np.int64)
    # The last two shifts belong to one volunteer and clash.
    conflicts = [[] for _ in range(shifts - 2)] + [[shifts - 1], [shifts - 2]]
    return Problem(
        order_place=np.arange(canteens, canteens + orders),
        order_boxes=boxes,
        order_handover_s=rng.integers(60, 240, orders),
        order_building=building.ravel().astype(np.int64),
        order_earliest_s=earliest_s,
        order_latest_s=np.where(
            narrow, earliest_s + 41_000 * (earliest_s == 0) + 1_500, NO_LIMIT_S
        ),
        order_price=100_000 * rng.integers(1, 4, orders) * boxes,
        order_canteen=home,
        order_may=may,
        canteen_place=np.arange(canteens),
        canteen_ready_s=np.full(canteens, 39_600),
        canteen_serve_until_s=np.full(canteens, 45_000),
        canteen_capacity=capacity + rng.integers(0, 3, canteens),
        shift_mode=rng.integers(0, 3, shifts),
        shift_capacity=rng.integers(3, 9, shifts),
        shift_from_s=from_s,
        shift_until_s=from_s + rng.integers(2_400, 7_200, shifts),
        shift_ends_at=rng.integers(0, 3, shifts),
        shift_home=np.arange(canteens + orders, places),
        shift_max_trips=rng.integers(1, 4, shifts),
        shift_aboard_s=rng.integers(1_200, 2_700, shifts),
        shift_works_for=works_for,
        able=rng.random((shifts, orders)) < 0.8,
        face_price=120 * (rng.random((shifts, orders)) < 0.5).astype(np.int32),
        conflict_start=np.cumsum([0, *(len(row) for row in conflicts)]),
        conflict_with=np.array([other for row in conflicts for other in row], dtype=np.int64),
        travel_s=travel_s,
        per_building_s=60,
        reload_s=300,
        price_call_out=600,
        price_balance=0.0,
    )
