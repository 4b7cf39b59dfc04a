"""A small town of house numbers, streets and places, on a grid of metres."""

from pathlib import Path

from mealroute.travel.geocode.offline import ExtractGeocoder
from tests.travel.osm import write_osm

DATA = Path(__file__).resolve().parents[3] / "data"
HELSINKI = DATA / "helsinki" / "streets.osm.pbf"
GUIXI = DATA / "guixi" / "streets.osm.pbf"

NODES = {
    "a": (0, 0), "b": (0, 400), "c": (0, 800),  # along 解放路, west to east
    "d": (300, 0), "e": (300, 400),
    "f": (20, 100), "g": (20, 130), "h": (40, 130), "i": (40, 100),  # a building
    "j": (20, 300), "k": (20, 500), "l": (320, 200), "m": (600, 600), "n": (20, 115),
    "o": (20, 700), "p": (20, 780),
}  # fmt: skip


def _address(street: str, number: str) -> dict[str, str]:
    return {"addr:street": street, "addr:housenumber": number}


def write_town(folder: Path) -> Path:
    """解放路 with numbers 12 (a building), 20 and 22, 24 to 30; 团结路 with 3; two quarters."""
    road = {"highway": "residential"}
    return write_osm(
        folder / "town.osm",
        NODES,
        [
            ("abc", road | {"name": "解放路", "name:en": "Jiefang Road", "old_name": "大街"}),
            ("de", road | {"name": "团结路"}),
            ("fngh" + "if", {"building": "yes"} | _address("解放路", "12号")),
            ("op", {"addr:interpolation": "even"}),
        ],
        node_tags={
            "j": _address("解放路", "20-22"),
            "l": _address("团结路", "3"),
            "m": {"name": "幸福小区", "place": "neighbourhood"},
            "k": {"name": "市医院", "amenity": "hospital"},
            "n": {"entrance": "main"},
            "o": _address("解放路", "24"),
            "p": _address("解放路", "30"),
        },
    )


def geocoder(folder: Path) -> ExtractGeocoder:
    return ExtractGeocoder.of(write_town(folder))
