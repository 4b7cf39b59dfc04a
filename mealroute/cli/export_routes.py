"""Write the routes of a plan as files for phones."""

import zoneinfo
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.domain import Datum, VolunteerId
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.language import ngettext

if TYPE_CHECKING:
    from mealroute.domain import Plan, Service
    from mealroute.files.phone import Format, PhoneRoute


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFiles:
    """What is asked for: formats by name, datum, whose route, names or not, the time zone."""

    formats: str
    datum: Datum
    volunteer_id: VolunteerId | None
    names: bool
    timezone: str | None


def export_routes(
    day: Path,
    plan: Path,
    out: Path,
    asked: RouteFiles,
    travel: str | None,
    *,
    skip_bad_rows: bool,
    as_json: bool,
) -> int:
    """Write the files, all or none."""
    from mealroute.cli.opened import open_plan
    from mealroute.files import write_files
    from mealroute.files.phone import Format, phone_files, phone_routes
    from mealroute.routing import route_shapes

    formats = _formats(asked.formats)
    zone = _zone(asked.timezone)
    read = open_plan(day, plan, travel, skip_bad_rows=skip_bad_rows)
    service = read.opened.service
    _refuse_other_day(read.plan, service)
    shapes = route_shapes(read.plan, service, read.opened.travel)
    routes = [
        route
        for route in phone_routes(read.plan, service, shapes, asked.datum, names=asked.names)
        if asked.volunteer_id in {None, route.volunteer_id}
    ]
    if not routes:
        raise ArgumentError(_no_route(read.plan, asked.volunteer_id))
    files = phone_files(
        routes, _stems(read.plan), formats, zone=zone, together=asked.volunteer_id is None
    )
    write_files(out, files)
    if Format.GPX in formats and zone is None:
        say(_("GPX knows only UTC: without --timezone its times are left out"))
    if as_json:
        answer_json(_values(out, asked.datum, routes, sorted(files)))
    else:
        count = len(files)
        head = ngettext("{n} file: {path}", "{n} files: {path}", count)
        answer(head.format(n=count, path=out))
    return ExitCode.DONE


def _formats(text: str) -> "list[Format]":
    from mealroute.files.phone import FORMATS, Format

    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [word for word in words if word not in set(Format)]
    if unknown or not words:
        raise ArgumentError(
            _("--format: {asked}, expected one or several of {known}").format(
                asked=", ".join(unknown) or repr(text), known=", ".join(FORMATS)
            )
        )
    return [one for one in FORMATS if one in words]


def _zone(name: str | None) -> zoneinfo.ZoneInfo | None:
    if name is None:
        return None
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ArgumentError(
            _("--timezone: {name!r}, expected a name like Asia/Urumqi or Asia/Shanghai").format(
                name=name
            )
        ) from None


def _stems(plan: "Plan") -> dict[int, str]:
    """Name a route's files like its page."""
    from mealroute.maps import volunteer_files

    return {
        index: f"routes/{PurePosixPath(page).stem}" for index, page in volunteer_files(plan).items()
    }


def _refuse_other_day(plan: "Plan", service: "Service") -> None:
    """Refuse a plan that was made from another day."""
    orders = service.orders
    brought = {stop.order_id for _route, stop in plan.stops()}
    unknown = [
        *sorted(brought - orders.keys()),
        *sorted({route.volunteer_id for route in plan.routes} - service.volunteers.keys()),
        *sorted({route.canteen_id for route in plan.routes} - service.canteens.keys()),
        *sorted(
            {orders[one].resident_id for one in brought & orders.keys()} - service.residents.keys()
        ),
    ]
    if unknown:
        raise ArgumentError(
            _("the plan names what the day does not have: {names}").format(
                names=", ".join(unknown[:10])
            )
        )


def _no_route(plan: "Plan", volunteer_id: VolunteerId | None) -> str:
    if volunteer_id is None:
        return _("the plan has no route with stops")
    known = sorted({route.volunteer_id for route in plan.routes if route.stops})
    return _("--volunteer: {name} has no route with stops, expected one of {known}").format(
        name=repr(volunteer_id), known=", ".join(known[:20])
    )


def _values(
    out: Path, datum: Datum, routes: "list[PhoneRoute]", files: list[str]
) -> dict[str, object]:
    return {
        "out": str(out),
        "datum": datum.value,
        "routes": [
            {
                "volunteer_id": route.volunteer_id,
                "stops": sum(len(trip.stops) for trip in route.trips),
            }
            for route in routes
        ],
        "files": files,
    }
