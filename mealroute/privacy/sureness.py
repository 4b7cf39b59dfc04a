"""Judge by its neighbours whether a name in a text is a person's."""

from enum import StrEnum
from typing import Final

from mealroute.privacy.wording import is_han

# What follows a name of a street, and what follows a name of a person.
_STREETS: Final = "路街巷村桥里弄镇乡庄湾港"
_TITLES: Final = (
    "老人", "奶奶", "爷爷", "阿姨", "叔叔", "大爷", "大妈", "大娘", "先生", "女士", "同志", "老师",
    "家",
)  # fmt: skip


class Sureness(StrEnum):
    """How sure it is that a finding is one: ``possible`` ones may well be chance."""

    SURE = "sure"
    LIKELY = "likely"
    POSSIBLE = "possible"


SURENESS_ORDER: Final = (Sureness.POSSIBLE, Sureness.LIKELY, Sureness.SURE)


def name_sureness(name: str, before: str, after: str) -> Sureness | None:
    """Judge a name by its neighbours; ``None`` where it is only a piece of another word.

    ``before`` is the sign before it, ``after`` the two behind it. A Chinese name of two signs often
    stands in a street's name or inside other words; one of three rarely does.

    Examples
    --------
    >>> str(name_sureness("王芳", "", ",")), str(name_sureness("王芳", "给", "送"))
    ('likely', 'possible')
    >>> name_sureness("lee", "s", "p") is None
    True
    """
    if not is_han(name[-1]) and not is_han(name[0]):
        if not stands_apart(before, after[:1]):
            return None
        return Sureness.SURE if len(name) > 3 else Sureness.POSSIBLE
    if after[:1] and after[0] in _STREETS:
        return Sureness.POSSIBLE
    free = not (before and is_han(before)) and not (
        after and is_han(after[0]) and not after.startswith(_TITLES)
    )
    short = len(name.replace(" ", "")) <= 2
    if short:
        return Sureness.LIKELY if free else Sureness.POSSIBLE
    return Sureness.SURE if free else Sureness.LIKELY


def stands_apart(before: str, after: str) -> bool:
    """Whether neither neighbour goes on with the word; Chinese signs stand beside any word."""
    return all(
        not one or is_han(one) or not (one.isalnum() or one == "_") for one in (before, after)
    )
