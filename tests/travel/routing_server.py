"""A routing server on this machine that plays what real ones answered, and every fault."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, bytes]
Play = Callable[[str, Any], Reply]


@dataclass
class Server:
    """Where it listens, and the questions it heard: path and JSON body."""

    address: str
    heard: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def playing(play: Play) -> Iterator[Server]:
    """Run a server that answers each question by ``play``."""
    server = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(None)

        def do_POST(self) -> None:
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body: Any) -> None:
            server.heard.append((self.path, body))
            status, content = play(self.path, body)
            self.send_response(status)
            if status in {301, 302, 307}:
                self.send_header("Location", content.decode())
                content = b""
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    with _Quiet(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        listening.block_on_close = False
        server.address = f"http://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()


class _Quiet(ThreadingHTTPServer):
    """Say nothing when whoever asked is gone: other tests listen to standard error."""

    def handle_error(self, *args: Any) -> None:
        pass


def says(value: Any, status: int = 200) -> Play:
    """Answer everything with one JSON."""
    return lambda _path, _body: (status, json.dumps(value).encode())


def sends(content: bytes, status: int = 200) -> Play:
    """Answer everything with these bytes."""
    return lambda _path, _body: (status, content)


def sleeps(seconds: float) -> Play:
    """Answer too late."""

    def play(_path: str, _body: Any) -> Reply:
        time.sleep(seconds)
        return 200, b"{}"

    return play
