"""Passwords: how they are kept, and which are refused because people who know the school would guess them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property

MOST_CHARACTERS: Final = 128
"""Long enough for any passphrase, short enough that hashing one is never a burden."""

ADVICE: Final = "Three random words that have nothing to do with you make a good password."

_SCHOOL_WORDS: Final = (
    "safeguarding", "safeguard", "onlinesafety", "esafety", "incident", "concern", "allegation",
    "headteacher",
    "teacher", "teaching", "school", "academy", "primary", "secondary", "college", "nursery", "classroom",
    "governor", "pupil", "student", "parent", "education", "learning", "ofsted", "staffroom", "password",
    "passw0rd", "welcome", "letmein", "changeme", "computer", "internet", "football", "liverpool", "arsenal",
    "chelsea", "england", "scotland", "london",
)  # fmt: skip
_CALENDAR_WORDS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december", "spring", "summer", "autumn", "winter", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "christmas", "easter", "term",
)  # fmt: skip
_RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb",
    "qazwsxedcrfvtgb",
)  # fmt: skip
_SHORTEST_RUN: Final = 4
_LEAST_LEFT: Final = 8
_LEAST_DIFFERENT: Final = 5
_DISGUISES: Final = str.maketrans("0134578@$!", "oleastbasi")


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane (ASVS 5.0 V11.4.2; OWASP's minimum).

    Django's own figures want 100 MiB for every sign-in at the same moment, which a school's small
    server does not have.
    """

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1


class EasilyGuessedPassword:
    """Refuses what is long but not random: school words, calendar words, names, runs and repeats.

    The guessable parts are taken out; what is left must still be worth guessing at. So "Summer2026!!"
    leaves two marks and is refused, and "summer otter ladder" is not.
    """

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError, saying what to do, when too little would be left to guess."""
        if len(password) > MOST_CHARACTERS:
            raise ValidationError(f"Use {MOST_CHARACTERS} characters or fewer.", code="password_too_long")
        if self._too_plain(password) or len(self._left(password, _names_of(user))) < _LEAST_LEFT:
            raise ValidationError(f"That password would be easy to guess. {ADVICE}", code="easily_guessed")

    def get_help_text(self) -> str:
        """What the form says before anybody types."""
        return ADVICE

    @staticmethod
    def _too_plain(password: str) -> bool:
        squeezed = password.lower()
        repeated = re.fullmatch(r"(.{1,8}?)\1+.{0,3}", squeezed, re.DOTALL) is not None
        return repeated or len(set(squeezed)) < _LEAST_DIFFERENT

    def _left(self, password: str, names: list[str]) -> str:
        """What remains when guessable words, runs and years are taken out, read plainly or in disguise."""
        plain = password.casefold()
        readings = (plain, plain.translate(_DISGUISES))
        return min((self._without_guessable(reading, names) for reading in readings), key=len)

    def _without_guessable(self, text: str, names: list[str]) -> str:
        text = self._without_runs(re.sub(r"[\s._-]+", "", text))
        for word in sorted([*names, *_SCHOOL_WORDS, *_CALENDAR_WORDS], key=len, reverse=True):
            text = text.replace(word, "")
        return re.sub(r"(19|20)\d\d", "", text)

    def _without_runs(self, text: str) -> str:
        for run in self._runs:
            text = text.replace(run, "")
        return re.sub(r"(.)\1{2,}", r"\1", text)

    @cached_property
    def _runs(self) -> list[str]:
        """Every stretch of neighbouring keys or letters, either way round, longest first."""
        both_ways = [*_RUNS, *(row[::-1] for row in _RUNS)]
        found = {
            row[start:end]
            for row in both_ways
            for start in range(len(row))
            for end in range(start + _SHORTEST_RUN, len(row) + 1)
        }
        return sorted(found, key=len, reverse=True)


def _names_of(user: Any) -> list[str]:
    """The parts of the account holder's own name and address worth refusing (three letters or more)."""
    if user is None:
        return []
    told = f"{getattr(user, 'name', '')} {getattr(user, 'email', '')}".casefold()
    parts = [part for part in re.split(r"[^\w]+", told) if len(part) >= 3]
    return parts + [first + second for first, second in pairwise(parts)]
