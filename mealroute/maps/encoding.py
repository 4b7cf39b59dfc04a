"""Write lines and values so that a page can carry them: short, and harmless inside a script tag."""

import json
from collections.abc import Iterable
from typing import Final

_STEPS_PER_DEGREE: Final = 100_000

# What could end a script element, start a comment or break a line inside a string. JSON knows
# these characters only inside strings, where the escape says the same.
_UNSAFE: Final = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'`\u007f\u2028\u2029"}


def encode_line(points: Iterable[tuple[float, float]]) -> str:
    """Write degrees, latitude first, as an encoded polyline of 5 decimals (about a metre).

    Differences to the point before, sign in the lowest bit, five bits a character: the format of
    Google's *Encoded Polyline Algorithm*, a quarter of the size of plain numbers.

    Examples
    --------
    >>> encode_line([(38.5, -120.2), (40.7, -120.95), (43.252, -126.453)])
    '_p~iF~ps|U_ulLnnqC_mqNvxq`@'
    """
    signs: list[str] = []
    last = (0, 0)
    for lat, lon in points:
        here = (round(lat * _STEPS_PER_DEGREE), round(lon * _STEPS_PER_DEGREE))
        for now, before in zip(here, last, strict=True):
            _append_number(signs, now - before)
        last = here
    return "".join(signs)


def script_json(value: object) -> str:
    r"""Write a value as JSON that may stand inside a script element, whatever its texts say.

    Examples
    --------
    >>> script_json({"name": "</script><b>"})
    '{"name":"\\u003c/script\\u003e\\u003cb\\u003e"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.translate(_UNSAFE)


def _append_number(signs: list[str], number: int) -> None:
    rest = ~(number << 1) if number < 0 else number << 1
    while rest >= 0x20:
        signs.append(chr((0x20 | (rest & 0x1F)) + 63))
        rest >>= 5
    signs.append(chr(rest + 63))
