"""Write the page to try things: radius, minutes and canteens change, coverage follows at once."""

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from mealroute.atlas.job import CoverageJob
from mealroute.atlas.wording import basis_word, group_word
from mealroute.coverage.assessment import capacities
from mealroute.coverage.hexagons import hexagons
from mealroute.coverage.opening import opened, with_sites
from mealroute.coverage.reach import ALL, ORDERED
from mealroute.domain import REGULAR_DIET, Canteen, Coordinates, Resident
from mealroute.language import gettext as _
from mealroute.maps.page import render_mapless_page
from mealroute.travel import great_circle_m
from mealroute.words import diet_word, mode_word

FARTHEST: Final = 65_535
"""Metres and seconds from here on are kept as this: farther than any slider goes."""

MOST_MINUTES: Final = 60
MOST_RADIUS_M: Final = 5_000


@dataclass(frozen=True, slots=True, eq=False)
class Crowd:
    """Residents summed up by place: nobody in it has a name, an id or coordinates.

    Attributes
    ----------
    metres, seconds
        From every canteen and site to every place, of shape (places, sites), rounded up to whole
        metres, at most `FARTHEST`.
    rows
        ``(place, diet, priority, residents, boxes)``, of shape (rows, 5); diets by number.
    diets
        The diets that the numbers mean.
    """

    metres: NDArray[np.uint16]
    seconds: NDArray[np.uint16]
    rows: NDArray[np.int64]
    diets: tuple[str, ...]


def what_if_page(job: CoverageJob) -> str:
    """Write the page as one HTML text that opens from a file.

    What is published knows residents by hexagons of k or more, measured from their middle, without
    diets and priorities; its figures are near to the true ones, and it says so.
    """
    places = [*job.day.canteens, *opened(job.day, job.sites)]
    crowd = _crowd(job, places)
    public = job.publication is not None
    data = {
        "sites": _site_values(job, places, crowd.diets),
        "metres": _packed(crowd.metres),
        "seconds": _packed(crowd.seconds),
        "rows": crowd.rows.tolist(),
        "lost": 0 if public else len(job.assessment.reach.without_place),
        "words": _script_words(),
    }
    groups = [ALL, ORDERED] if public else [ALL, ORDERED, "priority 1", "priority 2", "priority 3"]
    return render_mapless_page(
        "what_if.html",
        data=data,
        context={
            "title": _("Coverage: what if?"),
            "basis": basis_word(job.assessment),
            "groups": [(one, group_word(one)) for one in groups],
            "diets": [] if public else [(at, diet_word(one)) for at, one in enumerate(crowd.diets)],
            "sites": data["sites"],
            "minutes": job.assessment.minutes[-1],
            "most_minutes": MOST_MINUTES,
            "most_radius_m": MOST_RADIUS_M,
            "radius_m": _usual_radius_m(job.day.canteens),
            "mode": mode_word(job.assessment.mode),
            "public_note": _public_note(job) if public else "",
            "public": public,
        },
        styles=("what_if.css",),
        script="what_if.js",
    )


def sum_up(
    residents: Sequence[Resident],
    boxes: Sequence[int],
    metres: NDArray[np.float64],
    seconds: NDArray[np.int64],
) -> Crowd:
    """Sum residents up by their doors: ways are the same behind one door.

    Parameters
    ----------
    residents, boxes
        Who lives there and orders how many.
    metres, seconds
        The ways, of shape (residents, sites).
    """
    doors: dict[object, int] = {}
    first: list[int] = []
    counts: Counter[tuple[int, str, int]] = Counter()
    ordered: Counter[tuple[int, str, int]] = Counter()
    for row, (one, count) in enumerate(zip(residents, boxes, strict=True)):
        key = None if one.coordinates is None else one.coordinates.key
        if key not in doors:
            doors[key] = len(first)
            first.append(row)
        kind = (doors[key], one.diet, one.priority)
        counts[kind] += 1
        ordered[kind] += count
    diets = tuple(sorted({one.diet for one in residents}))
    rows = [
        (door, diets.index(diet), priority, counts[door, diet, priority],
         ordered[door, diet, priority])
        for door, diet, priority in sorted(counts)
    ]  # fmt: skip
    return Crowd(
        _whole(metres[first]), _whole(seconds[first]),
        np.array(rows, dtype=np.int64).reshape(-1, 5), diets,
    )  # fmt: skip


def _crowd(job: CoverageJob, places: Sequence[Canteen]) -> Crowd:
    reach = job.assessment.reach
    doors = [one.coordinates for one in reach.residents if one.coordinates is not None]
    if job.publication is None:
        return sum_up(reach.residents, reach.boxes.tolist(), *_ways(job, places, doors))
    told = [one for one in hexagons(doors) if one.people >= job.publication.k]
    metres, seconds = _ways(job, places, [one.centre for one in told])
    rows = [(at, 0, 1, one.people, int(reach.boxes[one.rows].sum())) for at, one in enumerate(told)]
    table = np.array(rows, dtype=np.int64).reshape(-1, 5)
    return Crowd(_whole(metres), _whole(seconds), table, (REGULAR_DIET,))


def _ways(
    job: CoverageJob, places: Sequence[Canteen], doors: Sequence[Coordinates]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Measure the metres that radii are compared with, and the seconds, as `measure_reach` does.

    The page compares whole metres: a door between the whole metres of a site's own radius and that
    radius is put on the near side, as it is inside.
    """
    origins = [one.coordinates for one in places]
    table = job.travel.table(job.assessment.mode, origins, doors)
    straight = job.settings.receipt.radius_by == "straight"
    metres = great_circle_m(doors, origins) if straight else table.metres.T
    radii = np.array([one.service_radius_m for one in places])
    inside = (metres > np.floor(radii)) & (metres <= radii)
    return np.where(inside, np.floor(radii), metres), table.seconds.T


def _whole(values: NDArray[Any]) -> NDArray[np.uint16]:
    """Round up, which changes no comparison with a whole number."""
    rounded: NDArray[np.uint16] = np.minimum(np.ceil(values), FARTHEST).astype(np.uint16)
    return rounded


def _packed(values: NDArray[np.uint16]) -> str:
    """Write numbers as little-endian bytes in base64, a third of their JSON."""
    return base64.b64encode(values.astype("<u2").tobytes()).decode("ascii")


def _site_values(
    job: CoverageJob, places: Sequence[Canteen], diets: Sequence[str]
) -> list[dict[str, Any]]:
    today = len(job.day.canteens)
    capacity = capacities(with_sites(job.day, job.sites))
    return [
        {
            "name": one.name,
            "new": at >= today,
            "on": at < today,
            "radius_m": int(one.service_radius_m),
            "capacity": capacity.get(one.canteen_id, 0),
            "cooks": [
                number
                for number, diet in enumerate(diets)
                if diet in one.diets or job.publication is not None
            ],
        }
        for at, one in enumerate(places)
    ]


def _usual_radius_m(canteens: Sequence[Canteen]) -> int:
    radii = sorted(one.service_radius_m for one in canteens)
    middle = radii[len(radii) // 2] if radii else 1000.0
    return min(MOST_RADIUS_M, max(50, round(middle / 50) * 50))


def _public_note(job: CoverageJob) -> str:
    k = 0 if job.publication is None else job.publication.k
    return _(
        "Made to be shared: residents are counted by hexagons of 0.1 km² with at least {k} of "
        "them, and measured from the middle, so figures are near to the true ones. Diets are not "
        "looked at."
    ).format(k=k)


def _script_words() -> dict[str, str]:
    return {
        "share": _("{covered} of {whole}"),
        "percent": _("{n} %"),
        "left_out": _("{n} left out"),
        "boxes": _("{boxes} of {capacity} boxes"),
        "over": _("{boxes} of {capacity} boxes: {more} too many"),
        "closed": _("not open"),
        "metres": _("{n} m"),
        "minutes": _("{n} min"),
        "own": _("each its own"),
    }
