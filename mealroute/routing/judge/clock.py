"""Turn the wall-clock times of a plan into whole seconds after the service date's midnight."""

import datetime as dt
from dataclasses import dataclass

_SECOND = dt.timedelta(seconds=1)
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of one date: whole numbers that any two times of any plan can be compared by.

    A time with a zone is read as the wall-clock time it shows, as all times here are local.

    Examples
    --------
    >>> clock = Clock(dt.date(2026, 11, 24))
    >>> leaves_s = clock.of(dt.datetime(2026, 11, 24, 11, 0, 30))
    >>> leaves_s - clock.at(dt.time(11)), clock.text(leaves_s), clock.text(clock.at(dt.time(9, 5)))
    (30, '11:00:30', '09:05')
    """

    date: dt.date

    def of(self, moment: dt.datetime) -> int:
        """Give a moment of any date in seconds, parts of a second dropped."""
        return (moment.replace(tzinfo=None) - self._midnight) // _SECOND

    def at(self, time: dt.time) -> int:
        """Give a wall-clock time of this date in seconds."""
        return (time.hour * 60 + time.minute) * 60 + time.second

    def text(self, seconds: int) -> str:
        """Show a moment: ``11:00``, ``11:00:30``, ``11:00 (+1 d)`` on the next date."""
        days, day_s = divmod(seconds, _DAY_S)
        minutes, rest_s = divmod(day_s, 60)
        text = f"{minutes // 60:02d}:{minutes % 60:02d}"
        if rest_s:
            text += f":{rest_s:02d}"
        return f"{text} ({days:+d} d)" if days else text

    @property
    def _midnight(self) -> dt.datetime:
        return dt.datetime.combine(self.date, dt.time())
