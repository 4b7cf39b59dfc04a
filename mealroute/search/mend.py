"""Turn proposed sequences into valid tours, and put orders that are left into the cheapest gap."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from mealroute.search.incumbent import tour_price
from mealroute.search.problem import Problem, Tour

MOST_TRIALS = 4_000
"""So many gaps are priced at most in one call, about a tenth of a second."""


def mend(problem: Problem, canteen: int, proposed: Mapping[int, Sequence[int]]) -> tuple[Tour, ...]:
    """Make valid tours of what an engine proposes for each shift, a single trip each.

    Orders that break a rule where they stand are left out.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> mend(two_doors(earliest_s=46_700), 0, {0: (1, 0)})
    (Tour(shift=0, canteen=0, trips=((1,),)),)
    """
    tours = (
        _longest_valid(problem, shift, canteen, sequence) for shift, sequence in proposed.items()
    )
    return tuple(tour for tour in tours if tour.orders)


def _longest_valid(problem: Problem, shift: int, canteen: int, sequence: Sequence[int]) -> Tour:
    """Keep every order, in sequence, that still fits behind those kept before it."""
    whole = Tour(shift, canteen, (tuple(sequence),))
    if tour_price(problem, whole) is not None:
        return whole
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
    valid, where none is cheaper than leaving it unassigned, and after `MOST_TRIALS`.

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
    trials = 0
    for order in sorted(orders, key=lambda order: (-int(problem.order_price[order]), order)):
        if trials > MOST_TRIALS:
            break
        best, least = None, int(problem.order_price[order])
        for tour, total in priced.values():
            for longer in _gaps(problem, tour, order):
                trials += 1
                price = tour_price(problem, longer)
                if price is not None and price.total - total < least:
                    best, least = (longer, price.total), price.total - total
        if best is not None:
            priced[best[0].shift] = best
    return tuple(tour for tour, _total in priced.values() if tour.trips)


def _gaps(problem: Problem, tour: Tour, order: int) -> Iterator[Tour]:
    """Give every tour that has the order in addition and boxes that fit, valid or not."""
    if not problem.able[tour.shift, order]:
        return
    room = int(problem.shift_capacity[tour.shift]) - int(problem.order_boxes[order])
    for row, trip in enumerate(tour.trips):
        if problem.order_boxes[list(trip)].sum() > room:
            continue
        for gap in range(len(trip) + 1):
            longer = (*trip[:gap], order, *trip[gap:])
            trips = (*tour.trips[:row], longer, *tour.trips[row + 1 :])
            yield Tour(tour.shift, tour.canteen, trips)
    if room >= 0 and len(tour.trips) < problem.shift_max_trips[tour.shift]:
        for row in range(len(tour.trips) + 1):
            trips = (*tour.trips[:row], (order,), *tour.trips[row:])
            yield Tour(tour.shift, tour.canteen, trips)
