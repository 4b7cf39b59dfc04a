"""Take names, addresses and telephones out of a day: screens then tell ids alone."""

from dataclasses import replace

from mealroute.domain import Day


def nameless(day: Day) -> Day:
    """Call residents and volunteers by their ids, and forget how they could be found otherwise.

    Doors stay where they are, so every receipt, way and plan stays the same, and whoever sees a map
    still sees who lives where: this is for the screen of somebody who may know. What is passed on
    is made by `mealroute.privacy.anonymous.anonymous`.

    Examples
    --------
    >>> from mealroute.domain import Resident, ResidentId
    >>> day = Day(residents=(Resident(resident_id=ResidentId("R1"), name="王秀英", phone="000-1"),))
    >>> one = nameless(day).residents[0]
    >>> one.name, one.phone
    ('R1', '')
    """
    return replace(
        day,
        residents=tuple(
            replace(one, name=one.resident_id, address="", phone="", emergency_contact="", notes="")
            for one in day.residents
        ),
        volunteers=tuple(replace(one, name=one.volunteer_id, phone="") for one in day.volunteers),
        orders=tuple(replace(one, note="") for one in day.orders),
    )
