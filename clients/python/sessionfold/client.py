"""The client: everything that the service offers to publishers and readers."""

from __future__ import annotations

import ssl
from types import TracebackType

from .cloud_events import CloudEvents
from .following import Following
from .message_events import MessageEvents
from .reading import Reading
from .retries import Retries
from .service import Service
from .session_events import SessionEvents


class Client(MessageEvents, SessionEvents, CloudEvents, Reading, Following):
    """Publishes, reads and follows sessions of one tenant. Thread-safe.

    Publishing. A call returns a `Receipt` when Kafka has acknowledged all of its events with all
    replicas. It is tried again while the service or the way to it is away, always with one
    `Idempotency-Key`: whatever is repeated, by this client or by the network, is applied once. The
    key is made for each call unless `key` names it; name it to make a call again later, after a
    crash for example. A call that raises `InvalidEvent` has published nothing. After `Unreachable`
    and `LogUnavailable` some of its events may be stored: make the call again with the
    `idempotency_key` of the error. Arguments that are None are left out of the event.

    Reading and following are told at `Reading` and `Following`.
    """

    def __init__(
        self,
        base_url: str = "http://127.0.0.1:8480",
        token: str | None = None,
        tenant: str | None = None,
        timeout: float = 10.0,
        *,
        source: str | None = None,
        retries: Retries = Retries(),
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """A client of a service; connects when it is used.

        `token` names the tenant. `tenant` does it where the service has no tokens. `timeout` is the
        longest silence of one try in seconds. `source` is the URI of the publishing service, such
        as `/agents/concierge`, in which the ids of its events are unique; feedback, metadata and
        deletions are always of the gateway's.
        """
        super().__init__(Service(base_url, token, tenant, timeout, retries, ssl_context), source)

    def close(self) -> None:
        """Closes idle connections; the client can be used again."""
        self._service.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
