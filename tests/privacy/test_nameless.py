from pathlib import Path

from mealroute.files import read_day
from mealroute.privacy.nameless import nameless
from mealroute.receipt import decide
from mealroute.travel import StraightTravel

GUIXI = Path(__file__).parents[2] / "data" / "guixi"


def test_a_day_for_the_screen_tells_nobody_and_is_answered_alike() -> None:
    files = read_day(GUIXI)
    bare = nameless(files.day)

    people = [*files.day.residents, *files.day.volunteers]
    told = [word for one in people for word in (one.name, one.phone) if word]
    told += [one.address for one in files.day.residents if one.address]
    shown = repr(bare)
    assert len(told) > 300
    assert [word for word in told if word in shown] == []
    travel, service = StraightTravel(files.settings.travel), files.day.services()[0]
    before, after = (
        decide(day.service(*service), files.settings, travel) for day in (files.day, bare)
    )
    assert [(one.order_id, one.canteen_id, one.reason) for one in before] == [
        (one.order_id, one.canteen_id, one.reason) for one in after
    ]
