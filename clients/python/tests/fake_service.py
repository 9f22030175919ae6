"""A service that answers what a test has put into its list, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, NamedTuple


class Request(NamedTuple):
    """What a client sent; names of headers are in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


class Reply(NamedTuple):
    """What is answered; `status` 0 cuts the connection instead, and `hangs` leaves it open after the body."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    hangs: bool = False


CUT = Reply(0, b"", {})


def reply(status: int, document: Any, headers: Mapping[str, str] | None = None) -> Reply:
    """A JSON document."""
    return Reply(status, json.dumps(document).encode(), headers or {})


def problem(status: int, kind: str, headers: Mapping[str, str] | None = None) -> Reply:
    """A problem document."""
    document = {
        "type": f"urn:sessionfold:problem:{kind}",
        "title": kind,
        "status": status,
        "detail": "as it was told",
        "instance": "/here",
    }
    return reply(status, document, headers)


def stream(text: str) -> Reply:
    """A stream of events that ends after this text."""
    return Reply(200, text.encode(), {"Content-Type": "text/event-stream", "Connection": "close"})


def hanging(text: str) -> Reply:
    """A stream of events that says nothing after this text, and does not end."""
    return stream(text)._replace(hangs=True)


ACCEPTED = reply(202, {"position": "1.0.-", "events": [{"id": "e", "source": "/gateway"}]})


class FakeService:
    """Serves while it is entered. The last reply is repeated."""

    def __init__(self, *replies: Reply) -> None:
        self.requests: list[Request] = []
        self._replies = list(replies)
        self._lock = threading.Lock()
        self._over = threading.Event()
        fake = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                fake._answer(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, format: str, *args: Any) -> None:
                """The test says what went wrong."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def _answer(self, exchange: BaseHTTPRequestHandler) -> None:
        length = int(exchange.headers.get("Content-Length", 0))
        headers = {name.lower(): value for name, value in exchange.headers.items()}
        body = exchange.rfile.read(length)
        with self._lock:
            self.requests.append(Request(exchange.command, exchange.path, headers, body))
            given = self._replies[0] if len(self._replies) == 1 else self._replies.pop(0)
        if given.status == 0:
            exchange.close_connection = True
            return
        exchange.send_response(given.status)
        for name, value in given.headers.items():
            exchange.send_header(name, value)
        if given.headers.get("Connection") == "close":
            exchange.close_connection = True
        else:
            exchange.send_header("Content-Length", str(len(given.body)))
        exchange.end_headers()
        exchange.wfile.write(given.body)
        if given.hangs:
            self._over.wait()

    def __enter__(self) -> FakeService:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
