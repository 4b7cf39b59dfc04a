"""Gather the faults of many files, keep those of a row apart from those of a whole file."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from mealroute.errors import DataFileError, Fault
from mealroute.language import gettext as _

MOST_FAULTS = 10_000
"""Faults kept of one day; what is found beyond is only counted."""


@dataclass(slots=True)
class FaultList:
    """The faults found so far.

    A fault of a row can be mended by leaving the row out; one of a whole file cannot.
    """

    of_files: list[Fault] = field(default_factory=list)
    of_rows: list[Fault] = field(default_factory=list)
    beyond: int = 0

    def add(self, fault: Fault) -> None:
        """Take in a fault of a row."""
        if len(self.of_rows) < MOST_FAULTS:
            self.of_rows.append(fault)
        else:
            self.beyond += 1

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Take in the faults of whole files that are raised inside the block, and go on."""
        try:
            yield
        except DataFileError as error:
            self.of_files.extend(error.faults)

    def in_order(self, name: str, files: Sequence[str]) -> tuple[Fault, ...]:
        """Give the faults of rows in the order of ``files`` and lines; ``name`` is the whole."""
        rank = {file: index for index, file in enumerate(files)}
        found = sorted(
            self.of_rows, key=lambda fault: (rank.get(fault.file, len(rank)), fault.line or 0)
        )
        if self.beyond:
            expected = _("fewer faults: {count} more are not listed").format(count=self.beyond)
            found.append(Fault(name, None, None, None, expected))
        return tuple(found)
