"""Calls of the service: each is tried until it is answered, or it is clear that it will not be."""

from __future__ import annotations

import http.client
import json
import ssl
import time
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from .connections import Answer, Connections
from .errors import Problem, SessionfoldError, Unreachable
from .retries import Retries, retry_after

Json = dict[str, Any]
Query = Iterable[tuple[str, Any]]

# 502 is what a proxy says while the service behind it restarts.
_AGAIN = frozenset({429, 502, 503})
NO_ANSWER = (OSError, http.client.HTTPException)


class Service:
    """One service, as one caller sees it. Thread-safe."""

    def __init__(
        self,
        base_url: str,
        token: str | None,
        tenant: str | None,
        timeout: float,
        retries: Retries,
        context: ssl.SSLContext | None,
    ) -> None:
        if timeout <= 0:
            raise ValueError("timeout is a number of seconds above 0")
        self.retries = retries
        self._base_url = base_url
        self._timeout = timeout
        self._connections = Connections(base_url, context)
        self._headers = {"Accept": "application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        if tenant is not None:
            self._headers["Sessionfold-Tenant"] = tenant

    def get(self, path: str, query: Query = (), wait: float = 0.0) -> Json:
        """What is read at a path; `wait` is how long the service may take for that on top."""
        return self._json(self.call("GET", with_query(path, query), {}, None, self._timeout + wait))

    def publish(
        self, method: str, path: str, media_type: str, body: bytes | None, key: str | None
    ) -> Json:
        """Publishes; every try has the same key, so that it is published once."""
        headers = {} if body is None else {"Content-Type": media_type}
        if key is not None:
            headers["Idempotency-Key"] = key
        try:
            return self._json(self.call(method, path, headers, body, self._timeout))
        except SessionfoldError as error:
            error.idempotency_key = key
            raise

    def call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        timeout: float,
    ) -> Answer:
        """The answer to a request, which is sent as often as the retries say.

        Raises `Problem` if it is none of success, `Unreachable` if there is none.
        """
        tried = 0
        while True:
            tried += 1
            failure: SessionfoldError
            cause: Exception | None = None
            asked: float | None = None
            try:
                answer = self._connections.request(
                    method, path, {**self._headers, **headers}, body, timeout
                )
            except NO_ANSWER as error:
                failure, cause = self.unreachable(error), error
            else:
                if 200 <= answer.status < 300:
                    return answer
                failure = Problem.of(answer.status, answer.body)
                asked = retry_after(answer.headers.get("retry-after"))
                if not is_worth_another_try(failure, asked):
                    raise failure
            pause = self.retries.pause(tried, asked)
            if pause is None:
                raise failure from cause
            time.sleep(pause)

    def unreachable(self, error: Exception) -> Unreachable:
        """The error that a failed connection is."""
        return Unreachable(f"{self._base_url} gives no answer: {type(error).__name__}: {error}")

    def open(
        self, path: str, headers: Mapping[str, str], timeout: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """One try to open a stream."""
        return self._connections.open(path, {**self._headers, **headers}, timeout)

    def close(self) -> None:
        """Closes connections that are idle."""
        self._connections.close()

    @staticmethod
    def _json(answer: Answer) -> Json:
        try:
            document = json.loads(answer.body)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            raise Unreachable("what answered is not Sessionfold: its answer is no JSON object")
        return document


def is_worth_another_try(problem: Problem, asked: float | None) -> bool:
    """The service says Retry-After where another try can help; a proxy need not say it."""
    own = problem.type.startswith("urn:sessionfold:")
    return problem.status in _AGAIN and (asked is not None or not own)


def with_query(path: str, query: Query = ()) -> str:
    """A path with those parameters that are not None."""
    given = [(name, _parameter(value)) for name, value in query if value is not None]
    return f"{path}?{urlencode(given)}" if given else path


def _parameter(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def segment(name: str) -> str:
    """A name as one segment of a path; `.` and `..` would be steps of it."""
    if not name:
        raise ValueError("a name in a path has at least one character")
    return name.replace(".", "%2E") if name in (".", "..") else quote(name, safe="")


def encoded(value: Any) -> bytes:
    """JSON text in UTF-8; raises ValueError or TypeError for what has none."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
