"""The golden vectors, by a murmur2 of the tests' own."""

from __future__ import annotations

import unittest

from .murmur2 import murmur2, partition
from .vectors import vectors


class PartitionTest(unittest.TestCase):
    def test_the_golden_vectors_are_murmur2_of_the_key_in_utf_8(self) -> None:
        read = vectors()
        self.assertGreater(len(read), 40)
        for vector in read:
            with self.subTest(vector["key"]):
                key = vector["key"].encode()
                self.assertEqual(murmur2(key), vector["murmur2"])
                self.assertEqual(partition(key, 4), vector["of_4"])
                self.assertEqual(partition(key, 24), vector["of_24"])


if __name__ == "__main__":
    unittest.main()
