"""What is tried again, how often, and what stays the same in every try."""

from __future__ import annotations

import json
import time
import unittest
import uuid

from sessionfold import (
    Client,
    InvalidEvent,
    LogUnavailable,
    Problem,
    Retries,
    SessionQuarantined,
    TooManyRequests,
    Unreachable,
)
from sessionfold.retries import retry_after

from .fake_service import ACCEPTED, CUT, FakeService, Reply, problem, reply

QUICK = Retries(tries=4, first=0.001, longest=1.0)
AWAY = problem(503, "log-unavailable", {"Retry-After": "0"})
MESSAGE = {"role": "user", "content": "Where is my parcel?"}


def client(fake: FakeService) -> Client:
    return Client(fake.url, retries=QUICK)


class RetryTest(unittest.TestCase):
    def test_a_write_is_repeated_with_the_same_key_and_body(self) -> None:
        replies = [AWAY, CUT, Reply(502, b"<html>", {}), ACCEPTED]
        with FakeService(*replies) as fake, client(fake) as sessionfold:
            receipt = sessionfold.append("s", MESSAGE, agent="concierge")
            self.assertEqual(str(receipt.position), "1.0.-")
            self.assertEqual(len(fake.requests), 4)
            self.assertEqual(len({each.body for each in fake.requests}), 1)
            (key,) = {each.headers["idempotency-key"] for each in fake.requests}
            self.assertEqual(uuid.UUID(key).version, 7)

    def test_two_calls_have_two_keys_unless_the_caller_names_one(self) -> None:
        with FakeService(ACCEPTED) as fake, client(fake) as sessionfold:
            sessionfold.append("s", MESSAGE, agent="a")
            sessionfold.append("s", MESSAGE, agent="a")
            sessionfold.append("s", MESSAGE, agent="a", key="mine")
            keys = [each.headers["idempotency-key"] for each in fake.requests]
            self.assertEqual(len(set(keys)), 3)
            self.assertEqual(keys[2], "mine")

    def test_tries_are_bounded_and_the_error_names_the_key(self) -> None:
        with FakeService(CUT) as fake, client(fake) as sessionfold:
            with self.assertRaises(Unreachable) as caught:
                sessionfold.append("s", MESSAGE, agent="a")
            self.assertEqual(len(fake.requests), QUICK.tries)
            self.assertEqual(
                caught.exception.idempotency_key, fake.requests[0].headers["idempotency-key"]
            )
            self.assertNotIn("parcel", str(caught.exception))

    def test_the_last_problem_is_raised_when_the_tries_are_used_up(self) -> None:
        with FakeService(AWAY) as fake, client(fake) as sessionfold:
            with self.assertRaises(LogUnavailable):
                sessionfold.append("s", MESSAGE, agent="a")
            self.assertEqual(len(fake.requests), QUICK.tries)

    def test_nobody_listening_is_unreachable(self) -> None:
        with FakeService(ACCEPTED) as fake:
            url = fake.url
        with self.assertRaisesRegex(Unreachable, "127.0.0.1"):
            Client(url, retries=QUICK).usage("s")

    def test_retry_after_is_waited_for(self) -> None:
        slow = problem(429, "too-many-requests", {"Retry-After": "0.3"})
        with FakeService(slow, ACCEPTED) as fake, client(fake) as sessionfold:
            started = time.monotonic()
            sessionfold.append("s", MESSAGE, agent="a")
            self.assertGreaterEqual(time.monotonic() - started, 0.3)

    def test_more_patience_than_allowed_is_not_had(self) -> None:
        for kind, status, error in (
            ("session-quarantined", 503, SessionQuarantined),
            ("too-many-requests", 429, TooManyRequests),
        ):
            parked = problem(status, kind, {"Retry-After": "30"})
            with FakeService(parked) as fake, client(fake) as sessionfold:
                with self.assertRaises(error):
                    sessionfold.session("s")
                self.assertEqual(len(fake.requests), 1)

    def test_what_the_service_does_not_want_again_is_not_sent_again(self) -> None:
        for refusal in (problem(503, "log-unavailable"), problem(422, "invalid-event"), reply(500, 1)):
            with FakeService(refusal) as fake, client(fake) as sessionfold:
                with self.assertRaises(Problem):
                    sessionfold.append("s", MESSAGE, agent="a")
                self.assertEqual(len(fake.requests), 1)

    def test_cloud_events_keep_the_ids_they_were_given_first(self) -> None:
        event = {"type": "io.sessionfold.session.closed.v1", "subject": "default/s", "data": {}}
        with FakeService(CUT, ACCEPTED) as fake, client(fake) as sessionfold:
            sessionfold.publish([event, {**event, "id": "mine"}])
            first, second = (json.loads(each.body) for each in fake.requests)
            self.assertEqual(first, second)
            self.assertEqual(first[1]["id"], "mine")
            self.assertNotIn("id", event)

    def test_pauses_double_are_random_and_end(self) -> None:
        retries = Retries(tries=40, first=0.1, longest=2.0)
        for tried, longest in ((1, 0.1), (2, 0.2), (3, 0.4), (39, 2.0)):
            pauses = {retries.pause(tried) for _ in range(20)}
            self.assertGreater(len(pauses), 1)
            for pause in pauses:
                assert pause is not None
                self.assertTrue(longest / 2 <= pause <= longest)
        self.assertIsNone(retries.pause(40))
        with self.assertRaises(ValueError):
            Retries(tries=0)

    def test_retry_after_is_seconds_or_a_date(self) -> None:
        self.assertEqual(retry_after("7"), 7.0)
        self.assertEqual(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), 0.0)
        self.assertIsNone(retry_after("soon"))
        self.assertIsNone(retry_after(None))


class ProblemTest(unittest.TestCase):
    def test_a_problem_has_its_type_and_all_reasons(self) -> None:
        document = {
            "type": "urn:sessionfold:problem:invalid-event",
            "title": "The event is invalid",
            "status": 422,
            "detail": "Nothing was sent",
            "instance": "/v1/sessions/s/messages",
            "reasons": [{"code": "missing", "pointer": "/agent", "message": "is needed"}],
        }
        with FakeService(reply(422, document)) as fake, client(fake) as sessionfold:
            with self.assertRaises(InvalidEvent) as caught:
                sessionfold.append_many("s", [{"message": MESSAGE}])
        error = caught.exception
        self.assertEqual((error.status, error.type), (422, document["type"]))
        self.assertEqual(error.reasons[0].pointer, "/agent")
        self.assertIn("missing at /agent: is needed", str(error))
        self.assertEqual(error.members, document)

    def test_what_is_no_problem_document_is_a_problem_still(self) -> None:
        for body in (b"", b"<html>", b"[1]", b'{"reasons": [3]}'):
            with self.subTest(body):
                self.assertEqual(Problem.of(418, body).status, 418)

    def test_what_is_not_the_service_is_told_as_such(self) -> None:
        with FakeService(Reply(200, b"<html>hello", {})) as fake, client(fake) as sessionfold:
            with self.assertRaisesRegex(Unreachable, "not Sessionfold"):
                sessionfold.usage("s")


if __name__ == "__main__":
    unittest.main()
