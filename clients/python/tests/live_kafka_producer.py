"""The example producer is routed as everyone else, and its events are applied."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

from confluent_kafka import Message, Producer

from examples.kafka_producer import EventProducer, settings
from sessionfold import Client

from .running import client, new_session, setting
from .vectors import vectors

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "kafka_producer.py"


def bootstrap_servers() -> str:
    return setting("SESSIONFOLD_TEST_KAFKA")


class LiveKafkaProducerTest(unittest.TestCase):
    sessionfold: Client

    @classmethod
    def setUpClass(cls) -> None:
        cls.sessionfold = client()
        cls.addClassCleanup(cls.sessionfold.close)

    def test_every_golden_key_is_delivered_to_its_partition(self) -> None:
        # Of the type of no event, so that they are dead letters and no session.
        delivered: list[Message] = []
        producer = Producer(settings(bootstrap_servers()))
        for vector in vectors():
            producer.produce(
                "agent-metadata",
                key=vector["key"].encode(),
                value=b"{}",
                on_delivery=lambda error, record: delivered.append(record),
            )
        producer.flush(30)
        partitions = {(r.key() or b"").decode(): r.partition() for r in delivered}
        self.assertEqual(partitions, {v["key"]: v["of_4"] for v in vectors()})

    def test_an_event_is_applied(self) -> None:
        for name in ("plain", "grüße 📦"):
            session = new_session(name)
            producer = EventProducer(bootstrap_servers(), "/tests/kafka")
            data = {"agent": "a", "message": {"role": "user", "content": name}, "format": "other"}
            record = producer.publish(f"default/{session}", "message.appended", data)
            outcome = self.sessionfold.outcome(f"{record.partition()}.{record.offset()}.-", wait=10)
            self.assertEqual(outcome["outcome"], "applied", outcome)
            self.assertEqual(self.sessionfold.last(session, 1)[0]["message"], data["message"])

    def test_the_command_publishes(self) -> None:
        session = new_session("command")
        said = self.run_example(session, "hello").stdout.split()
        self.assertEqual((said[0], said[1], said[3]), ("agent-messages", "partition", "offset"))
        token = f"{said[2]}.{said[4]}.-"
        message = self.sessionfold.last(session, 1, after=token, wait=10)[0]
        self.assertEqual(message["message"]["content"], "hello")

    def test_an_empty_key_is_refused(self) -> None:
        refused = self.run_example("", "hello")
        self.assertEqual(refused.returncode, 1)
        self.assertIn("tenant/session", refused.stderr)

    def run_example(self, session: str, text: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(EXAMPLE), bootstrap_servers(), session, text],
            capture_output=True,
            text=True,
            timeout=60,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )


if __name__ == "__main__":
    unittest.main()
