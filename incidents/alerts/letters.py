"""User names and people's names, compared by their letters alone."""

from __future__ import annotations

from esafety.people.queries import folded


def letters_of(text: str) -> str:
    """Only the letters, small and without accents: "J.Rashid-16" is "jrashid"."""
    return "".join(letter for letter in folded(text) if letter.isalpha())[:200]
