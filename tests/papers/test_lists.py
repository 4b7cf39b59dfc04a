"""Kitchen count, loading list and stops as tables: the papers' own counts, every order once."""

from collections import Counter

from mealroute.document import Document, Table
from mealroute.papers.count import kitchen_counts
from mealroute.papers.lists import lists_document
from mealroute.settings import Settings
from mealroute.views import route_views
from tests.maps.lunch import a_lunch


def lists(*, names: bool = False) -> Document:
    plan, service, _shapes = a_lunch()
    return lists_document(plan, service, route_views(plan, service, Settings()), names=names)


def table(document: Document, sheet: str) -> Table:
    return next(one for one in document.tables if one.sheet == sheet)


def column(shown: Table, head: str) -> list[object]:
    place = [heading.text for heading in shown.headings].index(head)
    return [row[place] for row in shown.rows]


def test_the_kitchen_count_is_that_of_the_paper() -> None:
    plan, service, _shapes = a_lunch()
    (count,) = kitchen_counts(plan, service, route_views(plan, service, Settings()))
    shown = table(lists(), "Kitchen count")
    assert shown.total is not None
    assert shown.total[-3:] == (count.orders, count.boxes, count.waiting)
    departures = table(lists(), "Departures")
    assert column(departures, "so far")[-1] == count.boxes - count.waiting


def test_every_stop_is_loaded_once_and_the_last_goes_in_first() -> None:
    plan, _service, _shapes = a_lunch()
    stops, loading = table(lists(), "Stops"), table(lists(), "Loading list")
    brought = Counter(stop.order_id for _route, stop in plan.stops())
    assert Counter(column(stops, "order")) == Counter(column(loading, "order")) == brought
    rows = zip(*(column(loading, head) for head in ("route", "trip", "stop")), strict=True)
    numbers = [number for route, trip, number in rows if (route, trip) == ("A", 1)]
    assert len(numbers) > 1
    assert numbers == sorted(numbers, reverse=True)  # type: ignore[type-var]  # whole numbers


def test_names_doors_and_telephones_stand_there_only_when_asked_for() -> None:
    _plan, service, _shapes = a_lunch()
    shown, named = table(lists(), "Stops"), table(lists(names=True), "Stops")
    cells = {cell for row in shown.rows for cell in row}
    people = {one.name for one in service.residents.values()}
    assert not cells & people
    assert {cell for row in named.rows for cell in row} & people
    assert "address" in [heading.text for heading in named.headings]
    assert "address" not in [heading.text for heading in shown.headings]
