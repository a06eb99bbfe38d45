"""Why a backup or a restore does not go ahead, as a sentence for the person at the keyboard."""

from __future__ import annotations

import sqlite3

import psycopg2
from django.db import DatabaseError


class CannotBackUp(Exception):
    """Nothing was kept under a real name."""


class CannotRestore(Exception):
    """Nothing was changed."""


BROKEN = (OSError, sqlite3.Error, psycopg2.Error, DatabaseError)
"""What disks and databases raise when they are full, away or damaged."""


def in_words(error: Exception) -> str:
    """The first line of what they said. Later lines may quote a row."""
    said = getattr(error, "strerror", None) or str(error)
    return said.strip().splitlines()[0] if said.strip() else type(error).__name__
