"""Price one canteen's answer by the rules of the day, with what breaks a rule left out."""

from benchmarks.canteens import Routes
from mealroute.search.canteen_part import Part
from mealroute.search.incumbent import tour_price
from mealroute.search.mend import mend
from mealroute.search.problem import Problem


def bill(problem: Problem, part: Part, found: Routes) -> tuple[int, int]:
    """Give the cost of a canteen's routes, and how many of its orders they leave out.

    Examples
    --------
    >>> from mealroute.search.example import two_doors
    >>> bill(two_doors(), Part(0, (0, 1), (0,), ()), {0: (0,)})
    (101080, 1)
    """
    tours = mend(problem, part.canteen, found)
    prices = [tour_price(problem, tour) for tour in tours]
    left = set(part.orders) - {order for tour in tours for order in tour.orders}
    total = sum(price.total for price in prices if price is not None)
    return total + sum(int(problem.order_price[order]) for order in left), len(left)
