"""Find the shift row behind each route, the one under which it breaks the fewest rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Final, TypeAlias

from mealroute.domain import Cause, Route, Service, Shift, Violation, VolunteerId
from mealroute.language import gettext as _
from mealroute.routing.judge.rules import violations_of
from mealroute.routing.judge.walk import Evidence, Walk, follow
from mealroute.words import mode_word

# A volunteer with more pairs of routes and rows than this gets the first free row for each route:
# far beyond any real day, and quick for a plan made to be slow.
_MOST_PAIRS: Final = 400
# So many partial matchings are kept after each route: all of them for up to eight rows.
_MOST_PARTIAL: Final = 256

# Which row each route got, newest first: (the pairs before, the row's index or None).
_Chain: TypeAlias = tuple["_Chain", int | None] | None


@dataclass(frozen=True, slots=True)
class JudgedRoute:
    """A route followed under the row that suits it best, and every rule it breaks."""

    walk: Walk
    violations: tuple[Violation, ...]


def rows_by_volunteer(service: Service) -> dict[VolunteerId, list[Shift]]:
    """Group the shift rows, in file order."""
    rows: dict[VolunteerId, list[Shift]] = {}
    for shift in service.shifts:
        rows.setdefault(shift.volunteer_id, []).append(shift)
    return rows


def fits(route: Route, row: Shift) -> bool:
    """Whether the row could be behind the route: the canteen is one of its, the mode is its own."""
    return route.canteen_id in row.canteen_ids and route.mode == row.mode


def judge_routes(routes: Sequence[Route], evidence: Evidence) -> list[JudgedRoute]:
    """Judge every route, each volunteer's under the rows with which fewest rules are broken.

    A plan names the volunteer, the canteen and the mode of a route, not its row. Where rows run
    out a route is judged under the row that suits it best, and ``shift_twice``; where there never
    was one, without a row, and ``unknown_shift``.
    """
    rows = rows_by_volunteer(evidence.service)
    groups: dict[VolunteerId, list[int]] = {}
    for index, route in enumerate(routes):
        groups.setdefault(route.volunteer_id, []).append(index)
    judged: dict[int, JudgedRoute] = {}
    for volunteer_id, indices in groups.items():
        own = [routes[index] for index in indices]
        found = _judge_volunteer(own, rows.get(volunteer_id, []), evidence)
        judged.update(zip(indices, found, strict=True))
    return [judged[index] for index in range(len(routes))]


def _judge_volunteer(
    routes: Sequence[Route], rows: Sequence[Shift], evidence: Evidence
) -> list[JudgedRoute]:
    """Judge one volunteer's routes under distinct rows, as far as there are enough."""
    possible = [[k for k, row in enumerate(rows) if fits(route, row)] for route in routes]
    if len(routes) * len(rows) > _MOST_PAIRS:
        return _first_free(routes, rows, possible, evidence)
    options = [
        {k: _judge(route, rows[k], evidence) for k in ks}
        for route, ks in zip(routes, possible, strict=True)
    ]
    chosen = fewest_violations([{k: len(one.violations) for k, one in o.items()} for o in options])
    return [
        _without_row(route, own, evidence) if k is None else own[k]
        for route, own, k in zip(routes, options, chosen, strict=True)
    ]


def _first_free(
    routes: Sequence[Route],
    rows: Sequence[Shift],
    possible: Sequence[Sequence[int]],
    evidence: Evidence,
) -> list[JudgedRoute]:
    """Give each route the first free row that fits it."""
    taken: set[int] = set()
    judged: list[JudgedRoute] = []
    for route, ks in zip(routes, possible, strict=True):
        free = next((k for k in ks if k not in taken), None)
        if free is None:
            own = {k: _judge(route, rows[k], evidence) for k in ks[:1]}
            judged.append(_without_row(route, own, evidence))
        else:
            taken.add(free)
            judged.append(_judge(route, rows[free], evidence))
    return judged


def _judge(route: Route, row: Shift | None, evidence: Evidence) -> JudgedRoute:
    walk = follow(route, row, evidence)
    return JudgedRoute(walk, violations_of(walk, evidence))


def _without_row(route: Route, own: Mapping[int, JudgedRoute], evidence: Evidence) -> JudgedRoute:
    """Judge a route that got no row of its own; ``own`` are its judgements under taken ones."""
    if own:
        best = min(own.values(), key=lambda one: len(one.violations))
        cause = Cause.SHIFT_TWICE
        detail = _("another route already takes the shift at {canteen} ({mode})")
    else:
        best = _judge(route, None, evidence)
        cause = Cause.UNKNOWN_SHIFT
        detail = _("there is no such shift at {canteen} ({mode})")
    violation = Violation(
        cause=cause,
        detail=detail.format(canteen=route.canteen_id, mode=mode_word(route.mode)),
        volunteer_id=route.volunteer_id,
    )
    return JudgedRoute(best.walk, (violation, *best.violations))


def fewest_violations(options: Sequence[Mapping[int, int]]) -> list[int | None]:
    """Choose distinct rows, or none, for the routes so that the violations are fewest.

    ``options`` holds for each route the violations under each row that fits it. To go without a
    row is one violation more than the best row has.
    """
    partial: dict[int, tuple[int, _Chain]] = {0: (0, None)}
    for violations in options:
        longer: dict[int, tuple[int, _Chain]] = {}
        rowless = 1 + min(violations.values(), default=0)
        for taken, (cost, chain) in partial.items():
            choices = [(k, extra) for k, extra in violations.items() if not taken >> k & 1]
            for k, extra in [*choices, (None, rowless)]:
                now_taken = taken if k is None else taken | 1 << k
                known = longer.get(now_taken)
                if known is None or cost + extra < known[0]:
                    longer[now_taken] = (cost + extra, (chain, k))
        kept = sorted(longer.items(), key=lambda item: (item[1][0], item[0]))
        partial = dict(kept[:_MOST_PARTIAL])
    chain = min(partial.values(), key=itemgetter(0))[1]
    chosen: list[int | None] = []
    while chain is not None:
        chain, k = chain
        chosen.append(k)
    return chosen[::-1]
