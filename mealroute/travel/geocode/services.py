"""Speak to AMap 高德 and Tianditu 天地图, the two services of China that geopy does not know.

Sources: https://lbs.amap.com/api/webservice/guide/api/georegeo and
http://lbs.tianditu.gov.cn/server/geocodinginterface.html. Neither was tried with a key: requests
and answers are as documented.
"""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from geopy.adapters import AdapterHTTPError
from geopy.exc import (
    GeocoderAuthenticationFailure,
    GeocoderParseError,
    GeocoderQueryError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeopyError,
)
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location

# What AMap calls a limit that ends with the second or minute, and one that ends with the day.
_AMAP_TOO_FAST: Final = frozenset({"10004", "10014", "10015", "10019", "10020", "10021", "10029"})
_AMAP_QUOTA: Final = frozenset(
    {"10003", "10010", "10044", "10045", "40000", "40001", "40002", "40003"}
)
_AMAP_KEY: Final = frozenset(
    {
        "10001",
        "10002",
        "10005",
        "10006",
        "10007",
        "10008",
        "10009",
        "10011",
        "10012",
        "10013",
        "10026",
    }
)
_AMAP_QUERY: Final = frozenset({"20000", "20001", "20011", "20012"})
_AMAP_NOTHING_FOUND: Final = "30001"


class _Service(Geocoder):  # type: ignore[misc]  # geopy has no types
    """What both have in common: one address in, one JSON answer out."""

    def __init__(
        self,
        api_key: str,
        *,
        user_agent: str | None = None,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 -- geopy's form
        adapter_factory: Callable[..., Any] | None = None,
    ) -> None:
        super().__init__(
            scheme="https", timeout=timeout, user_agent=user_agent, adapter_factory=adapter_factory
        )
        self.api_key = api_key

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401 -- geopy's form
    ) -> Location | list[Location] | None:
        """Find an address; ``raw`` of each location is the service's own answer.

        Raises
        ------
        geopy.exc.GeopyError
            When the service refuses: a key, a quota, a rate, a query.
        """
        callback = partial(self._parse, exactly_one=exactly_one)
        return self._call_geocoder(self._url(query), callback, timeout=timeout)

    def _url(self, query: str) -> str:
        raise NotImplementedError

    def _locations(self, page: Mapping[str, Any]) -> list[Location]:
        raise NotImplementedError

    def _parse(self, page: Any, *, exactly_one: bool) -> Location | list[Location] | None:  # noqa: ANN401 -- any JSON
        try:
            found = self._locations(page)
        except GeopyError:
            raise  # some of them are a ValueError too
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise GeocoderParseError("an answer of another form than documented") from error
        if exactly_one:
            return found[0] if found else None
        return found or None


class AMap(_Service):
    """Geocoder of AMap's web service; coordinates are GCJ-02, as it gives them.

    Parameters
    ----------
    api_key
        A key of the kind "Web服务".
    """

    domain: Final = "restapi.amap.com"

    def _url(self, query: str) -> str:
        parameters = {"key": self.api_key, "address": query, "output": "JSON"}
        return f"{self.scheme}://{self.domain}/v3/geocode/geo?{urlencode(parameters)}"

    def _locations(self, page: Mapping[str, Any]) -> list[Location]:
        code = str(page.get("infocode", ""))
        if str(page["status"]) != "1":
            if code == _AMAP_NOTHING_FOUND:
                return []
            raise _amap_error(code, str(page.get("info", "")))
        found = []
        for one in page["geocodes"]:
            # A field without a value is an empty list.
            if one["location"]:
                lon, lat = map(float, one["location"].split(","))
                found.append(Location(str(one["formatted_address"] or ""), (lat, lon), one))
        return found


class Tianditu(_Service):
    """Geocoder of Tianditu, the national map; coordinates are CGCS2000, WGS-84 to decimetres.

    Parameters
    ----------
    api_key
        A key of the kind "服务器端".
    """

    domain: Final = "api.tianditu.gov.cn"

    def _url(self, query: str) -> str:
        asked = json.dumps({"keyWord": query}, ensure_ascii=False, separators=(",", ":"))
        return (
            f"{self.scheme}://{self.domain}/geocoder?{urlencode({'ds': asked, 'tk': self.api_key})}"
        )

    def _locations(self, page: Mapping[str, Any]) -> list[Location]:
        if "code" in page:
            raise _tianditu_error(str(page["code"]), str(page.get("msg", "")))
        status = str(page["status"])
        if status == "101":
            return []
        if status != "0":
            raise GeocoderQueryError(f"status {status}: {page.get('msg', '')}")
        one = page.get("location")
        if not one:
            return []
        return [Location(str(one.get("keyWord", "")), (float(one["lat"]), float(one["lon"])), one)]

    def _geocoder_exception_handler(self, error: Exception) -> None:
        """Read what stands in the body of a refusal."""
        if isinstance(error, AdapterHTTPError) and error.text:
            try:
                page = json.loads(error.text)
                code = str(page["code"])
            except (ValueError, KeyError, TypeError):
                return
            raise _tianditu_error(code, str(page.get("msg", ""))) from error


def _amap_error(code: str, info: str) -> Exception:
    told = f"{code} {info}".strip()
    for codes, kind in (
        (_AMAP_TOO_FAST, GeocoderRateLimited),
        (_AMAP_QUOTA, GeocoderQuotaExceeded),
        (_AMAP_KEY, GeocoderAuthenticationFailure),
        (_AMAP_QUERY, GeocoderQueryError),
    ):
        if code in codes:
            return kind(told)  # type: ignore[no-any-return]  # geopy has no types
    return GeocoderServiceError(told)  # type: ignore[no-any-return]


def _tianditu_error(code: str, info: str) -> Exception:
    told = f"{code} {info}".strip()
    if code.startswith("302"):
        return GeocoderQuotaExceeded(told)  # type: ignore[no-any-return]
    if code.startswith(("300", "301")):
        return GeocoderAuthenticationFailure(told)  # type: ignore[no-any-return]
    return GeocoderServiceError(told)  # type: ignore[no-any-return]
