"""The requirement files are fresh: what pyproject.toml asks for is pinned, hashed and fits."""

import re
import tomllib
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.repository import PROJECT
from tests.architecture.structure import table

BROUGHT_BY_EXTRAS = {"osrm": ["osrm-bindings"], "valhalla": ["pyvalhalla"]}


def _asked(group: str | None = None) -> list[Requirement]:
    read: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = list(read["project"]["dependencies"])
    asked += read["dependency-groups"][group] if group else []
    return [Requirement(line) for line in asked]


def _pinned(file: str) -> dict[str, list[str]]:
    """Every pinned version of every distribution; several where Pythons differ."""
    versions: dict[str, list[str]] = {}
    text = (PROJECT / file).read_text(encoding="utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            pin = re.match(r"(\S+)==(\S+) (; .+? )?\s*--hash=sha256:[0-9a-f]{64}", line)
            assert pin, f"{file}: not a pin with a hash: {line[:60]}"
            versions.setdefault(canonicalize_name(pin[1]), []).append(pin[2])
    return versions


def _unfit(asked: list[Requirement], pinned: dict[str, list[str]]) -> list[str]:
    return [
        str(requirement)
        for requirement in asked
        if not (versions := pinned.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in versions)
    ]


def test_what_people_run_is_pinned_as_asked() -> None:
    assert _unfit(_asked(), _pinned("requirements.txt")) == []


def test_what_developers_use_is_pinned_as_asked() -> None:
    assert _unfit(_asked("dev"), _pinned("requirements-dev.txt")) == []


def test_a_planted_pin_that_does_not_fit_is_found() -> None:
    assert _unfit([Requirement("folium>=0.20,<0.21")], {"folium": ["0.21"]}) == [
        "folium<0.21,>=0.20"
    ]
    assert _unfit([Requirement("folium")], {}) == ["folium"]


def test_developers_run_the_very_versions_that_people_run() -> None:
    ours = _pinned("requirements-dev.txt")
    theirs = _pinned("requirements.txt")
    assert {name: ours.get(name) for name in theirs} == theirs


def test_the_installer_itself_is_pinned() -> None:
    assert list(_pinned("requirements-uv.txt")) == ["uv"]


def test_every_library_with_a_home_is_asked_for_by_name() -> None:
    read = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = [
        Requirement(one)
        for lines in read["project"]["optional-dependencies"].values()
        for one in lines
    ]
    asked = {canonicalize_name(requirement.name) for requirement in [*_asked(), *extras]}
    # Extras need not be installed here, so what they bring is told.
    sources = {**metadata.packages_distributions(), **BROUGHT_BY_EXTRAS}
    libraries = {library for part in table().values() for library in part.libraries}
    missing = {
        library
        for library in libraries
        if not {canonicalize_name(name) for name in sources.get(library, ())} & asked
    }
    assert missing == set()
