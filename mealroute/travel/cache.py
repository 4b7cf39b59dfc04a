"""Keep the streets of an extract beside it, so that they are read from OpenStreetMap's form once.

The cache is a convenience: it is trusted only when its key says that it was made from this very
file by this version of the reader, and losing it costs no more than reading the extract again.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

import numpy as np

from mealroute.travel.extract import read_streets, readable
from mealroute.travel.streets import ARRAYS, Streets

_FORMAT: Final = "mealroute streets 4"
"""Raise the number when `ARRAYS` change, or what is read into them."""


def open_streets(extract: Path, closed: Collection[int] = ()) -> Streets:
    """Give the streets of an extract, from the cache beside it where that is good.

    A cache that is missing, broken, old or of another file is made anew without a word; where
    nothing can be written there is none. With ``closed`` ways the extract is read anew: they
    change by the hour.

    Raises
    ------
    DataFileError
        When the extract is missing, too large, broken, or has no street in it.
    """
    if closed:
        return read_streets(extract, closed)
    with readable(extract), extract.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    key = f"{_FORMAT} {content}"
    cache = cache_of(extract)
    streets = _load(cache, key, extract.name)
    if streets is None:
        streets = read_streets(extract)
        with suppress(OSError):
            _store(cache, key, streets, like=extract)
    return streets


def cache_of(extract: Path) -> Path:
    """Name the cache of an extract.

    Examples
    --------
    >>> cache_of(Path("day/streets.osm.pbf")).name
    'streets.osm.pbf.streets.npz'
    """
    return extract.with_name(f"{extract.name}.streets.npz")


def _load(cache: Path, key: str, source: str) -> Streets | None:
    try:
        with cache.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if stored["key"].item() != key:
                return None
            return Streets.from_arrays({name: stored[name] for name in ARRAYS}, source)
    except Exception:  # noqa: BLE001 -- whatever is wrong with a cache, it is made anew
        return None


def _store(cache: Path, key: str, streets: Streets, *, like: Path) -> None:
    """Write the cache under another name first: nobody ever reads half of one."""
    handle, temporary = tempfile.mkstemp(dir=cache.parent, suffix=".streets.npz")
    try:
        with os.fdopen(handle, "wb") as file:
            stored = {"key": np.array(key), **streets.arrays()}
            np.savez(file, **cast("dict[str, Any]", stored))
        shutil.copymode(like, temporary)  # who may read the extract may read its cache
        Path(temporary).replace(cache)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
