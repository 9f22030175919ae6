"""What is sent for what is called."""

from __future__ import annotations

import json
import unittest
from datetime import datetime, timedelta, timezone
from typing import Any

from sessionfold import Client, Position
from sessionfold.event_id import new_event_id

from .fake_service import ACCEPTED, FakeService, Request, reply

MESSAGE = {"role": "user", "content": "Grüße 👋"}
TARGET = {"agent": "a", "index": 0}


class RequestTest(unittest.TestCase):
    def sent(self, *calls: Any, **settings: Any) -> list[Request]:
        with FakeService(ACCEPTED) as fake, Client(fake.url, **settings) as sessionfold:
            for call in calls:
                call(sessionfold)
            return fake.requests

    def test_every_write_has_its_method_path_and_body(self) -> None:
        expected: list[tuple[str, str, Any, Any]] = [
            ("PUT", "", {"user": "u"}, lambda c: c.start("s", user="u")),
            (
                "POST",
                "/messages",
                {"agent": "a", "message": MESSAGE, "format": "openai.chat"},
                lambda c: c.append("s", MESSAGE, agent="a"),
            ),
            (
                "POST",
                "/messages",
                {"agent": "a", "format": "strands", "messages": [{"message": MESSAGE}]},
                lambda c: c.append_many("s", [{"message": MESSAGE}], agent="a", format="strands"),
            ),
            (
                "POST",
                "/measurements",
                {"target": TARGET, "metrics": {"latencyMs": 3}},
                lambda c: c.measure("s", TARGET, metrics={"latencyMs": 3}),
            ),
            (
                "POST",
                "/redactions",
                {"target": TARGET, "reason": "private"},
                lambda c: c.redact("s", TARGET, reason="private"),
            ),
            (
                "POST",
                "/replacements",
                {"target": TARGET, "message": MESSAGE},
                lambda c: c.replace("s", TARGET, MESSAGE),
            ),
            (
                "PATCH",
                "/agents/the%20agent",
                {"state": None, "model": "m"},
                lambda c: c.sync_agent("s", "the agent", {"state": None, "model": "m"}),
            ),
            (
                "PATCH",
                "/metadata",
                {"set": {"/a": None}, "unset": ["/b"]},
                lambda c: c.change_metadata("s", set={"/a": None}, unset=("/b",)),
            ),
            ("PATCH", "/metadata", {"a": None}, lambda c: c.merge_metadata("s", {"a": None})),
            (
                "POST",
                "/feedback",
                {"stars": 5, "rating": None, "comment": "well"},
                lambda c: c.feedback("s", None, comment="well", more={"stars": 5}),
            ),
            (
                "POST",
                "/guardrails",
                {"agent": "a", "action": "BLOCKED"},
                lambda c: c.guardrail("s", agent="a", action="BLOCKED"),
            ),
            ("POST", "/close", {"reason": "done"}, lambda c: c.close_session("s", reason="done")),
            ("DELETE", "?reason=asked+for", None, lambda c: c.delete("s", reason="asked for")),
        ]
        requests = self.sent(*(call for *_, call in expected))
        self.assertEqual(len(requests), len(expected))
        for request, (method, path, body, _) in zip(requests, expected):
            with self.subTest(path):
                self.assertEqual((request.method, request.target), (method, "/v1/sessions/s" + path))
                self.assertEqual(json.loads(request.body) if request.body else None, body)
                self.assertIn("idempotency-key", request.headers)
        self.assertEqual(requests[8].headers["content-type"], "application/merge-patch+json")

    def test_source_and_time_are_of_the_event(self) -> None:
        when = datetime(2026, 3, 1, 10, 30, 0, 1999, timezone(timedelta(hours=1)))
        one, many = self.sent(
            lambda c: c.append("s", MESSAGE, agent="a", time=when),
            lambda c: c.append_many("s", [{"message": MESSAGE, "agent": "a", "time": when}]),
            source="/agents/a",
        )
        for members in (json.loads(one.body), json.loads(many.body)["messages"][0]):
            self.assertEqual(members["source"], "/agents/a")
            self.assertEqual(members["time"], "2026-03-01T09:30:00.001Z")
        with self.assertRaisesRegex(ValueError, "zone"):
            self.sent(lambda c: c.start("s", time=datetime(2026, 3, 1)))

    def test_names_are_one_segment_of_the_path(self) -> None:
        for session, path in (("a b/c?d", "a%20b%2Fc%3Fd"), ("..", "%2E%2E"), ("é", "%C3%A9")):
            (request,) = self.sent(lambda c, s=session: c.start(s))
            self.assertEqual(request.target, f"/v1/sessions/{path}")
        with self.assertRaises(ValueError):
            self.sent(lambda c: c.start(""))

    def test_text_is_sent_as_it_is(self) -> None:
        (request,) = self.sent(lambda c: c.append("s", MESSAGE, agent="a"))
        self.assertIn("Grüße 👋".encode(), request.body)
        with self.assertRaises(ValueError):
            self.sent(lambda c: c.append("s", {"role": "user", "content": float("nan")}, agent="a"))

    def test_token_and_tenant_are_headers(self) -> None:
        with_token, with_tenant = (
            self.sent(lambda c: c.start("s"), token="secret")[0],
            self.sent(lambda c: c.start("s"), tenant="acme")[0],
        )
        self.assertEqual(with_token.headers["authorization"], "Bearer secret")
        self.assertNotIn("sessionfold-tenant", with_token.headers)
        self.assertEqual(with_tenant.headers["sessionfold-tenant"], "acme")

    def test_a_read_says_how_current_it_has_to_be(self) -> None:
        page = reply(200, {"messages": [], "more": False})
        with FakeService(page) as fake, Client(fake.url) as sessionfold:
            sessionfold.last("s", 3)
            sessionfold.last("s", 3, after="1.0.-", wait=0.25)
            sessionfold.last("s", 3, fresh=True)
            sessionfold.last("s", 3, after=Position())
            targets = [each.target for each in fake.requests]
        path = "/v1/sessions/s/messages?last=3"
        waits = ["", "&after=1.0.-&wait=250ms", "&fresh=true&wait=2000ms", ""]
        self.assertEqual(targets, [path + wait for wait in waits])

    def test_a_base_url_is_checked(self) -> None:
        for url in ("", "localhost:8480", "ftp://a", "http://", "http://a?b"):
            with self.assertRaisesRegex(ValueError, "base_url"):
                Client(url)


class PositionTest(unittest.TestCase):
    def test_positions_merge_by_partition_and_topic(self) -> None:
        merged = Position("1.5.-") | Position("1.3.7,12.-.0") | Position("0.9.9,1.-.6")
        self.assertEqual(str(merged), "0.9.9,1.5.7,12.-.0")
        self.assertEqual(merged, Position(str(merged)))
        self.assertEqual(merged | merged, merged)
        self.assertEqual(Position() | merged, merged)
        self.assertFalse(Position())

    def test_what_is_no_token_is_refused(self) -> None:
        for text in ("1", "1.2", "1.2.3,", "1.2.x", "١.2.3", " 1.2.3"):
            with self.assertRaisesRegex(ValueError, "position token"):
                Position(text)


class EventIdTest(unittest.TestCase):
    def test_ids_are_unique_and_sort_by_time(self) -> None:
        ids = [new_event_id() for _ in range(1000)]
        self.assertEqual(len(set(ids)), 1000)
        self.assertEqual([i[:13] for i in ids], sorted(i[:13] for i in ids))


if __name__ == "__main__":
    unittest.main()
