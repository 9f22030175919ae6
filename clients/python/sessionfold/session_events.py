"""Events of a session as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .event_id import new_event_id
from .receipt import Receipt
from .sending import JSON, Sending, path_of, present
from .service import with_query
from .times import Time

_MERGE_PATCH = "application/merge-patch+json"


class SessionEvents(Sending):
    """Publishes what happens to a session as a whole; see `Client`."""

    def start(
        self,
        session: str,
        *,
        user: str | None = None,
        application: str | None = None,
        title: str | None = None,
        session_type: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Says who a session belongs to; the first value of each field wins. Not needed to append."""
        data = {
            "user": user,
            "application": application,
            "title": title,
            "session_type": session_type,
            "metadata": metadata,
        }
        return self._event("PUT", session, "", data, time, key)

    def change_metadata(
        self,
        session: str,
        *,
        set: Mapping[str, Any] | None = None,
        unset: Sequence[str] | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Sets and unsets metadata by JSON Pointers, such as `{"/order/state": "sent"}`."""
        data = {"set": set, "unset": None if unset is None else list(unset)}
        return self._send("PATCH", session, "/metadata", present(data), key)

    def merge_metadata(
        self, session: str, patch: Mapping[str, Any], *, key: str | None = None
    ) -> Receipt:
        """Merges a JSON Merge Patch (RFC 7396) into the metadata; None takes a member away."""
        return self._publish("PATCH", path_of(session, "/metadata"), _MERGE_PATCH, patch, key)

    def feedback(
        self,
        session: str,
        rating: str | None,
        *,
        comment: str | None = None,
        target: Mapping[str, Any] | None = None,
        agent: str | None = None,
        more: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Records the feedback of a user: `up`, `down` or None; `more` has members of your own."""
        given = {"comment": comment, "target": target, "agent": agent}
        body = {**(more or {}), "rating": rating, **present(given)}
        return self._publish("POST", path_of(session, "/feedback"), JSON, body, key)

    def guardrail(
        self,
        session: str,
        *,
        agent: str,
        action: str,
        target: Mapping[str, Any] | None = None,
        stop_reason: str | None = None,
        policies_triggered: Sequence[Any] | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Records that a guardrail was triggered."""
        data = {
            "agent": agent,
            "action": action,
            "target": target,
            "stop_reason": stop_reason,
            "policies_triggered": policies_triggered,
        }
        return self._event("POST", session, "/guardrails", data, time, key)

    def close_session(
        self,
        session: str,
        *,
        reason: str | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Labels a session as closed; it can go on."""
        return self._event("POST", session, "/close", {"reason": reason}, time, key)

    def delete(
        self, session: str, *, reason: str | None = None, key: str | None = None
    ) -> Receipt:
        """Deletes a session for good: whatever is published for it later is rejected."""
        path = with_query(path_of(session), [("reason", reason)])
        return self._answered("DELETE", path, JSON, None, key or new_event_id())
