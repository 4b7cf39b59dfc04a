"""``mealroute siting``: where the next canteen goes, with what no choice can beat."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from mealroute.cli.candidates import (
    CandidatesFile,
    Generate,
    ReachM,
    open_candidates,
    usual_radius_m,
)
from mealroute.cli.curves import as_table, write_points
from mealroute.cli.options import AsJson, Day, SkipBadRows, Travel
from mealroute.cli.output import ExitCode, answer, answer_json, say
from mealroute.domain import Mode
from mealroute.errors import ArgumentError
from mealroute.language import gettext as _

if TYPE_CHECKING:
    from mealroute.coverage.siting import Effort, Measure, Question, SitingAnswer

DEFAULT_SECONDS = 30.0
Model = Literal["covering", "set", "median", "center"]
WeightWord = Literal["residents", "boxes", "priority"]


def siting(
    day: Day,
    more: Annotated[
        int | None,
        typer.Option("--open", metavar="N", min=0,
                     help=_("how many more canteens than today; 1 where nothing is said")),
    ] = None,
    model: Annotated[
        Model, typer.Option("--model", help=_("reach the most people, reach all from the fewest "
                                              "sites, shortest ways, or shortest longest way"))
    ] = "covering",
    reach_m: ReachM = None,
    minutes: Annotated[
        float | None, typer.Option("--minutes", metavar="T", min=1.0, max=600.0,
                                   help=_("reach by a walk instead of a radius"))
    ] = None,
    mode: Annotated[
        Mode, typer.Option("--mode", help=_("who goes, where ways are measured in minutes"))
    ] = Mode.FOOT,
    candidates: CandidatesFile = None,
    generate: Generate = None,
    existing: Annotated[
        Literal["fixed", "movable"],
        typer.Option("--existing", help=_("whether today's canteens stay")),
    ] = "fixed",
    weight: Annotated[
        WeightWord, typer.Option("--weight", help=_("what a building counts"))
    ] = "residents",
    capacity: Annotated[
        bool, typer.Option("--capacity", help=_("no site serves more than its kitchen cooks"))
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=0.0, help=_("how long to search for a proof"))
    ] = DEFAULT_SECONDS,
    travel: Travel = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=_("a CSV file of the sites"))
    ] = None,
    skip_bad_rows: SkipBadRows = False,
    as_json: AsJson = False,
) -> int:  # fmt: skip
    """Choose where canteens open."""
    from mealroute.cli.opened import open_day
    from mealroute.coverage.siting import Effort, Measure, Weight, ask
    from mealroute.travel import open_travel

    _refuse_idle_options(model, more, reach_m, minutes, capacity=capacity)
    files = open_day(day, skip_bad_rows=skip_bad_rows)
    by_ways = model in {"median", "center"}
    radius_m = reach_m or usual_radius_m(files.day)
    measure = Measure(
        radius_m=None if by_ways or minutes is not None else radius_m, minutes=minutes, mode=mode
    )
    question = ask(
        files.day, files.settings, open_travel(files.settings, files.streets, travel),
        open_candidates(files.day, candidates, generate), measure, weight=Weight(weight),
        movable=existing == "movable", with_capacity=capacity,
    )  # fmt: skip
    say(_("choosing among {sites} sites for {points} groups of neighbours …").format(
        sites=len(question.sites), points=question.problem.points
    ))  # fmt: skip
    count = len(question.today) + (1 if more is None else more)
    chosen = _solve(model, question, count, Effort(seconds=seconds))
    told = Told(model=model, weight=weight, measure=measure, question=question, answer=chosen)
    if out is not None:
        write_points(out, told.rows())
    if as_json:
        answer_json(told.values())
    else:
        answer("\n".join(told.lines()))
    return ExitCode.DONE


def _refuse_idle_options(
    model: Model, more: int | None, reach_m: float | None, minutes: float | None, *, capacity: bool
) -> None:
    """Refuse what a model does not look at: nobody should take it for heeded."""
    by_ways = model in {"median", "center"}
    idle = [
        (more is not None and model == "set", "--open"),
        (reach_m is not None and (by_ways or minutes is not None), "--reach-m"),
        (minutes is not None and by_ways, "--minutes"),
        (capacity and model in {"set", "center"}, "--capacity"),
    ]
    names = [name for given, name in idle if given]
    if names:
        raise ArgumentError(
            _("{options}: not looked at by model {model}, expected without").format(
                options=", ".join(names), model=model
            )
            if reach_m is None or minutes is None or by_ways
            else _("--reach-m and --minutes: expected one of them")
        )


def _solve(model: Model, question: "Question", count: int, effort: "Effort") -> "SitingAnswer":
    from mealroute.coverage.siting import maximal_covering, p_center, p_median, set_covering

    problem = question.problem
    if model == "covering":
        return maximal_covering(problem, question.reach, count, effort)
    if model == "set":
        return set_covering(problem, question.reach, effort)
    return (p_median if model == "median" else p_center)(problem, count, effort)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An answer, and how it is told to people, machines and spreadsheets."""

    model: Model
    weight: WeightWord
    measure: "Measure"
    question: "Question"
    answer: "SitingAnswer"

    def rows(self) -> list[dict[str, Any]]:
        """Give each site: the open ones first, then today's that close."""
        from mealroute.coverage.siting import Change, outcomes

        by_reach = self.model in {"covering", "set"}
        return [
            {
                "name": one.site.name,
                "canteen_id": one.site.canteen_id or "",
                "lat": round(one.site.coordinates.lat, 6),
                "lon": round(one.site.coordinates.lon, 6),
                "change": one.change.value,
                "opens": "no" if one.change is Change.CLOSE else "yes",
                "existing": "no" if one.change is Change.OPEN else "yes",
                "served": one.served,
                "within_reach": one.within_reach if by_reach else "",
                "nobody_else": one.nobody_else if by_reach else "",
                "capacity": "" if one.capacity is None else one.capacity,
                "cost": "" if one.site.cost is None else one.site.cost,
            }
            for one in outcomes(self.question, self.answer)
        ]

    def today(self) -> int | None:
        """Say what today's canteens achieve by the same measure; ``None`` where they cannot."""
        from mealroute.coverage.siting import covered, ways_today

        if self.model == "covering":
            return covered(self.question, self.question.today)
        ways = None if self.model == "set" else ways_today(self.question)
        if ways is None:
            return None
        return ways.longest if self.model == "center" else ways.together

    def values(self) -> dict[str, Any]:
        """Give the answer for machines."""
        from mealroute.coverage.siting import out_of_reach

        found = self.answer
        return {
            "model": self.model,
            "weight": self.weight,
            "radius_m": self.measure.radius_m,
            "minutes": self.measure.minutes,
            "mode": self.measure.mode.value,
            "whole": self.question.whole,
            "today": self.today(),
            "value": found.value,
            "bound": found.bound,
            "proven": found.proven,
            "gap": round(found.gap, 6),
            "out_of_reach": out_of_reach(self.question),
            "sites": self.rows(),
        }

    def lines(self) -> list[str]:
        """Tell it to people."""
        return [*self._findings(), "", self._table()]

    def _findings(self) -> list[str]:
        from mealroute.coverage.siting import out_of_reach

        found, whole, today = self.answer, self.question.whole, self.today()
        beyond = out_of_reach(self.question)
        counted = {
            "residents": _("{n} residents"), "boxes": _("{n} boxes"),
            "priority": _("{n} priority points"),
        }[self.weight]  # fmt: skip
        lines = []
        if self.model == "covering":
            lines.append(
                _("{value} of {whole} within reach ({share}), today {today}").format(
                    value=found.value, whole=counted.format(n=whole), today=today or 0,
                    share=f"{found.value / max(1, whole):.1%}",
                )
            )  # fmt: skip
        elif self.model == "set":
            lines.append(
                _("{value} canteens reach everybody whom any site reaches").format(
                    value=found.value
                )
            )
        else:
            lines.append(self._ways_line())
        if beyond:
            lines.append(
                _("{count} live where no site of the question reaches").format(
                    count=counted.format(n=beyond)
                )
            )
        lines.append(
            _("proven: no other choice is better")
            if found.proven
            else _("not proven: no choice is beyond {bound}, {gap} from this one").format(
                bound=found.bound, gap=f"{found.gap:.2%}"
            )
        )
        prices = [row["cost"] for row in self.rows() if row["cost"] != ""]
        if prices:
            lines.append(_("the new sites cost {cost}").format(cost=f"{sum(prices):,.0f}"))
        return lines

    def _ways_line(self) -> str:
        found, today = self.answer, self.today()
        per = 1 if self.model == "center" else max(1, int(self.question.problem.weight.sum()))
        now = f"{found.value / per / 60:.1f}"
        words = (
            _("the longest way takes {now} min, today {before}")
            if self.model == "center"
            else _("a way takes {now} min in the mean, today {before}")
        )
        return words.format(now=now, before="-" if today is None else f"{today / per / 60:.1f}")

    def _table(self) -> str:
        changes = {"open": _("opens"), "keep": _("stays"), "close": _("closes")}
        by_reach = self.model in {"covering", "set"}
        heads = [_("place"), _("served"), _("capacity"), _("cost"), ""]
        if by_reach:
            heads[1:2] = [_("within reach"), _("nobody else")]
        rows = []
        for row in self.rows():
            figures = ["within_reach", "nobody_else"] if by_reach else ["served"]
            rows.append([
                f"{row['lat']:.6f}, {row['lon']:.6f}",
                *(str(row[name]) for name in figures),
                str(row["capacity"]),
                str(row["cost"]),
                f"{changes[row['change']]}: {row['name']}",
            ])  # fmt: skip
        return as_table(heads, rows)
