"""Services are asked politely; their answers become ours, and their refusals stay refusals."""

import json
import logging
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderTimedOut, GeocoderUnavailable

from mealroute.domain import Datum, GeocodeLevel, GeocodeMatch, from_wgs84, to_wgs84
from mealroute.errors import ArgumentError, TravelError
from mealroute.settings import GeocodingSettings
from mealroute.travel.geocode.online import OnlineService, open_services, sent_text
from mealroute.travel.geocode.understand import understand

KEYS = {f"MEALROUTE_{name}_KEY": "secret-key" for name in ("AMAP", "TIANDITU", "BAIDU")}

# Answers in the form that each service documents.
AMAP = {
    "status": "1", "info": "OK", "infocode": "10000", "count": "1",
    "geocodes": [{
        "formatted_address": "北京市朝阳区阜通东大街6号", "country": "中国", "province": "北京市",
        "citycode": "010", "city": "北京市", "district": "朝阳区", "township": [],
        "neighborhood": {"name": [], "type": []}, "building": {"name": [], "type": []},
        "adcode": "110105", "street": "阜通东大街", "number": "6号",
        "location": "116.482086,39.990496", "level": "门牌号",
    }],
}  # fmt: skip
TIANDITU = {
    "msg": "ok", "searchVersion": "6.4.9V", "status": "0",
    "location": {"score": 92, "level": "门址", "lon": 116.290158, "lat": 39.894696,
                 "keyWord": "北京市海淀区莲花池西路28号"},
}  # fmt: skip
BAIDU = {
    "status": 0,
    "result": {"location": {"lng": 116.30762232672, "lat": 40.056828485961},
               "precise": 1, "confidence": 80, "comprehension": 100, "level": "门址"},
}  # fmt: skip
NOMINATIM = [
    {"place_id": 1, "lat": "60.1680605", "lon": "24.9405705", "class": "place", "type": "house",
     "place_rank": 30, "importance": 0.1, "display_name": "12, Mannerheimintie, Helsinki",
     "address": {"house_number": "12", "road": "Mannerheimintie", "city": "Helsinki"}},
    {"place_id": 2, "lat": "60.17", "lon": "24.93", "class": "highway", "type": "primary",
     "place_rank": 26, "importance": 0.2, "display_name": "Mannerheimintie, Helsinki",
     "address": {"road": "Mannerheimintie", "city": "Helsinki"}},
]  # fmt: skip
ANSWERS: Mapping[str, Any] = {
    "amap": AMAP, "tianditu": TIANDITU, "baidu": BAIDU, "nominatim": NOMINATIM,
}  # fmt: skip


class Replay(BaseSyncAdapter):  # type: ignore[misc]  # geopy has no types
    """Plays answers back in order, and keeps what was asked; an exception is raised."""

    def __init__(self, answers: list[Any], asked: list[str]) -> None:
        super().__init__(proxies=None, ssl_context=None)
        self.answers, self.asked = answers, asked

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        return json.loads(self.get_text(url, timeout=timeout, headers=headers))

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        assert timeout <= 60
        assert headers["User-Agent"]
        self.asked.append(url)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return json.dumps(answer)


def service(name: str, *answers: Any, asked: list[str] | None = None) -> OnlineService:
    replay = list(answers)

    def factory(**_options: object) -> Replay:
        return Replay(replay, [] if asked is None else asked)

    settings = GeocodingSettings(services=(name,), min_delay_s=0.0)
    (opened,) = open_services(settings, KEYS, factory, error_wait_s=0.0)
    return opened


def only(service: OnlineService, text: str = "somewhere 1") -> GeocodeMatch:
    return service.ask(text)[0]


@pytest.mark.parametrize(
    ("name", "datum", "lat", "lon"),
    [
        ("amap", Datum.GCJ02, 39.990496, 116.482086),
        ("tianditu", Datum.WGS84, 39.894696, 116.290158),
        ("baidu", Datum.BD09, 40.056828485961, 116.30762232672),
        ("nominatim", Datum.WGS84, 60.1680605, 24.9405705),
    ],
)
def test_an_answer_becomes_wgs84_by_its_datum(
    name: str, datum: Datum, lat: float, lon: float
) -> None:
    found = only(service(name, ANSWERS[name]))
    assert (found.source, found.datum, found.level) == (name, datum, GeocodeLevel.NUMBER)
    assert found.score >= 0.9
    where = (found.coordinates.lat, found.coordinates.lon)
    assert where == pytest.approx(to_wgs84(lat, lon, datum), abs=1e-7)
    assert from_wgs84(*where, datum) == pytest.approx((lat, lon), abs=1e-6)


@pytest.mark.parametrize("score", [None, "", "none"])
def test_a_service_that_does_not_say_how_sure_it_is_is_not_sure(score: Any) -> None:
    answer = TIANDITU | {"location": {**TIANDITU["location"], "score": score}}
    assert only(service("tianditu", answer)).score == 0
    baidu = BAIDU | {"result": {**BAIDU["result"], "comprehension": score}}
    assert only(service("baidu", baidu)).score == 0


def test_the_request_is_the_one_that_is_documented() -> None:
    asked: list[str] = []
    only(service("amap", AMAP, asked=asked), "阿勒泰市解放路12号")
    only(service("tianditu", TIANDITU, asked=asked), "阿勒泰市解放路12号")
    amap, tianditu = map(urlsplit, asked)
    assert (amap.scheme, amap.netloc, amap.path) == (
        "https", "restapi.amap.com", "/v3/geocode/geo",
    )  # fmt: skip
    assert parse_qs(amap.query) == {
        "key": ["secret-key"], "address": ["阿勒泰市解放路12号"], "output": ["JSON"],
    }  # fmt: skip
    assert (tianditu.netloc, tianditu.path) == ("api.tianditu.gov.cn", "/geocoder")
    query = parse_qs(tianditu.query)
    assert json.loads(query["ds"][0]) == {"keyWord": "阿勒泰市解放路12号"}
    assert query["tk"] == ["secret-key"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("amap", {"status": "1", "info": "OK", "infocode": "10000", "count": "0", "geocodes": []}),
        ("amap", {"status": "0", "info": "ENGINE_RESPONSE_DATA_ERROR", "infocode": "30001"}),
        ("tianditu", {"msg": "结果为空", "status": "101"}),
        ("baidu", {"status": 0, "result": {}}),
        ("nominatim", []),
    ],
)
def test_nothing_found_is_no_error(name: str, answer: Any) -> None:
    assert service(name, answer).ask("somewhere 1") == ()


def amap_error(code: str, info: str) -> dict[str, str]:
    return {"status": "0", "info": info, "infocode": code}


def http(status: int, text: str = "") -> AdapterHTTPError:
    return AdapterHTTPError("refused", status_code=status, headers={}, text=text)


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        ("amap", amap_error("10001", "INVALID_USER_KEY"), "the key is refused"),
        ("amap", amap_error("10009", "USERKEY_PLAT_NOMATCH"), "the key is refused"),
        ("amap", amap_error("10003", "DAILY_QUERY_OVER_LIMIT"), "the quota of the key is used up"),
        ("amap", amap_error("20000", "INVALID_PARAMS"), "does not take the query"),
        ("tianditu", {"code": 301012, "msg": "权限类型错误"}, "the key is refused"),
        ("tianditu", http(403, '{"code": 302011, "msg": "配额超限"}'), "the quota of the key"),
        ("tianditu", {"msg": "出错", "status": "404"}, "does not take the query"),
        ("baidu", {"status": 302, "message": "天配额超限"}, "the quota of the key is used up"),
        ("baidu", {"status": 240, "message": "APP 服务被禁用"}, "the key is refused"),
        ("nominatim", http(403, "usage policy"), "the key is refused"),
    ],
)
def test_a_refusal_is_told_as_what_it_is_and_at_once(name: str, answer: Any, told: str) -> None:
    asked: list[str] = []
    with pytest.raises(TravelError, match=told):
        service(name, answer, asked=asked).ask("somewhere 1")
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda: amap_error("10021", "CUQPS_HAS_EXCEEDED_THE_LIMIT"), "too many requests"),
        (lambda: http(429), "too many requests"),
        (lambda: GeocoderTimedOut("https://…?address=secret"), "no answer in time"),
        (lambda: GeocoderUnavailable("https://…?key=secret-key"), "cannot be reached"),
        (lambda: {"status": "1"}, "not understood"),
    ],
)
def test_a_passing_fault_is_tried_again_and_then_told(
    fault: Callable[[], Any], told: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert only(service("amap", fault(), fault(), AMAP)).score == 0.95
        with pytest.raises(TravelError, match=told) as caught:
            service("amap", fault(), fault(), fault()).ask("secret address")
    assert "secret" not in str(caught.value)
    assert "secret" not in caplog.text


def test_a_key_that_is_missing_is_named() -> None:
    settings = GeocodingSettings(services=("nominatim", "amap", "baidu"))
    with pytest.raises(ArgumentError, match="MEALROUTE_AMAP_KEY, MEALROUTE_BAIDU_KEY"):
        open_services(settings, {})
    open_services(GeocodingSettings(services=("nominatim",)), {})


def test_a_nominatim_of_ones_own_is_asked_instead() -> None:
    settings = GeocodingSettings(services=("nominatim",), nominatim_host="geo.example.org")
    (opened,) = open_services(settings, {})
    assert opened.host == "geo.example.org"


def test_what_leads_to_the_door_is_never_sent() -> None:
    assert sent_text(understand("解放路12号院3号楼2单元301室"), "阿勒泰市") == (
        "阿勒泰市解放路12号3号楼"
    )
    assert sent_text(understand("Vuorikatu 12, stair 2, flat 301")) == "Vuorikatu 12"
    assert sent_text(understand("阿勒泰市解放路12号"), "北京市") == "阿勒泰市解放路12号"
