"""Publishes a message straight to Kafka, with confluent-kafka.

    python kafka_producer.py localhost:9092 parcel-42 "Where is my parcel?"

Two settings matter. `partitioner` is `murmur2_random`, since all topics of the pipeline are
partitioned as Java clients do it, and an event on another partition is rejected as `misrouted`.
And the key is `tenant/session` and never empty: a record without one is put anywhere.
"""

from __future__ import annotations

import argparse
import json
import sys
import uuid
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Message, Producer

TOPICS = {"message": "agent-messages", "agent": "agent-messages"}


def settings(bootstrap_servers: str) -> dict[str, Any]:
    """Of a producer that loses, doubles and misroutes nothing."""
    return {
        "bootstrap.servers": bootstrap_servers,
        "partitioner": "murmur2_random",
        "acks": "all",
        "enable.idempotence": True,
        "delivery.timeout.ms": 30_000,
    }


class EventProducer:
    """Publishes events of one service as CloudEvents in binary mode."""

    def __init__(self, bootstrap_servers: str, source: str) -> None:
        self._producer = Producer(settings(bootstrap_servers))
        self._source = source

    def publish(
        self, key: str, event_type: str, data: Mapping[str, Any], event_id: str | None = None
    ) -> Message:
        """Publishes one event, and returns its record when all replicas have it.

        `event_type` is such as `message.appended`. Take an id that survives a crash of yours, and
        the event can be published again at any time: the first is applied.
        """
        tenant, _, session = key.partition("/")
        if not tenant or not session:
            raise ValueError("the key is tenant/session: without one the event cannot be routed")
        topic = TOPICS.get(event_type.split(".")[0], "agent-metadata")
        delivered: list[tuple[KafkaError | None, Message]] = []
        self._producer.produce(
            topic,
            key=key.encode(),
            value=json.dumps(data, ensure_ascii=False, allow_nan=False).encode(),
            headers=self._headers(key, event_type, event_id or str(uuid.uuid4())),
            on_delivery=lambda error, record: delivered.append((error, record)),
        )
        self._producer.flush()
        ((error, record),) = delivered
        if error is not None:
            raise KafkaException(error)
        return record

    def _headers(self, key: str, event_type: str, event_id: str) -> list[tuple[str, str | bytes | None]]:
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        attributes = {
            "ce_specversion": "1.0",
            "ce_id": event_id,
            "ce_source": self._source,
            "ce_type": f"io.sessionfold.{event_type}.v1",
            "ce_time": now.replace("+00:00", "Z"),
            "ce_subject": key,
            "ce_dataschema": f"https://sessionfold.io/schemas/{event_type}.v1.json",
            "content-type": "application/json",
        }
        return [(name, value.encode()) for name, value in attributes.items()]


def main() -> int:
    """Publishes one message of a user."""
    parser = argparse.ArgumentParser(description="Publish one message of a user to Kafka.")
    parser.add_argument("bootstrap_servers", metavar="HOST:PORT")
    parser.add_argument("session")
    parser.add_argument("text")
    parser.add_argument("--tenant", default="default")
    parser.add_argument("--agent", default="concierge")
    given = parser.parse_args()
    data = {
        "agent": given.agent,
        "message": {"role": "user", "content": given.text},
        "format": "openai.chat",
    }
    try:
        record = EventProducer(given.bootstrap_servers, "/examples/kafka-producer").publish(
            f"{given.tenant}/{given.session}", "message.appended", data
        )
    except (ValueError, KafkaException) as error:
        print(f"kafka_producer: {error}", file=sys.stderr)
        return 1
    print(f"{record.topic()} partition {record.partition()} offset {record.offset()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
