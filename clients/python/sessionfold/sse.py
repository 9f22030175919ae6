"""Server-sent events as the HTML standard defines their stream."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple


class ServerSentEvent(NamedTuple):
    """One block of a stream. `id` is the last that the stream gave; a block may have no data."""

    id: str
    event: str
    data: str


def blocks(lines: Iterable[bytes], last_id: str = "") -> Iterator[ServerSentEvent]:
    """The blocks of a stream of lines; one that is cut off in its middle is none."""
    event, filled = "message", False
    data: list[str] = []
    for raw in lines:
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if not line:
            if filled:
                yield ServerSentEvent(last_id, event, "\n".join(data))
            event, data, filled = "message", [], False
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            data.append(value)
        elif name == "event":
            event = value
        elif name == "id" and "\0" not in value:
            last_id = value
        filled = filled or name in ("data", "event", "id")
