"""Find an extract's own addresses again, whole and misspelt: how many come first, and how fast.

Every address with a street and a house number on the map is asked for once, as people write it:
``street number, postcode town``, with what the map knows of the last two. It counts as right when
the first answer has the same address text, or lies within 50 m of an object of the same address.
"""

import argparse
import random
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from mealroute.domain import Coordinates, GeocodeMatch
from mealroute.settings import GeocodingSettings
from mealroute.travel import great_circle_m
from mealroute.travel.geocode.address import name_key
from mealroute.travel.geocode.index import fill_index
from mealroute.travel.geocode.offline import ExtractGeocoder
from mealroute.travel.geocode.survey import Door, Survey, read_survey
from mealroute.travel.geocode.understand import understand

RIGHT_M = 50.0
TAKEN = GeocodingSettings().min_score
HELD_OUT = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """What one way of asking came to: shares from 0 to 1, and CPU seconds for all queries."""

    name: str
    asked: int
    right: float
    cpu_s: float
    scored: tuple[tuple[float, bool], ...]

    @property
    def taken(self) -> float:
        """The share of addresses whose answer is sure enough to be taken."""
        return sum(score >= TAKEN for score, _right in self.scored) / self.asked

    @property
    def taken_right(self) -> float:
        """The share of right ones among the answers that are taken."""
        taken = [right for score, right in self.scored if score >= TAKEN]
        return sum(taken) / len(taken) if taken else 1.0

    @property
    def per_s(self) -> float:
        """Queries per second of CPU."""
        return self.asked / self.cpu_s if self.cpu_s else float("inf")


def written(door: Door) -> str:
    """Write an address as people do, as far as the map knows it."""
    town = f"{door.postcode} {door.city}".strip() if door.city else ""
    return ", ".join(filter(None, (f"{door.street} {door.number}", town)))


def number_first(door: Door) -> str:
    """Write the number first, as in a table with its columns in another order."""
    return ", ".join(filter(None, (door.number, door.street, door.city)))


def one_letter_missing(door: Door, dice: random.Random) -> str:
    """Drop a letter of the street's name."""
    at = dice.randrange(len(door.street))
    return written(_renamed(door, door.street[:at] + door.street[at + 1 :]))


def one_letter_doubled(door: Door, dice: random.Random) -> str:
    """Double a letter of the street's name."""
    at = dice.randrange(len(door.street))
    return written(_renamed(door, door.street[: at + 1] + door.street[at:]))


def two_letters_swapped(door: Door, dice: random.Random) -> str:
    """Swap two neighbouring letters of the street's name."""
    name = door.street
    at = dice.randrange(len(name) - 1)
    return written(_renamed(door, name[:at] + name[at + 1] + name[at] + name[at + 2 :]))


def _renamed(door: Door, street: str) -> Door:
    return Door(
        street=street, number=door.number, city=door.city, postcode=door.postcode,
        point=door.point, level=door.level, named=door.named,
    )  # fmt: skip


def run_trial(
    name: str,
    doors: Sequence[Door],
    ask: Callable[[Door], str],
    geocoder: ExtractGeocoder,
) -> Trial:
    """Ask for every address once; the time is that of understanding and finding, nothing else."""
    same: dict[str, list[Coordinates]] = defaultdict(list)
    for door in doors:
        same[written(door)].append(Coordinates(*door.point))
    queries = [ask(door) for door in doors]
    begun = time.process_time()
    answers = [geocoder.matches(understand(query)) for query in queries]
    cpu_s = time.process_time() - begun
    scored = [
        (found[0].score, _is_right(found[0], door, same[written(door)]))
        for door, found in zip(doors, answers, strict=True)
        if found
    ]
    asked = len(doors)
    return Trial(
        name=name, asked=asked, right=sum(right for _score, right in scored) / asked,
        cpu_s=cpu_s, scored=tuple(scored),
    )  # fmt: skip


def _is_right(found: GeocodeMatch, door: Door, true: Sequence[Coordinates]) -> bool:
    if found.matched == written(door):
        return True
    return float(great_circle_m([found.coordinates], true).min()) <= RIGHT_M


def trials(extract: Path, seed: int) -> list[Trial]:
    """Run every way of asking on an extract."""
    found = read_survey(extract)
    geocoder = ExtractGeocoder.of(extract)
    dice = random.Random(seed)  # noqa: S311 -- a benchmark that can be repeated
    ways: list[tuple[str, Callable[[Door], str]]] = [
        ("exact", written),
        ("number, street", number_first),
        ("one letter missing", lambda door: one_letter_missing(door, dice)),
        ("one letter doubled", lambda door: one_letter_doubled(door, dice)),
        ("two letters swapped", lambda door: two_letters_swapped(door, dice)),
    ]
    done = [run_trial(name, found.doors, ask, geocoder) for name, ask in ways]
    geocoder.close()
    return [*done, not_on_the_map(found)]


def not_on_the_map(found: Survey) -> Trial:
    """Ask for the addresses of every fifth street on a map without those streets."""
    streets = sorted({name_key(door.street) for door in found.doors})
    gone = set(streets[::HELD_OUT])
    left = Survey(
        doors=[door for door in found.doors if name_key(door.street) not in gone],
        streets=[one for one in found.streets if gone.isdisjoint(map(name_key, one.names))],
        places=found.places,
        regions=found.regions,
        areas=found.areas,
    )
    doors = [door for door in found.doors if name_key(door.street) in gone]
    with closing(sqlite3.connect(":memory:")) as index:
        fill_index(index, left)
        return run_trial("a street not on the map", doors, written, ExtractGeocoder(index))


def calibration(found: Sequence[Trial]) -> list[tuple[str, int, float]]:
    """Tell for each band of scores how many answers had one, and what share was right."""
    scored = [pair for trial in found for pair in trial.scored]
    bands = [(low / 100, min(low + 10, 101) / 100) for low in range(0, 100, 10)]
    rows = []
    for low, high in bands:
        right = [one for score, one in scored if low <= score < high]
        if right:
            rows.append((f"{low:.1f}-{min(high, 1.0):.1f}", len(right), sum(right) / len(right)))
    return rows


def main() -> None:
    """Print the table of one extract."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extract", type=Path, required=True, help="an .osm.pbf with addresses")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = trials(options.extract, options.seed)
    print(f"{options.extract.name}: {found[0].asked} addresses")
    print(f"| asked as | right first | taken ({TAKEN}) | right of those | queries per CPU s |")
    print("|---|---|---|---|---|")
    for trial in found:
        shares = f"{trial.right:.1%} | {trial.taken:.1%} | {trial.taken_right:.1%}"
        print(f"| {trial.name} | {shares} | {trial.per_s:,.0f} |")
    print("\n| score | answers | right |\n|---|---|---|")
    for band, count, share in calibration(found):
        print(f"| {band} | {count} | {share:.1%} |")


if __name__ == "__main__":
    main()
