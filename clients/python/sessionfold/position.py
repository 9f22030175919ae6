"""Position tokens: how far in the event log a writer has got."""

from __future__ import annotations

import re
from typing import Union

_ENTRY = re.compile(r"(\d{1,9})\.(\d{1,18}|-)\.(\d{1,18}|-)", re.ASCII)
_Offsets = tuple[int, int]


class Position:
    """How far in the event log a writer has got. Immutable.

    A read that is given one shows everything that was published up to it. `a | b` stands for both,
    and is no longer than the number of partitions allows: a writer can keep one position for all
    that it has published.
    """

    __slots__ = ("_partitions",)

    def __init__(self, token: str = "") -> None:
        """Reads a token as the service answered it; without one: of a writer of nothing.

        Raises ValueError if it is not one.
        """
        self._partitions: dict[int, _Offsets] = {}
        for entry in token.split(",") if token else ():
            match = _ENTRY.fullmatch(entry)
            if match is None:
                raise ValueError(
                    "not a position token: pass the text that a publish answered, unchanged"
                )
            self._raise_to(int(match[1]), (_offset(match[2]), _offset(match[3])))

    def _raise_to(self, partition: int, offsets: _Offsets) -> None:
        messages, metadata = self._partitions.get(partition, (-1, -1))
        self._partitions[partition] = (max(messages, offsets[0]), max(metadata, offsets[1]))

    def __or__(self, other: Position) -> Position:
        merged = Position()
        for position in (self, other):
            for partition, offsets in position._partitions.items():
                merged._raise_to(partition, offsets)
        return merged

    def __str__(self) -> str:
        return ",".join(
            f"{partition}.{_text(messages)}.{_text(metadata)}"
            for partition, (messages, metadata) in sorted(self._partitions.items())
        )

    def __repr__(self) -> str:
        return f"Position({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Position) and self._partitions == other._partitions

    def __hash__(self) -> int:
        return hash(str(self))

    def __bool__(self) -> bool:
        return bool(self._partitions)


Token = Union[Position, str]


def _offset(text: str) -> int:
    return -1 if text == "-" else int(text)


def _text(offset: int) -> str:
    return "-" if offset < 0 else str(offset)
