"""Write a route as an iCalendar event (RFC 5545): when to leave which canteen, with an alarm."""

import datetime as dt
import uuid
from typing import Final

import icalendar

from mealroute import __version__
from mealroute.files.phone.routes import PhoneRoute
from mealroute.language import gettext as _
from mealroute.words import boxes_word, meal_word

_ALARM: Final = dt.timedelta(minutes=-30)
# The namespace of event ids: any fixed value, so that the same route is always the same event.
_EVENTS: Final = uuid.UUID("6b7d1a5e-52ad-5f3f-9b0c-0f6d3c1f8a20")


def calendar_text(route: PhoneRoute) -> str:
    """Write one event for a route, with an alarm half an hour before it leaves.

    Times are floating (RFC 5545, section 3.3.5, form 1): what the wall clock shows where the phone
    is, so no time zone is guessed. There are no coordinates in it, hence no datum. The event keeps
    its id when the plan is made anew, so that a phone replaces it.
    """
    first, last = route.trips[0], route.trips[-1]
    event = icalendar.Event()
    event.add("uid", _uid(route))
    # The standard wants a moment in UTC; the file must not change with the clock.
    event.add("dtstamp", dt.datetime.combine(route.date, dt.time(0, 0), dt.UTC))
    event.add("dtstart", first.leaves)
    event.add("dtend", max(last.ends, first.leaves))
    summary = _("{meal}: leave at {time}").format(
        meal=meal_word(route.meal), time=f"{first.leaves:%H:%M}"
    )
    event.add("summary", summary)
    event.add("location", ", ".join(filter(None, (route.canteen_name, route.canteen_address))))
    event.add("description", "\n".join(_lines(route)))
    event.add("class", "PRIVATE")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _ALARM)
    event.add_component(alarm)
    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//mealroute//mealroute {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data.decode("utf-8")


def _uid(route: PhoneRoute) -> str:
    """Name the event by what stays when a plan is made anew; the id tells nobody's name."""
    parts = (route.date.isoformat(), route.meal.value, route.volunteer_id, route.nth)
    return f"{uuid.uuid5(_EVENTS, repr(parts))}@mealroute"


def _lines(route: PhoneRoute) -> list[str]:
    """Tell boxes trip by trip, and people only where the route carries their names."""
    lines: list[str] = []
    for trip in route.trips:
        lines.append(f"{trip.title}: {trip.text}")
        lines += [
            f"{stop.starts:%H:%M}  {stop.title}, {boxes_word(stop.boxes)}"
            for stop in trip.stops
            if stop.person
        ]
    return lines
