"""Compile the search's hot functions once, and keep what was compiled for the next run.

numba keeps compiled code beside its source and looks at that one file only to see whether it is
stale; our functions call each other across files, so the folder's name holds a digest of them all.
"""

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba import config

_Function = TypeVar("_Function", bound=Callable[..., Any])
# `nogil`: several threads search at once.
_OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "nogil": True}
_SOURCES = [
    Path(__file__).with_name(f"{name}.py")
    for name in (
        "anneal",
        "core",
        "exchange",
        "insertion",
        "pricing",
        "problem",
        "recreate",
        "ruin",
    )
]
"""Where compiled functions stand; a test keeps the list true."""


def _cache_dir() -> Path:
    """Choose a folder that can be written: the package's own, else one of this user."""
    digest = hashlib.sha256(numba.__version__.encode())
    for source in _SOURCES:
        digest.update(source.read_bytes())
    name = f"compiled-{digest.hexdigest()[:16]}"
    places = [
        Path(__file__).parent / "__pycache__",
        Path("~/.cache/mealroute").expanduser(),
        Path(tempfile.gettempdir()) / "mealroute-compiled",
    ]
    for place in places:
        try:
            (place / name).mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=place / name):
                return place / name
        except OSError:
            continue
    return places[-1] / name


CACHE_DIR = _cache_dir()
setattr(config, "CACHE_DIR", str(CACHE_DIR))  # noqa: B010 -- numba makes its settings at run time


def compiled(function: _Function) -> _Function:
    """Compile a function to machine code on first use, or load it from the folder.

    Without numba's counting of references, which would cost every call more than its work (150 ns
    a call against 1): such a function cannot make an array, it is given what it needs.
    """
    # A mapping, because no stub knows this option.
    return _compiled(function, _OPTIONS | {"_nrt": False})


def compiled_making_arrays(function: _Function) -> _Function:
    """Compile a function that makes arrays of its own and is not called often."""
    return _compiled(function, _OPTIONS)


def _compiled(function: _Function, options: dict[str, Any]) -> _Function:
    made: _Function = numba.njit(**options)(function)
    return made


def is_ready() -> bool:
    """Whether an earlier run left the compiled code, so that nobody has to wait for it."""
    return any(CACHE_DIR.rglob("anneal*.nbi"))
