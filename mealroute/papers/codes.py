"""Say what the QR codes of a route sheet hold, and make them of squares."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import quote

import segno

from mealroute.domain import Coordinates
from mealroute.views import RouteView

MOST_BYTES: Final = 1_300
"""The most that a code of a sheet holds: a cheap phone still reads it off a laser print."""

_QUIET = 4
# Any of the eight masks is read. To choose the fairest takes most of the time of making a code, and
# of 450 blurred, noisy and turned pictures of place codes as many are read with this one for all.
_MASK = 3


@lru_cache(maxsize=4096)
def qr_modules(content: str) -> tuple[tuple[bool, ...], ...]:
    """Make a QR code (ISO/IEC 18004, error correction M, L for long lists), quiet zone included.

    Returns
    -------
    tuple
        Rows of modules from the top; true is dark.
    """
    error = "m" if len(content.encode()) < 200 else "l"
    code = segno.make_qr(
        content, error=error, boost_error=False, encoding=_encoding(content), mask=_MASK
    )
    return tuple(tuple(map(bool, row)) for row in code.matrix_iter(border=_QUIET))


def place_link(place: Coordinates) -> str:
    """Give the link that opens a place in a phone's map without a network (RFC 5870).

    WGS-84 to five decimals, a metre; the query makes Android's maps set a pin. No name in it.

    Examples
    --------
    >>> place_link(Coordinates(47.845063, 88.122714))
    'geo:47.84506,88.12271?q=47.84506,88.12271'
    """
    spot = f"{place.lat:.5f},{place.lon:.5f}"
    return f"geo:{spot}?q={spot}"


def route_code(view: RouteView, pages_url: str, page: str) -> str:
    """Say what the code at the head of a sheet holds.

    The address of the volunteer's page where pages are served; otherwise the route itself as a text
    that any phone shows: a line for each entrance, its numbers and coordinates, no name. Empty
    where there is nothing to give, or more than a phone reads.

    Parameters
    ----------
    view
        The route.
    pages_url
        Where the folder of the plan is served, as ``[papers] pages_url``.
    page
        The file of the volunteer's page in that folder.
    """
    if pages_url and page:
        return pages_url.rstrip("/") + "/" + quote(page)
    text = _listed([(mark.label, mark.coordinates) for mark in view.marks()])
    return text if len(text.encode()) <= MOST_BYTES else ""


def _listed(places: Sequence[tuple[str, Coordinates]]) -> str:
    return "\n".join(
        f"{label.replace('–', '-')} {place.lat:.5f},{place.lon:.5f}" for label, place in places
    )


def _encoding(content: str) -> str | None:
    return None if content.isascii() else "utf-8"
