"""Make the link that opens one stop in the phone's map app; it tells no name and no door.

Each app gets the datum it draws in. AMap's app takes GCJ-02 with ``dev=0``
(<https://lbs.amap.com/api/amap-mobile/guide/android/route>), Baidu's takes BD-09 with
``coord_type=bd09ll``, which is also what it assumes where the word is lost
(<https://lbsyun.baidu.com/faq/api?title=webapi/uri/andriod>). Neither promises stops on the way on
foot or by bicycle, so every stop has a link of its own, from where the phone is.
"""

from typing import Final, NamedTuple
from urllib.parse import urlencode

from mealroute.domain import Coordinates, Datum, Mode, from_wgs84
from mealroute.views import StopView

_AMAP_MODES: Final = {Mode.CAR: "0", Mode.FOOT: "2", Mode.EBIKE: "3"}
_BAIDU_MODES: Final = {Mode.CAR: "driving", Mode.FOOT: "walking", Mode.EBIKE: "riding"}


class Link(NamedTuple):
    """An address to open, and the one for iPhones where it is another."""

    href: str
    iphone: str = ""


def navigation(stop: StopView, mode: Mode, app: str = "geo") -> Link | None:
    """Give the link to a stop, titled by its number; ``None`` where nobody knows the door.

    Parameters
    ----------
    stop
        The stop.
    mode
        How the volunteer travels: the app starts with that way.
    app
        ``geo`` for whatever map app the phone has (RFC 5870, WGS-84), ``amap`` or ``baidu``.
    """
    place = stop.resident.coordinates
    if place is None:
        return None
    if app == "amap":
        lat, lon = _degrees(place, Datum.GCJ02)
        query = urlencode(
            {
                "sourceApplication": "mealroute",
                "dlat": lat,
                "dlon": lon,
                "dname": stop.number,
                "dev": 0,
                "t": _AMAP_MODES[mode],
            }
        )
        return Link(f"amapuri://route/plan/?{query}", f"iosamap://path?{query}")
    if app == "baidu":
        lat, lon = _degrees(place, Datum.BD09)
        query = urlencode(
            {
                "destination": f"latlng:{lat},{lon}|name:{stop.number}",
                "coord_type": "bd09ll",
                "mode": _BAIDU_MODES[mode],
                "src": "mealroute",
            }
        )
        return Link(f"bdapp://map/direction?{query}", f"baidumap://map/direction?{query}")
    spot = ",".join(_degrees(place, Datum.WGS84))
    # The query makes Android's maps set a pin.
    return Link(f"geo:{spot}?q={spot}({stop.number})")


def _degrees(place: Coordinates, datum: Datum) -> tuple[str, str]:
    lat, lon = from_wgs84(place.lat, place.lon, datum)
    return f"{lat:.6f}", f"{lon:.6f}"
