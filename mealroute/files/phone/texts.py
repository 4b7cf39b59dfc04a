"""Make texts of files fit to stand in others: one line, no control characters, short if asked."""

import re
from typing import Final

from mealroute.domain import Resident

# What XML 1.0 cannot hold in any spelling, and what turns the direction of a line around.
_UNFIT: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_HAN_NAME: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,4}")
_LONG_SURNAMES: Final = (
    "欧阳", "上官", "司马", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "慕容",
    "令狐", "公孙", "长孙", "宇文", "轩辕", "端木", "呼延", "申屠",
)  # fmt: skip
_DOOR: Final = re.compile(r"^.*?(?:路|街|巷|道|弄|里|胡同)[^路街巷道弄里]*?\d+号(?:院)?")


def one_line(text: str) -> str:
    r"""Give a text as one line of characters that every format can hold.

    Examples
    --------
    >>> one_line("王\x00秀英\r\nBEGIN:VALARM")
    '王\ufffd秀英 BEGIN:VALARM'
    """
    return " ".join(_UNFIT.sub("\N{REPLACEMENT CHARACTER}", text).split())


def first_name(name: str) -> str:
    """Give what a person is called by without the family's name.

    Chinese names begin with the family's, of one sign or one of the known double ones; of other
    names the first word counts.

    Examples
    --------
    >>> first_name("罗玉梅"), first_name("欧阳修"), first_name("Нұрлан Мұқаш")
    ('玉梅', '修', 'Нұрлан')
    """
    plain = one_line(name)
    if _HAN_NAME.fullmatch(plain):
        surname = 2 if len(plain) > 2 and plain.startswith(_LONG_SURNAMES) else 1
        return plain[surname:]
    return re.split(r"[ ·]", plain, maxsplit=1)[0]


def door(resident: Resident) -> str:
    """Give the door without its street: what follows the house number, else the last part.

    Examples
    --------
    >>> door(Resident(resident_id="R1", name="", address="石林路49号平安里2号楼4单元201室"))
    '平安里2号楼4单元201室'
    >>> door(Resident(resident_id="R1", name="", address="团结路12号"))
    '12号'
    """
    address = one_line(resident.address)
    if street := _DOOR.match(address):
        rest = address[street.end() :].strip(" ,，")
        number = re.search(r"\d+号(?:院)?$", street[0])
        return rest or (number[0] if number else "")
    return re.split("[,，]", address)[-1].strip()
