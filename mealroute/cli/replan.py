"""Plan one service again and again with the same rounds and seed, for what compares plans."""

from mealroute.cli.progress import say_compiling
from mealroute.domain import Plan, Service
from mealroute.files import DayFiles
from mealroute.receipt import decide, eligibility
from mealroute.routing import Search, make_plan
from mealroute.search.engine import Budget
from mealroute.travel import TravelTimes


class Replanner:
    """Plans services of one day; `mealroute.coverage` takes its ``plan``.

    ``stopped`` tells whether somebody pressed Ctrl-C in the middle of a plan: that plan is worth
    less than the others.
    """

    def __init__(self, files: DayFiles, *, iterations: int, seed: int) -> None:
        self._files = files
        self._search = Search(budget=Budget(iterations=iterations), seed=seed)
        self.stopped = False
        say_compiling()

    def plan(self, service: Service, travel: TravelTimes, before: Plan | None) -> Plan:
        """Decide and plan, from an earlier plan of the same orders where there is one."""
        settings = self._files.settings
        residents = {order.order_id: order.resident_id for order in service.orders.values()}
        made = make_plan(
            service,
            settings,
            decide(service, settings, travel),
            travel,
            self._search,
            eligible=eligibility(service, settings, travel),
            previous=None if before is None else (before, residents),
            keep_s=0,
        )
        self.stopped = self.stopped or made.stopped
        return made.plan
