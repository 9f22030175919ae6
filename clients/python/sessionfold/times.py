"""Times as the service reads them."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Union

Time = Union[datetime, str]


def rfc3339(time: Time) -> str:
    """A time in UTC with milliseconds; a text is taken as it is.

    Raises ValueError for a time without a zone, which could be any of a day.
    """
    if isinstance(time, str):
        return time
    if time.tzinfo is None:
        raise ValueError("a time needs a zone, such as datetime.now(timezone.utc)")
    utc = time.astimezone(timezone.utc)
    return utc.isoformat(timespec="milliseconds").replace("+00:00", "Z")
