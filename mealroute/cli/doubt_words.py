"""Say in a sentence why the place of a row is doubted; no name and no address is told."""

from collections.abc import Sequence
from typing import Final

from mealroute.language import gettext as _
from mealroute.language import ngettext
from mealroute.travel.doubt import Doubt, DoubtKind, Reading

_CLEARLY_M: Final = 10.0


def doubt_words(doubt: Doubt) -> str:
    """Say what looks wrong, by how many metres, and what would mend it."""
    if doubt.kind is DoubtKind.DATUM:
        return _datum_words(doubt)
    words = {
        DoubtKind.SWAPPED: _("{metres} m from the nearest canteen; in town with lat and lon "
                             "swapped"),
        DoubtKind.SIGN: _("{metres} m from the nearest canteen; in town with the other sign"),
        DoubtKind.ZERO: _("0, 0 is no place; leave lat and lon blank where they are not known"),
        DoubtKind.DEGREES_MINUTES: _("{metres} m from the nearest canteen; in town when read as "
                                     "degrees, minutes and seconds: expected decimal degrees"),
        DoubtKind.OUT_OF_TOWN: _("{metres} m from the nearest canteen, far from all the others"),
        DoubtKind.TWO_PLACES: _("{metres} m from line {line}, which has the same entrance"),
        DoubtKind.GEOCODED: _("{metres} m from where its address is found"),
        DoubtKind.CROWD: _("{residents} residents of {addresses} addresses on this one point: "
                           "what a geocoder gives that found only the town"),
        DoubtKind.OTHER_STREET: _("{metres} m from the street that its address names"),
        DoubtKind.WATER: _("in water, {metres} m from the nearest street"),
    }[doubt.kind]  # fmt: skip
    return words.format(
        metres=f"{doubt.metres:,.0f}",
        line=0 if doubt.other is None else doubt.other.line,
        residents=doubt.figures.get("residents", 0),
        addresses=doubt.figures.get("addresses", 0),
    )


def _datum_words(doubt: Doubt) -> str:
    reading = _reading_words(doubt)
    if doubt.other is not None:
        words = _(
            "lies where line {line}, which has the same entrance, is shown {reading}, "
            "{metres} m off: one of the two is of another datum than it says"
        )
        return words.format(line=doubt.other.line, reading=reading, metres=f"{doubt.metres:,.0f}")
    words = _("fits the town {reading}, {metres} m off: {evidence}")
    return words.format(
        reading=reading, metres=f"{doubt.metres:,.0f}", evidence=_evidence_words(doubt)
    )


def group_words(doubts: Sequence[Doubt]) -> list[str]:
    """Say of each group of rows how many of it need another reading, once for all of its rows."""
    groups = {
        (one.row.file, _reading_words(one), one.figures["group_share"], one.figures["group_places"])
        for one in doubts
        if one.kind is DoubtKind.DATUM and one.other is None
    }
    return [
        ngettext(
            "{file}: about {share} % of {n} place fit {reading}; mend it in the column datum",
            "{file}: about {share} % of {n} places fit {reading}; mend it in the column datum",
            int(places),
        ).format(file=file, share=round(100 * share), n=int(places), reading=reading)
        for file, reading, share, places in sorted(groups)
    ]


def _evidence_words(doubt: Doubt) -> str:
    """Tell the one measure that speaks for the reading most plainly."""
    words = {
        "address_street": _("{then} m from the street of its address instead of {now} m"),
        "building": _("{then} m from a building instead of {now} m"),
        "street": _("{then} m from a street instead of {now} m"),
    }
    measures = {
        what: (doubt.figures[f"{what}_m"], doubt.figures[f"{what}_then_m"])
        for what in words
        if f"{what}_m" in doubt.figures
    }
    plain = [what for what, (now, then) in measures.items() if then < now - _CLEARLY_M]
    what = plain[0] if plain else "street"
    now, then = measures[what]
    return words[what].format(then=f"{then:,.0f}", now=f"{now:,.0f}")


def _reading_words(doubt: Doubt) -> str:
    if doubt.reading in {Reading.CONVERTED_GCJ02, Reading.CONVERTED_BD09}:
        name = "gcj02" if doubt.reading is Reading.CONVERTED_GCJ02 else "bd09"
        return _("as converted once too often from {datum}").format(datum=name)
    known = {
        Reading.WGS84: _("as wgs84 (GPS)"),
        Reading.GCJ02: _("as gcj02 (AMap, Tencent)"),
        Reading.BD09: _("as bd09 (Baidu)"),
    }
    return known[doubt.reading or Reading.WGS84]
