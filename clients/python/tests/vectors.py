"""The golden partition vectors that the Java tests read as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FILE = "common/src/main/resources/io/sessionfold/partition-vectors.json"


def vectors() -> list[dict[str, Any]]:
    """Each has `key`, `murmur2`, `of_4` and `of_24`."""
    path = Path(__file__).resolve().parents[3] / _FILE
    read: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["vectors"]
    return read
