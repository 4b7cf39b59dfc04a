"""Hold the one table of columns: reader, writer, templates and data dictionary follow it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from mealroute.domain import (
    Canteen,
    Datum,
    EndsAt,
    Kitchen,
    Meal,
    Mode,
    Order,
    Resident,
    ResidentId,
    Shift,
    Volunteer,
    VolunteerId,
)
from mealroute.files.cells import (
    AMOUNT,
    DATE,
    DEGREES,
    DIET,
    DIETS,
    FLAG,
    ID,
    ID_SET,
    IDS,
    MOMENT,
    TEXT,
    TIME,
    WORDS,
    Kind,
    choice,
    whole_number,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    ``aliases`` are header names in Chinese. ``examples`` are the cells of the two rows of the
    filled template, the second blank wherever it may be. ``default`` says in words what a blank
    cell means. ``attribute`` is the domain's name where it is not the column's. ``refers_to``
    names the sheet whose ids it holds; an id that is not there is a fault where it ``must_exist``.
    """

    name: str
    kind: Kind
    aliases: tuple[str, ...]
    meaning: str
    examples: tuple[str, str]
    required: bool = False
    default: str = ""
    attribute: str = ""
    refers_to: str = ""
    must_exist: bool = True

    @property
    def keyword(self) -> str:
        """The name of the value in the domain."""
        return self.attribute or self.name


@dataclass(frozen=True, slots=True)
class Sequence:
    """Two times of a row that must follow each other, ``later`` also at once or only after."""

    first: str
    later: str
    may_be_equal: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a day: a CSV file, or a sheet of a workbook, of this name or an alias.

    ``make`` builds the domain's value from the values of a row; no two rows have equal ``key``
    columns.
    """

    name: str
    aliases: tuple[str, ...]
    meaning: str
    make: Callable[..., Any]
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    required: bool = True

    def column(self, name: str) -> Column:
        """Give the column of a name."""
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiarity:
    """A row of visits: how often a volunteer came to a resident before."""

    resident_id: ResidentId
    volunteer_id: VolunteerId
    visits: int = 1


_MEALS: Final = choice(
    {meal.value: meal for meal in Meal}
    | dict.fromkeys(("早餐", "早饭"), Meal.BREAKFAST)
    | dict.fromkeys(("午餐", "午饭", "中餐"), Meal.LUNCH)
    | dict.fromkeys(("晚餐", "晚饭"), Meal.DINNER)
)
_MODES: Final = choice(
    {mode.value: mode for mode in Mode}
    | dict.fromkeys(("步行", "走路"), Mode.FOOT)
    | dict.fromkeys(("电动车", "电瓶车", "电动自行车", "e-bike"), Mode.EBIKE)
    | dict.fromkeys(("汽车", "轿车", "开车"), Mode.CAR)
)
_ENDS: Final = choice(
    {ends_at.value: ends_at for ends_at in EndsAt}
    | dict.fromkeys(("任意", "不限"), EndsAt.ANYWHERE)
    | {"食堂": EndsAt.CANTEEN}
    | dict.fromkeys(("家", "回家"), EndsAt.HOME)
)
DATUMS: Final = choice(
    {datum.value: datum for datum in Datum}
    | {"wgs-84": Datum.WGS84}
    | dict.fromkeys(("gcj-02", "火星坐标", "高德", "腾讯"), Datum.GCJ02)
    | dict.fromkeys(("bd-09", "百度"), Datum.BD09)
)

_CANTEEN_ALIASES = ("食堂编号", "食堂ID")
_RESIDENT_ALIASES = ("居民编号", "老人编号", "居民ID")
_VOLUNTEER_ALIASES = ("志愿者编号", "志愿者ID")
_DIET_ALIASES = ("饮食", "餐食类型")


def _place(
    what: str, lats: tuple[str, str], lons: tuple[str, str], *, required: bool
) -> tuple[Column, Column, Column]:
    """Give the three columns of a place; the datum counts for its own row."""
    default = "" if required else "not known"
    return (
        Column("lat", DEGREES, ("纬度",), f"latitude of {what} in decimal degrees, -90 to 90",
               lats, required, default),
        Column("lon", DEGREES, ("经度",), f"longitude of {what} in decimal degrees, -180 to 180",
               lons, required, default),
        Column("datum", DATUMS, ("坐标系", "坐标系统"), "what `lat` and `lon` are read from: "
               "`wgs84` GPS and OpenStreetMap, `gcj02` AMap and Tencent, `bd09` Baidu",
               ("wgs84", ""), default="wgs84"),
    )  # fmt: skip


def _phone(example: str) -> Column:
    return Column("phone", TEXT, ("电话", "联系电话"), "telephone number", (example, ""))


def _meal() -> Column:
    return Column("meal", _MEALS, ("餐次",), "which meal", ("lunch", "午餐"), required=True)


_CANTEENS = Sheet(
    "canteens", ("食堂",), "The community canteens.", Canteen, key=("canteen_id",), columns=(
        Column("canteen_id", ID, _CANTEEN_ALIASES, "id of the canteen, once in this sheet",
               ("C1", "C2"), required=True),
        Column("name", TEXT, ("名称", "食堂名称"), "name that people know",
               ("团结社区食堂", "解放社区食堂"), required=True),
        *_place("the canteen's door", ("47.8450", "47.8421"), ("88.1227", "88.1352"),
                required=True),
        Column("address", TEXT, ("地址",), "postal address", ("团结路57号", "")),
        Column("service_radius_m", AMOUNT, ("服务半径", "服务半径米", "服务半径(米)"),
               "how far the canteen serves, in metres", ("1200", "1000"), required=True),
        Column("diets", DIETS, ("饮食", "餐食类型"), "the diets it cooks, any words",
               ("regular;halal", ""), default="regular"),
        _phone("000-010001"),
    ),
)  # fmt: skip

_KITCHENS = Sheet(
    "kitchens", ("厨房", "供餐"), "What each canteen can cook for delivery at one meal.", Kitchen,
    key=("canteen_id", "meal", "date"),
    sequences=(Sequence("ready_from", "serve_until", may_be_equal=True),),
    columns=(
        Column("canteen_id", ID, (*_CANTEEN_ALIASES, "食堂"), "the canteen, by its id in canteens",
               ("C1", "C2"), required=True, refers_to="canteens"),
        _meal(),
        Column("date", DATE, ("日期",), "the date; a row for a date replaces the row for every day",
               ("2026-11-24", ""), default="every day"),
        Column("capacity", whole_number(0, 1_000_000), ("产能", "供餐量", "份数上限"),
               "boxes it can cook for delivery", ("60", "40"), required=True),
        Column("order_cutoff", TIME, ("截单时间", "订餐截止"),
               "last moment to order, on the date of the meal", ("09:30", ""), default="none"),
        Column("ready_from", TIME, ("出餐时间",), "first moment boxes can leave",
               ("11:00", "11:00"), required=True),
        Column("serve_until", TIME, ("送餐截止",), "last moment a handover may start",
               ("13:00", ""), default="none"),
    ),
)  # fmt: skip

_RESIDENTS = Sheet(
    "residents", ("居民", "老人"), "The people who eat, and what a volunteer meets at the door.",
    Resident, key=("resident_id",), columns=(
        Column("resident_id", ID, _RESIDENT_ALIASES, "id of the resident, once in this sheet",
               ("R1", "R2"), required=True),
        Column("name", TEXT, ("姓名", "名称"), "name", ("罗玉梅", "郭春生"), required=True),
        *_place("the entrance", ("47.8458", "47.8436"), ("88.1262", "88.1330"),
                required=False),
        Column("address", TEXT, ("地址",), "postal address", ("团结路12号1单元301", "")),
        Column("building_id", TEXT, ("楼栋编号", "楼栋"),
               "equal for residents behind the same entrance", ("B12-1", ""),
               default="the same coordinates to 5 decimals"),
        Column("floor", whole_number(-9, 200), ("楼层",), "floor; 1 is the ground floor",
               ("3", ""), default="1"),
        Column("lift", FLAG, ("电梯",), "whether there is a lift", ("no", ""), default="no"),
        Column("diet", DIET, _DIET_ALIASES, "what the resident eats", ("halal", ""),
               default="regular"),
        Column("needs", WORDS, ("需求", "所需技能"),
               "skills that a volunteer must have here, any words", ("stairs", ""),
               default="none"),
        Column("priority", whole_number(1, 3), ("优先级",),
               "1 normal, 2 lives alone, 3 frail", ("2", ""), default="1"),
        Column("handover_s", whole_number(0, 86_400), ("交接秒数", "交接时间(秒)"),
               "seconds that a handover takes at this door", ("180", ""),
               default="by the settings"),
        _phone("000-020001"),
        Column("emergency_contact", TEXT, ("紧急联系人",), "whom to call when nobody opens",
               ("女儿 000-020002", "")),
        Column("language", TEXT, ("语言",), "language spoken", ("zh", "")),
        Column("usual_volunteer", ID, ("固定志愿者",), "who usually comes, by volunteer id",
               ("V1", ""), default="nobody", refers_to="volunteers", must_exist=False),
        Column("avoid_volunteers", ID_SET, ("回避志愿者",),
               "who must not come, by volunteer ids", ("V2", ""), default="nobody",
               refers_to="volunteers", must_exist=False),
        Column("notes", TEXT, ("备注",), "anything a volunteer should know", ("敲门要响", "")),
        Column("community", TEXT, ("社区", "小区"), "community or estate that planners sum up by",
               ("团结社区", "")),
    ),
)  # fmt: skip

_ORDERS = Sheet(
    "orders", ("订单",), "The orders; no row at all is a day without orders.", Order,
    key=("order_id",), sequences=(Sequence("earliest", "latest", may_be_equal=True),), columns=(
        Column("order_id", ID, ("订单编号", "订单号", "订单ID"),
               "id of the order, once in this sheet", ("O1", "O2"), required=True),
        Column("resident_id", ID, _RESIDENT_ALIASES,
               "who eats, by the id in residents; an order of an unknown resident is declined",
               ("R1", "R2"), required=True),
        Column("date", DATE, ("日期",), "the date of the meal", ("2026-11-24", "2026/11/24"),
               required=True),
        _meal(),
        Column("meals", whole_number(1, 99), ("份数",), "how many boxes", ("2", ""), default="1"),
        Column("diet", DIET, _DIET_ALIASES, "what to cook", ("halal", ""),
               default="the resident's"),
        Column("canteen_id", ID, (*_CANTEEN_ALIASES, "食堂", "指定食堂"), "the canteen asked for",
               ("C1", ""), default="any", refers_to="canteens"),
        Column("earliest", TIME, ("最早时间", "最早送达"), "first moment the handover may start",
               ("11:30", ""), default="the kitchen's hours"),
        Column("latest", TIME, ("最晚时间", "最晚送达"), "last moment the handover may start",
               ("12:15", ""), default="the kitchen's hours"),
        Column("placed_at", MOMENT, ("下单时间",), "date and time of the order",
               ("2026-11-23T08:41", ""), default="before any cut-off"),
        Column("channel", TEXT, ("渠道", "下单渠道"), "how it was ordered", ("phone", "")),
        Column("note", TEXT, ("备注",), "anything about this order", ("少盐", "")),
    ),
)  # fmt: skip

_VOLUNTEERS = Sheet(
    "volunteers", ("志愿者",), "The people who deliver.", Volunteer, key=("volunteer_id",),
    columns=(
        Column("volunteer_id", ID, _VOLUNTEER_ALIASES, "id of the volunteer, once in this sheet",
               ("V1", "V2"), required=True),
        Column("name", TEXT, ("姓名", "名称"), "name", ("Нұрлан Мұқаш", "冯国华"), required=True),
        *_place("the volunteer's home", ("47.8441", ""), ("88.1320", ""), required=False),
        _phone("000-030001"),
        Column("skills", WORDS, ("技能",), "skills that `needs` of residents are matched with",
               ("stairs;kazakh", ""), default="none"),
        Column("languages", WORDS, ("语言",), "languages spoken", ("zh;kk", ""), default="none"),
    ),
)  # fmt: skip

_SHIFTS = Sheet(
    "shifts", ("班次", "排班"), "The volunteers' offers of time; no row at all is a day without.",
    Shift, sequences=(Sequence("from", "until", may_be_equal=False),), columns=(
        Column("volunteer_id", ID, _VOLUNTEER_ALIASES, "who, by the id in volunteers",
               ("V1", "V2"), required=True, refers_to="volunteers"),
        Column("date", DATE, ("日期",), "the date", ("2026-11-24", ""), default="every day"),
        _meal(),
        Column("canteen_id", IDS, (*_CANTEEN_ALIASES, "食堂"),
               "one canteen, or several separated by `;` of which the plan chooses one",
               ("C1;C2", "C2"), required=True, attribute="canteen_ids", refers_to="canteens"),
        Column("mode", _MODES, ("出行方式", "交通方式"), "how the volunteer travels",
               ("ebike", "步行"), required=True),
        Column("capacity", whole_number(1, 10_000), ("载量", "一次可送份数"),
               "boxes carried in one trip", ("12", "6"), required=True),
        Column("from", TIME, ("开始", "开始时间"), "first moment to leave the canteen",
               ("10:50", "10:50"), required=True, attribute="starts"),
        Column("until", TIME, ("结束", "结束时间"), "when the last handover is finished",
               ("13:00", "13:00"), required=True),
        Column("ends_at", _ENDS, ("结束地点",),
               "where the volunteer is by `until`; `home` needs coordinates in volunteers",
               ("canteen", ""), default="anywhere"),
        Column("carries", DIETS, ("可送饮食",), "the diets this shift may carry",
               ("regular;halal", ""), default="all"),
        Column("max_trips", whole_number(1, 99), ("最多趟数", "趟数"),
               "how often the volunteer may load", ("2", ""), default="1"),
        Column("container", TEXT, ("保温箱", "容器"),
               "NAME of a table `[containers.NAME]` of mealroute.toml", ("bag", ""),
               default="by the settings"),
    ),
)  # fmt: skip

_VISITS = Sheet(
    "visits", ("往来", "送餐记录"), "How often a volunteer came to a resident before.", Familiarity,
    key=("resident_id", "volunteer_id"), required=False, columns=(
        Column("resident_id", ID, _RESIDENT_ALIASES, "the resident, by the id in residents",
               ("R1", "R2"), required=True, refers_to="residents", must_exist=False),
        Column("volunteer_id", ID, _VOLUNTEER_ALIASES, "the volunteer, by the id in volunteers",
               ("V1", "V2"), required=True, refers_to="volunteers"),
        Column("visits", whole_number(0, 1_000_000), ("次数", "送餐次数"),
               "how often this volunteer came", ("8", ""), default="1"),
    ),
)  # fmt: skip

SHEETS: Final = (_CANTEENS, _KITCHENS, _RESIDENTS, _ORDERS, _VOLUNTEERS, _SHIFTS, _VISITS)
"""Every sheet of a day, in the order of the planning model."""

COLUMNS_SHEET: Final = "columns"
"""The sheet of our own workbooks that explains the columns; it holds no rows of a day."""
