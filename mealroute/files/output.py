"""Write all files of a folder, or none of them."""

import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from mealroute.errors import ArgumentError
from mealroute.language import gettext as _


def write_files(
    folder: Path, files: Mapping[str, str | bytes], *, remove: Collection[str] = ()
) -> None:
    """Write files into a folder, which is made where it is not there.

    Everything is written aside first and moved into place at the end, so that a full disk or an
    error on the way leaves the folder as it was. Files of the same names are replaced; others stay.

    Parameters
    ----------
    folder
        Where the files go.
    files
        Content by file name, with ``/`` where the file goes into a folder of its own; text is
        written in UTF-8 with its line ends as they are.
    remove
        Names of files that the new ones make obsolete; removed last, missing ones passed over.

    Raises
    ------
    ArgumentError
        When a name leads out of the folder, or the folder cannot be written.
    """
    for name in (*files, *remove):
        if any(not _is_plain(part) for part in name.split("/")):
            raise ArgumentError(_("{name!r} is not a plain file name").format(name=name))
    made: list[Path] = []
    try:
        for parent in [*reversed(folder.parents), folder]:
            if not parent.exists():
                parent.mkdir()
                made.append(parent)
        _write_aside(folder, files)
        for name in remove:
            (folder / name).unlink(missing_ok=True)
    except OSError as error:
        for parent in reversed(made):
            parent.rmdir()
        raise ArgumentError(
            _("{folder} cannot be written: {reason}").format(
                folder=folder, reason=error.strerror or error
            )
        ) from error


def _write_aside(folder: Path, files: Mapping[str, str | bytes]) -> None:
    with tempfile.TemporaryDirectory(dir=folder, prefix=".writing-") as aside:
        for name, content in files.items():
            if (folder / name).is_dir():
                raise IsADirectoryError(None, _("{name} is a folder").format(name=name))
            data = content.encode() if isinstance(content, str) else content
            (Path(aside) / name).parent.mkdir(parents=True, exist_ok=True)
            with (Path(aside) / name).open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for name in files:
            (Path(aside) / name).replace(folder / name)


def _is_plain(name: str) -> bool:
    return name not in {"", ".", ".."} and "\0" not in name and Path(name).name == name
