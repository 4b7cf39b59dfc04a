"""Write small OpenStreetMap files by hand: nodes are letters on a grid of metres."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from mealroute.settings import TravelSettings
from mealroute.travel.extract import read_streets
from mealroute.travel.router import StreetTravel
from tests.builders import at_m

GUIXI = Path(__file__).resolve().parents[2] / "data" / "guixi" / "streets.osm.pbf"

Tags = Mapping[str, str]
Relation = tuple[Iterable[tuple[int | str, str]], Tags]
STREET: Tags = {"highway": "residential"}
SPEEDS = TravelSettings(foot=1.0, ebike=5.0, car=10.0)

SQUARE = {"a": (0, 0), "b": (0, 100), "c": (100, 100), "d": (100, 0)}
"""Nodes a to d, anticlockwise from the south-west, 100 m apart (metres north, metres east)."""


def write_osm(
    path: Path,
    nodes: Mapping[str, tuple[float, float]],
    ways: Sequence[tuple[str, Tags]],
    relations: Sequence[Relation] = (),
    node_tags: Mapping[str, Tags] | None = None,
) -> Path:
    """Write nodes at metres north and east of the centre; ways spell their nodes' letters.

    A letter that is no node stands for a point outside the extract. Members of a relation are
    ways, by their position counted from 0, or nodes, by their letter, with their role.
    """
    number = {letter: ord(letter) for _nodes, _tags in ways for letter in _nodes}
    number |= {letter: ord(letter) for letter in nodes}
    lines = ["<osm version='0.6'>"]
    for letter, (north_m, east_m) in nodes.items():
        point = at_m(north_m, east_m)
        lines.append(f"<node id='{number[letter]}' lat='{point.lat:.7f}' lon='{point.lon:.7f}'>")
        lines.extend(_tags_of((node_tags or {}).get(letter, {})))
        lines.append("</node>")
    for position, (letters, tags) in enumerate(ways):
        lines.append(f"<way id='{position + 1}'>")
        lines.extend(f"<nd ref='{number[letter]}'/>" for letter in letters)
        lines.extend([*_tags_of(tags), "</way>"])
    for position, (members, tags) in enumerate(relations):
        lines.append(f"<relation id='{position + 1}'>")
        for member, role in members:
            kind, ref = ("node", ord(member)) if isinstance(member, str) else ("way", member + 1)
            lines.append(f"<member type='{kind}' ref='{ref}' role='{role}'/>")
        lines.extend([*_tags_of(tags), "</relation>"])
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def travel_on(
    folder: Path,
    nodes: Mapping[str, tuple[float, float]],
    ways: Sequence[tuple[str, Tags]],
    settings: TravelSettings = SPEEDS,
    relations: Sequence[Relation] = (),
    node_tags: Mapping[str, Tags] | None = None,
) -> StreetTravel:
    file = write_osm(folder / "town.osm", nodes, ways, relations, node_tags)
    return StreetTravel(read_streets(file), settings)


def _tags_of(tags: Tags) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]
