"""A day of made-up people whose every detail is its own, and files to plant them in."""

import random

from mealroute.domain import Day, Resident
from tests.builders import a_canteen, a_kitchen, a_resident, a_shift, a_volunteer, an_order, at_m

SURNAMES = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉梅秀珍建国凤春花淑贞"
STREETS = ("团结", "解放", "建设", "和平", "人民", "文化", "金山", "公园")


def a_crowd(count: int, seed: int = 1) -> tuple[Resident, ...]:
    """Residents with a name of three signs, a telephone, an address and a door of their own."""
    chance = random.Random(seed)  # noqa: S311 -- made-up people, no secret
    names: set[str] = set()
    while len(names) < count:
        names.add(chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)))
    return tuple(
        a_resident(
            f"R{number:04}",
            name=name,
            phone=f"139{number:04}{chance.randrange(10_000):04}",
            address=(
                f"{chance.choice(STREETS)}路{number + 100}号{number % 9 + 1}单元{number + 301}室"
            ),
            coordinates=at_m(80 * (number // 25), 80 * (number % 25)),
            diet="halal" if number % 3 else "regular",
        )
        for number, name in enumerate(sorted(names))
    )


def a_day(count: int = 500, seed: int = 1) -> Day:
    people = a_crowd(count, seed)
    return Day(
        canteens=(a_canteen(service_radius_m=5000.0),),
        kitchens=(a_kitchen(),),
        residents=people,
        orders=tuple(
            an_order(f"O{number:04}", one.resident_id) for number, one in enumerate(people)
        ),
        volunteers=(a_volunteer("V0001", name="Нұрлан Мұқаш", phone="13800000001"),),
        shifts=(a_shift("V0001"),),
    )
