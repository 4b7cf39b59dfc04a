"""Read what happened at the doors of one service, from a CSV file or a workbook.

Outcomes are no sheet of a day: they belong to a plan, and gather while volunteers come back.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, Final

from mealroute.domain import Outcome, OutcomeKind, VolunteerId
from mealroute.errors import DataFileError, Fault
from mealroute.files.cells import FLAG, ID, MOMENT, TEXT, TIME, Cell, Kind, choice
from mealroute.files.columns import Column, Sheet
from mealroute.files.faults import FaultList
from mealroute.files.readings import FOOD_C
from mealroute.files.rows import SheetRows, plain_name, read_rows
from mealroute.files.tables import Table, label, read_csv
from mealroute.files.workbook import open_workbook
from mealroute.language import gettext as _

_KINDS: Final = choice(
    {kind.value: kind for kind in OutcomeKind}
    | dict.fromkeys(("送达", "已送达", "签收"), OutcomeKind.DELIVERED)
    | dict.fromkeys(("邻居代收", "代收"), OutcomeKind.GIVEN_TO_NEIGHBOUR)
    | dict.fromkeys(("无人应门", "不在家", "无人在家"), OutcomeKind.NOT_HOME)
    | dict.fromkeys(("拒收", "不要"), OutcomeKind.REFUSED)
    | dict.fromkeys(("地址有误", "地址错误"), OutcomeKind.WRONG_ADDRESS)
    | dict.fromkeys(("临时取消", "取消"), OutcomeKind.CANCELLED_LATE)
    | dict.fromkeys(("退回", "带回"), OutcomeKind.RETURNED)
)


def _read_time_or_moment(cell: Cell) -> dt.time | dt.datetime:
    try:
        return TIME.read(cell)  # type: ignore[no-any-return]  # a time
    except ValueError:
        return MOMENT.read(cell)  # type: ignore[no-any-return]  # a moment


_TIME_OR_MOMENT: Final = Kind(
    _read_time_or_moment,
    lambda value: (TIME if isinstance(value, dt.time) else MOMENT).write(value),
    lambda: _("a time HH:MM of the day of the service, or a date and time YYYY-MM-DDTHH:MM"),
)

OUTCOMES: Final = Sheet(
    "outcomes", ("送达结果", "送餐结果"), "What happened at the doors.", dict, key=("order_id",),
    columns=(
        Column("order_id", ID, ("订单编号", "订单号", "订单ID"), "the order, once in this file",
               ("O1", "O2"), required=True),
        Column("outcome", _KINDS, ("结果", "送达结果", "签收结果"), "how it ended: delivered, "
               "given_to_neighbour, not_home, refused, wrong_address, cancelled_late, returned",
               ("not_home", "送达"), default="nothing is on record", attribute="kind"),
        Column("at", TIME, ("时间", "送达时间"), "when the handover began, or nobody opened",
               ("11:52", ""), default="not known"),
        Column("volunteer_id", ID, ("志愿者编号", "志愿者ID", "志愿者"), "who really came",
               ("V2", ""), default="who the plan says"),
        Column("food_c", FOOD_C, ("食物温度", "餐食温度"), "what a thermometer showed, in °C",
               ("64.5", ""), default="not measured"),
        Column("note", TEXT, ("备注",), "anything seen at the door",
               ("敲门无人，邻居说去医院", "")),
        Column("case_open", FLAG, ("待跟进", "未结案"), "whether somebody must still find out what "
               "became of the resident", ("no", ""), default="yes where nobody opened"),
        Column("responsible", TEXT, ("首问负责人", "责任人", "负责人"),
               "who is the first to be responsible for the case", ("社区网格员", "")),
        Column("deadline", _TIME_OR_MOMENT, ("时限", "反馈时限"), "until when the case is to be "
               "closed; a time is of the same day", ("13:00", ""), default="none"),
        Column("closed_at", _TIME_OR_MOMENT, ("结案时间", "办结时间"), "when the case was closed; "
               "a time is of the same day", ("2026-11-24T12:40", ""), default="not closed"),
    ),
)  # fmt: skip
"""The columns of a file of outcomes."""


def read_outcomes(
    path: Path, date: dt.date, volunteers: Collection[VolunteerId] | None = None
) -> tuple[Outcome, ...]:
    """Read the outcomes of one service, in file order; a row without an outcome is none yet.

    Parameters
    ----------
    path
        A CSV file, or a workbook with a sheet of outcomes.
    date
        The date of the service, for times without a date.
    volunteers
        Who may be named; ``None`` allows anybody.

    Raises
    ------
    DataFileError
        With every fault of the file.
    """
    faults = FaultList()
    table = _open(path)
    found = read_rows(OUTCOMES, table, faults, tolerant=False)
    if "outcome" not in found.headers:
        expected = _("this column in the header row")
        raise DataFileError([Fault(table.file, None, "outcome", None, expected)])
    for fault in _contradictions(found, volunteers):
        faults.add(fault)
    told = faults.in_order(table.file, [table.file])
    if told:
        raise DataFileError(told)
    return tuple(_outcome(values, date) for _line, values in found.rows if "kind" in values)


def _open(path: Path) -> Table:
    if path.suffix.lower() != ".xlsx":
        return read_csv(path)
    workbook = open_workbook(path)
    names = {plain_name(name) for name in (OUTCOMES.name, *OUTCOMES.aliases)}
    fitting = [name for name in workbook.names if plain_name(name) in names]
    if len(fitting) != 1:
        expected = _("one sheet named {sheet}").format(sheet=OUTCOMES.name)
        raise DataFileError([Fault(label(path.name), None, None, None, expected)])
    return workbook.table(fitting[0])


def _contradictions(
    found: SheetRows, volunteers: Collection[VolunteerId] | None
) -> Iterator[Fault]:
    kind = OUTCOMES.column("outcome")
    for line, values in found.rows:
        if "kind" not in values and not values.keys() <= {"order_id", "volunteer_id"}:
            yield found.fault(line, kind.name, "", kind.kind.expected())
        if values.get("case_open") and "closed_at" in values:
            expected = _("no or blank, as {column} says when the case was closed")
            header = found.headers["closed_at"]
            yield found.fault(line, "case_open", "yes", expected.format(column=header))
        who = values.get("volunteer_id")
        if who is not None and volunteers is not None and who not in volunteers:
            expected = _("an id of {file}").format(file="volunteers")
            yield found.fault(line, "volunteer_id", who, expected)


def _outcome(values: dict[str, Any], date: dt.date) -> Outcome:
    whole = {
        name: dt.datetime.combine(date, value) if isinstance(value, dt.time) else value
        for name, value in values.items()
    }
    make: Callable[..., Outcome] = Outcome
    return make(**whole)
