"""Name the files of a plan's maps and write each one's text."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from mealroute.domain import (
    BaseMap,
    Plan,
    RouteDirections,
    RouteShape,
    Service,
    VolunteerId,
)
from mealroute.maps.plan_map import plan_map
from mealroute.maps.volunteer_page import draw_page
from mealroute.settings import Settings
from mealroute.views import route_views

PLAN_FILE: Final = "map.html"
VOLUNTEER_FOLDER: Final = "volunteers"

_LONGEST: Final = 60
# Names that Windows keeps for devices, whatever follows their first dot.
_DEVICES: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)$")


def map_files(
    plan: Plan,
    service: Service,
    settings: Settings,
    shapes: Sequence[RouteShape],
    base_map: BaseMap | None = None,
    directions: Sequence[RouteDirections] = (),
) -> dict[str, str]:
    """Write every map of a plan: the coordinator's and one page for each route.

    ``directions``, one for each route, tell each leg on the route's page; none tell nothing.

    Returns
    -------
    dict
        HTML texts by file name relative to the plan's folder, with ``/`` between folder and
        file: ``map.html``, ``volunteers/V1.html`` and so on.

    Raises
    ------
    ArgumentError
        When the plan belongs to another day, or the shapes to another plan.
    """
    files = {PLAN_FILE: plan_map(plan, service, settings, shapes, base_map)}
    names = volunteer_files(plan)
    for view in route_views(plan, service, settings):
        told = directions[view.index] if directions else None
        files[names[view.index]] = draw_page(
            plan, view, settings, shapes[view.index], base_map, told
        )
    return files


def volunteer_files(plan: Plan) -> dict[int, str]:
    """Name the page of each route that has stops, by the route's place in the plan."""
    indexes = [index for index, route in enumerate(plan.routes) if route.stops]
    names = _file_names(plan.routes[index].volunteer_id for index in indexes)
    return {
        index: f"{VOLUNTEER_FOLDER}/{name}.html" for index, name in zip(indexes, names, strict=True)
    }


def _file_names(ids: Iterable[VolunteerId]) -> list[str]:
    """Make ids into file names that are safe and distinct on every system.

    Examples
    --------
    >>> _file_names(["V1", "v1", "../../etc", "张 三", "con"])
    ['V1', 'v1-2', 'etc', '张_三', 'con_']
    """
    taken: set[str] = set()
    names: list[str] = []
    for volunteer_id in ids:
        wished = _safe(volunteer_id)
        name, again = wished, 1
        while name.casefold() in taken:
            again += 1
            name = f"{wished}-{again}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _safe(text: str) -> str:
    """Keep letters and digits of any script; nothing that means something to a file system."""
    composed = unicodedata.normalize("NFC", text)
    kept = re.sub(r"[^\w-]+", "_", composed).strip("_-")[:_LONGEST] or "route"
    return f"{kept}_" if _DEVICES.match(kept) else kept
