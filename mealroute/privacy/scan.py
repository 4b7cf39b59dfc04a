"""Scan files for whom they give away to a reader who may not know."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from mealroute import language
from mealroute.domain import REGULAR_DIET, Day
from mealroute.language import gettext as _
from mealroute.privacy.audience import Kind, Sight
from mealroute.privacy.contents import Content, contents
from mealroute.privacy.decoding import View, over_two_lines, views
from mealroute.privacy.needles import Needles
from mealroute.privacy.spots import Doors, plain_blanks, without_ground
from mealroute.privacy.sureness import SURENESS_ORDER, Sureness, name_sureness, stands_apart
from mealroute.privacy.traces import Trace, by_text, forbidden_traces, is_short_id
from mealroute.privacy.wording import mask, solid, worded
from mealroute.words import diet_word

_NUMBER: Final = re.compile(r"(?<![\d.])\(?\+?\d[\d\-() ]{4,}\d(?!\.?\d)")
_GROUPS: Final = re.compile(r"\d+")
_MOST_GROUPS: Final = 6
_COUNTRY: Final = ("86", "0086")
_AROUND: Final = 80
_LEAST_BROKEN: Final = 6
_ID_HEADER: Final = re.compile(r"(?:resident|volunteer)_?id|(?:居民|老人|志愿者)(?:编号|id)")
_ID_KEY: Final = re.compile(rf"(?:{_ID_HEADER.pattern})" + r"[\"']?\s*[:=]\s*[\"']?([\w-]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One person given away in one file, in one respect.

    ``whose`` is an id of the day, never a name. ``where`` leads to the first and surest place,
    ``line`` counts there from 1; ``times`` is how often. ``form`` names an encoding, empty for
    plain text; ``excerpt`` is masked.
    """

    file: str
    where: tuple[str, ...]
    line: int
    kind: Kind
    whose: str
    sureness: Sureness
    form: str
    excerpt: str
    times: int = 1
    column: int | None = None

    @property
    def leaks(self) -> bool:
        """Whether it is more than a possibility."""
        return self.sureness is not Sureness.POSSIBLE


@dataclass(frozen=True, slots=True)
class _Hit:
    at: int
    trace: Trace
    sureness: Sureness


class Scanner:
    """Everything that one reader may not see, made ready to be looked for in many files."""

    def __init__(self, day: Day, sight: Sight) -> None:
        traces = forbidden_traces(day, sight)
        ids = {Kind.RESIDENT_ID, Kind.VOLUNTEER_ID}
        self._ids = by_text(one for one in traces if one.kind in ids)
        self._short_ids = {text: one for text, one in self._ids.items() if is_short_id(text)}
        self._words = by_text(one for one in traces if one.kind is Kind.NAME)
        self._solid = by_text(
            one
            for one in traces
            if one.kind not in ids and one.kind is not Kind.NAME and not one.text.isdecimal()
        )
        self._numbers = _number_forms(
            one for one in traces if one.text.isdecimal() and one.kind not in ids
        )
        self._shared = _shared_texts(traces)
        long_ids = (text for text in self._ids if not is_short_id(text))
        self._word_needles = Needles([*self._words, *long_ids])
        self._solid_needles = Needles(self._solid)
        self._doors = Doors(day, sight)
        self._diets: dict[str, tuple[str, ...]] = {
            resident.resident_id: _diet_words(resident.diet)
            for resident in day.residents
            if resident.diet != REGULAR_DIET
            and Kind.DIET not in sight.of_resident(resident.resident_id)
        }

    def scan(self, name: str, data: bytes) -> list[Finding]:
        """Find everybody whom a file gives away, the surest first.

        Parameters
        ----------
        name
            The file's name as it is told; its last part is looked through too.
        data
            The file's bytes.

        Raises
        ------
        DataFileError
            When the file, or something in it, cannot be looked at.
        """
        found: dict[tuple[Kind, str], list[Finding]] = defaultdict(list)
        for content in (_name_content(name), *contents(name, data)):
            for finding in self._in_content(name, content):
                found[finding.kind, finding.whose].append(finding)
        joined = [_joined(group) for group in found.values()]
        return sorted(joined, key=_rank)

    def _in_content(self, name: str, content: Content) -> Iterator[Finding]:
        """Look through every reading of a text; what one reading told, the others do not repeat."""
        readings = views(content.text) if content.certain else iter([View(content.text)])
        broken = [over_two_lines(content.text)] if content.page else []
        looks = [(self._in_view(name, content, view) for view in chain(readings, broken))]
        if content.certain:
            plain = without_ground(content.text)
            looks.append(
                self._spots(_Text(name, content, view, plain_blanks(view.text)))
                for view in views(plain)
                if view.certain
            )
        told: set[tuple[Kind, str]] = set()
        for findings in chain.from_iterable(looks):
            here = [one for one in findings if (one.kind, one.whose) not in told]
            told |= {(one.kind, one.whose) for one in here if one.leaks}
            yield from here

    def _in_view(self, name: str, content: Content, view: View) -> Iterator[Finding]:
        words = worded(view.text)
        yield from self._told(_Text(name, content, view, words), self._among_words(words, content))
        firm = solid(words)
        yield from self._told(_Text(name, content, view, firm), self._solid_hits(firm))

    def _among_words(self, words: str, content: Content) -> Iterator[_Hit]:
        yield from self._word_hits(words)
        yield from self._number_hits(words)
        yield from self._short_id_hits(words, content)

    def _told(self, text: "_Text", hits: Iterator[_Hit]) -> Iterator[Finding]:
        """Turn hits into findings; a diet beside a person is one more."""
        for hit in hits:
            trace = hit.trace
            if text.may_be_chance(trace, hit.sureness):
                continue
            found = text.finding(hit.at, trace.kind, trace.whose, hit.sureness, mask(trace.text))
            yield found
            near = text.text[max(0, hit.at - _AROUND) : hit.at + _AROUND]
            diets = self._diets.get(trace.whose, ())
            if found.leaks and any(diet in near for diet in diets):
                likely = Sureness.LIKELY
                yield replace(found, kind=Kind.DIET, sureness=likely, excerpt=mask(diets[0]))

    def _word_hits(self, text: str) -> Iterator[_Hit]:
        for at, needle in self._word_needles.find(text):
            before, after = (
                text[at - 1 : at] if at else "",
                text[at + len(needle) : at + len(needle) + 2],
            )
            if (name := self._words.get(needle)) is not None:
                sureness = name_sureness(needle, before, after)
                if sureness is not None:
                    yield _Hit(at, name, sureness)
            if needle in self._ids and not is_short_id(needle) and stands_apart(before, after[:1]):
                yield _Hit(at, self._ids[needle], Sureness.LIKELY)

    def _solid_hits(self, text: str) -> Iterator[_Hit]:
        for at, needle in self._solid_needles.find(text):
            trace = self._solid[needle]
            if needle[-1].isdecimal() and text[at + len(needle) : at + len(needle) + 1].isdecimal():
                continue
            if needle[0].isdecimal() and at and text[at - 1].isdecimal():
                continue
            sureness = Sureness.LIKELY if trace.part or len(needle) < 6 else Sureness.SURE
            if trace.kind in {Kind.NOTES, Kind.ORDER_NOTE}:
                sureness = Sureness.POSSIBLE if needle in self._shared else Sureness.LIKELY
            yield _Hit(at, trace, sureness)

    def _number_hits(self, text: str) -> Iterator[_Hit]:
        for run in _NUMBER.finditer(text) if self._numbers else ():
            groups = [(one.start(), one[0]) for one in _GROUPS.finditer(run[0])]
            for first in range(len(groups)):
                joined = ""
                for _start, digits in groups[first : first + _MOST_GROUPS]:
                    joined += digits
                    trace = self._numbers.get(joined)
                    if trace is not None:
                        sureness = Sureness.SURE if len(joined) >= 8 else Sureness.LIKELY
                        yield _Hit(run.start() + groups[first][0], trace, sureness)

    def _short_id_hits(self, text: str, content: Content) -> Iterator[_Hit]:
        """Look for short ids where a header or a key says that they are ids."""
        short = self._short_ids
        if not short or not _ID_HEADER.search(text):
            return
        for key in _ID_KEY.finditer(text):
            if (trace := short.get(key[1])) is not None:
                yield _Hit(key.start(1), trace, Sureness.LIKELY)
        at = 0
        column: int | None = None
        separator = "\t" if content.rows else ","
        for line in text.split("\n"):
            cells = [cell.strip(' "\ufeff') for cell in line.split(separator)]
            heads = [number for number, cell in enumerate(cells) if _ID_HEADER.fullmatch(cell)]
            if heads:
                column = heads[0]
            elif column is not None and column < len(cells) and cells[column] in short:
                yield _Hit(at, short[cells[column]], Sureness.LIKELY)
            at += len(line) + 1

    def _spots(self, text: "_Text") -> Iterator[Finding]:
        for spot in self._doors.find(text.text):
            sureness = Sureness.SURE if spot.exact else Sureness.LIKELY
            yield text.finding(spot.at, Kind.LOCATION, spot.whose, sureness, spot.shown)


class _Text:
    """One form of one reading of one content, which tells where in the file a place in it is."""

    def __init__(self, file: str, content: Content, view: View, text: str) -> None:
        self.file, self.content, self.view, self.text = file, content, view, text
        self._breaks: list[int] | None = None

    def may_be_chance(self, trace: Trace, sureness: Sureness) -> bool:
        """Whether a guess at bytes, or two lines put together, make a text that nobody wrote."""
        if self.content.certain and self.view.certain:
            return False
        long = self.content.certain and len(trace.text) >= _LEAST_BROKEN and not trace.part
        least = Sureness.LIKELY if long else Sureness.SURE
        order = SURENESS_ORDER.index
        return len(trace.text) < 3 or order(sureness) < order(least)

    def finding(self, at: int, kind: Kind, whose: str, sureness: Sureness, excerpt: str) -> Finding:
        if self._breaks is None:
            self._breaks = [found.start() for found in re.finditer("\n", self.text)]
        line = bisect_left(self._breaks, at)
        begin = self._breaks[line - 1] + 1 if line else 0
        column = self.text.count("\t", begin, at) + 1 if self.content.rows else None
        return Finding(
            file=self.file, where=self.content.where, line=self.view.source_line(line), kind=kind,
            whose=whose, sureness=sureness, form=self.view.form, excerpt=excerpt, column=column,
        )  # fmt: skip


def _number_forms(traces: Iterable[Trace]) -> dict[str, Trace]:
    """Give telephone numbers as they may be dialled: with the country's code, without the zero."""
    found: dict[str, Trace] = {}
    for trace in traces:
        forms = [trace.text]
        bare = trace.text.lstrip("0")
        if len(bare) >= 8:
            forms += [bare, *(code + bare for code in _COUNTRY)]
        for form in forms:
            found.setdefault(form, trace)
    return found


def _shared_texts(traces: list[Trace]) -> frozenset[str]:
    """Give the notes that three people or more have: they tell of nobody."""
    people: dict[str, set[str]] = defaultdict(set)
    for trace in traces:
        if trace.kind in {Kind.NOTES, Kind.ORDER_NOTE}:
            people[trace.text].add(trace.whose)
    return frozenset(text for text, whose in people.items() if len(whose) >= 3)


def _diet_words(diet: str) -> tuple[str, ...]:
    """Give a diet in every language that our files speak."""
    words = [worded(diet)]
    for name in language.LANGUAGES:
        with language.use(name):
            words.append(worded(diet_word(diet)))
    return tuple(dict.fromkeys(words))


def _name_content(name: str) -> Content:
    """Take the file's own name as a text, without its end and with its words apart."""
    stem = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    return Content((_("file name"),), (stem[0] or stem[2]).replace("_", " "))


def _joined(group: list[Finding]) -> Finding:
    surest = max(group, key=lambda finding: SURENESS_ORDER.index(finding.sureness))
    return replace(surest, times=len(group))


def _rank(finding: Finding) -> tuple[int, tuple[str, ...], int, str, str]:
    order = -SURENESS_ORDER.index(finding.sureness)
    return order, finding.where, finding.line, finding.kind.value, finding.whose
