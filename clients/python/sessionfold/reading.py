"""The calls that read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from .position import Position, Token
from .receipt import Receipt
from .sending import path_of
from .service import Json, Service
from .times import Time, rfc3339

_PAGE = 200

Query = list[tuple[str, Any]]


class Reading:
    """Reads sessions.

    Every read of one session may say how current it has to be: `after` is the receipt or position
    of what it must show, `fresh` asks for all that is in the event log when the read arrives, and
    `wait` is how many seconds that may take (30 at most). If it takes longer, `NotYetReadable` is
    raised; if the event of the position was rejected, `EventRejected`. A read that says nothing of
    this never waits.

    Sessions and messages are the JSON objects of the service as Python reads them.
    """

    _service: Service

    def session(
        self,
        session: str,
        *,
        messages: str = "tail",
        as_of: int | Time | None = None,
        after: Receipt | Token | None = None,
        fresh: bool = False,
        wait: float = 2.0,
    ) -> Json:
        """A session with `all` its messages, the `tail` of them that is kept together, or `none`.

        With `as_of` as it was at a revision or a time.
        """
        point = as_of if as_of is None or isinstance(as_of, int) else rfc3339(as_of)
        query: Query = [("messages", messages), ("as_of", point)]
        return self._read(session, "", query, after, fresh, wait)

    def as_of(self, session: str, point: int | Time) -> Json:
        """A session with all its messages as it was at a revision or a time.

        Texts that were taken back since are not shown in the past either.
        """
        return self.session(session, messages="all", as_of=point)

    def page(
        self,
        session: str,
        *,
        agent: str | None = None,
        last: int | None = None,
        since: int | None = None,
        before: int | None = None,
        first_index: int | None = None,
        last_index: int | None = None,
        newest: bool = False,
        view: str = "raw",
        limit: int | None = None,
        after: Receipt | Token | None = None,
        fresh: bool = False,
        wait: float = 2.0,
    ) -> Json:
        """One page of messages: `messages`, `more`, and the `cursor` for the next.

        `since` and `before` are the numbers (`seq`) of messages, exclusive; the indexes are those
        of an agent's conversation. The view `valid` is what a model API accepts, with `repairs`.
        """
        query: Query = [
            ("agent", agent),
            ("last", last),
            ("after", since),
            ("before", before),
            ("from", first_index),
            ("to", last_index),
            ("newest", True if newest else None),
            ("view", None if view == "raw" else view),
            ("limit", limit),
        ]
        return self._read(session, "/messages", query, after, fresh, wait)

    def messages(
        self,
        session: str,
        *,
        agent: str | None = None,
        since: int | None = None,
        before: int | None = None,
        newest: bool = False,
        after: Receipt | Token | None = None,
        fresh: bool = False,
        wait: float = 2.0,
        page_size: int = _PAGE,
    ) -> Iterator[Json]:
        """All messages in their order, or the newest first; pages are read as they are needed.

        None is left out or repeated while others are appended.
        """
        while True:
            page = self.page(
                session,
                agent=agent,
                since=since,
                before=before,
                newest=newest,
                limit=page_size,
                after=after,
                fresh=fresh,
                wait=wait,
            )
            yield from page["messages"]
            if not page["more"]:
                return
            if newest:
                before = page["cursor"]
            else:
                since = page["cursor"]

    def last(
        self,
        session: str,
        count: int,
        *,
        agent: str | None = None,
        after: Receipt | Token | None = None,
        fresh: bool = False,
        wait: float = 2.0,
    ) -> list[Json]:
        """The last messages, at most 1,000, in their order."""
        page = self.page(session, agent=agent, last=count, after=after, fresh=fresh, wait=wait)
        return list(page["messages"])

    def timeline(
        self,
        session: str,
        *,
        after: Receipt | Token | None = None,
        fresh: bool = False,
        wait: float = 2.0,
        page_size: int = _PAGE,
    ) -> Iterator[Json]:
        """Messages of all agents, feedback and guardrails in one order, each with its `kind`."""
        cursor = None
        while True:
            query: Query = [("cursor", cursor), ("limit", page_size)]
            page = self._read(session, "/timeline", query, after, fresh, wait)
            yield from page["entries"]
            cursor = page.get("cursor")
            if cursor is None:
                return

    def usage(
        self,
        session: str,
        *,
        after: Receipt | Token | None = None,
        fresh: bool = False,
        wait: float = 2.0,
    ) -> Json:
        """Tokens and times: `total`, and by `agents` and `models`."""
        return self._read(session, "/usage", [], after, fresh, wait)

    def sessions(
        self,
        *,
        user: str | None = None,
        application: str | None = None,
        metadata: dict[str, str] | None = None,
        created_from: Time | None = None,
        created_to: Time | None = None,
        updated_from: Time | None = None,
        updated_to: Time | None = None,
        order: str = "updated",
        newest: bool = True,
        page_size: int = _PAGE,
    ) -> Iterator[Json]:
        """Sessions that fit everything given, without messages, by time of change or creation."""
        times = {
            "created_from": created_from,
            "created_to": created_to,
            "updated_from": updated_from,
            "updated_to": updated_to,
        }
        query: Query = [("user", user), ("application", application)]
        query += [(f"metadata.{name}", value) for name, value in (metadata or {}).items()]
        query += [(name, rfc3339(at)) for name, at in times.items() if at is not None]
        query += [("order", order), ("newest", newest), ("limit", page_size)]
        cursor = None
        while True:
            page = self._service.get("/v1/sessions", [*query, ("cursor", cursor)])
            yield from page["sessions"]
            cursor = page.get("cursor")
            if cursor is None:
                return

    def outcomes(self, position: Receipt | Token, *, wait: float = 2.0) -> list[Json]:
        """What became of the last event that a position has of each partition and topic.

        `outcome` is `applied` (with `revision`, and `agent` and `index` of a message), `duplicate`,
        `rejected` (with `reasons`) or `unknown`; it is `pending` if that is not decided yet after
        `wait` seconds.
        """
        path = f"/v1/outcomes/{_token(position)}"
        end = time.monotonic() + wait
        while True:
            outcomes: list[Json] = self._service.get(path)["outcomes"]
            left = end - time.monotonic()
            if left <= 0 or all(each["outcome"] != "pending" for each in outcomes):
                return outcomes
            time.sleep(min(0.05, left))

    def outcome(self, position: Receipt | Token, *, wait: float = 2.0) -> Json:
        """The same of a single event; raises ValueError for a position of several partitions."""
        outcomes = self.outcomes(position, wait=wait)
        if len(outcomes) != 1:
            raise ValueError(f"the position is of {len(outcomes)} records: use outcomes()")
        return outcomes[0]

    def _read(
        self,
        session: str,
        path: str,
        query: Query,
        after: Receipt | Token | None,
        fresh: bool,
        wait: float,
    ) -> Json:
        token = "" if after is None else _token(after)
        currency: Query = [("after", token or None), ("fresh", True if fresh else None)]
        waits = bool(token) or fresh
        if waits:
            currency.append(("wait", f"{max(0, round(wait * 1000))}ms"))
        return self._service.get(path_of(session, path), query + currency, wait if waits else 0.0)


def _token(position: Receipt | Token) -> str:
    if isinstance(position, Receipt):
        position = position.position
    return str(Position(position) if isinstance(position, str) else position)
