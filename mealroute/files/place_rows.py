"""Gather the rows of a day that have coordinates, with all that helps to judge them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from mealroute.domain import Datum, PlaceKind, PlaceRow
from mealroute.files.rows import SheetRows

_KINDS: Final = {
    "canteens": PlaceKind.CANTEEN,
    "residents": PlaceKind.RESIDENT,
    "volunteers": PlaceKind.VOLUNTEER,
}


def place_rows(found: Mapping[str, SheetRows]) -> tuple[PlaceRow, ...]:
    """Give every row that has coordinates; on a canteen hang the boxes of all orders."""
    orders = [row for _line, row in found["orders"].rows] if "orders" in found else []
    boxes: Counter[str] = Counter()
    channels: dict[str, str] = {}
    for order in orders:
        boxes[order.resident_id] += order.meals
        channels.setdefault(order.resident_id, order.channel)
    return tuple(
        _place_row(found[name], kind, line, row, boxes, channels)
        for name, kind in _KINDS.items()
        if name in found
        for line, row in found[name].rows
        if row.coordinates is not None
    )


def _place_row(
    sheet: SheetRows,
    kind: PlaceKind,
    line: int,
    row: Any,  # noqa: ANN401 -- a canteen, a resident or a volunteer
    boxes: Counter[str],
    channels: Mapping[str, str],
) -> PlaceRow:
    row_id = getattr(row, f"{kind}_id")
    weight = 0
    if kind is PlaceKind.CANTEEN:
        weight = boxes.total()
    elif kind is PlaceKind.RESIDENT:
        weight = boxes[row_id] * row.priority
    return PlaceRow(
        file=sheet.file,
        line=line,
        row_id=row_id,
        kind=kind,
        coordinates=row.coordinates,
        datum=sheet.datums.get(line, Datum.WGS84),
        address=getattr(row, "address", ""),
        building_id=getattr(row, "building_id", ""),
        group=channels.get(row_id, "") if kind is PlaceKind.RESIDENT else "",
        radius_m=getattr(row, "service_radius_m", 0.0),
        weight=weight,
    )
