"""What a publish is answered with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from .position import Position


class EventRef(NamedTuple):
    """The name of an event: its id is unique within its source."""

    id: str
    source: str


@dataclass(frozen=True)
class Receipt:
    """Events that Kafka has acknowledged with all replicas: none of them can be lost.

    Give `position` to a read, and it shows them. `events` are named in the order of the call.
    """

    position: Position
    events: tuple[EventRef, ...]

    @staticmethod
    def of(answer: Mapping[str, Any]) -> Receipt:
        """Of the answer of the service."""
        events = tuple(EventRef(each["id"], each["source"]) for each in answer["events"])
        return Receipt(Position(answer["position"]), events)
