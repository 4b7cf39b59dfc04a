"""Say what happened to a running day, and when."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from mealroute.domain import VolunteerId

MOST_SHIFT_S: Final = 600
"""A resident whose volunteer comes more than so many seconds earlier or later is touched."""
AGAIN_S: Final = 600
"""So long after the news, boxes lost with a volunteer can leave the canteen once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened: who dropped out, at which moment.

    ``now`` is a wall-clock moment, ``None`` before the first trip of the day: nothing has left
    yet. A trip that leaves at ``now`` has left; a handover that starts at ``now`` is done. Orders
    that were cancelled or added are told by the receipts, a closed road by the travel times.

    ``again_s`` is how long after ``now`` boxes that a volunteer dropped out with, cooked again or
    fetched back, can leave the canteen.

    Examples
    --------
    >>> event = Event(now=dt.datetime(2026, 11, 24, 11, 20))
    >>> event.past(dt.datetime(2026, 11, 24, 11, 20)), event.now_s()
    (True, 40800)
    >>> Event().past(dt.datetime(2026, 11, 24, 11, 20))
    False
    """

    now: dt.datetime | None = None
    without: frozenset[VolunteerId] = frozenset()
    again_s: int = AGAIN_S

    def past(self, moment: dt.datetime) -> bool:
        """Whether a moment has come."""
        return self.now is not None and moment.replace(tzinfo=None) <= self.now

    def now_s(self) -> int:
        """Give the moment in seconds after midnight; 0 before the first trip."""
        if self.now is None:
            return 0
        return self.now.hour * 3600 + self.now.minute * 60 + self.now.second
