"""Feeds tell what is published after they begin, and go on where they stopped."""

from __future__ import annotations

import contextlib
import itertools
import threading
import time
import unittest
from collections.abc import Callable, Generator

from sessionfold import Change, Client, InvalidRequest, Reset

from .cutting_proxy import CuttingProxy
from .running import client, new_session, setting

Feed = Generator[Change, None, None]

# Well formed, and of a journal that the pipeline does not have.
OF_ANOTHER_JOURNAL = "AU0AAAAAAAAAAAAABO9C0w"


class Taking:
    """Takes changes of a feed on a thread of its own, and fails if they do not come."""

    def __init__(self, feed: Feed, count: int) -> None:
        self.told: list[Change] = []
        self._count = count
        self._thread = threading.Thread(target=self._take, args=(feed,), daemon=True)
        self._thread.start()

    def _take(self, feed: Feed) -> None:
        with contextlib.closing(feed):
            for change in itertools.islice(feed, self._count):
                self.told.append(change)

    def wait(self, meanwhile: Callable[[], None] = lambda: None) -> list[Change]:
        """The changes; nobody says when a feed has begun, so `meanwhile` is called until they are there."""
        deadline = time.monotonic() + 60
        while self._thread.is_alive() and time.monotonic() < deadline:
            meanwhile()
            self._thread.join(0.1)
        if len(self.told) != self._count:
            raise AssertionError(f"{len(self.told)} of {self._count} changes were told")
        return self.told


class LiveFollowingTest(unittest.TestCase):
    sessionfold: Client

    @classmethod
    def setUpClass(cls) -> None:
        cls.sessionfold = client()
        cls.addClassCleanup(cls.sessionfold.close)

    def setUp(self) -> None:
        self.session = new_session("feed")
        self.published = 0

    def publish(self) -> None:
        message = {"role": "user", "content": str(self.published)}
        self.sessionfold.append(self.session, message, agent="a")
        self.published += 1

    def begun(self) -> Change:
        """The first change that a new feed of the session tells."""
        return Taking(self.sessionfold.events(self.session), 1).wait(self.publish)[0]

    def test_a_change_is_told_with_what_the_event_said(self) -> None:
        change = self.begun()
        self.assertEqual((change.type, change.session), ("message.appended", self.session))
        self.assertEqual(change.revision, int(change.change["data"]["message"]["content"]) + 1)

    def test_a_feed_goes_on_behind_its_token_without_gap_or_repeat(self) -> None:
        first = self.begun()
        for _ in range(5):
            self.publish()
        told = Taking(self.sessionfold.events(self.session, first.token), 5).wait()
        expected = list(range(first.revision + 1, first.revision + 6))
        self.assertEqual([each.revision for each in told], expected)
        again = Taking(self.sessionfold.events(self.session, told[2].token), 2).wait()
        self.assertEqual(again, told[3:])

    def test_a_feed_of_the_tenant_has_all_sessions(self) -> None:
        begun = Taking(self.sessionfold.changes(), 1).wait(self.publish)[0]
        names = [new_session("all") for _ in range(8)]
        for name in names:
            self.sessionfold.start(name)
        # Other tests may have published more than they took.
        feed = (each for each in self.sessionfold.changes(begun.token) if each.session in names)
        told = Taking(feed, len(names)).wait()
        self.assertEqual({each.session for each in told}, set(names))

    def test_connections_that_are_cut_leave_no_gap_and_no_repeat(self) -> None:
        first = self.begun()
        with (
            # A greeting and one or two changes: some cuts are in the middle of one.
            CuttingProxy(setting("SESSIONFOLD_TEST_HTTP"), 1700) as proxy,
            Client(proxy.url) as through,
        ):
            taking = Taking(through.events(self.session, first.token), 40)
            revisions = [each.revision for each in taking.wait(self.publish)]
            self.assertEqual(revisions, list(range(first.revision + 1, first.revision + 41)))
            self.assertGreater(proxy.cuts, 5)

    def test_what_cannot_be_gone_on_from_is_an_error_of_its_own(self) -> None:
        for token, error in (("no-token", InvalidRequest), (OF_ANOTHER_JOURNAL, Reset)):
            for feed in (self.sessionfold.changes(token), self.sessionfold.events("s", token)):
                with self.subTest(error), self.assertRaises(error):
                    next(feed)


if __name__ == "__main__":
    unittest.main()
