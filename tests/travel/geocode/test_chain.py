"""Sources are asked in the order of trust, and every answer says how sure it is."""

from collections.abc import Sequence

from mealroute.domain import AddressRow, Coordinates, GeocodeLevel, GeocodeMatch
from mealroute.travel.geocode.address import Address
from mealroute.travel.geocode.chain import Ask, Chain
from mealroute.travel.geocode.repairs import Sorted, sort_answers, unsure
from tests.builders import at_m


def match(
    score: float, source: str = "extract", north_m: float = 0, level: str = "number"
) -> GeocodeMatch:
    return GeocodeMatch(
        coordinates=at_m(north_m), score=score, level=GeocodeLevel(level), source=source,
        matched=f"{source} {north_m:g}",
    )  # fmt: skip


def source(*matches: GeocodeMatch, asked: list[str] | None = None) -> Ask:
    def ask(address: Address) -> Sequence[GeocodeMatch]:
        if asked is not None:
            asked.append(address.text)
        return matches

    return ask


def chain(*sources: Ask, near: Coordinates | None = None) -> Chain:
    return Chain(sources=sources, enough=0.85, near=near)


def test_the_first_source_that_is_sure_answers_and_no_other_is_asked() -> None:
    asked: list[str] = []
    found = chain(source(match(0.9, "gazetteer")), source(match(1.0), asked=asked)).locate("x 1")
    assert found.best == match(0.9, "gazetteer")
    assert asked == []


def test_an_unsure_source_hands_on_and_stays_an_alternative() -> None:
    doubtful, sure = match(0.6, "gazetteer", north_m=500), match(0.9)
    found = chain(source(doubtful), source(sure)).locate("x 1")
    assert found.best == sure
    assert found.alternatives == (doubtful,)


def test_where_nobody_is_sure_the_best_guess_is_given() -> None:
    found = chain(source(match(0.4, "gazetteer")), source(match(0.6, north_m=900))).locate("x 1")
    assert found.best == match(0.6, north_m=900)


def test_what_nobody_knows_has_no_answer() -> None:
    assert chain(source(), source()).locate("x 1").best is None


def test_a_match_far_from_the_day_is_doubted() -> None:
    far = match(0.95, "nominatim", north_m=60_000)
    found = chain(source(far), near=at_m()).locate("x 1")
    assert found.best is not None
    assert found.best.score < 0.3


def sort(rows: Sequence[AddressRow], *sources: Ask, min_score: float = 0.85) -> Sorted:
    answers = {row.line: chain(*sources).locate(row.address) for row in rows}
    return sort_answers(rows, answers, min_score)


def by_text(**matches: GeocodeMatch) -> Ask:
    return lambda address: [matches[address.text]] if address.text in matches else []


def test_every_row_is_filled_doubtful_or_unmatched() -> None:
    rows = [AddressRow(line=line, address=text) for line, text in enumerate("abcdd", start=2)]
    found = sort(rows, by_text(a=match(0.9), b=match(0.5), c=match(0.86)))
    assert (set(found.filled), set(found.doubtful), set(found.unmatched)) == ({2, 4}, {3}, {5, 6})
    assert [one.row.line for one in found.repairs] == [5, 6, 3]


def test_repairs_are_ordered_by_what_being_wrong_costs() -> None:
    rows = [
        AddressRow(line=2, address="a", priority=1, boxes=1),
        AddressRow(line=3, address="b", priority=3, boxes=2),
        AddressRow(line=4, address="c", priority=1, boxes=1),
        AddressRow(line=5, address="c", priority=1, boxes=1),
        AddressRow(line=6, address=""),
    ]
    found = sort(rows, by_text(a=match(0.8), b=match(0.8), c=match(0.8)))
    assert [one.row.line for one in found.repairs] == [6, 3, 4, 5, 2]
    assert [one.doors for one in found.repairs] == [1, 1, 2, 2, 1]
    one = unsure(match(0.8))
    assert [repair.cost for repair in found.repairs[1:]] == [
        round(weight * one, 3) for weight in (6, 2, 2, 1)
    ]


def test_a_coarse_level_is_less_sure_than_a_door() -> None:
    assert unsure(match(1, level="entrance")) < unsure(match(1)) < unsure(match(1, level="street"))


def test_a_place_far_away_is_told_as_such() -> None:
    row = AddressRow(line=2, address="a")
    answer = chain(by_text(a=match(0.9, north_m=61_000)), near=at_m()).locate("a")
    (repair,) = sort_answers([row], {2: answer}, 0.85, at_m()).repairs
    assert repair.why == "it lies 61 km from the canteens"


def test_coordinates_that_do_not_agree_with_the_address_are_told() -> None:
    rows = [
        AddressRow(line=2, address="a", coordinates=at_m(30)),
        AddressRow(line=3, address="a", coordinates=at_m(500)),
        AddressRow(line=4, address="b", coordinates=at_m(500)),
        AddressRow(line=5, address="c", coordinates=at_m(500)),
    ]
    found = sort(rows, by_text(a=match(1.0), b=match(0.6)))
    assert (found.agreeing, found.unchecked) == ({2}, {4, 5})
    assert not found.filled
    (repair,) = found.repairs
    assert repair.row.line == 3
    assert "500 m from the coordinates" in repair.why


def test_each_doubt_is_named() -> None:
    rows = [AddressRow(line=line, address=text) for line, text in enumerate(
        ("", "nowhere", "two", "Main Street 99", "Main Street", "Mian Street 3"), start=2
    )]  # fmt: skip
    known = {
        "two": [match(0.5), match(0.5, north_m=800)],
        "Main Street 99": [match(0.6, level="street")],
        "Main Street": [match(0.65, level="street")],
        "Mian Street 3": [match(0.8)],
    }
    found = sort(rows, lambda address: known.get(address.text, []))
    assert {one.row.line: one.why for one in found.repairs} == {
        2: "there is no address",
        3: "no source knows this street or place",
        4: "2 places fit equally well",
        5: "the street is known, this house number is not",
        6: "the address names no house number",
        7: "it is written otherwise than what was found: extract 0",
    }
