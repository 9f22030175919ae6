"""Runs the curl commands of the README against the pipeline, and compares what they say.

A shell block that names the service's address is run; the `json` or `text` block after it is what
it has to say. A `text` block is a stream of events. Times and the ids of streams may differ.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unittest
from pathlib import Path

from .running import setting

ADDRESS = "http://127.0.0.1:8480"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


STREAM_ID = re.compile(r"^id: .+$", re.MULTILINE)


def examples(readme: str) -> list[tuple[str, str, str]]:
    """Commands, the language of what the README shows as their output, and that output."""
    blocks = [(match[1], match[2]) for match in BLOCK.finditer(readme)]
    return [
        (text, shown_as, shown)
        for (language, text), (shown_as, shown) in zip(blocks, blocks[1:])
        if language == "bash" and ADDRESS in text and shown_as in ("json", "text")
    ]


def said(commands: str) -> str:
    """What commands print; they end at the first that fails."""
    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands.replace(ADDRESS, setting("SESSIONFOLD_TEST_HTTP"))],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    if ran.returncode != 0:
        raise AssertionError(f"exit code {ran.returncode} of:\n{commands}\n{ran.stderr}")
    return ran.stdout


def documents(text: str) -> list[object]:
    """JSON documents that follow each other, in the README over several lines."""
    found, decoder, rest = [], json.JSONDecoder(), TIME.sub("TIME", text).strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        found.append(document)
        rest = rest[end:].strip()
    return found


def streamed(text: str) -> list[str]:
    """The lines of a stream of events, from its beginning to its last event."""
    return STREAM_ID.sub("id: TOKEN", TIME.sub("TIME", text)).strip().splitlines()


class QuickStartTest(unittest.TestCase):
    maxDiff = None
    readme = ""

    def test_the_commands_say_what_is_shown(self) -> None:
        read = examples(self.readme)
        self.assertTrue(read, "the README has no commands over HTTP with what they answer")
        self.assertEqual({shown_as for _, shown_as, _ in read}, {"json", "text"})
        for commands, shown_as, shown in read:
            if shown_as == "text":
                self.assertEqual(streamed(said(commands)), streamed(shown), commands)
                continue
            answers = documents(said(commands))
            self.assertEqual(answers, documents(shown), commands)
            self.assertEqual(json.dumps(answers), json.dumps(documents(shown)), "order of members")


if __name__ == "__main__":
    QuickStartTest.readme = Path(sys.argv.pop()).read_text(encoding="utf-8")
    unittest.main()
