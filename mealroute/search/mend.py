"""Turn proposed sequences into valid tours, and put orders that are left into the cheapest gap."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from mealroute.search.incumbent import TourPrice, tour_price
from mealroute.search.problem import Problem, Tour

MOST_INSERTED = 50
"""So many orders are tried at most in one call, dearest first: inserting is slow but rare."""


def mend(
    problem: Problem, canteen: int, proposed: Mapping[int, Sequence[int]]
) -> tuple[tuple[Tour, ...], tuple[int, ...]]:
    """Make valid tours of what an engine proposes for each shift, a single trip each.

    Returns the tours and the orders that had to be dropped from them.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> mend(two_doors(earliest_s=46_600), 0, {0: (1, 0)})
    ((Tour(shift=0, canteen=0, trips=((1,),)),), (0,))
    """
    tours: list[Tour] = []
    dropped: list[int] = []
    for shift, sequence in proposed.items():
        tour = Tour(shift, canteen, (tuple(sequence),))
        if sequence and tour_price(problem, tour) is None:
            tour = _longest_valid(problem, shift, canteen, sequence)
            dropped.extend(order for order in sequence if order not in tour.trips[0])
        if tour.trips[0]:
            tours.append(tour)
    return tuple(tours), tuple(dropped)


def _longest_valid(problem: Problem, shift: int, canteen: int, sequence: Sequence[int]) -> Tour:
    """Keep every order, in sequence, that still fits behind those kept before it."""
    kept: tuple[int, ...] = ()
    for order in sequence:
        longer = (*kept, order)
        if tour_price(problem, Tour(shift, canteen, (longer,))) is not None:
            kept = longer
    return Tour(shift, canteen, (kept,))


def insert(
    problem: Problem,
    canteen: int,
    tours: Iterable[Tour],
    shifts: Iterable[int],
    orders: Collection[int],
) -> tuple[Tour, ...]:
    """Put each order where it costs least, the dearest order first; also into trips of its own.

    ``shifts`` may be called out besides those of ``tours``. An order stays out where no gap is
    valid or none is cheaper than leaving it unassigned.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> insert(two_doors(), 0, (), (0,), (0, 1))
    (Tour(shift=0, canteen=0, trips=((1, 0),)),)
    """
    priced: dict[int, tuple[Tour, int]] = {shift: (Tour(shift, canteen, ()), 0) for shift in shifts}
    for tour in tours:
        price = tour_price(problem, tour)
        priced[tour.shift] = (tour, 0 if price is None else price.total)
    dearest = sorted(orders, key=lambda order: (-int(problem.order_price[order]), order))
    for order in dearest[:MOST_INSERTED]:
        best, least = None, int(problem.order_price[order])
        for tour, total in priced.values():
            for longer, price in _gaps(problem, tour, order):
                if price.total - total < least:
                    best, least = (longer, price.total), price.total - total
        if best is not None:
            priced[best[0].shift] = best
    return tuple(tour for tour, _total in priced.values() if tour.trips)


def _gaps(problem: Problem, tour: Tour, order: int) -> Iterator[tuple[Tour, TourPrice]]:
    """Give every valid tour that has the order in addition."""
    if not problem.able[tour.shift, order]:
        return
    for trips in _longer_trips(problem, tour, order):
        longer = Tour(tour.shift, tour.canteen, trips)
        price = tour_price(problem, longer)
        if price is not None:
            yield longer, price


def _longer_trips(
    problem: Problem, tour: Tour, order: int
) -> Iterator[tuple[tuple[int, ...], ...]]:
    room = int(problem.shift_capacity[tour.shift]) - int(problem.order_boxes[order])
    for row, trip in enumerate(tour.trips):
        if problem.order_boxes[list(trip)].sum() > room:
            continue
        for gap in range(len(trip) + 1):
            longer = (*trip[:gap], order, *trip[gap:])
            yield (*tour.trips[:row], longer, *tour.trips[row + 1 :])
    if room >= 0 and len(tour.trips) < problem.shift_max_trips[tour.shift]:
        for row in range(len(tour.trips) + 1):
            yield (*tour.trips[:row], (order,), *tour.trips[row:])
