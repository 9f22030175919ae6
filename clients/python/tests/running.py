"""The pipeline that the tests named `live_*` are run against; `scripts/test-clients` starts one."""

from __future__ import annotations

import os
import uuid

from sessionfold import Client


def setting(name: str) -> str:
    """A variable that says where the pipeline is; without it nothing can be tested."""
    value = os.environ.get(name)
    if not value:
        raise RuntimeError(f"{name} is not set: run scripts/test-clients, which starts a pipeline")
    return value


def client() -> Client:
    """Of the pipeline."""
    return Client(setting("SESSIONFOLD_TEST_HTTP"), source="/tests/python")


def new_session(name: str) -> str:
    """A session of one test alone."""
    return f"{name}-{uuid.uuid4()}"
