"""A lunch in which every text that a file can bring is an attack."""

import dataclasses

from mealroute.maps import map_files
from mealroute.settings import MapSettings, Settings
from tests.maps.lunch import a_base_map, a_lunch

ATTACKS = (
    "<script>alert(1)</script>",
    "</script><script>alert(2)</script>",
    '" onmouseover="alert(3)" x="',
    "' onfocus='alert(4)",
    "<img src=x onerror=alert(5)>",
    "{{7*7}}{% raw %}{# x #}",
    "${7*7}`",
    "\u2028\u2029<!-- ]]>",
    "javascript:alert(6)",
)


def hostile_files(text: str) -> dict[str, str]:
    """The maps of a lunch in which every text that a file can bring is the same attack."""
    plan, service, shapes = a_lunch()
    residents = {
        name: dataclasses.replace(who, name=text, address=text, notes=text, phone=text, diet=text)
        for name, who in service.residents.items()
    }
    orders = {name: dataclasses.replace(order, note=text) for name, order in service.orders.items()}
    volunteers = {
        name: dataclasses.replace(who, name=text, phone=text)
        for name, who in service.volunteers.items()
    }
    canteens = {
        name: dataclasses.replace(canteen, name=text, address=text, phone=text)
        for name, canteen in service.canteens.items()
    }
    service = dataclasses.replace(
        service, residents=residents, orders=orders, volunteers=volunteers, canteens=canteens
    )
    plan = dataclasses.replace(
        plan,
        receipts=tuple(dataclasses.replace(receipt, detail=text) for receipt in plan.receipts),
        unassigned=tuple(dataclasses.replace(entry, detail=text) for entry in plan.unassigned),
    )
    base_map = a_base_map()
    base_map = dataclasses.replace(
        base_map,
        roads=tuple(dataclasses.replace(road, name=text) for road in base_map.roads),
        names=tuple(dataclasses.replace(name, name=text) for name in base_map.names),
        attribution=text,
    )
    tiles = MapSettings(tiles=f"https://tiles.example/{text}", attribution=text)
    return map_files(plan, service, Settings(maps=tiles), shapes, base_map)
