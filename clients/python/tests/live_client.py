"""What is published over HTTP is what is read over HTTP."""

from __future__ import annotations

import unittest
from datetime import datetime, timedelta, timezone
from typing import Any

from sessionfold import (
    Client,
    EventRejected,
    IdempotencyConflict,
    InvalidEvent,
    NotFound,
    NotYetReadable,
    Position,
)

from .running import client, new_session


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def texts(messages: Any) -> list[str]:
    return [each["message"]["content"] for each in messages]


class LiveClientTest(unittest.TestCase):
    sessionfold: Client

    @classmethod
    def setUpClass(cls) -> None:
        cls.sessionfold = client()
        cls.addClassCleanup(cls.sessionfold.close)

    def test_a_conversation_with_everything_in_it(self) -> None:
        c, s = self.sessionfold, new_session("everything")
        written = c.start(s, user="u-7", application="shop", title="A parcel", metadata={"a": 1})
        at = written.position
        asked = c.append(s, user("Where is my parcel? 📦"), agent="concierge", turn="1")
        answer = {"role": "assistant", "content": "On its way."}
        usage = {"inputTokens": 12, "outputTokens": 3, "totalTokens": 15}
        answered = c.append(s, answer, agent="concierge", model="m-1", usage=usage, expected_index=1)
        target = answered.events[0]._asdict()
        self.assertEqual(target["source"], "/tests/python")
        at |= c.measure(s, {"event": target["id"]}, metrics={"latencyMs": 830}).position
        at |= c.replace(s, {"agent": "concierge", "index": 1}, {**answer, "content": "Here."}).position
        at |= c.redact(s, {"event": asked.events[0].id}, reason="private").position
        at |= c.sync_agent(s, "concierge", {"state": {"step": 2}, "system_prompt": "Be kind."}).position
        at |= c.change_metadata(s, set={"/b": {"c": [True, None]}}, unset=["/a"]).position
        at |= c.merge_metadata(s, {"b": {"c": None, "d": 4}}).position
        at |= c.feedback(s, "up", comment="fine", more={"stars": 5}).position
        at |= c.guardrail(s, agent="concierge", action="BLOCKED").position
        at |= c.close_session(s, reason="done").position

        session = c.session(s, messages="all", after=at, wait=10)
        self.assertEqual((session["user"], session["title"]), ("u-7", "A parcel"))
        self.assertEqual(session["metadata"], {"b": {"d": 4}})
        self.assertEqual(session["agents"]["concierge"]["state"], {"step": 2})
        self.assertEqual(session["feedbacks"][0]["stars"], 5)
        self.assertEqual(session["guardrail_events"][0]["action"], "BLOCKED")
        self.assertTrue(session["closed_at"])
        self.assertEqual(texts(session["messages"]), ["[redacted]", "Here."])
        self.assertEqual(session["messages"][0]["source"], "/tests/python")
        self.assertEqual(c.usage(s)["total"]["totalTokens"], 15)

    def test_pages_are_iterated_in_both_directions(self) -> None:
        c, s = self.sessionfold, new_session("pages")
        receipt = c.append_many(s, ({"message": user(str(i))} for i in range(25)), agent="a")
        self.assertEqual(len(receipt.events), 25)
        numbers = [str(i) for i in range(25)]
        self.assertEqual(texts(c.messages(s, after=receipt, wait=10, page_size=7)), numbers)
        self.assertEqual(texts(c.messages(s, newest=True, page_size=7)), numbers[::-1])
        self.assertEqual(texts(c.last(s, 3, agent="a")), numbers[-3:])
        self.assertEqual(texts(c.messages(s, since=20)), numbers[20:])
        page = c.page(s, agent="a", first_index=4, last_index=6)
        self.assertIn("4", texts(page["messages"]))

    def test_the_timeline_has_everything_in_one_order(self) -> None:
        c, s = self.sessionfold, new_session("timeline")
        at = c.append_many(s, [{"message": user("q"), "agent": a} for a in "ab"]).position
        c.session(s, after=at, wait=10)
        at |= c.feedback(s, "down").position
        kinds = [each["kind"] for each in c.timeline(s, after=at, wait=10, page_size=2)]
        self.assertEqual(kinds, ["message", "message", "feedback"])

    def test_the_view_valid_lists_its_repairs(self) -> None:
        c, s = self.sessionfold, new_session("valid")
        call = {"id": "call-1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
        asks = {"role": "assistant", "content": None, "tool_calls": [call]}
        receipt = c.append_many(s, [{"message": m} for m in (user("q"), asks)], agent="a")
        page = c.page(s, agent="a", view="valid", last=10, after=receipt, wait=10)
        self.assertEqual([m["message"]["role"] for m in page["messages"]], ["user", "assistant", "tool"])
        self.assertEqual(len(page["repairs"]), 1)

    def test_a_repeated_key_is_applied_once(self) -> None:
        c, s = self.sessionfold, new_session("repeated")
        first = c.append(s, user("once"), agent="a", key=f"{s}-1")
        with client() as other:
            again = other.append(s, user("once"), agent="a", key=f"{s}-1")
        self.assertEqual(first, again)
        self.assertEqual(texts(c.messages(s, after=again, wait=10)), ["once"])
        with self.assertRaises(IdempotencyConflict):
            c.append(s, user("other"), agent="a", key=f"{s}-1")

    def test_cloud_events_are_published_and_a_repeat_is_a_duplicate(self) -> None:
        c, s = self.sessionfold, new_session("events")
        event = {
            "id": f"{s}-1",
            "type": "io.sessionfold.message.appended.v1",
            "subject": f"default/{s}",
            "time": datetime.now(timezone.utc),
            "data": {"agent": "a", "message": user("hello"), "format": "openai.chat"},
        }
        first, again = c.publish([event]), c.publish([event])
        self.assertEqual(c.outcome(first, wait=10)["outcome"], "applied")
        self.assertEqual(c.outcome(again, wait=10)["outcome"], "duplicate")
        self.assertEqual(len(c.last(s, 10)), 1)

    def test_an_outcome_says_what_became_of_an_event(self) -> None:
        c, s = self.sessionfold, new_session("outcome")
        applied = c.outcome(c.append(s, user("a"), agent="a"), wait=10)
        self.assertEqual((applied["outcome"], applied["agent"], applied["index"]), ("applied", "a", 0))
        refused = c.append(s, user("b"), agent="a", expected_index=7)
        rejected = c.outcome(refused, wait=10)
        self.assertEqual(rejected["outcome"], "rejected")
        self.assertEqual(rejected["reasons"][0]["code"], "conflict")
        with self.assertRaises(EventRejected) as caught:
            c.session(s, after=refused, wait=10)
        self.assertEqual(caught.exception.reasons[0].code, "conflict")

    def test_the_past_is_read_as_it_was(self) -> None:
        c, s = self.sessionfold, new_session("past")
        c.append(s, user("first"), agent="a")
        receipt = c.append(s, user("second"), agent="a")
        revision = c.session(s, after=receipt, wait=10)["revision"]
        self.assertEqual(texts(c.as_of(s, revision - 1)["messages"]), ["first"])
        self.assertEqual(len(c.as_of(s, datetime.now(timezone.utc))["messages"]), 2)

    def test_sessions_are_found_by_what_they_are(self) -> None:
        c, name = self.sessionfold, new_session("who")
        receipts = [
            c.start(f"{name}-{i}", user=name, application="shop", metadata={"kind": f"k{i % 2}"})
            for i in range(5)
        ]
        for i, receipt in enumerate(receipts):
            c.session(f"{name}-{i}", after=receipt, wait=10)
        found = [each["session"] for each in c.sessions(user=name, page_size=2)]
        self.assertEqual(sorted(found), [f"{name}-{i}" for i in range(5)])
        odd = c.sessions(user=name, application="shop", metadata={"kind": "k1"})
        self.assertEqual({each["session"] for each in odd}, {f"{name}-1", f"{name}-3"})
        tomorrow = datetime.now(timezone.utc) + timedelta(days=1)
        self.assertEqual(list(c.sessions(user=name, created_from=tomorrow)), [])

    def test_a_deleted_session_is_gone(self) -> None:
        c, s = self.sessionfold, new_session("deleted")
        position = c.append(s, user("a"), agent="a").position | c.delete(s, reason="asked").position
        with self.assertRaises(NotFound):
            c.session(s, after=position, wait=10)

    def test_strange_names_are_sessions_too(self) -> None:
        c = self.sessionfold
        for name in ("..", ".", "a b?c#d%2F&e=ü😀"):
            with self.subTest(name):
                receipt = c.append(name, user("hello"), agent="a.b/c")
                self.assertEqual(c.session(name, after=receipt, wait=10)["session"], name)

    def test_errors_have_types(self) -> None:
        c, s = self.sessionfold, new_session("errors")
        with self.assertRaises(InvalidEvent) as invalid:
            c.append_many(s, [{"message": user("a")}, {"message": {}, "format": "nothing"}])
        self.assertTrue(any(r.pointer.startswith("/messages/1") for r in invalid.exception.reasons))
        with self.assertRaises(NotFound):
            c.session(s)
        receipt = c.append(s, user("a"), agent="a")
        far = Position(f"{str(receipt.position).split('.')[0]}.999999999.-")
        with self.assertRaises(NotYetReadable):
            c.session(s, after=far, wait=0.2)


if __name__ == "__main__":
    unittest.main()
