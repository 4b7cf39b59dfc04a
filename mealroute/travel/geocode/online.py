"""Ask the online services that the settings name, politely, and turn answers and refusals to ours.

Off unless asked for: an address that is sent tells where somebody frail lives. Only the place is
sent, never the unit, floor or room.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderTimedOut,
    GeopyError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import BaiduV3, Nominatim
from geopy.location import Location

from mealroute.domain import Coordinates, Datum, GeocodeLevel, GeocodeMatch, to_wgs84
from mealroute.errors import ArgumentError, TravelError
from mealroute.language import gettext as _
from mealroute.settings import GeocodingSettings
from mealroute.travel.geocode.address import Address, is_chinese
from mealroute.travel.geocode.services import AMap, Tianditu

KEY_VARIABLES: Final[Mapping[str, str]] = {
    "amap": "MEALROUTE_AMAP_KEY",
    "tianditu": "MEALROUTE_TIANDITU_KEY",
    "baidu": "MEALROUTE_BAIDU_KEY",
}
"""The environment variable that holds the key of each service which needs one."""

_NOMINATIM_HOST: Final = "nominatim.openstreetmap.org"
_USER_AGENT: Final = "mealroute"
_LONGEST_WAIT_S: Final = 15.0
_RETRIES: Final = 2
_ERROR_WAIT_S: Final = 5.0

# What services in China call what they found; whatever else they say is a place.
_WORDS: Final[Mapping[str, tuple[GeocodeLevel, float]]] = {
    "单元号": (GeocodeLevel.ENTRANCE, 0.95),
    "楼栋号": (GeocodeLevel.BUILDING, 0.95),
    "门牌号": (GeocodeLevel.NUMBER, 0.95),
    "门址": (GeocodeLevel.NUMBER, 0.95),
    "兴趣点": (GeocodeLevel.COMPOUND, 0.8),
    "住宅区": (GeocodeLevel.COMPOUND, 0.8),
    "房地产": (GeocodeLevel.COMPOUND, 0.8),
    "道路": (GeocodeLevel.STREET, 0.5),
    "道路交叉路口": (GeocodeLevel.STREET, 0.5),
}
_OTHER: Final = (GeocodeLevel.PLACE, 0.3)


class RefusedQueryError(TravelError):
    """A service that does not take one address; it may take the next."""


@dataclass(frozen=True, slots=True)
class OnlineService:
    """One service: its ``name``, the ``host`` that addresses are sent to, and how to ask it.

    ``ask`` raises `TravelError` where the service refuses or cannot be reached, and
    `RefusedQueryError` where it is only this address; no answer is an empty tuple, never an error.
    """

    name: str
    host: str
    ask: Callable[[str], tuple[GeocodeMatch, ...]]


def open_services(
    settings: GeocodingSettings,
    keys: Mapping[str, str],
    adapter_factory: Callable[..., Any] | None = None,
    error_wait_s: float = _ERROR_WAIT_S,
) -> tuple[OnlineService, ...]:
    """Make the services of the settings ready, in their order; nothing is sent yet.

    Parameters
    ----------
    settings
        Which services, how often, and how we introduce ourselves.
    keys
        Keys by the name of the environment variable in `KEY_VARIABLES`.
    adapter_factory
        Makes the adapter of geopy that asks; its own where ``None``. Tests replay answers by it.
    error_wait_s
        How long to wait before asking again after a passing fault.

    Raises
    ------
    ArgumentError
        When a service needs a key that is not there.
    """
    # geopy logs addresses and keys where it fails; nobody's address belongs into a log.
    logging.getLogger("geopy").setLevel(logging.CRITICAL + 1)
    missing = [
        KEY_VARIABLES[name]
        for name in settings.services
        if name in KEY_VARIABLES and not keys.get(KEY_VARIABLES[name])
    ]
    if missing:
        raise ArgumentError(
            _("online geocoding needs a key in the environment variable {names}").format(
                names=", ".join(missing)
            )
        )
    shared = {
        "user_agent": settings.user_agent or _USER_AGENT,
        "timeout": _LONGEST_WAIT_S,
        "adapter_factory": adapter_factory,
    }
    return tuple(_open(name, settings, keys, shared, error_wait_s) for name in settings.services)


def _open(
    name: str,
    settings: GeocodingSettings,
    keys: Mapping[str, str],
    shared: Mapping[str, Any],
    error_wait_s: float,
) -> OnlineService:
    key = keys.get(KEY_VARIABLES.get(name, ""), "")
    if name == "amap":
        return _service(name, AMap.domain, AMap(key, **shared), _amap, settings, error_wait_s)
    if name == "tianditu":
        geocoder = Tianditu(key, **shared)
        return _service(name, Tianditu.domain, geocoder, _tianditu, settings, error_wait_s)
    if name == "baidu":
        host = "api.map.baidu.com"
        return _service(name, host, BaiduV3(key, **shared), _baidu, settings, error_wait_s)
    host = settings.nominatim_host or _NOMINATIM_HOST
    geocoder = Nominatim(domain=host, **shared)
    options = {"exactly_one": False, "limit": 3, "addressdetails": True}
    return _service(name, host, geocoder, _nominatim, settings, error_wait_s, options)


def _service(
    name: str,
    host: str,
    geocoder: Any,  # noqa: ANN401 -- geopy has no types
    read: Callable[[Location], tuple[GeocodeLevel, float, Datum]],
    settings: GeocodingSettings,
    error_wait_s: float,
    options: Mapping[str, Any] | None = None,
) -> OnlineService:
    def once(query: str) -> Any:  # noqa: ANN401 -- geopy has no types
        try:
            return geocoder.geocode(query, **(options or {}))
        except GeocoderRateLimited:
            raise  # slower is all it asks for
        except (
            GeocoderAuthenticationFailure,
            GeocoderInsufficientPrivileges,
            GeocoderQuotaExceeded,
        ) as error:
            raise TravelError(_refusal(name, host, error)) from None
        except GeocoderQueryError as error:
            raise RefusedQueryError(_refusal(name, host, error)) from None

    limited = RateLimiter(
        once,
        min_delay_seconds=settings.min_delay_s,
        max_retries=_RETRIES,
        error_wait_seconds=max(error_wait_s, settings.min_delay_s),
        swallow_exceptions=False,
    )

    def ask(query: str) -> tuple[GeocodeMatch, ...]:
        try:
            found = limited(query)
        except GeopyError as error:
            raise TravelError(_refusal(name, host, error)) from None
        found = found if isinstance(found, list) else [found] if found else []
        matches = [_match(name, one, *read(one)) for one in found]
        return tuple(sorted(matches, key=lambda one: -one.score))

    return OnlineService(name, host, ask)


def _match(
    source: str, found: Location, level: GeocodeLevel, score: float, datum: Datum
) -> GeocodeMatch:
    lat, lon = to_wgs84(found.latitude, found.longitude, datum)
    return GeocodeMatch(
        coordinates=Coordinates(round(lat, 7), round(lon, 7)),
        score=round(score, 4),
        level=level,
        source=source,
        matched=found.address or "",
        datum=datum,
    )


def _amap(found: Location) -> tuple[GeocodeLevel, float, Datum]:
    return *_WORDS.get(str(found.raw.get("level", "")), _OTHER), Datum.GCJ02


def _tianditu(found: Location) -> tuple[GeocodeLevel, float, Datum]:
    level, most = _WORDS.get(str(found.raw.get("level", "")), _OTHER)
    return level, min(most, _share(found.raw.get("score"))), Datum.WGS84


def _baidu(found: Location) -> tuple[GeocodeLevel, float, Datum]:
    level, most = _WORDS.get(str(found.raw.get("level", "")), _OTHER)
    understood = _share(found.raw.get("comprehension"))
    return level, min(most if found.raw.get("precise") else 0.7, understood), Datum.BD09


def _share(percent: Any) -> float:  # noqa: ANN401 -- any JSON
    """Read how sure a service is; what it does not say, it is not."""
    try:
        return float(percent) / 100
    except (TypeError, ValueError):
        return 0.0


def _nominatim(found: Location) -> tuple[GeocodeLevel, float, Datum]:
    if found.raw.get("address", {}).get("house_number"):
        return GeocodeLevel.NUMBER, 0.9, Datum.WGS84
    if found.raw.get("class") == "highway":
        return GeocodeLevel.STREET, 0.5, Datum.WGS84
    if found.raw.get("class") in {"building", "amenity", "tourism", "office", "shop"}:
        return GeocodeLevel.COMPOUND, 0.7, Datum.WGS84
    return GeocodeLevel.PLACE, 0.3, Datum.WGS84


def _refusal(name: str, host: str, error: Exception) -> str:
    """Say what a service refuses, without the address or the key that geopy may quote."""
    reasons: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
        (GeocoderRateLimited, _("too many requests; raise [geocoding] min_delay_s")),
        (GeocoderQuotaExceeded, _("the quota of the key is used up")),
        (
            (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges),
            _("the key is refused; is it one for this kind of service?"),
        ),
        (GeocoderQueryError, _("the service does not take the query")),
        (GeocoderTimedOut, _("no answer in time")),
    )
    reason = next((words for kind, words in reasons if isinstance(error, kind)), None)
    if reason is None:
        reason = _("cannot be reached, or its answer not understood ({kind})").format(
            kind=type(error).__name__
        )
    return f"{name} ({host}): {reason}"


def sent_text(address: Address, town: str = "") -> str:
    """Write the part of an address that a service gets: the place, never the door in it.

    ``town`` stands in front where the address names none.

    Examples
    --------
    >>> from mealroute.travel.geocode.understand import understand
    >>> sent_text(understand("解放路12号院3号楼2单元301室"), "阿勒泰市")
    '阿勒泰市解放路12号3号楼'
    >>> sent_text(understand("Aleksanterinkatu 9 B 12, 00100 Helsinki"))
    'Aleksanterinkatu 9, 00100 Helsinki'
    """
    regions: Sequence[str] = address.regions or ((town,) if town else ())
    if is_chinese(address.text):
        number = f"{address.number}号" if address.number else ""
        building = f"{address.building}号楼" if address.building else ""
        return "".join((*regions, address.street, number, address.compound, building))
    place = " ".join(filter(None, (address.street, address.number)))
    where = " ".join(filter(None, (address.postcode, " ".join(regions))))
    return ", ".join(filter(None, (place, where)))
