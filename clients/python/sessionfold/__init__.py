"""Publishes and reads conversations of AI agents over the HTTP API of Sessionfold.

Open `Client` first. It needs nothing but the standard library.
"""

from .client import Client
from .errors import (
    Busy,
    EventRejected,
    Forbidden,
    IdempotencyConflict,
    InvalidEvent,
    InvalidRequest,
    LogUnavailable,
    NoSuchRevision,
    NotFound,
    NotYetReadable,
    Problem,
    Reason,
    Reset,
    SessionfoldError,
    SessionQuarantined,
    StoreUnavailable,
    TooLarge,
    TooManyRequests,
    Unauthorized,
    Unreachable,
)
from .following import Change
from .position import Position
from .receipt import EventRef, Receipt
from .retries import Retries

__all__ = [
    "Busy",
    "Change",
    "Client",
    "EventRef",
    "EventRejected",
    "Forbidden",
    "IdempotencyConflict",
    "InvalidEvent",
    "InvalidRequest",
    "LogUnavailable",
    "NoSuchRevision",
    "NotFound",
    "NotYetReadable",
    "Position",
    "Problem",
    "Reason",
    "Receipt",
    "Reset",
    "Retries",
    "SessionQuarantined",
    "SessionfoldError",
    "StoreUnavailable",
    "TooLarge",
    "TooManyRequests",
    "Unauthorized",
    "Unreachable",
]
