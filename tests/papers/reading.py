"""Read a PDF back: its pages, the text on them in order, where each sign stands, its pixels."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pypdfium2
from PIL import Image

MM_PER_PT = 25.4 / 72


@dataclass(frozen=True)
class Sign:
    """One drawn sign and its box in millimetres from the left and the top."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@contextmanager
def _opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        yield document
    finally:
        document.close()


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page, as it was drawn, on one line."""
    with _opened(pdf) as document:
        return [
            " ".join(page.get_textpage().get_text_range().replace("\xa0", " ").split())
            for page in document
        ]


def page_signs(pdf: bytes) -> list[list[Sign]]:
    """Every visible sign of every page."""
    with _opened(pdf) as document:
        return [_signs(page) for page in document]


def _signs(page: pypdfium2.PdfPage) -> list[Sign]:
    text, height = page.get_textpage(), page.get_height()
    signs = []
    for place in range(text.count_chars()):
        sign = text.get_text_range(place, 1)
        if sign.strip():
            left, bottom, right, top = text.get_charbox(place)
            box = (left, height - top, right, height - bottom)
            signs.append(Sign(sign, *(side * MM_PER_PT for side in box)))
    return signs


def page_image(pdf: bytes, page: int, dots_per_inch: int = 200) -> Image.Image:
    """A page as a printer of so many dots would print it, in grey."""
    with _opened(pdf) as document:
        image: Image.Image = document[page].render(scale=dots_per_inch / 72).to_pil()
        return image.convert("L")


def in_order(text: str, parts: list[str]) -> bool:
    """Whether parts stand in a text one after another."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
