"""Write the repair list of addresses, and keep what online services answered."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from mealroute.domain import AddressRepair, Coordinates, Datum, GeocodeLevel, GeocodeMatch
from mealroute.errors import ArgumentError
from mealroute.files.cells import escape_formula
from mealroute.language import gettext as _

REPAIRS_FILE: Final = "repairs.csv"
"""The list of addresses that a person must look at."""

ANSWERS_FILE: Final = "geocode_answers.jsonl"
"""What online services answered, one line each."""

_HEADINGS: Final = (
    "rank", "line", "resident_id", "address", "best_guess", "lat", "lon", "source", "score",
    "level", "alternatives", "why", "to_do", "priority", "boxes", "doors", "cost",
)  # fmt: skip

_KEEP_NOTHING: Final = 100_000_000  # bytes; no town has so many addresses


def repairs_csv(repairs: Sequence[AddressRepair]) -> bytes:
    """Write the repair list in its order, with the mark that makes Excel read UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_HEADINGS)
    for rank, repair in enumerate(repairs, start=1):
        writer.writerow(_cells(rank, repair))
    return text.getvalue().encode("utf-8-sig")


def _cells(rank: int, repair: AddressRepair) -> list[str | float]:
    row, best = repair.row, repair.answer.best
    others = "; ".join(
        f"{one.matched} ({one.score:.2f}, {one.coordinates.lat:.6f} {one.coordinates.lon:.6f})"
        for one in repair.answer.alternatives
    )
    found: list[str | float] = [""] * 6
    if best is not None:
        at = best.coordinates
        found = [
            escape_formula(best.matched), round(at.lat, 6), round(at.lon, 6), best.source,
            best.score, best.level.value,
        ]  # fmt: skip
    return [
        rank, row.line, escape_formula(row.resident_id), escape_formula(row.address), *found,
        escape_formula(others), escape_formula(repair.why), repair.to_do, row.priority, row.boxes,
        repair.doors, repair.cost,
    ]  # fmt: skip


class AnswerFile:
    """Answers of online services beside the result, so that nothing is asked twice.

    A line that cannot be read is as good as none; lines are added one by one, so that what was
    answered before an interruption is there the next time.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[tuple[str, str], tuple[GeocodeMatch, ...]] = {}
        if path.is_file() and path.stat().st_size <= _KEEP_NOTHING:
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                self._take(line)

    def get(self, service: str, asked: str) -> tuple[GeocodeMatch, ...] | None:
        """Give a kept answer; ``None`` where there is none yet."""
        return self._known.get((service, asked))

    def keep(self, service: str, asked: str, matches: Iterable[GeocodeMatch]) -> None:
        """Keep an answer.

        Raises
        ------
        ArgumentError
            When the file cannot be written.
        """
        found = tuple(matches)
        self._known[service, asked] = found
        line = {"service": service, "asked": asked, "matches": [asdict(one) for one in found]}
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            told = _("{folder} cannot be written: {reason}")
            raise ArgumentError(
                told.format(folder=self._path, reason=error.strerror or error)
            ) from error

    def _take(self, line: str) -> None:
        try:
            kept = json.loads(line)
            matches = tuple(map(_match, kept["matches"]))
            self._known[str(kept["service"]), str(kept["asked"])] = matches
        except (ValueError, KeyError, TypeError):
            return


def _match(kept: dict[str, Any]) -> GeocodeMatch:
    return GeocodeMatch(
        coordinates=Coordinates(**kept["coordinates"]),
        score=float(kept["score"]),
        level=GeocodeLevel(kept["level"]),
        source=str(kept["source"]),
        matched=str(kept["matched"]),
        datum=Datum(kept["datum"]),
    )
