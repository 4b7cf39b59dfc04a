"""Name the classes of road that OpenStreetMap's key ``highway`` tells and that people travel on."""

from typing import Final

HIGHWAYS: Final = (
    "motorway",
    "motorway_link",
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "road",
    "track",
    "path",
    "cycleway",
    "pedestrian",
    "footway",
    "bridleway",
    "corridor",
    "platform",
    "steps",
)
"""All of them; every other value (construction, proposed, raceway, ...) is no street."""
