"""Ask a routing server over HTTP for JSON, without letting an address leave the machine unasked.

What is asked tells where people live, so a server must be this machine or one of a private network
unless the settings say otherwise; proxies of the environment are not used, and a server that sends
the question on to another place is refused.
"""

import ipaddress
import json
import socket
import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

from mealroute.errors import ArgumentError, TravelError
from mealroute.language import gettext as _

TIMEOUT_S: Final = 60.0
_MOST_BYTES: Final = 256_000_000
_LONGEST_WORDS: Final = 120


class Refusal(Exception):  # noqa: N818 -- not a fault of ours: the server's own answer
    """A server understood the question and says no: the code and the words of its answer."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code = code
        self.words = one_line(words)


class Service:
    """A server of routes and travel times.

    Parameters
    ----------
    engine
        What runs there, for messages.
    address
        ``http://host:port``, with a path where the server stands behind one.
    allow_remote
        Whether the server may be outside this machine and its private network.

    Raises
    ------
    ArgumentError
        When the address is none, or is remote and that is not allowed.
    TravelError
        When the name of the host is unknown.
    """

    def __init__(
        self, engine: str, address: str, *, allow_remote: bool, timeout_s: float = TIMEOUT_S
    ) -> None:
        self.engine = engine
        self.address = address.rstrip("/")
        self._timeout_s = timeout_s
        parts = _parts(engine, self.address)
        if not allow_remote and not self._is_near(parts):
            raise ArgumentError(
                _(
                    "[travel] server: {address} is not on this machine or its private network. "
                    "Every door would be sent there; if you may do that, set allow_remote = true"
                ).format(address=self.address)
            )
        self._open = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), _NoRedirect()
        ).open

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 -- JSON of any shape
        """Send one question, a POST where it has a body, and give the JSON of the answer.

        Raises
        ------
        Refusal
            When the server says no in its own JSON.
        TravelError
            When there is no answer, or one that is no JSON.
        """
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 -- the scheme was checked in `_parts`
            f"{self.address}/{path}", data, {"Content-Type": "application/json"}
        )
        try:
            with self._open(request, timeout=self._timeout_s) as answer:
                return self._read(answer.status, answer.read(_MOST_BYTES))
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error.code, error.read(_MOST_BYTES))
        except TimeoutError:
            self._timed_out()
        except (OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                self._timed_out()
            raise TravelError(
                _("{engine} at {address} cannot be reached ({reason}): is the server running?")
                .format(engine=self.engine, address=self.address, reason=one_line(reason))
            ) from None  # fmt: skip

    def garbled(self) -> TravelError:
        """Give the error of an answer that is JSON but not that of the engine."""
        return TravelError(
            _("what answers at {address} does not speak like {engine}: is it another server?")
            .format(engine=self.engine, address=self.address)
        )  # fmt: skip

    def _read(self, status: int, content: bytes) -> Any:  # noqa: ANN401 -- as `ask`
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            if status == 200:
                raise self.garbled() from None
            answer = None
        if status == 200:
            return answer
        if isinstance(answer, dict):
            code = answer.get("error_code", answer.get("code"))
            if code is not None:
                words = answer.get("error", answer.get("message", ""))
                raise Refusal(str(code), str(words))
        raise TravelError(
            _("{engine} at {address} answers HTTP {status}: is it the right address?").format(
                engine=self.engine, address=self.address, status=status
            )
        )

    def _timed_out(self) -> NoReturn:
        raise TravelError(
            _("{engine} at {address} did not answer within {seconds:g} s").format(
                engine=self.engine, address=self.address, seconds=self._timeout_s
            )
        ) from None

    def _is_near(self, host: str) -> bool:
        """Whether all addresses of a host are of this machine or of a private network."""
        try:
            found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise TravelError(
                _("{engine} at {address}: no host of this name is known").format(
                    engine=self.engine, address=self.address
                )
            ) from None
        numbers = [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
        return all(one.is_loopback or one.is_private or one.is_link_local for one in numbers)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leave an answer that points elsewhere as it is: an HTTP status that is not 200."""

    def redirect_request(self, *_args: object, **_options: object) -> None:
        """Follow nothing."""


def one_line(words: object) -> str:
    """Make a server's words fit to be shown: one line, printable, not long."""
    text = " ".join(str(words).split())
    return "".join(sign for sign in text if sign.isprintable())[:_LONGEST_WORDS]


def _parts(engine: str, address: str) -> str:
    """Check an address and give its host."""
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        parts, host = None, None
    if parts is None or not host or parts.scheme not in {"http", "https"}:
        raise ArgumentError(
            _("[travel] server of {engine}: {address!r}, expected like http://127.0.0.1:5000")
            .format(engine=engine, address=address)
        )  # fmt: skip
    return host
