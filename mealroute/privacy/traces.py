"""List the texts that would give a person away to a reader who may not know them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mealroute.domain import Day, Resident, Volunteer
from mealroute.privacy.audience import Kind, Sight
from mealroute.privacy.wording import is_han, numbers_in, solid, street_and_number, worded

_LEAST_SOLID = 4
_SHORT_ID = 4


@dataclass(frozen=True, slots=True)
class Trace:
    """One text that gives a person away.

    ``text`` is worded, an address or a note solid, a telephone number bare digits. ``part`` is
    true where it is a piece that may be found by chance.
    """

    kind: Kind
    whose: str
    text: str
    part: bool = False


def forbidden_traces(day: Day, sight: Sight) -> list[Trace]:
    """Give the traces that this reader may not see, each text by the first who has it.

    What equals something the reader may see is left out: the own resident who has the same name,
    the neighbour behind the same door, the canteen's own telephone.
    """
    may_see = {
        (_family(trace.kind), trace.text) for trace, allowed in _all(day, sight) if allowed
    } | set(_public(day))
    open_addresses = "\n".join(text for family, text in may_see if family == "address")
    return [
        trace
        for trace, allowed in _all(day, sight)
        if not allowed
        and (_family(trace.kind), trace.text) not in may_see
        and not (trace.kind is Kind.ADDRESS and trace.part and trace.text in open_addresses)
    ]


def is_short_id(text: str) -> bool:
    """Whether an id is so short or so plain that only its column or key tells what it is."""
    return len(text) < _SHORT_ID or text.isdecimal()


def _family(kind: Kind) -> str:
    """Tell which kinds are compared with each other: a telephone is one, whoever answers."""
    return {
        Kind.EMERGENCY_CONTACT: "phone",
        Kind.ORDER_NOTE: "notes",
    }.get(kind, kind.value)


def _public(day: Day) -> Iterator[tuple[str, str]]:
    """Give what stands on a canteen's door."""
    for canteen in day.canteens:
        yield "name", worded(canteen.name).strip()
        yield "address", solid(worded(canteen.address))
        yield from (("phone", digits) for digits in numbers_in(worded(canteen.phone)))


def _all(day: Day, sight: Sight) -> Iterator[tuple[Trace, bool]]:
    """Give every trace of every person, and whether the reader may see it."""
    for resident in day.residents:
        kinds = sight.of_resident(resident.resident_id)
        for trace in _of_resident(resident):
            yield trace, trace.kind in kinds
    for volunteer in day.volunteers:
        kinds = sight.of_volunteer(volunteer.volunteer_id)
        for trace in _of_volunteer(volunteer):
            yield trace, trace.kind in kinds
    for order in day.orders:
        for trace in _notes(Kind.ORDER_NOTE, order.resident_id, order.note):
            yield trace, trace.kind in sight.of_resident(order.resident_id)


def _of_resident(resident: Resident) -> Iterator[Trace]:
    whose = resident.resident_id
    yield Trace(Kind.RESIDENT_ID, whose, worded(whose).strip())
    yield from _names(whose, resident.name)
    yield from _phones(Kind.PHONE, whose, resident.phone)
    yield from _phones(Kind.EMERGENCY_CONTACT, whose, resident.emergency_contact)
    yield from _notes(Kind.EMERGENCY_CONTACT, whose, resident.emergency_contact)
    yield from _notes(Kind.NOTES, whose, resident.notes)
    yield from _addresses(whose, resident.address)


def _of_volunteer(volunteer: Volunteer) -> Iterator[Trace]:
    whose = volunteer.volunteer_id
    yield Trace(Kind.VOLUNTEER_ID, whose, worded(whose).strip())
    yield from _names(whose, volunteer.name)
    yield from _phones(Kind.PHONE, whose, volunteer.phone)


def _names(whose: str, name: str) -> Iterator[Trace]:
    text = worded(name).strip()
    if len(text) < 2:
        return
    yield Trace(Kind.NAME, whose, text)
    if len(text) <= 4 and all(map(is_han, text)):
        yield Trace(Kind.NAME, whose, f"{text[0]} {text[1:]}")
        spaced = " ".join(text)
        if spaced != f"{text[0]} {text[1:]}":
            yield Trace(Kind.NAME, whose, spaced)


def _phones(kind: Kind, whose: str, text: str) -> Iterator[Trace]:
    for digits in numbers_in(worded(text)):
        yield Trace(kind, whose, digits)


def _notes(kind: Kind, whose: str, text: str) -> Iterator[Trace]:
    note = solid(worded(text))
    if len(note) >= _LEAST_SOLID and _has_letter(note):
        yield Trace(kind, whose, note)


def _addresses(whose: str, address: str) -> Iterator[Trace]:
    words = worded(address).strip()
    whole = solid(words)
    part = solid(street_and_number(words))
    if len(whole) >= _LEAST_SOLID and whole != part and _has_letter(whole):
        yield Trace(Kind.ADDRESS, whose, whole)
    if len(part) >= _LEAST_SOLID:
        yield Trace(Kind.ADDRESS, whose, part, part=True)


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))


def by_text(traces: Iterable[Trace]) -> dict[str, Trace]:
    """Give each text the first trace that has it."""
    found: dict[str, Trace] = {}
    for trace in traces:
        found.setdefault(trace.text, trace)
    return found
