import json
import socket

import pytest

from mealroute.errors import ArgumentError, TravelError
from mealroute.travel.service import Refusal, Service
from tests.travel.routing_server import Play, playing, says, sends, sleeps


def ask(play: Play, timeout_s: float = 5.0) -> object:
    with playing(play) as server:
        return Service("OSRM", server.address, allow_remote=False, timeout_s=timeout_s).ask("x")


def test_the_json_of_an_answer_is_given() -> None:
    assert ask(says({"code": "Ok"})) == {"code": "Ok"}


def test_a_body_makes_it_a_post_of_json() -> None:
    with playing(says([])) as server:
        Service("Valhalla", server.address + "/", allow_remote=False).ask("locate", {"a": 1})
        assert server.heard == [("/locate", {"a": 1})]


@pytest.mark.parametrize(
    ("play", "expected"),
    [
        pytest.param(sends(b"<html>Welcome</html>"), "does not speak like OSRM", id="a web page"),
        pytest.param(sends(b""), "does not speak like OSRM", id="nothing"),
        pytest.param(sends(b"\xff\xfe\x00{"), "does not speak like OSRM", id="bytes"),
        pytest.param(sends(b"[" * 100_000), "does not speak like OSRM", id="a bomb"),
        pytest.param(sends(b"no such page", 404), "answers HTTP 404", id="not found"),
        pytest.param(sends(b'["no"]', 500), "answers HTTP 500", id="server fault"),
        pytest.param(sends(b"http://8.8.8.8/x", 302), "answers HTTP 302", id="sent elsewhere"),
        pytest.param(sends(b"", 204), "answers HTTP 204", id="no content"),
    ],
)
def test_a_bad_answer_is_told_with_the_address(play: Play, expected: str) -> None:
    with pytest.raises(TravelError, match=r"127\.0\.0\.1.*" + expected + "|" + expected):
        ask(play)


def test_a_late_answer_is_told() -> None:
    with pytest.raises(TravelError, match=r"did not answer within 0\.05 s"):
        ask(sleeps(0.5), timeout_s=0.05)


def test_nobody_listening_is_told() -> None:
    with socket.socket() as taken:  # bound, so that nobody else gets it, but not listening
        taken.bind(("127.0.0.1", 0))
        service = Service("OSRM", f"http://127.0.0.1:{taken.getsockname()[1]}", allow_remote=False)
        with pytest.raises(TravelError, match=r"cannot be reached \(.*\): is the server running"):
            service.ask("x")


def test_a_connection_that_breaks_off_is_told() -> None:
    with playing(lambda _path, _body: (_ for _ in ()).throw(BrokenPipeError)) as server:
        service = Service("OSRM", server.address, allow_remote=False)
        with pytest.raises(TravelError, match="cannot be reached"):
            service.ask("x")


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ({"code": "NoSegment", "message": "nothing\nnear \x1b[31m" + "x" * 500}, "NoSegment"),
        ({"error_code": 171, "error": "No suitable edges near location"}, "171"),
    ],
)
def test_a_refusal_carries_the_code_and_words_fit_to_show(answer: object, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(says(answer, 400))
    assert refused.value.code == code
    assert len(refused.value.words) <= 120
    assert refused.value.words.isprintable()


@pytest.mark.parametrize(
    "address", ["127.0.0.1:5000", "ftp://127.0.0.1", "http://", "http://[::1", "http://h:port", ""]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ArgumentError, match="expected like http://127"):
        Service("OSRM", address, allow_remote=False)


@pytest.mark.parametrize(
    ("numbers", "far"),
    [
        (["127.0.0.1"], False),
        (["::1"], False),
        (["192.168.1.20"], False),
        (["10.1.2.3"], False),
        (["fe80::1%eth0"], False),
        (["8.8.8.8"], True),
        (["2400:3200::1"], True),
        (["192.168.1.20", "8.8.8.8"], True),
    ],
)
def test_doors_are_sent_no_farther_than_the_private_network(
    monkeypatch: pytest.MonkeyPatch, numbers: list[str], *, far: bool
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 0)) for number in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    if far:
        with pytest.raises(ArgumentError, match=r"http://routes:5000 .* allow_remote = true"):
            Service("OSRM", "http://routes:5000", allow_remote=False)
    Service("OSRM", "http://routes:5000", allow_remote=far)


def test_an_unknown_host_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_options: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(TravelError, match="no host of this name is known"):
        Service("OSRM", "http://nowhere:5000", allow_remote=False)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with playing(sends(b"proxy", 502)) as proxy, playing(says({"code": "Ok"})) as server:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.delenv("no_proxy", raising=False)
        answer = Service("OSRM", server.address, allow_remote=False).ask("x")
        assert json.dumps(answer) == '{"code": "Ok"}'
        assert proxy.heard == []
