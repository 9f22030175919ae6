"""Ids of events that nobody else has named."""

from __future__ import annotations

import secrets
import time
import uuid


def new_event_id() -> str:
    """A UUID of version 7: unique, and later ones sort later by the millisecond."""
    millis = time.time_ns() // 1_000_000
    value = (millis & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))
