"""The check letter of a unique pupil number.

Source: Department for Education, Common Basic Data Set, item P1 "Unique Pupil Number": the digits 2 to 13
are multiplied by 2 to 13, added up, divided by 23; the remainder names a letter of the alphabet without
I, O and S. A temporary number ends in such a letter, which counts as its place.
"""

from __future__ import annotations

import re

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FORM = re.compile(rf"[{LETTERS}][0-9]{{11}}[0-9{LETTERS}]")


def has_form(upn: str) -> bool:
    """Whether it is a letter, eleven digits and a digit or a letter."""
    return _FORM.fullmatch(upn) is not None


def is_temporary(upn: str) -> bool:
    """Whether a school gave it until the permanent number is known: it ends in a letter."""
    return upn[-1:].isalpha()


def check_letter(upn: str) -> str:
    """The letter that twelve characters (digits; the last may be a letter) must begin with."""
    values = [LETTERS.index(one) if one.isalpha() else int(one) for one in upn[-12:]]
    return LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % 23]


def is_right(upn: str) -> bool:
    """Whether the form and the check letter are right."""
    return has_form(upn) and upn[0] == check_letter(upn)
