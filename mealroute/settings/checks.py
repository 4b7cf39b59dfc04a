"""Say what the value of a setting must be, and keep what it is kept as."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from mealroute.domain.highways import HIGHWAYS
from mealroute.domain.volunteer import Mode
from mealroute.language import gettext as _

LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Check:
    """What a value must be: a test, a converter to the kept type, and the words for a fault."""

    holds: Callable[[Any], bool]
    keep: Callable[[Any], Any]
    expected: Callable[[], str]


def is_number(value: object) -> bool:
    """Whether a value is a number that a setting can have."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    # Beyond this no setting has a meaning, and a TOML integer may be too large for a float.
    return abs(value) <= LARGEST


POSITIVE = Check(lambda v: is_number(v) and v > 0, float, lambda: _("a number above 0"))
FACTOR = Check(lambda v: is_number(v) and v >= 1, float, lambda: _("a number of 1 or more"))
ANY_NUMBER = Check(is_number, float, lambda: _("a number"))
AMOUNT = Check(lambda v: is_number(v) and v >= 0, float, lambda: _("a number of 0 or more"))
SHARE = Check(lambda v: is_number(v) and 0 <= v <= 1, float, lambda: _("a number from 0 to 1"))
WHOLE = Check(
    lambda v: isinstance(v, int) and is_number(v) and v >= 0,
    int,
    lambda: _("a whole number of 0 or more"),
)
MOST_FOR_A_FACE = 1_000_000
FACE_PRICE = Check(
    lambda v: WHOLE.holds(v) and v <= MOST_FOR_A_FACE,
    int,
    lambda: _("a whole number from 0 to 1,000,000"),
)
WAYS = Check(
    lambda v: isinstance(v, list) and all(WHOLE.holds(one) and one for one in v),
    tuple,
    lambda: _("a list of OpenStreetMap way numbers like [23456, 34567]"),
)
CLASSES = Check(
    lambda v: isinstance(v, list) and all(one in HIGHWAYS for one in v),
    tuple,
    lambda: _("a list of the road classes {names}").format(names=", ".join(HIGHWAYS)),
)
REQUIRED = Decimal("NaN")
FLAG = Check(lambda v: isinstance(v, bool), bool, lambda: _("true or false"))
DEAREST = 1_000_000


def is_money(value: object) -> bool:
    """Whether a value is an amount of money to the cent."""
    # A TOML number is a float; its shortest text is what was typed, so 9.9 is 9.90 exactly.
    if not is_number(value) or not 0 <= value <= DEAREST:  # type: ignore[operator]  # a number
        return False
    return Decimal(str(value)) == round(Decimal(str(value)), 2)


MONEY = Check(
    is_money,
    lambda v: round(Decimal(str(v)), 2),
    lambda: _("an amount from 0 to 1,000,000 with at most two decimals, such as 9.90"),
)
TEXT = Check(lambda v: isinstance(v, str), str, lambda: _("a text in quotes"))
SERVER = Check(
    lambda v: (
        all(isinstance(one, str) for one in v.values()) and v.keys() <= set(Mode)
        if isinstance(v, dict)
        else isinstance(v, str)
    ),
    lambda v: v if isinstance(v, str) else dict(v),
    lambda: _('an address like "http://127.0.0.1:5000", or one for each of foot, ebike, car'),
)


def list_of(*words: str) -> Check:
    """Expect a list of some of these words, none twice."""
    return Check(
        lambda v: isinstance(v, list) and all(v.count(one) == 1 and one in words for one in v),
        tuple,
        lambda: _("a list of some of {words}, each once").format(words=", ".join(words)),
    )


def one_of(*words: str) -> Check:
    """Expect one of these words."""
    return Check(
        lambda v: v in words, str, lambda: _("one of {words}").format(words=", ".join(words))
    )


def setting(default: object, check: Check) -> Any:  # noqa: ANN401 -- as `dataclasses.field`
    """Declare a setting: its default, and what its value must be."""
    return field(default=default, metadata={"check": check})


BY_CLASS = {"each": POSITIVE, "keys": HIGHWAYS}
