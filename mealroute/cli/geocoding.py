"""Open the sources of an address, ask them row by row, and write what they say."""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from mealroute.cli.geocoding_online import Refusals, online_asks
from mealroute.cli.output import say
from mealroute.cli.progress import shown_count
from mealroute.domain import AddressRow, Coordinates, Geocoded
from mealroute.errors import ArgumentError
from mealroute.files import (
    ANSWERS_FILE,
    GAZETTEER_FILE,
    REPAIRS_FILE,
    STREETS_FILE,
    AddressFile,
    AnswerFile,
    find_addresses,
    read_addresses,
    read_day,
    read_gazetteer,
    repairs_csv,
    write_files,
)
from mealroute.files.places import middle
from mealroute.files.settings_file import read_settings
from mealroute.language import gettext as _
from mealroute.settings import SETTINGS_FILE, GeocodingSettings
from mealroute.travel.geocode.chain import Ask, Chain
from mealroute.travel.geocode.gazetteer import Gazetteer
from mealroute.travel.geocode.repairs import Sorted, sort_answers

_DAY_SUFFIXES = (".csv", ".toml", ".pbf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """The sources that the command line names; ``None`` leaves them to the folder."""

    streets: Path | None
    gazetteer: Path | None
    online: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What became of a file: how many rows it has, how many were asked for, where it all is.

    ``not_reached`` rows came after an interruption; ``noted`` rows got notes from the gazetteer;
    ``refusals`` are what services said no with.
    """

    rows: int
    asked: int
    not_reached: int
    noted: int
    sorted: Sorted
    by_source: Mapping[str, int]
    refusals: tuple[str, ...]
    written: Path
    repairs: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    """A file of addresses with what stands around it."""

    addresses: AddressFile
    rows: tuple[AddressRow, ...]
    folder: Path
    settings: GeocodingSettings
    near: Coordinates | None


def geocode_file(
    file: Path, out: Path | None, sources: Sources, min_score: float | None, *, again: bool
) -> Run:
    """Look up the addresses of a file and write it with their coordinates, and the repair list.

    Ctrl-C stops the asking; what is known by then is written.

    Raises
    ------
    DataFileError
        When the file, the gazetteer, the settings or the extract has faults.
    ArgumentError
        When there is no source at all, a key is missing, or nothing can be written.
    """
    given = _read(file)
    target = _target(file, given.addresses, out)
    enough = given.settings.min_score if min_score is None else min_score
    refusals = Refusals()
    kept = AnswerFile(target.parent / ANSWERS_FILE)
    wanted = [row for row in given.rows if again or row.coordinates is None]
    with ExitStack() as opened:
        asks = _sources(given, sources, kept, refusals, opened)
        chain = Chain(sources=tuple(asks), enough=enough, near=given.near)
        answers = _ask_all(chain, wanted)
    found = sort_answers(given.rows, answers, enough, given.near, refusals.unasked)
    doubtful = {line: one.best for line, one in found.doubtful.items() if one.best is not None}
    told = {row.line: doubtful[row.line] for row in wanted
            if row.coordinates is None and row.line in doubtful}  # fmt: skip
    notes = given.addresses.noted(_door_notes(found, answers, enough))
    files: dict[str, str | bytes] = {
        target.name: given.addresses.filled(found.filled, told, notes),
        REPAIRS_FILE: repairs_csv(found.repairs),
    }
    if target.parent.resolve() != given.folder.resolve() and target != out:
        files = {**_others(file, given.addresses.path), **files}
    write_files(target.parent, files)
    best = [one.best.source for one in answers.values() if one.best is not None]
    return Run(
        rows=len(given.rows),
        asked=len(answers),
        not_reached=len(wanted) - len(answers),
        noted=len(notes),
        sorted=found,
        by_source=Counter(best),
        refusals=tuple(refusals.told),
        written=target,
        repairs=target.parent / REPAIRS_FILE,
    )


def _door_notes(
    found: Sorted, answers: Mapping[int, Geocoded], enough: float
) -> dict[int, tuple[str, ...]]:
    """Say what waits at the doors that the gazetteer knows for sure, by line."""
    agreeing = [(line, answers[line].best) for line in sorted(found.agreeing)]
    sure = {line: best for line, best in agreeing if best is not None and best.score >= enough}
    return {line: best.door_notes for line, best in {**found.filled, **sure}.items()}


def _read(file: Path) -> _Input:
    """Read a day as a whole, or a single file; all faults at once."""
    if file.is_dir() or file.suffix.lower() == ".xlsx":
        day = read_day(file)
        addresses = read_addresses(find_addresses(file))
        boxes: Counter[str] = Counter()
        for order in day.day.orders:
            boxes[order.resident_id] += order.meals
        rows = tuple(
            # Somebody without an order today may have one tomorrow.
            replace(row, boxes=max(1, boxes[row.resident_id]))
            for row in addresses.rows
        )
        near = middle([canteen.coordinates for canteen in day.day.canteens])
        folder = file if file.is_dir() else file.parent
        return _Input(addresses=addresses, rows=rows, folder=folder,
                      settings=day.settings.geocoding, near=near)  # fmt: skip
    addresses = read_addresses(file)
    settings = read_settings(file.parent / SETTINGS_FILE)
    known = [row.coordinates for row in addresses.rows if row.coordinates is not None]
    return _Input(
        addresses=addresses,
        rows=addresses.rows,
        folder=file.parent,
        settings=settings.geocoding,
        near=middle(known) if known else None,
    )


def _target(file: Path, addresses: AddressFile, out: Path | None) -> Path:
    """Say which file to write: in place, a named file, or one of the same name in a folder."""
    if out is None:
        return addresses.path
    suffix = addresses.path.suffix
    as_file = not file.is_dir() and out.suffix.lower() == suffix.lower()
    target = out if as_file else out / addresses.path.name
    if target.resolve() == addresses.path.resolve():
        raise ArgumentError(
            _("--out: {path} is the input itself, expected another place, or --in-place").format(
                path=out
            )
        )
    return target


def _others(file: Path, addresses: Path) -> dict[str, bytes]:
    """Read what else makes a day, so that the copy is a whole one; nothing for a lone CSV file."""
    if file.is_dir():
        beside = [one for one in sorted(file.iterdir()) if one.suffix.lower() in _DAY_SUFFIXES]
    elif file.suffix.lower() == ".xlsx":
        names = (SETTINGS_FILE, STREETS_FILE, GAZETTEER_FILE)
        beside = [file.with_name(name) for name in names]
    else:
        beside = []
    return {
        one.name: one.read_bytes()
        for one in beside
        if one.is_file()
        and one not in {addresses, file}
        and one.name != REPAIRS_FILE
        and not one.name.startswith(("~$", "."))
    }


def _sources(
    given: _Input, sources: Sources, kept: AnswerFile, refusals: Refusals, opened: ExitStack
) -> list[Ask]:
    """Open the sources there are, in the order of trust; ``opened`` closes them."""
    asks: list[Ask] = []
    beside = given.folder / GAZETTEER_FILE
    gazetteer = sources.gazetteer or (beside if beside.is_file() else None)
    if gazetteer is not None:
        asks.append(Gazetteer(read_gazetteer(gazetteer)).matches)
    extract = sources.streets or given.folder / STREETS_FILE
    if sources.streets is not None or extract.is_file():
        from mealroute.travel.geocode.offline import ExtractGeocoder

        geocoder = ExtractGeocoder.of(extract)
        opened.callback(geocoder.close)
        asks.append(geocoder.matches)
    if sources.online:
        asks += online_asks(given.settings, kept, refusals)
    if not asks:
        raise ArgumentError(
            _("no source of coordinates: expected {streets} or {gazetteer} beside the file, or "
              "--streets, --gazetteer or --online").format(
                streets=STREETS_FILE, gazetteer=GAZETTEER_FILE
            )
        )  # fmt: skip
    return asks


def _ask_all(chain: Chain, rows: Sequence[AddressRow]) -> dict[int, Geocoded]:
    """Ask for every row, each address once; Ctrl-C ends it with what there is."""
    answers: dict[int, Geocoded] = {}
    known: dict[str, Geocoded] = {}
    try:
        with shown_count(_("{done} of {total} addresses"), len(rows)) as show:
            for number, row in enumerate(rows, start=1):
                if row.address not in known:
                    known[row.address] = (
                        chain.locate(row.address) if row.address else Geocoded(address="")
                    )
                answers[row.line] = known[row.address]
                show(number)
    except KeyboardInterrupt:
        say(_("stopped: what is known so far is kept"))
    return answers
