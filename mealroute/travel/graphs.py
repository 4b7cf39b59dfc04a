"""Build what OSRM and Valhalla search on from an extract, once, and keep it beside the extract.

The folder is named after the content of the extract, so it is never that of another one; losing it
costs no more than building it again.
"""

import atexit
import hashlib
import importlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from mealroute.domain import Mode
from mealroute.errors import TravelError
from mealroute.language import gettext as _
from mealroute.travel.extract import readable
from mealroute.travel.service import one_line

_PROFILES: Final = {Mode.FOOT: "foot", Mode.EBIKE: "bicycle", Mode.CAR: "car"}
ALGORITHMS: Final = {Mode.FOOT: "MLD", Mode.EBIKE: "MLD", Mode.CAR: "CH"}
"""How OSRM searches. Contraction hierarchies answer ten times sooner, but contracting the paths of
walkers can take minutes."""

_CONFIGURATION: Final = "valhalla.json"


def osrm_graphs(extract: Path) -> Callable[[Mode], Path]:
    """Give the function that names the graph of a mode, and builds it when first asked.

    Raises
    ------
    TravelError
        When OSRM is not installed; the function raises it when a graph cannot be built.
    """
    module, cache = _extra("osrm", "osrm"), _Cache(extract, "osrm")
    profiles = Path(str(module.__file__)).parent / "share" / "profiles"
    source = extract.resolve()

    def graph_of(mode: Mode) -> Path:
        name = _PROFILES[mode]

        def build(folder: Path) -> None:
            # From inside the folder: OSRM cuts ".osm" out of a path, wherever it stands in it.
            run, profile = [sys.executable, "-m", "osrm"], str(profiles / f"{name}.lua")
            _run("OSRM", [*run, "extract", "-p", profile, "-o", name, str(source)], folder)
            for step in ("partition", "customize") if ALGORITHMS[mode] == "MLD" else ("contract",):
                _run("OSRM", [*run, step, name], folder)

        return cache.folder(name, build) / name

    return graph_of


def valhalla_configuration(extract: Path) -> Path:
    """Build the tiles of an extract and give the configuration that names them.

    Raises
    ------
    TravelError
        When Valhalla is not installed or cannot build them.
    """
    module = _extra("valhalla", "valhalla")

    def build(folder: Path) -> None:
        tiles = folder / "tiles"
        tiles.mkdir()
        file = folder / _CONFIGURATION
        file.write_text(json.dumps(_configuration(module, tiles)), encoding="utf-8")
        program = Path(module.PYVALHALLA_DIR) / "bin" / "valhalla_build_tiles"
        _run("Valhalla", [str(program), "-c", str(file), str(extract.resolve())], folder)

    folder = _Cache(extract, "valhalla").folder("tiles", build)
    file = folder / _CONFIGURATION
    # The tiles moved after they were built, and the folder may have been moved since.
    file.write_text(json.dumps(_configuration(module, folder / "tiles")), encoding="utf-8")
    return file


class _Cache:
    """Folders of what was built from an extract."""

    def __init__(self, extract: Path, engine: str) -> None:
        with readable(extract), extract.open("rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        town = extract.name.removesuffix(".pbf").removesuffix(".osm")
        self._root = extract.resolve().with_name(f"{town}-{engine}")
        self._content = content
        self._engine = engine
        self._elsewhere: Path | None = None

    def folder(self, name: str, build: Callable[[Path], None]) -> Path:
        """Give the folder of one thing, made by ``build`` where it is not there yet.

        It is built under another name first: nobody ever reads half of one.
        """
        home = self._home()
        ready = home / name
        if ready.is_dir():
            return ready
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=home))
        try:
            build(making)
            making.replace(ready)
        except OSError:
            if not ready.is_dir():  # else somebody else was sooner, with the same content
                raise
        finally:
            shutil.rmtree(making, ignore_errors=True)
        return ready

    def _home(self) -> Path:
        """Give a folder to write into: beside the extract, or one for this process alone."""
        if self._elsewhere is not None:
            return self._elsewhere
        home = self._root / self._content
        try:
            # OSRM cuts ".osm" and ".osrm" out of a path, wherever they stand, and finds nothing.
            if self._engine == "osrm" and re.search(r"\.osr?m", str(home)):
                raise OSError(home)  # noqa: TRY301 -- as good as a folder that cannot be written
            home.mkdir(parents=True, exist_ok=True)
            for other in self._root.iterdir():  # of what the extract was before
                if other != home:
                    shutil.rmtree(other, ignore_errors=True)
            tempfile.TemporaryFile(dir=home).close()
        except OSError:
            self._elsewhere = Path(tempfile.mkdtemp(prefix="mealroute-"))
            atexit.register(shutil.rmtree, self._elsewhere, ignore_errors=True)
            return self._elsewhere
        return home


def _extra(module: str, extra: str) -> ModuleType:
    """Import the library of an engine, or say what is missing."""
    try:
        return importlib.import_module(module)
    except ImportError:
        raise TravelError(
            _(
                "engine {engine} in this process needs Python 3.12 and pip install "
                "'mealroute[{extra}]' (this is Python {version}); or name a running one in "
                "[travel] server"
            ).format(engine=extra, extra=extra, version=sys.version.split()[0])
        ) from None


def _configuration(module: ModuleType, tiles: Path) -> dict[str, Any]:
    """Give Valhalla's own configuration, without the limits of a public server."""
    configuration: dict[str, Any] = module.get_config(tile_extract="", tile_dir=tiles)
    configuration["thor"]["source_to_target_algorithm"] = "timedistancematrix"
    for limits in configuration["service_limits"].values():
        if isinstance(limits, dict) and "max_matrix_location_pairs" in limits:
            limits["max_matrix_location_pairs"] = 1_000_000_000
            limits["max_locations"] = 1_000_000
    return configuration


def _run(engine: str, command: list[str], folder: Path) -> None:
    """Run one step of a build; its words are only told when it fails."""
    done = subprocess.run(  # noqa: S603 -- the words are those above
        command, cwd=folder, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode:
        words = (done.stderr or done.stdout).strip().splitlines() or [""]
        raise TravelError(
            _("{engine} could not build its streets from this extract: {words}").format(
                engine=engine, words=one_line(words[-1])
            )
        )
