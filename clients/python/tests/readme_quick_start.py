"""Runs the curl commands of the README against the pipeline, and compares what they say.

A shell block that names the service's address is run; the `json` block after it is what it has to
say. Times may differ.
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


def examples(readme: str) -> list[tuple[str, str]]:
    """Commands, and what the README shows as their output."""
    blocks = [(match[1], match[2]) for match in BLOCK.finditer(readme)]
    return [
        (text, shown)
        for (language, text), (next_language, shown) in zip(blocks, blocks[1:])
        if language == "bash" and ADDRESS in text and next_language == "json"
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


class QuickStartTest(unittest.TestCase):
    maxDiff = None
    readme = ""

    def test_the_commands_say_what_is_shown(self) -> None:
        read = examples(self.readme)
        self.assertTrue(read, "the README has no commands over HTTP with what they answer")
        for commands, shown in read:
            answers = documents(said(commands))
            self.assertEqual(answers, documents(shown), commands)
            self.assertEqual(json.dumps(answers), json.dumps(documents(shown)), "order of members")


if __name__ == "__main__":
    QuickStartTest.readme = Path(sys.argv.pop()).read_text(encoding="utf-8")
    unittest.main()
