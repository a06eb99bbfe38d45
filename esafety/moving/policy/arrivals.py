"""What a pupil's file from another school may hold at most, and how often its words may be tried.

Source: docs/transfer-format.md, edition 1; the limits are ours (◇), each several times what a real file has.
"""

MOST_JSON = 8 * 1024 * 1024
"""Bytes of the record as a machine reads it, and of its manifest."""
MOST_DEEP = 8
MOST_BRACKETS = 20_000
MOST_ENTRIES = 5_000
MOST_INCIDENTS = 2_000
MOST_HOUSEHOLD = 50
MOST_FILES = 200
MOST_SCHOOLS = 20
"""Schools before the one that sends, whose files go on with it."""
MOST_TEXT = 60_000
MOST_LINE = 2_000
MOST_NAME = 200
TRIES, IN_SECONDS = 10, 600
"""◇ Openings from one address: each may cost twenty seconds of a processor."""
