"""Events of the messages and agents of a session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from .receipt import Receipt
from .sending import Sending, present
from .service import segment
from .times import Time, rfc3339


class MessageEvents(Sending):
    """Publishes what happens to messages and agents; see `Client`."""

    def append(
        self,
        session: str,
        message: Mapping[str, Any],
        *,
        agent: str,
        format: str = "openai.chat",
        turn: str | None = None,
        model: str | None = None,
        finish_reason: str | None = None,
        usage: Mapping[str, int] | None = None,
        metrics: Mapping[str, int] | None = None,
        expected_index: int | None = None,
        ext: Mapping[str, Any] | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Appends one whole message, kept as it is, to the conversation of an agent.

        With `expected_index` it is rejected unless it gets that index; the rejection shows when a
        read is given the position.
        """
        data = {
            "agent": agent,
            "message": message,
            "format": format,
            "turn": turn,
            "model": model,
            "finish_reason": finish_reason,
            "usage": usage,
            "metrics": metrics,
            "expected_index": expected_index,
            "ext": ext,
        }
        return self._event("POST", session, "/messages", data, time, key)

    def append_many(
        self,
        session: str,
        appends: Iterable[Mapping[str, Any]],
        *,
        agent: str | None = None,
        format: str = "openai.chat",
        key: str | None = None,
    ) -> Receipt:
        """Appends 1 to 1,000 messages in their order, by one request.

        Each of `appends` has `message`, and may have what `append` takes beside it, and `id`,
        `source` and `time`; agent and format hold for those that name none.
        """
        each = [self._enveloped(one) for one in appends]
        body = present({"agent": agent, "format": format, "messages": each})
        return self._send("POST", session, "/messages", body, key)

    def _enveloped(self, given: Mapping[str, Any]) -> dict[str, Any]:
        one = present({"source": self._source, **given})
        if isinstance(one.get("time"), datetime):
            one["time"] = rfc3339(one["time"])
        return one

    def measure(
        self,
        session: str,
        target: Mapping[str, Any],
        *,
        model: str | None = None,
        usage: Mapping[str, int] | None = None,
        metrics: Mapping[str, int] | None = None,
        event_loop_metrics: Mapping[str, Any] | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Adds measurements of one model call to a message.

        A target is `{"event": id, "source": source}`, as a receipt names it, or
        `{"agent": name, "index": n}`; one without a source is of this client's.
        """
        data = {
            "target": target,
            "model": model,
            "usage": usage,
            "metrics": metrics,
            "event_loop_metrics": event_loop_metrics,
        }
        return self._event("POST", session, "/measurements", data, time, key)

    def redact(
        self,
        session: str,
        target: Mapping[str, Any],
        *,
        redact_message: Mapping[str, Any] | None = None,
        reason: str | None = None,
        action: str | None = None,
        stop_reason: str | None = None,
        policies_triggered: Sequence[Any] | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Takes the text of a message back; `redact_message` stands in its place."""
        data = {
            "target": target,
            "redact_message": redact_message,
            "reason": reason,
            "action": action,
            "stop_reason": stop_reason,
            "policies_triggered": policies_triggered,
        }
        return self._event("POST", session, "/redactions", data, time, key)

    def replace(
        self,
        session: str,
        target: Mapping[str, Any],
        message: Mapping[str, Any],
        *,
        format: str | None = None,
        reason: str | None = None,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Puts another message in the place of one, which keeps its index, time and usage."""
        data = {"target": target, "message": message, "format": format, "reason": reason}
        return self._event("POST", session, "/replacements", data, time, key)

    def sync_agent(
        self,
        session: str,
        agent: str,
        data: Mapping[str, Any],
        *,
        time: Time | None = None,
        key: str | None = None,
    ) -> Receipt:
        """Sets state, system_prompt, model and others of an agent, each whole; None clears one."""
        path = f"/agents/{segment(agent)}"
        return self._send("PATCH", session, path, self._with_envelope(data, time), key)
