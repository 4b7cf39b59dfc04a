"""Sort answers into filled, doubtful and unmatched, and list what to mend, the worst first."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import (
    AddressRepair,
    AddressRow,
    Coordinates,
    Geocoded,
    GeocodeLevel,
    GeocodeMatch,
)
from mealroute.language import gettext as _
from mealroute.travel.geocode.address import name_key
from mealroute.travel.geocode.chain import FAR_M
from mealroute.travel.geocode.understand import understand
from mealroute.travel.straight import great_circle_m

_AS_GOOD: Final = 0.97
_HALF_TRUST_M: Final = 200.0  # a match this far from the door is worth half
_DIFFERS_M: Final = 60.0
_VAGUE: Final = frozenset({GeocodeLevel.STREET, GeocodeLevel.PLACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """What became of every row that was asked for, by line; each row is in one of them.

    ``agreeing`` had coordinates before that the answer agrees with, ``unchecked`` had some that no
    sure answer could be compared with; where a sure answer lies elsewhere the row is doubtful.
    """

    filled: Mapping[int, GeocodeMatch]
    doubtful: Mapping[int, Geocoded]
    unmatched: Mapping[int, Geocoded]
    agreeing: frozenset[int]
    unchecked: frozenset[int]
    repairs: tuple[AddressRepair, ...]


def sort_answers(
    rows: Sequence[AddressRow],
    answers: Mapping[int, Geocoded],
    min_score: float,
    near: Coordinates | None = None,
    unasked: Collection[str] = (),
) -> Sorted:
    """Sort the answers of rows; a row without an answer was not asked for and is passed over.

    Repairs come in the order of what being wrong costs: priority × boxes × how unsure × how many
    rows depend on the same place; where nothing was found at all first.

    Parameters
    ----------
    answers
        By the line of the row.
    min_score
        From which score on an answer is taken.
    near
        Where the day takes place, to say why what is far from it is doubted.
    unasked
        Addresses that a service should have been asked for and could not be.
    """
    filled: dict[int, GeocodeMatch] = {}
    doubtful: dict[int, Geocoded] = {}
    unmatched: dict[int, Geocoded] = {}
    agreeing: set[int] = set()
    unchecked: set[int] = set()
    for row in rows:
        answer = answers.get(row.line)
        if answer is None:
            continue
        best = answer.best
        sure = best is not None and best.score >= min_score
        if row.coordinates is not None:
            if best is not None and _differs_m(row, best) is None:
                agreeing.add(row.line)
            elif sure:
                doubtful[row.line] = answer
            else:
                unchecked.add(row.line)
        elif best is None:
            unmatched[row.line] = answer
        elif sure:
            filled[row.line] = best
        else:
            doubtful[row.line] = answer
    mended = [row for row in rows if row.line in doubtful or row.line in unmatched]
    doors = Counter(_place_of(row) for row in mended)
    repairs = []
    for row in mended:
        answer = answers[row.line]
        words = _not_asked() if row.address in unasked else _words(row, answer, near)
        repairs.append(_repair(row, answer, doors[_place_of(row)], words))
    repairs.sort(key=lambda one: (one.answer.best is not None, -one.cost, one.row.line))
    return Sorted(
        filled=filled,
        doubtful=doubtful,
        unmatched=unmatched,
        agreeing=frozenset(agreeing),
        unchecked=frozenset(unchecked),
        repairs=tuple(repairs),
    )


def unsure(best: GeocodeMatch | None) -> float:
    """Say how unsure an answer is, from 0 to 1: by its score, and by how far from the door it is.

    Examples
    --------
    >>> unsure(None)
    1.0
    """
    if best is None:
        return 1.0
    return round(1.0 - best.score / (1.0 + best.level.radius_m / _HALF_TRUST_M), 4)


def _place_of(row: AddressRow) -> tuple[str, ...]:
    """Give what rows of the same place have in common; an empty address only itself."""
    if not row.address:
        return (str(row.line),)
    address = understand(row.address)
    place = tuple(map(name_key, (*address.place, address.building)))
    return place if any(place) else (name_key(row.address),)


def _differs_m(row: AddressRow, best: GeocodeMatch) -> float | None:
    """Give how far from a row's own coordinates its address is, where that is too far."""
    if row.coordinates is None:
        return None
    metres = float(great_circle_m([row.coordinates], [best.coordinates])[0, 0])
    return metres if metres > _DIFFERS_M + best.level.radius_m else None


def _repair(row: AddressRow, answer: Geocoded, doors: int, words: tuple[str, str]) -> AddressRepair:
    why, to_do = words
    # Where a row contradicts itself one of the two is wrong, however sure the answer is.
    contradicts = answer.best is not None and _differs_m(row, answer.best) is not None
    doubt = 1.0 if contradicts else unsure(answer.best)
    return AddressRepair(
        row=row,
        answer=answer,
        why=why,
        to_do=to_do,
        cost=round(row.priority * row.boxes * doubt * doors, 3),
        doors=doors,
    )


def _not_asked() -> tuple[str, str]:
    """Say that nobody can tell yet: a refusal is not the same as not found."""
    why = _("a service could not be asked, and nobody else is sure")
    return why, _("run it again when the service answers")


def _words(row: AddressRow, answer: Geocoded, near: Coordinates | None) -> tuple[str, str]:
    """Say why an answer is doubted, and what to do about it."""
    best = answer.best
    if not row.address:
        return _("there is no address"), _("ask for the address and write it into this row")
    if best is None:
        why = _("no source knows this street or place")
        return why, _("find the entrance and add it to gazetteer.csv")
    differs_m = _differs_m(row, best)
    if differs_m is not None:
        why = _("the address is {metres} m from the coordinates of this row")
        to_do = _("find out which is right; correct the address, or the coordinates")
        return why.format(metres=round(differs_m)), to_do
    away_m = 0.0 if near is None else float(great_circle_m([near], [best.coordinates])[0, 0])
    if away_m > FAR_M:
        why = _("it lies {km} km from the canteens").format(km=f"{away_m / 1000:,.0f}")
        return why, _("add the town or quarter to the address, or the door to gazetteer.csv")
    return _weakness(row, best, answer.alternatives)


def _weakness(
    row: AddressRow, best: GeocodeMatch, others: Sequence[GeocodeMatch]
) -> tuple[str, str]:
    """Say what is weak about a match."""
    equal = sum(one.score >= _AS_GOOD * best.score for one in others)
    if equal:
        why = _("{n} places fit equally well").format(n=equal + 1)
        return why, _("add the town or quarter to the address, or the door to gazetteer.csv")
    if best.level in _VAGUE and understand(row.address).number:
        why = _("the street is known, this house number is not")
        return why, _("find the entrance and add it to gazetteer.csv")
    if best.level in _VAGUE:
        why = _("the address names no house number")
        return why, _("complete the address, or add the door to gazetteer.csv")
    why = _("it is written otherwise than what was found: {matched}").format(matched=best.matched)
    return why, _("if this is it, correct the address; if not, add the door to gazetteer.csv")
