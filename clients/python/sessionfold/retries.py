"""How often, and after how long, a call is tried again."""

from __future__ import annotations

import email.utils
import random
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Retries:
    """Tries of one call and the seconds between them, which double from `first` up to `longest`.

    Half of each pause is random, so that clients that failed together do not come back together. A
    service that asks for more patience than `longest` is not waited for.
    """

    tries: int = 6
    first: float = 0.1
    longest: float = 10.0

    def __post_init__(self) -> None:
        if self.tries < 1 or self.first <= 0 or self.longest < self.first:
            raise ValueError("at least 1 try, and 0 < first <= longest")

    def pause(self, tried: int, retry_after: float | None = None) -> float | None:
        """Seconds before the next try after `tried` of them; None if there is to be none."""
        if tried >= self.tries or (retry_after or 0.0) > self.longest:
            return None
        pause: float = min(self.longest, self.first * 2.0 ** min(tried - 1, 30))
        return max(retry_after or 0.0, pause / 2) + random.uniform(0.0, pause / 2)


def retry_after(header: str | None) -> float | None:
    """The seconds that a Retry-After header asks for: a number of them, or a date."""
    if header is None:
        return None
    try:
        return max(0.0, float(header))
    except ValueError:
        pass
    try:
        return max(0.0, email.utils.parsedate_to_datetime(header).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
