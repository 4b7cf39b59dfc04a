"""Draw the map of coverage: catchments, hexagons, who lives outside, what new canteens change."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from mealroute.atlas.gaps import gap_values
from mealroute.atlas.hexagon_values import HexagonValues, ranks
from mealroute.atlas.job import CoverageJob
from mealroute.atlas.sentences import methods, sentences
from mealroute.atlas.tables import canteen_table, equity_table, outside_table, share_table
from mealroute.atlas.wording import basis_word, limit_word, percent
from mealroute.coverage.catchments import Catchment
from mealroute.domain import Canteen, Coordinates, Line
from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.maps.drawn import canteen_values, town_values
from mealroute.maps.encoding import encode_line
from mealroute.maps.frame import Box, Frame
from mealroute.maps.layers import (
    Part,
    add_base_layers,
    add_canteens,
    add_layer,
    add_layer_control,
    add_radius,
    empty_map,
    layer_name,
)
from mealroute.maps.page import render_page

_GROUND_MARGIN_M: Final = 500.0
_RAMP: Final = ("#e3eef9", "#b5d0ea", "#7fb0d8", "#3f83bd", "#0f4c8a")
_CHANGE: Final = ("#ffffff", "#f6dcb4", "#e3a857", "#b06a12", "#6b3a00", "#4b2e83")
_LOSS: Final = len(_CHANGE) - 1  # where canteens close, some are reached by none any more
_BANDS: Final = ("#c9dcd0", "#9dc0aa", "#76a787")

_SHARES: Final = (0.25, 0.5, 0.75, 0.999)
_GAINS: Final = (0.001, 0.25, 0.5, 0.75)
_MEALS: Final = (0.25, 0.5, 1.0, 2.0)
_SITE_DECIMALS: Final = 3


def coverage_map(job: CoverageJob, cells: Sequence[HexagonValues], left_out: int) -> str:
    """Write the map of coverage as one HTML text that opens without a network.

    Parameters
    ----------
    job
        What is shown.
    cells, left_out
        The hexagons, and how many residents live in those that are not told of.
    """
    frame = Frame.of(_box(job), job.settings.maps)
    new = _shown_sites(job)
    data: dict[str, Any] = {
        "single": False,
        "routes": [],
        "canteens": canteen_values(job.assessment.reach.canteens, frame),
        "catchments": _catchment_values(job, frame),
        "hexagons": _hexagon_layers(job, cells, frame),
        "gaps": gap_values(job, frame),
        "sites": [[*_degrees(one.coordinates, frame), one.name] for one in new],
        **town_values(frame, job.settings.maps, job.base_map, _GROUND_MARGIN_M),
    }
    return render_page(
        "coverage.html",
        _folium_map(job, frame, data, new),
        data=data,
        context={
            "title": _("Coverage"),
            "basis": basis_word(job.assessment),
            "sentences": sentences(job),
            "sites": new,
            "gap_word": _gap_word(job),
            "bands": [
                (limit_word(minutes, job.assessment.mode), colour)
                for minutes, colour in zip(
                    reversed(job.assessment.minutes), _band_colours(job), strict=True
                )
            ],
            "ramps": _ramps(job),
            "notes": _notes(job, left_out, len(data["gaps"])),
            "tables": [
                share_table(job),
                canteen_table(job),
                equity_table(job),
                *([outside_table(job)] if job.publication is None else []),
            ],
            "methods": methods(),
        },
        styles=("map.css", "plan.css", "coverage.css"),
        scripts=("coverage.js",),
        layers=_("Layers"),
    )


def _folium_map(
    job: CoverageJob, frame: Frame, data: dict[str, Any], new: Sequence[Canteen]
) -> Any:  # noqa: ANN401 -- folium has no types
    the_map = empty_map(frame)
    add_base_layers(the_map, data)
    _add_catchments(the_map, job)
    for position, layer in enumerate(data["hexagons"]):
        title = _("Hexagons: {words}").format(words=layer["title"])
        add_layer(the_map, layer_name(title), Part("hexagons", position), show=False)
    if data["gaps"]:
        add_layer(the_map, layer_name(_("Residents outside")), Part("gaps"))
    add_canteens(the_map, job.assessment.reach.canteens, frame)
    if new:
        group = add_layer(the_map, layer_name(_("Where canteens would open")), Part("sites"))
        for canteen in new:
            add_radius(group, canteen, frame)
    the_map.add_child(Part("start", add_layer_control(the_map)))
    return the_map


def _add_catchments(the_map: Any, job: CoverageJob) -> None:  # noqa: ANN401 -- folium's
    minutes = ", ".join(str(one) for one in job.assessment.minutes)
    words = _("Catchments of all, {minutes} min").format(minutes=minutes)
    add_layer(the_map, layer_name(words), Part("bands", 0, -1))
    if job.opening is not None:
        words = _("The same with the new canteens")
        add_layer(the_map, layer_name(words), Part("bands", 1, -1), show=False)
    canteens = job.assessment.reach.canteens
    if len(canteens) > 1:
        for position, canteen in enumerate(canteens):
            words = _("Catchment of {name}").format(name=canteen.name)
            add_layer(the_map, layer_name(words), Part("bands", 0, position), show=False)


def _catchment_values(job: CoverageJob, frame: Frame) -> list[Any]:
    found = [job.catchments]
    if job.opening is not None:
        staying = [one for one in job.catchments if one.canteen_id not in job.closing]
        found.append([*staying, *job.opening.catchments])
    return [[_bands(job, one, frame) for one in those] for those in found]


def _bands(job: CoverageJob, catchment: Catchment, frame: Frame) -> list[list[Any]]:
    return [
        [
            isochrone.minutes,
            *(
                _ring(job, line, frame)
                for part in isochrone.parts
                for line in (part.outer, *part.holes)
            ),
        ]
        for isochrone in catchment.isochrones
    ]


def _ring(job: CoverageJob, line: Line, frame: Frame) -> str:
    kept = line if job.publication is None else job.publication.clear(line)
    return encode_line(frame.place(point) for point in kept)


def _hexagon_layers(
    job: CoverageJob, cells: Sequence[HexagonValues], frame: Frame
) -> list[dict[str, Any]]:
    """Give each measure its classes and labels: the same outlines, one measure a layer."""
    outlines = [_ring(job, one.hexagon.outline, frame) for one in cells]

    def layer(
        title: str, values: Sequence[float], edges: Sequence[float], labels: Iterable[str],
        *, change: bool = False,
    ) -> dict[str, Any]:  # fmt: skip
        classes = ranks(values, edges)
        if change:
            classes = [
                _LOSS if one < 0 else rank for one, rank in zip(values, classes, strict=True)
            ]
        rows = zip(outlines, classes, labels, strict=True)
        return {"title": title, "change": change, "cells": [list(row) for row in rows]}

    share = [one.share for one in cells]
    # Darker is better in every measure, so minutes are counted down.
    quick = [-one.minutes for one in cells]
    meals = [one.meals for one in cells]
    found = [
        layer(_("share inside a radius"), share, _SHARES, map(_whole_percent, share)),
        layer(_("minutes"), quick, _quick_edges(job), [_whole(-one) for one in quick]),
        layer(_("meals within reach"), meals, _MEALS, [f"{one:.1f}" for one in meals]),
    ]
    if job.opening is not None:
        after = [one.share if one.share_after is None else one.share_after for one in cells]
        gain = [new - old for new, old in zip(after, share, strict=True)]
        labels = [_signed_percent(one) for one in gain]
        found += [
            layer(_("share with the new canteens"), after, _SHARES, map(_whole_percent, after)),
            layer(_("what they add"), gain, _GAINS, labels, change=True),
        ]
    return found


def _quick_edges(job: CoverageJob) -> list[float]:
    """Cut at the walks that are told, longest first, and at twice the longest."""
    walks = job.assessment.minutes[-3:]
    return sorted([-2.0 * walks[-1], *(-float(one) - 1e-9 for one in walks)])


def _ramps(job: CoverageJob) -> list[tuple[str, list[tuple[str, str]]]]:
    shares = ["0–24 %", "25–49 %", "50–74 %", "75–99 %", "100 %"]
    walks = [f"{one:g}" for one in (*job.assessment.minutes[-3:], 2 * job.assessment.minutes[-1])]
    quick = [f"> {walks[-1]} min", *(f"≤ {one} min" for one in reversed(walks))]
    meals = ["< 0.25", "0.25–0.5", "0.5–1", "1–2", "≥ 2"]
    found = [
        (_("Hexagons, share inside a radius:"), list(zip(shares, _RAMP, strict=True))),
        (
            _("Hexagons, minutes to the quickest canteen:"),
            list(zip(quick, _RAMP[len(_RAMP) - len(quick) :], strict=True)),
        ),
        (_("Hexagons, meals within reach of a resident:"), list(zip(meals, _RAMP, strict=True))),
    ]
    if job.opening is not None:
        gains = ["0", "1–24 %", "25–49 %", "50–74 %", "≥ 75 %", "< 0"]
        found.append((_("Hexagons, what they add:"), list(zip(gains, _CHANGE, strict=True))))
    return found


def _band_colours(job: CoverageJob) -> list[str]:
    """Give the colours that translucent bands lying on each other come to, the widest first."""
    count = len(job.assessment.minutes)
    return [_BANDS[min(place, len(_BANDS) - 1)] for place in range(count)]


def _gap_word(job: CoverageJob) -> str:
    if job.publication is not None:
        return _("residents outside every radius, moved at random; too far by so much, rounded")
    return _("residents outside every radius that counts, and how much too far")


def _notes(job: CoverageJob, left_out: int, drawn: int) -> list[str]:
    if job.publication is None:
        return [_("For planners alone: it shows where residents live. Share it with --publish.")]
    k = job.publication.k
    notes = [
        _(
            "Made to be shared: every point of a resident is moved so that at least {k} buildings "
            "are as near to it, and no hexagon, group, community or canteen is told of that "
            "stands for fewer than {k} residents."
        ).format(k=k)
    ]
    every = int((~job.assessment.reach.inside.any(axis=1)).sum())
    if every >= k:
        words = _(
            "Of {all} residents outside every radius {n} are drawn; the others live too far from "
            "others to be hidden."
        )
        notes.append(words.format(all=every, n=drawn))
    if left_out:
        notes.append(
            ngettext(
                "{n} resident lives in hexagons with fewer than {k}, which are not drawn.",
                "{n} residents live in hexagons with fewer than {k}, which are not drawn.",
                left_out,
            ).format(n=left_out, k=k)
        )
    return notes


def _shown_sites(job: CoverageJob) -> tuple[Canteen, ...]:
    """Give the canteens that would open; published sites may be somebody's house, so roughly."""
    if job.opening is None:
        return ()
    if job.publication is None:
        return job.opening.canteens
    return tuple(rough(one) for one in job.opening.canteens)


def rough(canteen: Canteen) -> Canteen:
    """Round a canteen's place to 100 metres."""
    place = canteen.coordinates
    return replace(
        canteen,
        coordinates=Coordinates(round(place.lat, _SITE_DECIMALS), round(place.lon, _SITE_DECIMALS)),
    )


def _box(job: CoverageJob) -> Box:
    """Enclose canteens with their radii, and what catchments reach, but no resident's door."""
    canteens = [*job.assessment.reach.canteens, *_shown_sites(job)]
    corners = [
        corner
        for canteen in canteens
        for corner in Box.around([canteen.coordinates], canteen.service_radius_m).corners()
    ]
    if not corners:
        return Box(-60.0, -170.0, 70.0, 170.0)
    return Box.around(corners, margin_m=150.0)


def _degrees(point: Coordinates, frame: Frame) -> tuple[float, float]:
    lat, lon = frame.place(point)
    return round(lat, 5), round(lon, 5)


def _whole(value: float) -> str:
    return f"{value:.0f}" if math.isfinite(value) else "–"


def _whole_percent(share: float) -> str:
    return percent(share).replace("%", "").strip("\u00a0")


def _signed_percent(gain: float) -> str:
    if abs(gain) < 0.005:
        return ""
    return f"{'+' if gain > 0 else '−'}{_whole_percent(abs(gain))}"
