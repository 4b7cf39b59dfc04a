"""Tell a remedy in one line: what to ask for, where and when, and whom it serves."""

import datetime as dt

from mealroute.domain import Mode
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.routing.remedy import Remedy
from mealroute.routing.remedy_changes import RemedyKind


def remedy_words(remedy: Remedy) -> str:
    """Tell what to ask for and how many orders it serves.

    Examples
    --------
    >>> print(remedy_words(Remedy(
    ...     kind=RemedyKind.ONE_MORE, canteen_id="C2", mode=Mode.EBIKE, starts=dt.time(11, 20),
    ...     until=dt.time(12), boxes=10, trips=1, skills=frozenset({"stairs"}),
    ...     order_ids=("O1", "O2"), sequence=(("O2", "O1"),), added_s=2400, cost=0,
    ...     on_call=("V7",))))
    one more e-bike 11:20–12:00 at canteen C2 serves 2 (10 boxes; skills: stairs; to ask: V7)
    """
    orders = len(remedy.order_ids)
    words = ngettext("{what} serves {n}", "{what} serves {n}", orders)
    told = words.format(what=_what(remedy), n=orders)
    asked = _asked(remedy) if remedy.extends is None else []
    return _("{told} ({asked})").format(told=told, asked=_("; ").join(asked)) if asked else told


def _what(remedy: Remedy) -> str:
    volunteer_id = "" if remedy.extends is None else remedy.extends.volunteer_id
    sentences = {
        RemedyKind.UNTIL_LATER: _("{volunteer} at canteen {canteen} until {until}"),
        RemedyKind.FROM_EARLIER: _("{volunteer} at canteen {canteen} from {starts}"),
        RemedyKind.MORE_TRIPS: _("{volunteer} at canteen {canteen} with one more trip"),
        RemedyKind.MORE_BOXES: _("{volunteer} at canteen {canteen} with room for {boxes} boxes"),
    }
    one_more = {
        Mode.FOOT: _("one more on foot {starts}–{until} at canteen {canteen}"),
        Mode.EBIKE: _("one more e-bike {starts}–{until} at canteen {canteen}"),
        Mode.CAR: _("one more car {starts}–{until} at canteen {canteen}"),
    }
    return sentences.get(remedy.kind, one_more[remedy.mode]).format(
        volunteer=volunteer_id,
        canteen=remedy.canteen_id,
        starts=_clock(remedy.starts),
        until=_clock(remedy.until),
        boxes=remedy.boxes,
    )


def _asked(remedy: Remedy) -> list[str]:
    """List what one more shift must offer, and who could be asked."""
    asked = [ngettext("{n} box", "{n} boxes", remedy.boxes).format(n=remedy.boxes)]
    if remedy.trips > 1:
        asked.append(_("{n} trips").format(n=remedy.trips))
    if remedy.skills:
        asked.append(_("skills: {skills}").format(skills=", ".join(sorted(remedy.skills))))
    if remedy.on_call:
        asked.append(_("to ask: {volunteers}").format(volunteers=", ".join(remedy.on_call)))
    return asked


def _clock(time: dt.time) -> str:
    return f"{time:%H:%M}"
