"""Events as CloudEvents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .event_id import new_event_id
from .receipt import Receipt
from .sending import JSON, Sending
from .service import encoded
from .times import rfc3339

_BATCH = "application/cloudevents-batch+json"


class CloudEvents(Sending):
    """Publishes CloudEvents; see `Client`."""

    def publish(self, events: Iterable[Mapping[str, Any]]) -> Receipt:
        """Publishes 1 to 1,000 CloudEvents, each with `type`, `subject`, `data` and so on.

        An `id` that is missing is made before the first try, and is what makes a repeat harmless;
        `specversion` and this client's source are filled in. The subject is `tenant/session`.
        """
        return self._answered("POST", "/v1/events", _BATCH, encoded(self._filled(events)), None)

    def _filled(self, events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
        defaults = {"specversion": "1.0", "datacontenttype": JSON}
        if self._source is not None:
            defaults["source"] = self._source
        filled = []
        for event in events:
            one = {**defaults, **event}
            one.setdefault("id", new_event_id())
            if isinstance(one.get("time"), datetime):
                one["time"] = rfc3339(one["time"])
            filled.append(one)
        return filled
