"""Say what stands on each box's label: stop, diet, which box, whose door, until when to eat it."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from mealroute.domain import Canteen, Meal, Plan, Resident, Service
from mealroute.papers.loading import loading_lists
from mealroute.settings import PaperSettings
from mealroute.views import RouteView
from mealroute.words import floor_word

_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_COMPOUND: Final = frozenset(
    {"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "长孙", "令狐", "司徒"}
)
# The end of an address that tells the door: unit and room, a house number, or a flat.
_DOOR: Final = re.compile(
    r"((?:\d+|[一二三四五六七八九十]+)(?:号楼|栋|幢|座)?(?:(?:\d+|[一二三四五六七八九十]+)单元)?"
    r"[A-Za-z]?\d*(?:室|户|号|房))$|(?:^|[\s,，])([A-Za-z]?\d+[A-Za-z]?)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One box's label.

    ``code`` and ``number`` are the route's letter and the stop on it; ``box`` of ``boxes`` for this
    order. ``who`` and ``door`` are as the settings allow, perhaps empty; ``resident_id`` is never
    printed. ``use_by`` is until when the meal may be eaten.
    """

    code: str
    number: int
    trip: int
    diet: str
    box: int
    boxes: int
    who: str
    door: str
    resident_id: str
    canteen: Canteen
    date: dt.date
    meal: Meal
    use_by: dt.datetime


def labels(
    plan: Plan, service: Service, views: Sequence[RouteView], settings: PaperSettings
) -> tuple[Label, ...]:
    """Make a label for every box that a route brings, in the order in which bags are packed.

    Canteen by canteen, trip by trip as they leave, the last stop first. A meal is used within
    ``use_within_h`` of the kitchen's ``ready_from`` (China's 餐饮服务食品安全操作规范: four hours
    after cooking, where it was kept at 60 °C for two); of the trip's leaving where no kitchen is
    known.
    """
    return tuple(
        Label(
            code=trip.code,
            number=load.number,
            trip=trip.trip,
            diet=load.diet,
            box=box,
            boxes=load.boxes,
            who=who_words(load.stop.resident, settings.label_names),
            door=door_words(load.stop.resident, settings.label_names),
            resident_id=load.stop.resident.resident_id,
            canteen=trip.canteen,
            date=plan.date,
            meal=plan.meal,
            use_by=_ready(service, trip.canteen, trip.leaves)
            + dt.timedelta(hours=settings.use_within_h),
        )
        for trip in loading_lists(views, service)
        for load in trip.loads
        for box in range(1, load.boxes + 1)
    )


def who_words(resident: Resident, names: str) -> str:
    """Name a resident as far as a label may: ``full``, ``short`` or ``none``."""
    return {"full": resident.name, "short": short_name(resident.name)}.get(names, "")


def short_name(name: str) -> str:
    """Shorten a name so that neighbours know whom it means and strangers do not.

    Of a Chinese name the family name and the last character stay; of any other, and of a name
    joined by ``·`` as Kazakh and Uyghur ones are in Chinese, the first part.

    Examples
    --------
    >>> [short_name(name) for name in ("宋凤英", "欧阳文", "王芳", "阿依古丽·巴合提", "Айгүл Әбіл")]
    ['宋*英', '欧阳*', '王*', '阿依古丽', 'Айгүл']
    """
    words = re.split(r"[\s·•‧]+", name.strip())
    if not words[0]:
        return ""
    if not _HAN.match(words[0]) or len(words) > 1:
        return words[0]
    family = 2 if words[0][:2] in _COMPOUND else 1
    given = words[0][family:]
    return words[0][:family] + ("*" + given[-1] if len(given) > 1 else "*" * len(given))


def door_words(resident: Resident, names: str) -> str:
    """Tell the door as far as a label may: the whole address, its last part, or nothing."""
    if names == "none":
        return ""
    if names == "full":
        return resident.address or floor_word(resident)
    return short_door(resident.address) or floor_word(resident)


def short_door(address: str) -> str:
    """Take the last part of an address, which tells the door and not the street.

    Examples
    --------
    >>> [short_door(address) for address in ("和平路49号2号楼4单元201室", "Elm Road 5, 12B", "")]
    ['2号楼4单元201室', '12B', '']
    """
    found = _DOOR.search(address.strip())
    return "" if found is None else found.group(1) or found.group(2)


def _ready(service: Service, canteen: Canteen, leaves: dt.datetime) -> dt.datetime:
    kitchen = service.kitchens.get(canteen.canteen_id)
    return leaves if kitchen is None else service.at(kitchen.ready_from)
