"""Put who lives outside onto the map, each entrance once, with how much too far it is."""

import math
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from mealroute.atlas.job import CoverageJob
from mealroute.coverage.reach import Outside
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.maps.frame import Frame
from mealroute.words import metres_word

if TYPE_CHECKING:
    from mealroute.domain import Coordinates, ResidentId

_ROUGH_M = 100


def gap_values(job: CoverageJob, frame: Frame) -> list[list[Any]]:
    """Give latitude, longitude, label and words of every entrance outside.

    What is published names nobody, counts no diet, and rounds distances to 100 m; who cannot be
    hidden is left out.
    """
    if job.publication is not None:
        return _public_values(job, frame)
    doors: dict[ResidentId, Coordinates | None] = {
        one.resident_id: one.coordinates for one in job.assessment.reach.residents
    }
    places: dict[tuple[float, float], list[Outside]] = defaultdict(list)
    for one in job.assessment.outside:
        door = doors[one.resident_id]
        if door is not None:
            lat, lon = frame.place(door)
            places[round(lat, 5), round(lon, 5)].append(one)
    return [[lat, lon, _label(those), _words(job, those)] for (lat, lon), those in places.items()]


def _public_values(job: CoverageJob, frame: Frame) -> list[list[Any]]:
    reach = job.assessment.reach
    spots = {} if job.publication is None else job.publication.spots
    limits = np.array([one.service_radius_m for one in reach.canteens])
    beyond_m = (reach.radius_m - limits).min(axis=1, initial=np.inf)
    found = []
    for resident, too_far_m in zip(reach.residents, beyond_m.tolist(), strict=True):
        spot = spots.get(resident.resident_id)
        if too_far_m > 0 and math.isfinite(too_far_m) and spot is not None:
            lat, lon = frame.place(spot)
            far = metres_word(max(_ROUGH_M, round(too_far_m / _ROUGH_M) * _ROUGH_M))
            words = _("A resident around here is {far} outside.").format(far=far)
            found.append([round(lat, 5), round(lon, 5), far, words])
    return sorted(found)


def _too_far(those: list[Outside]) -> str:
    most_m = max(one.too_far_m for one in those)
    return metres_word(math.ceil(most_m)) if math.isfinite(most_m) else _("no diet")


def _label(those: list[Outside]) -> str:
    far = _too_far(those)
    return far if len(those) == 1 else f"{len(those)} × {far}"


def _words(job: CoverageJob, those: list[Outside]) -> str:
    names = {one.canteen_id: one.name for one in job.assessment.reach.canteens}
    canteens = {one.canteen_id for one in those}
    who = ", ".join(one.resident_id for one in those)
    if None in canteens:
        return _("{who}: no canteen cooks the diet").format(who=who)
    return ngettext(
        "{who}: {far} outside the radius of {canteen}",
        "{who}: up to {far} outside the radius of {canteen}",
        len(those),
    ).format(
        who=who,
        far=_too_far(those),
        canteen=", ".join(sorted(names[one] for one in canteens if one is not None)),
    )
