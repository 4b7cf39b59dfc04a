"""Name the papers of a plan and draw each as a PDF."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

from mealroute.domain import (
    BaseMap,
    Canteen,
    CanteenId,
    Plan,
    RouteShape,
    Service,
    VolunteerId,
)
from mealroute.errors import ArgumentError
from mealroute.language import active
from mealroute.language import gettext as _
from mealroute.papers.count import kitchen_counts
from mealroute.papers.glyphs import MissingGlyph
from mealroute.papers.kitchen_sheet import draw_kitchen_count
from mealroute.papers.label_sheet import FORMATS, draw_labels
from mealroute.papers.labels import labels
from mealroute.papers.loading import in_loading_order, loading_lists
from mealroute.papers.loading_sheet import draw_loading
from mealroute.papers.paper import A4_MM, Paper
from mealroute.papers.route_sheet import RouteSheets, draw_route_sheet
from mealroute.papers.town import Ground
from mealroute.settings import Settings
from mealroute.views import RouteView, refuse_other_shapes, route_views
from mealroute.words import direction

PAPER_FOLDER: Final = "papers"


class PaperKind(StrEnum):
    """The papers that a plan has; each is a file of this name."""

    ROUTE_SHEETS = "route-sheets"
    LABELS = "labels"
    KITCHEN = "kitchen"
    LOADING = "loading"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperJob:
    """What is to be printed: a plan with its day, its ways and its town, and how.

    ``pages`` names the file of each route's page, by the route's place in the plan (as
    `mealroute.maps.volunteer_files` does); QR codes and files of single volunteers are named after
    them. ``skip_labels`` places of the first sheet of labels are used already. With ``canteens``
    only theirs are printed: no canteen needs another's people.
    """

    plan: Plan
    service: Service
    settings: Settings
    shapes: Sequence[RouteShape]
    base_map: BaseMap | None = None
    pages: Mapping[int, str]
    skip_labels: int = 0
    canteens: frozenset[CanteenId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Finished papers: PDFs by file name, and every character that the fonts lack."""

    files: Mapping[str, bytes]
    missing: tuple[MissingGlyph, ...]


def paper_files(
    job: PaperJob,
    kinds: Collection[PaperKind] = tuple(PaperKind),
    on_sheet: Callable[[int], None] | None = None,
) -> Papers:
    """Draw the papers of all routes: ``papers/route-sheets.pdf`` and so on.

    The same plan gives the same bytes.

    Parameters
    ----------
    job
        What is to be printed.
    kinds
        Which papers.
    on_sheet
        Told after each route sheet how many are done: they take most of the time.

    Raises
    ------
    ArgumentError
        When the plan belongs to another day, the shapes to another plan, or the day has not all
        of the canteens.
    """
    drawn = _Drawn(job, on_sheet)
    for kind in PaperKind:
        if kind in kinds:
            drawn.add(paper_name(kind), kind, drawn.views)
    return drawn.finished()


def paper_name(kind: PaperKind) -> str:
    """Name the file of a kind of paper, of all routes.

    Examples
    --------
    >>> paper_name(PaperKind.KITCHEN)
    'papers/kitchen.pdf'
    """
    return f"{PAPER_FOLDER}/{kind}.pdf"


def volunteer_papers(
    job: PaperJob, kinds: Collection[PaperKind], volunteers: Collection[VolunteerId]
) -> Papers:
    """Draw papers for single volunteers: ``papers/route-sheets/V1.pdf`` and so on.

    The kitchen count is of a canteen, never of a volunteer: it is left away.

    Raises
    ------
    ArgumentError
        When the plan belongs to another day, the shapes to another plan, a volunteer has no route
        with stops in it, or nothing but the kitchen count is asked for.
    """
    if set(kinds) <= {PaperKind.KITCHEN}:
        raise ArgumentError(_("the kitchen count is of a canteen, not of a volunteer"))
    drawn = _Drawn(job)
    known = {view.volunteer.volunteer_id for view in drawn.views}
    if idle := sorted(set(volunteers) - known):
        raise ArgumentError(
            _("the plan has no route with stops for {volunteers}").format(
                volunteers=", ".join(idle)
            )
        )
    for view in drawn.views:
        if view.volunteer.volunteer_id in volunteers:
            for kind, name in _volunteer_names(job.pages[view.index]).items():
                if kind in kinds:
                    drawn.add(name, kind, [view])
    return drawn.finished()


def volunteer_paper_names(pages: Iterable[str]) -> list[str]:
    """List every file that `volunteer_papers` may have written for the pages of some routes.

    Examples
    --------
    >>> volunteer_paper_names(["volunteers/V1.html"])
    ['papers/route-sheets/V1.pdf', 'papers/labels/V1.pdf', 'papers/loading/V1.pdf']
    """
    return [name for page in pages for name in _volunteer_names(page).values()]


def _volunteer_names(page: str) -> dict[PaperKind, str]:
    kinds = (PaperKind.ROUTE_SHEETS, PaperKind.LABELS, PaperKind.LOADING)
    return {kind: f"{PAPER_FOLDER}/{kind}/{PurePosixPath(page).stem}.pdf" for kind in kinds}


class _Drawn:
    """Papers being drawn one after another."""

    def __init__(self, job: PaperJob, on_sheet: Callable[[int], None] | None = None) -> None:
        self._on_sheet = on_sheet or (lambda _done: None)
        refuse_other_shapes(job.plan, job.shapes)
        _refuse_unknown(job)
        self._job = job
        views = [
            view
            for view in route_views(job.plan, job.service, job.settings)
            if self._is_wanted(view.canteen)
        ]
        self.views = in_loading_order(views, job.service)
        self._ground = None if job.base_map is None else Ground(job.base_map)
        self._files: dict[str, bytes] = {}
        self._missing: set[MissingGlyph] = set()

    def add(self, name: str, kind: PaperKind, views: Sequence[RouteView]) -> None:
        """Draw one paper of some routes."""
        draw: Callable[[Paper, Sequence[RouteView]], None] = {
            PaperKind.ROUTE_SHEETS: self._route_sheets,
            PaperKind.LABELS: self._labels,
            PaperKind.KITCHEN: self._kitchen,
            PaperKind.LOADING: self._loading,
        }[kind]
        label_page = FORMATS[self._job.settings.papers.labels].page
        size = label_page if kind is PaperKind.LABELS else A4_MM
        paper = Paper(size, title=_title(kind), rtl=direction(active()) == "rtl")
        draw(paper, views)
        self._files[name] = paper.output()
        self._missing |= paper.missing

    def _is_wanted(self, canteen: Canteen) -> bool:
        return not self._job.canteens or canteen.canteen_id in self._job.canteens

    def finished(self) -> Papers:
        """Give what was drawn."""
        return Papers(files=self._files, missing=tuple(sorted(self._missing)))

    def _route_sheets(self, paper: Paper, views: Sequence[RouteView]) -> None:
        job = self._job
        made = RouteSheets(
            plan=job.plan, settings=job.settings, shapes=job.shapes, ground=self._ground,
            pages=job.pages,
        )  # fmt: skip
        for done, view in enumerate(views, start=1):
            draw_route_sheet(paper, made, view)
            self._on_sheet(done)
        _say_if_empty(paper)

    def _labels(self, paper: Paper, views: Sequence[RouteView]) -> None:
        job = self._job
        made = labels(job.plan, job.service, views, job.settings.papers)
        draw_labels(paper, made, FORMATS[job.settings.papers.labels], job.skip_labels)
        _say_if_empty(paper)

    def _kitchen(self, paper: Paper, views: Sequence[RouteView]) -> None:
        for count in kitchen_counts(self._job.plan, self._job.service, views):
            if self._is_wanted(count.canteen):
                draw_kitchen_count(paper, count)
        _say_if_empty(paper)

    def _loading(self, paper: Paper, views: Sequence[RouteView]) -> None:
        lists = loading_lists(views, self._job.service)
        draw_loading(paper, self._job.plan, lists, self._job.settings.papers)
        _say_if_empty(paper)


def with_labels(settings: Settings, labels_on: str | None) -> Settings:
    """Put another format of labels into settings; ``None`` keeps theirs."""
    if labels_on is None:
        return settings
    return replace(settings, papers=replace(settings.papers, labels=labels_on))


def _refuse_unknown(job: PaperJob) -> None:
    """Refuse canteens that the day does not have.

    Raises
    ------
    ArgumentError
        When there is one.
    """
    if unknown := sorted(job.canteens - job.service.canteens.keys()):
        raise ArgumentError(
            _("no canteen {unknown} in the day, expected some of {known}").format(
                unknown=", ".join(unknown), known=", ".join(sorted(job.service.canteens))
            )
        )


def _say_if_empty(paper: Paper) -> None:
    """Put a page into a paper that has none: a PDF must have one, and people see that it is so."""
    if not paper.pages:
        paper.add_page()
        paper.text((4, 4), paper.printable(_("Nothing to bring.")), 12)


def _title(kind: PaperKind) -> str:
    """Say what a reader's window shows; nobody's name."""
    return {
        PaperKind.ROUTE_SHEETS: _("Route sheets"),
        PaperKind.LABELS: _("Box labels"),
        PaperKind.KITCHEN: _("Kitchen count"),
        PaperKind.LOADING: _("Loading list"),
    }[kind]
