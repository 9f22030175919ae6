"""What can go wrong, as types.

Every answer of the service that is not what was asked for is a problem document (RFC 9457) and
becomes a `Problem`, or the subclass of its type. No message holds what a session says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

PREFIX = "urn:sessionfold:problem:"


class Reason(NamedTuple):
    """One thing that is wrong with an event; `pointer` is the JSON Pointer of its place."""

    code: str
    pointer: str
    message: str


class SessionfoldError(Exception):
    """Everything that this package raises of its own.

    `idempotency_key` is that of the call if it was a write: the same call with this key can be made
    again at any time without publishing anything twice.
    """

    idempotency_key: str | None = None


class Unreachable(SessionfoldError):
    """The service gave no answer within the tries of the client. A write may have been stored."""


class Problem(SessionfoldError):
    """The service answered that it cannot do what was asked, and why.

    `type` is the URI of the kind of problem, `members` the whole document.
    """

    kind: ClassVar[str] = ""

    def __init__(self, status: int, document: Mapping[str, Any]) -> None:
        self.status = status
        self.type = str(document.get("type", "about:blank"))
        self.title = str(document.get("title", f"HTTP status {status}"))
        self.detail = str(document.get("detail", ""))
        self.instance = str(document.get("instance", ""))
        self.reasons = tuple(_reason(each) for each in document.get("reasons", ()))
        self.members = dict(document)
        super().__init__(self._text())

    def _text(self) -> str:
        reasons = "".join(f"; {r.code} at {r.pointer or '/'}: {r.message}" for r in self.reasons)
        return f"{self.status} {self.title}: {self.detail}{reasons}"

    @staticmethod
    def of(status: int, body: bytes) -> Problem:
        """The problem of an answer, whatever its body is: a proxy in front has bodies of its own."""
        try:
            document = json.loads(body)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            document = {}
        kind = str(document.get("type", "")).removeprefix(PREFIX)
        return _KINDS.get(kind, Problem)(status, document)


def _reason(given: Any) -> Reason:
    of = given if isinstance(given, dict) else {}
    return Reason(*(str(of.get(name, "")) for name in Reason._fields))


class InvalidRequest(Problem):
    """400: the request cannot be read."""

    kind = "invalid-request"


class Unauthorized(Problem):
    """401: a token is needed, or this one is not known or has expired."""

    kind = "unauthorized"


class Forbidden(Problem):
    """403: the token does not give this right."""

    kind = "forbidden"


class NotFound(Problem):
    """404: there is no such session, or it is deleted."""

    kind = "not-found"


class NoSuchRevision(Problem):
    """404: the session has no such revision; `members["current"]` is the last it has."""

    kind = "no-such-revision"


class EventRejected(Problem):
    """409: the event that the token stands for was rejected; `reasons` say why."""

    kind = "event-rejected"


class IdempotencyConflict(Problem):
    """409: the key was used for another request."""

    kind = "idempotency-conflict"


class Reset(Problem):
    """410: a feed cannot go on from this token: read anew, and open it without one."""

    kind = "reset"


class TooLarge(Problem):
    """413: the request is too large."""

    kind = "too-large"


class InvalidEvent(Problem):
    """422: nothing was sent; `reasons` say what is wrong, and where."""

    kind = "invalid-event"


class TooManyRequests(Problem):
    """429: more requests than the token may make, also after the tries of the client."""

    kind = "too-many-requests"


class LogUnavailable(Problem):
    """503: the event log does not take events.

    `members["events"]` says of each event of the call whether it is acknowledged.
    """

    kind = "log-unavailable"


class StoreUnavailable(Problem):
    """503: the stores do not answer."""

    kind = "store-unavailable"


class SessionQuarantined(Problem):
    """503: a store refuses this session; it is answered when an operator has released it."""

    kind = "session-quarantined"


class Busy(Problem):
    """503: the service has too much to do."""

    kind = "busy"


class NotYetReadable(Problem):
    """504: the read was not as current as it should be within `wait`; `detail` says how far behind."""

    kind = "not-yet-readable"


_KINDS: dict[str, type[Problem]] = {each.kind: each for each in Problem.__subclasses__()}
