"""Choose the source of travel times that a day asks for."""

from pathlib import Path
from typing import cast

from mealroute.errors import ArgumentError, TravelError
from mealroute.language import gettext as _
from mealroute.settings import Settings
from mealroute.travel.straight import StraightTravel
from mealroute.travel.times import TravelTimes


def open_travel(
    settings: Settings, extract: Path | None = None, by: str | None = None
) -> TravelTimes:
    """Give straight or street travel times.

    Parameters
    ----------
    settings
        Of the day; ``settings.travel.by`` chooses, and where it is ``None`` streets are taken
        when there is an extract or a server that knows them.
    extract
        The OpenStreetMap extract of the day, ``None`` or a file that is not there for none.
    by
        ``straight`` or ``streets``, stronger than the settings; ``None`` leaves it to them.

    Raises
    ------
    ArgumentError
        When ``by`` is neither, or settings contradict each other.
    TravelError
        When streets are asked for and there is no extract, or the engine cannot be had.
    DataFileError
        When the extract is broken.

    Examples
    --------
    >>> open_travel(Settings()).name
    'straight'
    """
    found = extract if extract is not None and extract.is_file() else None
    own = settings.travel.engine == "own"
    if own and settings.travel.server:
        raise ArgumentError(_('[travel] server: expected engine = "osrm" or "valhalla" with it'))
    known = found is not None or bool(settings.travel.server)
    wanted = by or settings.travel.by or ("streets" if known else "straight")
    closed = settings.travel.closed_ways
    if closed and wanted == "straight":
        raise ArgumentError(
            _("[travel] closed_ways names streets, and straight travel knows none: go by streets")
        )
    if wanted == "straight":
        return StraightTravel(settings.travel)
    if wanted != "streets":
        raise ArgumentError(_("travel is {by!r}, expected straight or streets").format(by=wanted))
    if found is None and not settings.travel.server:
        raise TravelError(
            _(
                "travel by streets needs an OpenStreetMap extract, and {file} is not there: put "
                "one into the day folder, or choose travel straight"
            ).format(file="streets.osm.pbf" if extract is None else extract.name)
        )
    if not own:
        from mealroute.travel.engines import open_engine  # noqa: PLC0415 -- as below

        return open_engine(settings.travel, found)
    # Reading streets takes scipy, shapely and osmium: 0.7 s that straight travel need not pay.
    from mealroute.travel.cache import open_streets  # noqa: PLC0415 -- see above
    from mealroute.travel.router import StreetTravel  # noqa: PLC0415 -- see above

    return StreetTravel(open_streets(cast("Path", found), closed), settings.travel)
