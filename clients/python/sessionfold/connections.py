"""Connections to one service, kept for the next request."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

# The service closes a connection that is silent for longer; one that is about to be is not taken.
_LONGEST_IDLE = 10.0
_MOST_IDLE = 16


@dataclass(frozen=True)
class Answer:
    """Status, headers in lower case, and the whole body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connections:
    """Sends requests to one service. Thread-safe: a connection serves one request at a time."""

    def __init__(self, base_url: str, context: ssl.SSLContext | None) -> None:
        """Of a service, `http://host:port` or `https://host:port`, with or without a path.

        Raises ValueError if it is not such a URL.
        """
        url = urlsplit(base_url)
        if url.scheme not in ("http", "https") or not url.hostname or url.query or url.fragment:
            raise ValueError(f"base_url is http://host:port or https://host:port, not {base_url!r}")
        self._https = url.scheme == "https"
        self._host = url.hostname
        self._port = url.port
        self._prefix = url.path.rstrip("/")
        self._context = context
        self._lock = threading.Lock()
        self._idle: list[tuple[float, http.client.HTTPConnection]] = []

    def request(
        self,
        method: str,
        target: str,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout: float,
    ) -> Answer:
        """The answer to a request; raises OSError or HTTPException if there is none."""
        connection = self._take(timeout)
        try:
            response = _send(connection, method, self._prefix + target, headers, body)
            answer = Answer(response.status, _lower(response), response.read())
        except BaseException:
            connection.close()
            raise
        if response.will_close:
            connection.close()
        else:
            self._give(connection)
        return answer

    def open(
        self, target: str, headers: Mapping[str, str], timeout: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """An answer whose body is still to come, and its connection, which the caller closes."""
        connection = self._new(timeout)
        try:
            return connection, _send(connection, "GET", self._prefix + target, headers, None)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Closes those that are idle."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _take(self, timeout: float) -> http.client.HTTPConnection:
        while True:
            with self._lock:
                if not self._idle:
                    break
                since, connection = self._idle.pop()
            if time.monotonic() - since < _LONGEST_IDLE and connection.sock is not None:
                connection.timeout = timeout
                connection.sock.settimeout(timeout)
                return connection
            connection.close()
        return self._new(timeout)

    def _give(self, connection: http.client.HTTPConnection) -> None:
        with self._lock:
            if len(self._idle) < _MOST_IDLE:
                self._idle.append((time.monotonic(), connection))
                return
        connection.close()

    def _new(self, timeout: float) -> http.client.HTTPConnection:
        if self._https:
            return http.client.HTTPSConnection(
                self._host, self._port, timeout=timeout, context=self._context
            )
        return http.client.HTTPConnection(self._host, self._port, timeout=timeout)


def _send(
    connection: http.client.HTTPConnection,
    method: str,
    target: str,
    headers: Mapping[str, str],
    body: bytes | None,
) -> http.client.HTTPResponse:
    connection.request(method, target, body=body, headers=dict(headers))
    return connection.getresponse()


def _lower(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): value for name, value in response.getheaders()}
