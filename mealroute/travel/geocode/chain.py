"""Ask one source after the other where an address is, the most trusted first, and drop nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from mealroute.domain import Coordinates, Geocoded, GeocodeMatch
from mealroute.travel.geocode.address import Address
from mealroute.travel.geocode.understand import understand
from mealroute.travel.straight import great_circle_m

Ask: TypeAlias = Callable[[Address], Sequence[GeocodeMatch]]
"""What a source answers: what an address may mean, the likeliest first; nothing where unknown."""

FAR_M: Final = 50_000.0
"""A match farther than this from the day's canteens is some other town's."""

_FAR_FACTOR: Final = 0.2
_LEAST_SCORE: Final = 0.3
_MOST_ALTERNATIVES: Final = 4
_SAME_PLACE_M: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Sources in the order of trust: gazetteer, extract, online services.

    A source is asked only while none before it gave a match of score ``enough``. ``near`` is where
    the day takes place, ``None`` where nobody knows: what is far from it is doubted.
    """

    sources: tuple[Ask, ...]
    enough: float
    near: Coordinates | None = None

    def locate(self, text: str) -> Geocoded:
        """Say where an address is; without a match ``best`` is ``None``.

        Raises
        ------
        TravelError
            When a source that must be asked refuses or cannot be reached.
        """
        address = understand(text)
        found: list[GeocodeMatch] = []
        for ask in self.sources:
            found += [self._doubted(one) for one in ask(address)]
            if any(one.score >= self.enough for one in found):
                break
        return _answer(text, found, self.enough)

    def _doubted(self, match: GeocodeMatch) -> GeocodeMatch:
        if self.near is None or _metres(match.coordinates, self.near) <= FAR_M:
            return match
        return replace(match, score=round(match.score * _FAR_FACTOR, 4))


def _answer(text: str, found: Sequence[GeocodeMatch], enough: float) -> Geocoded:
    """Take the first source's match that is good enough, else the best of all, and the others."""
    good = next((one for one in found if one.score >= enough), None)
    ranked = sorted(found, key=lambda one: -one.score)
    ranked = [one for one in ranked if one.score >= _LEAST_SCORE] or ranked[:1]
    best = good or (ranked[0] if ranked else None)
    others: list[GeocodeMatch] = []
    for one in ranked:
        if best is not None and all(
            _metres(one.coordinates, kept.coordinates) > _SAME_PLACE_M for kept in (best, *others)
        ):
            others.append(one)
    return Geocoded(address=text, best=best, alternatives=tuple(others[:_MOST_ALTERNATIVES]))


def _metres(one: Coordinates, other: Coordinates) -> float:
    return float(great_circle_m([one], [other])[0, 0])
