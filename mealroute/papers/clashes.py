"""Find what people wrote that does not go with the diet they get, for the cook to read."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mealroute.domain import REGULAR_DIET, Order, OrderId, ResidentId, Service
from mealroute.words import diet_key


class ClashKind(StrEnum):
    """What a text says against the box: another diet, food that the diet forbids, an allergy."""

    OTHER_DIET = "other_diet"
    FORBIDDEN_FOOD = "forbidden_food"
    ALLERGY = "allergy"


class ClashSource(StrEnum):
    """Where the text stands: on the order, on the resident, or as the resident's own diet."""

    ORDER_NOTE = "order_note"
    RESIDENT_NOTES = "resident_notes"
    RESIDENT_DIET = "resident_diet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """One text that a cook should read before packing; ``words`` are what it was found by.

    ``diet`` is what the order gets. A clash is a question, not an answer: nothing is changed by it.
    """

    kind: ClashKind
    source: ClashSource
    order_id: OrderId
    resident_id: ResidentId
    diet: str
    boxes: int
    text: str
    words: tuple[str, ...]


# What people write for a diet, in the languages of the places; Latin and Cyrillic words are whole.
_DIET_WORDS: Final[Mapping[str, str]] = {
    REGULAR_DIET: r"普食|普通餐|普餐|\bregular (?:meal|food|diet)\b",
    "halal": r"清真|回民餐|\bhalal\b|\bno pork\b|不吃猪肉|忌猪肉|\bхалал\b",
    "vegetarian": r"素食|吃素|全素|斋饭|\bvegetarian\b|\bvegan\b|\bno meat\b",
    "soft": r"软食|软餐|软饭|流食|流质|糊状|咬不动|嚼不动"
    r"|\bsoft (?:meal|food|diet)\b|\bpur[eé]ed?\b",
    "low_sugar": r"糖尿病|低糖|无糖|少糖|控糖|血糖高"
    r"|\bdiabet\w+|\b(?:low|no)[ -]sugar\b|\bsugar[ -]free\b",
    "low_salt": r"低盐|少盐|无盐|限盐|低钠|高血压|\b(?:low|no)[ -]salt\b|\bsalt[ -]free\b",
}
_SAME: Final = {"diabetic": "low_sugar"}
_FORBIDDEN: Final[Mapping[str, str]] = {
    "halal": r"猪肉|排骨|红烧肉|火腿|腊肉|香肠|\bpork\b|\bham\b|\bbacon\b",
    "vegetarian": r"猪肉|牛肉|羊肉|鸡肉|红烧肉|排骨|\b(?:meat|fish|chicken|beef|pork)\b",
    "low_sugar": r"加糖|多糖|\bextra sugar\b|\bsweet\b",
    "low_salt": r"多盐|加盐|重口味|\bextra salt\b|\bsalty\b",
}
_ALLERGY: Final = (
    r"过敏|忌口|忌食|忌(?=[^口食猪])|禁食|不能吃|不可吃|乳糖不耐|麸质|"
    r"\ballerg\w+|\bintoleran\w+|\bcoeliac\b|\bceliac\b|\bаллерги\w+"
)
_NEGATION: Final = re.compile(
    r"(?:不吃|不要|不放|不能吃|忌|无|别放|\bno|\bnot|\bwithout)\s*$", re.IGNORECASE
)


def clashes_of(orders: Iterable[Order], service: Service) -> tuple[Clash, ...]:
    """List what contradicts the boxes of some orders, in the order given.

    Order notes and resident's notes are searched for words of another diet than the order's, for
    food that its diet forbids, and for allergies; a resident's own diet counts where the order has
    another, unless it is the regular one.
    """
    return tuple(clash for order in orders for clash in _clashes(order, service))


def _clashes(order: Order, service: Service) -> Iterable[Clash]:
    diet = service.diet_of(order)
    resident = service.residents.get(order.resident_id)
    texts = [(ClashSource.ORDER_NOTE, order.note)]
    if resident is not None:
        texts.append((ClashSource.RESIDENT_NOTES, resident.notes))
        if resident.diet not in {diet, REGULAR_DIET}:
            yield _clash(
                order, diet, ClashKind.OTHER_DIET, ClashSource.RESIDENT_DIET, resident.diet
            )
    for source, text in texts:
        for kind, words in said_against(text, diet).items():
            yield _clash(order, diet, kind, source, text, words)


def said_against(text: str, diet: str) -> dict[ClashKind, tuple[str, ...]]:
    """Find in a text what does not go with a diet.

    Examples
    --------
    >>> said_against("今天要清真餐", "regular")
    {<ClashKind.OTHER_DIET: 'other_diet'>: ('清真',)}
    >>> said_against("peanut allergy", "soft")
    {<ClashKind.ALLERGY: 'allergy'>: ('allergy',)}
    >>> said_against("no pork, knock softly", "halal")
    {}
    """
    kind = _SAME.get(diet_key(diet), diet_key(diet))
    other = [
        word for key, words in _DIET_WORDS.items() if key != kind for word in _found(words, text)
    ]
    forbidden = [
        found.group()
        for found in re.finditer(_FORBIDDEN.get(kind, r"(?!)"), text, re.IGNORECASE)
        if not _NEGATION.search(text[: found.start()])
    ]
    by_kind = {
        ClashKind.OTHER_DIET: tuple(other),
        ClashKind.FORBIDDEN_FOOD: tuple(forbidden),
        ClashKind.ALLERGY: tuple(_found(_ALLERGY, text)),
    }
    return {kind: words for kind, words in by_kind.items() if words}


def _found(words: str, text: str) -> list[str]:
    return [found.group() for found in re.finditer(words, text, re.IGNORECASE)]


def _clash(
    order: Order,
    diet: str,
    kind: ClashKind,
    source: ClashSource,
    text: str,
    words: tuple[str, ...] = (),
) -> Clash:
    return Clash(
        kind=kind,
        source=source,
        order_id=order.order_id,
        resident_id=order.resident_id,
        diet=diet,
        boxes=order.meals,
        text=text.strip(),
        words=words or (text,),
    )
