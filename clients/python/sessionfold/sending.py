"""How events are published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .event_id import new_event_id
from .receipt import Receipt
from .service import Service, encoded, segment
from .times import Time, rfc3339

JSON = "application/json"


class Sending:
    """Sends events of one source to a service."""

    def __init__(self, service: Service, source: str | None) -> None:
        self._service = service
        self._source = source

    def _event(
        self,
        method: str,
        session: str,
        path: str,
        data: Mapping[str, Any],
        time: Time | None,
        key: str | None,
    ) -> Receipt:
        return self._send(method, session, path, self._with_envelope(present(data), time), key)

    def _with_envelope(self, data: Mapping[str, Any], time: Time | None) -> dict[str, Any]:
        when = None if time is None else rfc3339(time)
        return {**data, **present({"source": self._source, "time": when})}

    def _send(
        self, method: str, session: str, path: str, body: Mapping[str, Any], key: str | None
    ) -> Receipt:
        return self._publish(method, path_of(session, path), JSON, body, key)

    def _publish(
        self, method: str, path: str, media_type: str, body: Mapping[str, Any], key: str | None
    ) -> Receipt:
        return self._answered(method, path, media_type, encoded(body), key or new_event_id())

    def _answered(
        self, method: str, path: str, media_type: str, body: bytes | None, key: str | None
    ) -> Receipt:
        return Receipt.of(self._service.publish(method, path, media_type, body, key))


def path_of(session: str, more: str = "") -> str:
    """The path of a session, or one below it."""
    return f"/v1/sessions/{segment(session)}{more}"


def present(members: Mapping[str, Any]) -> dict[str, Any]:
    """Those that are not None."""
    return {name: value for name, value in members.items() if value is not None}
