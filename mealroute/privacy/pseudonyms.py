"""Give ids that nobody can trace back without the salt, and chance that nobody can repeat."""

import base64
import hashlib
import hmac
import random
from collections.abc import Iterable, Mapping
from typing import Final

FEWEST_SALT_BYTES: Final = 16
"""A salt shorter than this can be guessed."""

_SIGNS: Final = 10  # 50 bits: among 10,000 ids two are alike in one case of 20 million


def pseudonyms(salt: bytes, kind: str, ids: Iterable[str]) -> Mapping[str, str]:
    """Give every id another: the beginning of its HMAC-SHA256 (RFC 2104) under the salt.

    Parameters
    ----------
    salt
        The secret; whoever has it and an id can make the pseudonym, nobody else.
    kind
        What the ids are of; equal ids of two kinds have pseudonyms that do not tell so.
    ids
        The ids; their order does not matter.

    Examples
    --------
    >>> one, other = (pseudonyms(salt, "resident", ["R1"])["R1"] for salt in (b"a" * 16, b"b" * 16))
    >>> len(one), one == other
    (11, False)
    """
    length = _SIGNS
    while True:
        found = {one: f"{kind[0]}{_digest(salt, kind, one)[:length]}" for one in sorted(set(ids))}
        if len(set(found.values())) == len(found):
            return found
        length += 2


def chance(salt: bytes, seed: int, what: str) -> random.Random:
    """Give a source of chance for one thing, which only the salt can repeat."""
    return random.Random(_mac(salt, f"chance/{seed}", what))  # noqa: S311 -- seeded by a secret


def _digest(salt: bytes, kind: str, text: str) -> str:
    return base64.b32encode(_mac(salt, kind, text)).decode().lower()


def _mac(salt: bytes, kind: str, text: str) -> bytes:
    return hmac.new(salt, f"{len(kind)}:{kind}:{text}".encode(), hashlib.sha256).digest()
