"""The calls that follow changes as they happen."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

from .errors import Problem, SessionfoldError
from .retries import Retries, retry_after
from .sending import path_of
from .service import NO_ANSWER, Json, Service, is_worth_another_try
from .sse import ServerSentEvent, blocks

# Heartbeats come four times as often: a stream that is silent for so many seconds is broken.
_LONGEST_SILENCE = 60.0

FOLLOWING = Retries(tries=1_000_000_000, first=0.2, longest=15.0)


@dataclass(frozen=True)
class Change:
    """One change of a session. `token` resumes a feed behind it; `type` is that of the event.

    `revision` is that of the session, and `change` the change as the journal has it: its `data` is
    what the event said.
    """

    token: str
    type: str
    session: str
    revision: int
    recorded_at: str
    change: Any
    data: Json


class Following:
    """Follows changes.

    A feed connects again, when the connection or the service is away, behind the last change that
    it gave: none is left out or repeated. A consumer that keeps the `token` of the last change that
    it dealt with goes on from there in another process. `Reset` is raised when that cannot be,
    because the token is of a journal that is not active any more: read anew, and open a feed
    without one. Close a feed (`contextlib.closing`) to leave it before its end, which it has not.
    """

    _service: Service

    def changes(
        self, token: str | None = None, *, retries: Retries = FOLLOWING
    ) -> Generator[Change, None, None]:
        """The applied changes of all sessions of the tenant, from a token or from here on."""
        return self._follow("/v1/changes", token, retries)

    def events(
        self, session: str, token: str | None = None, *, retries: Retries = FOLLOWING
    ) -> Generator[Change, None, None]:
        """The applied changes of one session, from a token or from here on."""
        return self._follow(path_of(session, "/events"), token, retries)

    def _follow(
        self, path: str, token: str | None, retries: Retries
    ) -> Generator[Change, None, None]:
        """Tries are counted from the last sign of life on, which a mere greeting is not."""
        tried = 0
        while True:
            tried += 1
            asked: float | None = None
            failure: SessionfoldError
            try:
                for told, block in enumerate(self._stream(path, token)):
                    token = block.id or None
                    if told or block.data:
                        tried = 0
                    if block.data:
                        yield _change(block)
                failure = self._service.unreachable(ConnectionError("the stream has ended"))
            except NO_ANSWER as error:
                failure = self._service.unreachable(error)
            except _Refused as refused:
                failure, asked = refused.problem, refused.retry_after
                if not is_worth_another_try(refused.problem, asked):
                    raise failure from None
            pause = retries.pause(max(tried, 1), asked)
            if pause is None:
                raise failure
            time.sleep(pause)

    def _stream(self, path: str, token: str | None) -> Generator[ServerSentEvent, None, None]:
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if token is not None:
            headers["Last-Event-ID"] = token
        connection, response = self._service.open(path, headers, _LONGEST_SILENCE)
        try:
            if response.status != 200:
                raise _Refused(response)
            yield from blocks(response, token or "")
        finally:
            response.close()
            connection.close()


class _Refused(Exception):
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.retry_after = retry_after(response.getheader("Retry-After"))
        self.problem = Problem.of(response.status, response.read())


def _change(block: ServerSentEvent) -> Change:
    data = json.loads(block.data)
    return Change(
        token=block.id,
        type=block.event,
        session=data["session"],
        revision=data["revision"],
        recorded_at=data["recorded_at"],
        change=data.get("change"),
        data=data,
    )
