"""Draw on paper: text of any script, shapes and codes, in millimetres from the reading side."""

import datetime as dt
import io
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Literal, TypeAlias

from fpdf import FPDF
from fpdf.enums import TextDirection, TextMode

from mealroute.papers.codes import qr_modules
from mealroute.papers.glyphs import PLACEHOLDER, MissingGlyph
from mealroute.papers.lines import breaks_words, cut, wrap

Align: TypeAlias = Literal["start", "end", "centre"]
Point: TypeAlias = tuple[float, float]

A4_MM: Final = (210.0, 297.0)
LINE_HEIGHT: Final = 1.25
"""Of a line of text, in sizes of its letters; Chinese needs no more."""

_FONTS: Final = ("NotoSans", "NotoSansSC", "NotoSansArabic", "NotoSansRare")
_FOLDER: Final = Path(__file__).parent / "fonts"
_MM_PER_PT: Final = 25.4 / 72
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})
# A file of a plan is the same whenever it is written: no clock in it.
_NO_DATE: Final = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Paper:
    """A PDF being drawn, page by page.

    All ``x`` run from the side where reading begins: on a right-to-left paper from the right, so
    that one layout serves both ways. A text's ``y`` is the top of its line. What the fonts lack is
    drawn as a box and kept in ``missing``.

    Parameters
    ----------
    size_mm
        Width and height of every page.
    title
        What a reader's window says.
    rtl
        Whether the paper is read from right to left.
    """

    def __init__(self, size_mm: Point = A4_MM, *, title: str = "", rtl: bool = False) -> None:
        self.width, self.height = size_mm
        self.rtl = rtl
        self.sheet = ""
        self.missing: set[MissingGlyph] = set()
        self.marked = False
        self._pdf = FPDF(unit="mm", format=size_mm)
        self._pdf.set_auto_page_break(auto=False)
        self._pdf.set_margin(0)
        self._pdf.c_margin = 0
        self._pdf.set_creation_date(_NO_DATE)
        self._pdf.set_producer("mealroute")
        self._pdf.set_title(title)
        for name in _FONTS:
            self._pdf.add_font(name, fname=_FOLDER / f"{name}.ttf")
        self._pdf.set_fallback_fonts(list(_FONTS[1:]))
        self._pdf.set_font(_FONTS[0], size=12)
        self._widths: dict[str, float] = {}
        self._shaped: dict[str, bool] = {}
        self._known = frozenset().union(*(font.cmap for font in self._pdf.fonts.values()))  # type: ignore[union-attr]

    def add_page(self) -> None:
        """Begin a page; ``marked`` says from now on whether a box stands on it."""
        self._pdf.add_page()
        self.marked = False

    @property
    def pages(self) -> int:
        """How many pages there are so far."""
        return len(self._pdf.pages)

    def output(self) -> bytes:
        """Give the finished PDF."""
        return bytes(self._pdf.output())

    def discard(self) -> None:
        """Give up what was drawn: the fonts' files are closed."""
        for font in self._pdf.fonts.values():
            font.close()  # type: ignore[union-attr] # ours are all files

    def printable(self, text: str, owner: str = "") -> str:
        """Compose a text, drop what is never seen, and put boxes for what has no glyph.

        Parameters
        ----------
        text
            What a file or a message says.
        owner
            Whose field it is, by id: what `MissingGlyph` will say.
        """
        composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
        return "".join(self._drawable(sign, owner) for sign in composed)

    def text_width(self, text: str, size_pt: float) -> float:
        """Measure a text in millimetres; it must be printable."""
        # Widths grow with the letters, so each text is measured once, in letters of 1000 mm.
        if text not in self._widths:
            self._widths[text] = self._measured(text)
        return self._widths[text] * size_pt * _MM_PER_PT / 1000

    def fits(self, text: str, width: float, size_pt: float, most: int) -> bool:
        """Whether a printable text takes at most so many lines, and no word of it is broken."""

        def measure(part: str) -> float:
            return self.text_width(part, size_pt)

        whole = not breaks_words(text, width, measure)
        return whole and len(wrap(text, width, measure)) <= most

    def lines(self, text: str, width: float, size_pt: float, most: int = 10_000) -> list[str]:
        """Break a printable text into lines; the last of ``most`` ends in ``…`` where cut."""

        def measure(part: str) -> float:
            return self.text_width(part, size_pt)

        return cut(wrap(text, width, measure), most, width, measure)

    def fitting_size(
        self, text: str, width: float, sizes_pt: Sequence[float], most_lines: int = 1
    ) -> float:
        """Choose the first size at which a printable text fits, see `fits`; else the last."""
        fitting = (size for size in sizes_pt if self.fits(text, width, size, most_lines))
        return next(fitting, sizes_pt[-1])

    def text(
        self,
        at: Point,
        text: str,
        size_pt: float,
        *,
        width: float = 0.0,
        align: Align = "start",
        bold: bool = False,
        white: bool = False,
        base: str = "",
    ) -> None:
        """Draw one line.

        Parameters
        ----------
        at
            Where its box begins: reading side and top.
        text
            A printable text.
        size_pt
            Size of the letters.
        width
            Of the box in which the line is aligned, in millimetres.
        align
            At which end of the box it stands.
        bold, white
            Strong, and in white (on black).
        base
            The text whose direction this line has, where it is a part of one.
        """
        if not text:
            return
        self.marked = self.marked or PLACEHOLDER in text
        drawn = self.text_width(text, size_pt)
        room = width - drawn
        shift = {"start": 0.0, "end": room, "centre": room / 2}[align]
        if self.rtl or self._needs_shaping(text):
            self._shape(base or text)
        else:
            self._pdf.set_text_shaping(use_shaping_engine=False)
        colour = 255 if white else 0
        self._pdf.set_text_color(colour)
        self._pdf.set_draw_color(colour)
        self._put((self._left(at[0] + shift, drawn), at[1]), text, size_pt, 0.025 if bold else 0)

    def halo(self, at: Point, text: str, size_pt: float) -> None:
        """Draw one line on a map: letters with a white edge, so that they are read on lines."""
        self._pdf.set_text_shaping(use_shaping_engine=False)
        if self._needs_shaping(text):
            self._shape(text)
        self._pdf.set_text_color(255)
        self._pdf.set_draw_color(255)
        self._put(at, text, size_pt, 0.2)
        self._pdf.set_text_color(40)
        self._put(at, text, size_pt, 0)

    def paragraph(
        self, at: Point, lines: Sequence[str], size_pt: float, *, width: float = 0.0,
        align: Align = "start", bold: bool = False,
    ) -> float:  # fmt: skip
        """Draw lines under one another; give the height they take."""
        step = line_mm(size_pt)
        base = " ".join(lines)
        for number, line in enumerate(lines):
            place = (at[0], at[1] + number * step)
            self.text(place, line, size_pt, width=width, align=align, bold=bold, base=base)
        return step * len(lines)

    def box(
        self, at: Point, size: Point, *, line_mm: float = 0.3, fill: float | None = None
    ) -> None:
        """Draw a rectangle; ``fill`` is a grey from 0, black, to 1. Without a line if 0."""
        self._pen(line_mm, 0.0)
        if fill is not None:
            self._pdf.set_fill_color(round(fill * 255))
        style = ("D" if line_mm else "") + ("F" if fill is not None else "")
        self._pdf.rect(self._left(at[0], size[0]), at[1], *size, style=style)

    def line(self, start: Point, end: Point, *, line_mm: float = 0.3, grey: float = 0.0) -> None:
        """Draw a straight line."""
        self._pen(line_mm, grey)
        (x1, y1), (x2, y2) = start, end
        self._pdf.line(self._left(x1, 0), y1, self._left(x2, 0), y2)

    def dot(
        self, centre: Point, radius: float, *, fill: float | None = 0.0, line_mm: float = 0.0
    ) -> None:
        """Draw a circle."""
        self._pen(line_mm, 0.0)
        if fill is not None:
            self._pdf.set_fill_color(round(fill * 255))
        style = ("D" if line_mm else "") + ("F" if fill is not None else "")
        self._pdf.circle(self._left(centre[0], 0), centre[1], radius, style=style)

    def path(
        self, points: Sequence[Point], *, line_mm: float, grey: float = 0.0, closed: bool = False,
        fill: float | None = None, dash_mm: float = 0.0,
    ) -> None:  # fmt: skip
        """Draw a line of many points, or fill what it encloses."""
        self._pen(line_mm, grey)
        if fill is not None:
            self._pdf.set_fill_color(round(fill * 255))
        if dash_mm:
            self._pdf.set_dash_pattern(dash=dash_mm, gap=dash_mm * 0.6)
        paint = {(True, False): "S", (False, True): "f", (True, True): "B"}
        ends = "h " if closed else ""
        k, bottom = self._pdf.k, self._pdf.h
        steps = [f"{self._left(x, 0) * k:.2f} {(bottom - y) * k:.2f} l" for x, y in points]
        steps[0] = steps[0][:-1] + "m"
        self._operators(" ".join([*steps, f"{ends}{paint[bool(line_mm), fill is not None]}"]))
        if dash_mm:
            self._pdf.set_dash_pattern()

    def picture(self, at: Point, size: Point, svg: bytes) -> None:
        """Draw a picture of SVG paths into a rectangle; what is text in it stays undrawn."""
        place = (self._left(at[0], size[0]), at[1])
        self._pdf.image(io.BytesIO(svg), *place, *size)

    def qr(self, at: Point, side: float, content: str) -> None:
        """Draw a QR code with its quiet zone inside a square of ``side``."""
        rows = qr_modules(content)
        step = side / len(rows)
        left, top = self._left(at[0], side), at[1]
        self._pdf.set_fill_color(0)
        k, bottom = self._pdf.k, self._pdf.h
        # A hair wider than its place, so that no white line shows between rows.
        high = (step + 0.01) * k
        dark = [
            f"{(left + x * step) * k:.2f} {(bottom - top - y * step) * k - high:.2f} "
            f"{(length * step + 0.01) * k:.2f} {high:.2f} re"
            for y, row in enumerate(rows)
            for x, length in _runs(row)
        ]
        self._operators("\n".join([*dark, "f"]))

    @contextmanager
    def clipped(self, at: Point, size: Point) -> Iterator[None]:
        """Draw only inside a rectangle."""
        with self._pdf.rect_clip(self._left(at[0], size[0]), at[1], *size):
            yield

    @contextmanager
    def plain(self) -> Iterator[None]:
        """Count ``x`` from the left whichever way the paper is read: maps are never mirrored."""
        rtl, self.rtl = self.rtl, False
        try:
            yield
        finally:
            self.rtl = rtl

    @contextmanager
    def turned(self, angle: float, centre: Point) -> Iterator[None]:
        """Turn what is drawn counter-clockwise around a point, in degrees."""
        with self._pdf.rotation(angle, *centre):
            yield

    def _left(self, x: float, width: float) -> float:
        return self.width - x - width if self.rtl else x

    def _operators(self, operators: str) -> None:
        """Write operators of a page's content as they are (ISO 32000-1, 8.5)."""
        # fpdf2 draws each point or square by a call of its own; maps and codes have thousands.
        self._pdf._out(operators)  # noqa: SLF001 -- see above

    def _pen(self, line_mm: float, grey: float) -> None:
        self._pdf.set_line_width(line_mm)
        self._pdf.set_draw_color(round(grey * 255))

    def _drawable(self, sign: str, owner: str) -> str:
        if sign == "\n" or ord(sign) in self._known:
            return sign
        if unicodedata.category(sign) in {"Cc", "Cf"} or "\ufe00" <= sign <= "\ufe0f":
            return ""
        self.missing.add(MissingGlyph(self.sheet, owner, ord(sign)))
        return PLACEHOLDER

    def _measured(self, text: str) -> float:
        if len(text) > 1 and not self._needs_shaping(text):
            return sum(self._sign_width(sign) for sign in text)
        if self._needs_shaping(text):
            self._shape(text)
        else:
            self._pdf.set_text_shaping(use_shaping_engine=False)
        self._pdf.set_font_size(1000 / _MM_PER_PT)
        return float(self._pdf.get_string_width(text))

    def _sign_width(self, sign: str) -> float:
        if sign not in self._widths:
            self._widths[sign] = self._measured(sign)
        return self._widths[sign]

    def _needs_shaping(self, text: str) -> bool:
        if text not in self._shaped:
            self._shaped[text] = _needs_shaping(text)
        return self._shaped[text]

    def _shape(self, text: str) -> None:
        direction = TextDirection.RTL if self._reads_leftward(text) else TextDirection.LTR
        self._pdf.set_text_shaping(use_shaping_engine=True, direction=direction)

    def _reads_leftward(self, text: str) -> bool:
        for sign in text:
            kind = unicodedata.bidirectional(sign)
            if kind == "L" or kind in _RIGHT_TO_LEFT:
                return kind != "L"
        return self.rtl

    def _put(self, at: Point, text: str, size_pt: float, stroke: float) -> None:
        """Write a line from its left; ``stroke`` is the width of the letters' edge, in sizes."""
        self._pdf.set_font_size(size_pt)
        # fpdf2 may have named the font inside a state that is left by now, so say it every time.
        self._pdf.current_font_is_set_on_page = False
        self._pdf.set_xy(*at)
        if stroke:
            mode = {"text_mode": TextMode.FILL_STROKE, "line_width": size_pt * stroke}
            with self._pdf.local_context(**mode):
                self._pdf.cell(h=line_mm(size_pt), text=text)
        else:
            self._pdf.cell(h=line_mm(size_pt), text=text)


def font_files() -> tuple[Path, ...]:
    """Give the files of the fonts, the first one first: what it lacks the next may have."""
    return tuple(_FOLDER / f"{name}.ttf" for name in _FONTS)


def line_mm(size_pt: float) -> float:
    """Give the height of a line of text, in millimetres.

    Examples
    --------
    >>> round(line_mm(14), 2)
    6.17
    """
    return size_pt * _MM_PER_PT * LINE_HEIGHT


def _needs_shaping(text: str) -> bool:
    return any(
        unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT or unicodedata.combining(sign)
        for sign in text
    )


def _runs(row: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Give the dark runs of a row, as start and length."""
    start = None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            yield start, x - start
            start = None
