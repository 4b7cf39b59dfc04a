"""Give made-up people and places names that sound right in the town they live in.

Nobody here exists: names are drawn from lists, and every phone number starts with 000.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How a town names its people, its canteens and its doors.

    ``person``, ``canteen``, the four forms of an address and the notes are for `str.format`.
    ``language`` is what everybody speaks and ``dialect`` the one that some need; empty where no
    one can tell.
    """

    surnames: tuple[str, ...]
    given_names: tuple[str, ...]
    person: str
    estates: tuple[str, ...]
    canteen: str
    house: str
    block: str
    flat: str
    no_number: str
    language: str
    dialect: str
    note_leaves: str
    note_signs: str

    def people(self, rng: random.Random, count: int) -> list[str]:
        """Draw names, each another one while there are enough."""
        pairs = [(surname, given) for surname in self.surnames for given in self.given_names]
        drawn = rng.sample(pairs, min(count, len(pairs)))
        drawn += [rng.choice(pairs) for _ in range(count - len(drawn))]
        return [self.person.format(surname=surname, given=given) for surname, given in drawn]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


CHINESE = Voice(
    surnames=tuple(
        "王李张刘陈杨黄赵吴周徐孙朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余"
    ),
    given_names=_words(
        "国华 建国 志强 永福 长海 德明 光荣 文才 金生 水根 春生 福生 家兴 正义 学文 宝林 清泉 云龙 "
        "桂英 秀兰 玉梅 春梅 素芬 凤英 宝珍 桂兰 玉珍 淑华 兰香 菊香 金莲 雪梅 秋菊 月娥 美玉 腊梅 "
        "银秀 翠花 爱华 水秀"
    ),
    person="{surname}{given}",
    estates=_words("安居小区 康乐苑 阳光家园 和谐小区 幸福里 长青苑 福寿园 平安里"),
    canteen="{place}长者食堂",
    house="{street}{number}号",
    block="{street}{number}号{estate}{block}号楼{unit}单元",
    flat="{block}{floor}{door:02d}室",
    no_number="{street}一带，刚搬来，门牌待核实",
    language="zh",
    dialect="gan",
    note_leaves="{latest}出门去医院透析，须在此前送到",
    note_signs="听障，须由会手语的志愿者送餐；{latest}出门复诊",
)

PLAIN = Voice(
    surnames=_words(
        "Adler Berg Castell Dahl Engel Falk Gruber Holm Iversen Jansson Keller Lind Marten Nord "
        "Olsen Palm Quist Ritter Sander Thorn Ulrich Vogel Winter Ziegler"
    ),
    given_names=_words(
        "Agnes Anton Berta Bruno Carla Conrad Dora Edgar Elsa Emil Flora Frida Gustav Hanna Hugo "
        "Ida Ivar Jonas Klara Leo Lydia Magda Nils Olga Otto Paula Rosa Simon Thea Viktor"
    ),
    person="{given} {surname}",
    estates=("",),
    canteen="{place} canteen",
    house="{street} {number}",
    block="{street} {number}, stair {unit}",
    flat="{block}, flat {floor}{door:02d}",
    no_number="{street}, just moved, number not known yet",
    language="",
    dialect="",
    note_leaves="Leaves for dialysis at {latest}; must be served before",
    note_signs="Deaf: needs a volunteer who signs; leaves for a check-up at {latest}",
)


def voice_of(names: Iterable[str]) -> Voice:
    """Choose the voice by the script in which most of a town's streets are named.

    Examples
    --------
    >>> voice_of(["建设路", "信州路", "Ring Road"]).language
    'zh'
    >>> voice_of(["Aleksanterinkatu"]).people(random.Random(1), 1)
    ['Jonas Engel']
    """
    chinese = other = 0
    for name in names:
        if any("\u4e00" <= letter <= "\u9fff" for letter in name):
            chinese += 1
        elif name:
            other += 1
    return CHINESE if chinese > other else PLAIN
