"""Competitions for kitchens, and what trying everything says of them."""

import itertools

import numpy as np
from hypothesis import strategies as st

from mealroute.receipt.offers import Demand, Flags, Ints


def a_demand(
    boxes: list[int],
    capacity: list[int],
    distance_mm: list[list[int]],
    priority: list[int] | None = None,
    asked: list[int] | None = None,
    eligible: Flags | None = None,
) -> Demand:
    distances = np.array(distance_mm, dtype=np.int64).reshape(len(boxes), len(capacity))
    return Demand(
        boxes=np.array(boxes, dtype=np.int64),
        priority=np.array(priority or [1] * len(boxes), dtype=np.int64),
        asked=np.array(asked or [-1] * len(boxes), dtype=np.int64),
        eligible=np.ones(distances.shape, dtype=bool) if eligible is None else eligible,
        distance_mm=distances,
        capacity=np.array(capacity, dtype=np.int64),
    )


@st.composite
def demands(draw: st.DrawFn, least: int = 0) -> Demand:
    """Small days with short kitchens: few sizes, and distances that are often equal."""
    n, k = draw(st.integers(least, 6)), draw(st.integers(least, 3))
    boxes = draw(st.lists(st.sampled_from([1, 1, 2, 2, 3, 5]), min_size=n, max_size=n))
    farthest = draw(st.sampled_from([2, 2_000_000]))
    reach = draw(st.lists(st.integers(-1, farthest), min_size=n * k, max_size=n * k))
    distances = np.array(reach, dtype=np.int64).reshape(n, k)
    return Demand(
        boxes=np.array(boxes, dtype=np.int64),
        priority=_draw_numbers(draw, 1, 3, n),
        asked=_draw_numbers(draw, -1, k - 1, n),
        eligible=distances >= 0,
        distance_mm=distances,
        capacity=_draw_numbers(draw, 0, max(1, sum(boxes) // 2), k),
    )


def _draw_numbers(draw: st.DrawFn, least: int, most: int, count: int) -> Ints:
    numbers = draw(st.lists(st.integers(least, most), min_size=count, max_size=count))
    return np.array(numbers, dtype=np.int64)


def worth(demand: Demand, chosen: Ints) -> tuple[int, int, int]:
    """Priority accepted, canteens respected, and millimetres, less being more."""
    taken = np.flatnonzero(chosen >= 0)
    return (
        int(demand.priority[taken].sum()),
        int((demand.asked[taken] == chosen[taken]).sum()),
        -int(demand.distance_mm[taken, chosen[taken]].sum()),
    )


def best_of_all(demand: Demand) -> list[int]:
    """Try every assignment; of the best, the first when each order in turn has its best place."""
    places = [_places(demand, order) for order in range(len(demand.boxes))]
    ranked = itertools.product(*(range(len(own)) for own in places))
    found = []
    for ranks in ranked:
        chosen = np.array([own[rank] for own, rank in zip(places, ranks, strict=True)], dtype=int)
        if (demand.left(chosen) >= 0).all():
            found.append(([-goal for goal in worth(demand, chosen)], ranks, chosen.tolist()))
    return min(found)[2] if found else []


def _places(demand: Demand, order: int) -> list[int]:
    """Where an order may go, best first: asked for, nearest, first, none."""
    kitchens = np.flatnonzero(demand.eligible[order]).tolist()
    kitchens.sort(key=lambda one: (one != demand.asked[order], demand.distance_mm[order, one], one))
    return [*kitchens, -1]


def a_town(seed: int, n: int, k: int, *, sizes: dict[int, float], share: float) -> Demand:
    """A town whose kitchens can cook a share of the boxes; doors are shared by neighbours."""
    rng = np.random.default_rng(seed)
    doors = rng.uniform(0, 6000, (max(1, 2 * n // 3), 2))[rng.integers(0, max(1, 2 * n // 3), n)]
    canteens = rng.uniform(0, 6000, (k, 2))
    metres = np.linalg.norm(doors[:, None] - canteens[None], axis=2)
    boxes = rng.choice(list(sizes), n, p=list(sizes.values()))
    return Demand(
        boxes=boxes.astype(np.int64),
        priority=rng.choice([1, 2, 3], n, p=[0.7, 0.2, 0.1]).astype(np.int64),
        asked=np.where(rng.random(n) < 0.1, rng.integers(0, k, n), -1).astype(np.int64),
        eligible=metres <= rng.uniform(1500, 3000, k),
        distance_mm=np.rint(metres * 1000).astype(np.int64),
        capacity=np.floor(rng.dirichlet(np.full(k, 3)) * boxes.sum() * share).astype(np.int64),
    )
