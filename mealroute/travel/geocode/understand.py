"""Understand an address as people write it, whatever its script."""

from functools import lru_cache

from mealroute.travel.geocode.address import Address, is_chinese
from mealroute.travel.geocode.chinese import parse_chinese
from mealroute.travel.geocode.western import parse_western


@lru_cache(maxsize=4096)
def understand(text: str) -> Address:
    """Split an address into its parts; what it does not say is empty.

    Examples
    --------
    >>> understand("12 Mannerheimintie").place
    ('Mannerheimintie', '12', '')
    >>> understand("解放路１２院３＃楼").place
    ('解放路', '12', '')
    """
    return parse_chinese(text) if is_chinese(text) else parse_western(text)
