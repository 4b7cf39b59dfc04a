"""Cut a town out of a larger OpenStreetMap extract, however large that is.

Ways that touch the box keep all their points, as with ``complete_ways`` of osmium-tool. Turn
restrictions are kept where all their members are, areas of several ways with the members that
are. Four passes read the file from front to back; in memory is only what is kept.
"""

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import osmium

from mealroute.errors import ArgumentError
from mealroute.language import gettext as _
from mealroute.travel.base_map import ATTRIBUTION
from mealroute.travel.box import Box
from mealroute.travel.extract import readable, refuse
from mealroute.travel.way_rules import OPEN_TO

Progress = Callable[[str, int, int], None]
"""Told now and then: what is being read, how many of it have been read, how many are kept."""

_THINGS: Final = frozenset(
    {"highway", "building", "entrance", "barrier", "amenity", "place", "natural", "landuse"}
    | {"leisure", "waterway", "name", "shop", "railway", "addr:housenumber", "addr:street"}
    | {"addr:place", "addr:neighbourhood", "traffic_calming", "kerb"}
)
"""What is worth keeping has one of these keys; everything else only as a part of it."""

_AREAS: Final = frozenset({"multipolygon", "building", "associatedStreet", "street"})
_DROPPED: Final = (
    *("contact", "phone", "email", "fax", "website", "url", "image", "facebook", "operator"),
    *("brand", "wikidata", "wikipedia", "wikimedia_commons", "mapillary", "opening_hours"),
    *("note", "fixme", "FIXME", "comment", "description", "source", "attribution", "created_by"),
    *("import", "tiger", "gnis", "survey", "check", "is_in", "roof", "heritage", "payment"),
    *("currency", "cuisine", "diet", "internet_access", "old_name", "official_name", "ref:"),
)
"""Tags that begin so are left out: telephone numbers, hours, where somebody copied from."""

_NAMES: Final = frozenset({"name:zh", "name:en", "name:kk", "name:ug"})
_TELL_EVERY: Final = 1 << 19


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut out: how many of each, and the bytes of the new file."""

    nodes: int
    ways: int
    relations: int
    streets: int
    size: int


@dataclass(slots=True)
class _Kept:
    """The numbers of what is kept."""

    inside: set[int] = field(default_factory=set)
    nodes: set[int] = field(default_factory=set)
    ways: set[int] = field(default_factory=set)
    relations: set[int] = field(default_factory=set)
    spare: dict[int, list[int]] = field(default_factory=dict)
    streets: int = 0


def cut(source: Path, out: Path, box: Box, progress: Progress = lambda *_: None) -> Cut:
    """Write the part of an extract in a box into a file of its own.

    Parameters
    ----------
    source
        The large extract; its size does not matter.
    out
        The new file, ``.osm.pbf``. It appears when all is written; stopped before that, nothing
        is left.
    box
        What is kept.
    progress
        Is told how far the work is.

    Raises
    ------
    ArgumentError
        When ``out`` is the source, is no ``.osm.pbf``, or cannot be written.
    DataFileError
        When the source is broken, or has no street in the box.
    """
    if not out.name.endswith(".osm.pbf"):
        raise ArgumentError(_("--out: {name}, expected a name in .osm.pbf").format(name=out.name))
    if out.exists() and source.exists() and out.samefile(source):
        raise ArgumentError(
            _("--out: {name} is what is to be cut, expected another file").format(name=out.name)
        )
    with readable(source, of_any_size=True):
        header = _header(source)
        known = Box.of(header)
        if known is not None and not known.meets(box):
            _refuse_outside(source, box, known)
        kept = _Kept()
        _keep_nodes(source, box, kept, progress)
        if not kept.inside:
            _refuse_outside(source, box, known)
        _keep_ways(source, kept, progress)
        _keep_relations(source, kept, progress)
        if not kept.streets:
            refuse(source, _("a street in the box {box}; there is none").format(box=box))
    with _appearing(out) as temporary:
        _write(source, temporary, box, kept, progress)
        size = temporary.stat().st_size
    return Cut(len(kept.nodes), len(kept.ways), len(kept.relations), kept.streets, size)


def _refuse_outside(source: Path, box: Box, known: Box | None) -> None:
    where = _("somewhere else") if known is None else str(known)
    expected = _("data in the box {box}; what it holds lies in {where}")
    refuse(source, expected.format(box=box, where=where))


def _header(source: Path) -> Any:  # noqa: ANN401 -- osmium has no types
    with osmium.io.Reader(str(source)) as reader:
        return reader.header()


def _read(source: Path, kind: Any) -> Iterator[Any]:  # noqa: ANN401 -- each kind has its own
    """Read the things of one kind, in the order of the file."""
    return iter(osmium.FileProcessor(str(source), kind))


def _keep_nodes(source: Path, box: Box, kept: _Kept, progress: Progress) -> None:
    """Find the points inside, and which of them are things of their own."""
    west, east = round(box.west * 1e7), round(box.east * 1e7)
    south, north = round(box.south * 1e7), round(box.north * 1e7)
    for number, node in enumerate(_read(source, osmium.osm.NODE)):
        location = node.location
        if west <= location.x <= east and south <= location.y <= north:
            kept.inside.add(node.id)
            if node.tags and _is_thing(node.tags):
                kept.nodes.add(node.id)
        if not number % _TELL_EVERY:
            progress(_("points"), number, len(kept.inside))


def _keep_ways(source: Path, kept: _Kept, progress: Progress) -> None:
    """Find the ways that touch the box; those that are nothing by themselves are spare."""
    for number, way in enumerate(_read(source, osmium.osm.WAY)):
        points = [node.ref for node in way.nodes]
        if not kept.inside.isdisjoint(points):
            if _is_thing(way.tags):
                kept.ways.add(way.id)
                kept.nodes.update(points)
                kept.streets += way.tags.get("highway") in OPEN_TO
            else:
                kept.spare[way.id] = points
        if not number % _TELL_EVERY:
            progress(_("ways"), number, len(kept.ways))


def _keep_relations(source: Path, kept: _Kept, progress: Progress) -> None:
    """Find the restrictions whose members are kept, and the areas that touch the box."""
    for number, relation in enumerate(_read(source, osmium.osm.RELATION)):
        kind = relation.tags.get("type", "")
        if kind.startswith("restriction"):
            if all(_has(kept, member) for member in relation.members):
                kept.relations.add(relation.id)
        elif kind in _AREAS and (kind != "multipolygon" or _is_thing(relation.tags)):
            ways = [member.ref for member in relation.members if member.type == "w"]
            if not kept.ways.isdisjoint(ways) or not kept.spare.keys().isdisjoint(ways):
                kept.relations.add(relation.id)
                for way in kept.spare.keys() & set(ways):
                    kept.ways.add(way)
                    kept.nodes.update(kept.spare.pop(way))
        if not number % _TELL_EVERY:
            progress(_("relations"), number, len(kept.relations))


def _has(kept: _Kept, member: Any) -> bool:  # noqa: ANN401 -- osmium has no types
    """Whether a member of a relation will be in the new file."""
    numbers = {"n": kept.nodes, "w": kept.ways}
    return member.ref in numbers.get(member.type, ())


def _write(source: Path, target: Path, box: Box, kept: _Kept, progress: Progress) -> None:
    """Write what is kept: points, ways, relations, each by rising number."""
    header = osmium.io.Header()
    header.set("generator", _generator(source))
    timestamp = _timestamp(source)
    if timestamp:
        header.set("osmosis_replication_timestamp", timestamp)
    header.set("sorting", "Type_then_ID")
    header.add_box(
        osmium.osm.Box(
            osmium.osm.Location(box.west, box.south), osmium.osm.Location(box.east, box.north)
        )
    )
    file = osmium.io.File(str(target), "pbf,add_metadata=none")
    with osmium.SimpleWriter(file, header=header, overwrite=True) as writer:
        for node in _of(source, osmium.osm.NODE, kept.nodes, progress):
            writer.add_node(node.replace(tags=_tags(node.tags)) if node.tags else node)
        for way in _of(source, osmium.osm.WAY, kept.ways, progress):
            writer.add_way(way.replace(tags=_tags(way.tags)))
        for relation in _of(source, osmium.osm.RELATION, kept.relations, progress):
            members = [
                (member.type, member.ref, member.role)
                for member in relation.members
                if _has(kept, member)
            ]
            writer.add_relation(relation.replace(tags=_tags(relation.tags), members=members))


def _of(source: Path, kind: Any, numbers: Collection[int], progress: Progress) -> Iterator[Any]:  # noqa: ANN401
    """Give the things of one kind that are kept."""
    for number, thing in enumerate(_read(source, kind)):
        if thing.id in numbers:
            yield thing
        if not number % _TELL_EVERY:
            progress(_("writing"), number, len(numbers))


def _is_thing(tags: Iterable[Any]) -> bool:
    return any(tag.k in _THINGS for tag in tags)


def _tags(tags: Iterable[Any]) -> Mapping[str, str]:
    """Leave out what mealroute has no use for."""
    return {
        tag.k: tag.v
        for tag in tags
        if not tag.k.startswith(_DROPPED) and (not tag.k.startswith("name:") or tag.k in _NAMES)
    }


def _generator(source: Path) -> str:
    return f"mealroute streets cut, from {source.name}; {ATTRIBUTION}"


def _timestamp(source: Path) -> str:
    """Give the age of the data: what its header says, else its newest object."""
    said = str(_header(source).get("osmosis_replication_timestamp"))
    if said:
        return said
    newest = datetime.min.replace(tzinfo=UTC)
    for thing in _read(source, osmium.osm.WAY):
        newest = max(newest, thing.timestamp)
    return newest.strftime("%Y-%m-%dT%H:%M:%SZ") if newest.year > 2000 else ""


@contextmanager
def _appearing(out: Path) -> Iterator[Path]:
    """Give another name to write under, and let the file appear under its own when it is whole."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=out.parent, suffix=".osm.pbf")
    except OSError as error:
        raise _unwritable(out, error) from None
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(out)
    except (OSError, RuntimeError) as error:
        raise _unwritable(out, error) from None
    finally:
        temporary.unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _unwritable(out: Path, error: Exception) -> ArgumentError:
    return ArgumentError(
        _("--out: {name} cannot be written ({error})").format(
            name=out, error=" ".join(str(error).split())[:100]
        )
    )
