"""Feeds that lose their connection."""

from __future__ import annotations

import contextlib
import itertools
import json
import unittest
import unittest.mock

from sessionfold import Change, Client, Reset, Retries, Unreachable
from sessionfold import following
from sessionfold.sse import ServerSentEvent, blocks

from .fake_service import CUT, FakeService, hanging, problem, stream

QUICK = Retries(tries=3, first=0.001, longest=1.0)


GREETING = ": connected\nretry: 2000\nid: 0\n\n"


def block(token: str, revision: int) -> str:
    data = {"session": "s", "revision": revision, "type": "message.appended", "recorded_at": "t"}
    return f"id: {token}\nevent: message.appended\ndata: {json.dumps(data)}\n\n"


def take(fake: FakeService, count: int, token: str | None = None) -> list[Change]:
    feed = Client(fake.url).changes(token, retries=QUICK)
    with contextlib.closing(feed):
        return list(itertools.islice(feed, count))


class FollowingTest(unittest.TestCase):
    def test_a_feed_goes_on_behind_the_last_change_it_gave(self) -> None:
        torn = block("2", 2)[:-8]
        with FakeService(
            stream(block("1", 1) + torn),
            CUT,
            problem(503, "busy", {"Retry-After": "0"}),
            stream(": heartbeat\n\n" + block("2", 2) + block("3", 3)),
        ) as fake:
            changes = take(fake, 3)
            self.assertEqual([each.revision for each in changes], [1, 2, 3])
            self.assertEqual(changes[0].type, "message.appended")
            resumed = [each.headers.get("last-event-id") for each in fake.requests]
            self.assertEqual(resumed, [None, "1", "1", "1"])

    def test_a_token_of_another_process_is_gone_on_from(self) -> None:
        with FakeService(stream(block("8", 8))) as fake:
            take(fake, 1, "7")
            self.assertEqual(fake.requests[0].headers["last-event-id"], "7")

    def test_a_block_without_data_moves_the_token(self) -> None:
        with FakeService(stream("id: start\n\n"), stream(block("1", 1))) as fake:
            self.assertEqual(len(take(fake, 1)), 1)
            self.assertEqual(fake.requests[1].headers["last-event-id"], "start")

    def test_heartbeats_move_the_token_and_begin_the_tries_anew(self) -> None:
        heartbeat = ": heartbeat\nid: {}\n\n"
        quiet = [stream(GREETING + heartbeat.format(i)) for i in range(1, 2 * QUICK.tries)]
        with FakeService(*quiet, stream(block("9", 1))) as fake:
            self.assertEqual(len(take(fake, 1)), 1)
            resumed = [each.headers.get("last-event-id") for each in fake.requests]
            self.assertEqual(resumed, [None, *(str(i) for i in range(1, 2 * QUICK.tries))])

    def test_a_silent_stream_is_left_and_gone_on_with(self) -> None:
        with (
            unittest.mock.patch.object(following, "_LONGEST_SILENCE", 0.2),
            FakeService(hanging(GREETING + block("1", 1)), stream(block("2", 2))) as fake,
        ):
            self.assertEqual([each.revision for each in take(fake, 2)], [1, 2])
            self.assertEqual(fake.requests[1].headers["last-event-id"], "1")

    def test_a_reset_is_raised(self) -> None:
        with FakeService(problem(410, "reset")) as fake:
            with self.assertRaises(Reset):
                take(fake, 1, "old")
            self.assertEqual(len(fake.requests), 1)

    def test_tries_without_a_change_are_bounded(self) -> None:
        for nothing in (CUT, stream(": heartbeat\n\n"), stream(GREETING)):
            with FakeService(nothing) as fake:
                with self.assertRaises(Unreachable):
                    take(fake, 1)
                self.assertEqual(len(fake.requests), QUICK.tries)

    def test_streams_are_read_as_the_standard_says(self) -> None:
        lines = b"data:a\r\ndata: b\nid: 1\nother: x\n\nevent: e\ndata\n\nid: 2\0\ndata: c\n\n: x\n\ndata: cut"
        self.assertEqual(
            list(blocks(lines.splitlines(keepends=True))),
            [
                ServerSentEvent("1", "message", "a\nb"),
                ServerSentEvent("1", "e", ""),
                ServerSentEvent("1", "message", "c"),
            ],
        )


if __name__ == "__main__":
    unittest.main()
