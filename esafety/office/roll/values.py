"""What a cell says, as a value; or a sentence about why it says nothing that can be used."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from esafety.office.policy import upn as upns
from esafety.office.policy.columns import RELATIONSHIPS, YEARS
from esafety.office.roll.vocabulary import DateOrder
from esafety.people.queries import folded
from esafety.ui.fields import NOT_KEPT
from esafety.ui.fields.dates import MONTHS

LONGEST_NAME = 100
OLDEST_BIRTH = dt.date(1900, 1, 1)
_YES = {"y", "yes", "t", "true", "1", "x", "ticked"}
_NO = {"n", "no", "f", "false", "0", "none", "null"}
_GUARDED = re.compile(r"'(?=[\s]*[=+\-@])")
_FORMULA = re.compile(r"[=+@|\-]")
_DATE = re.compile(r"(\d{1,4})[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\-, ]+(\d{2,4})(?:[T ].*)?")
_CLOCK = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?Z?$")


class Unclear(ValueError):
    """A cell that cannot be used. The text says why, and what to do."""


def plain(cell: str) -> str:
    """The cell on one line, without spaces round it or the apostrophe that our own export puts before `=`."""
    text = " ".join(cell.split())
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


@lru_cache(maxsize=4096)
def name(cell: str, what: str) -> str:
    """A name. Raises Unclear for what cannot be one."""
    text = plain(cell)
    if not text:
        return ""
    if NOT_KEPT.search(text):
        raise Unclear(f"The {what} holds an invisible character. Type it again")
    if _FORMULA.match(text):
        raise Unclear(f"The {what} begins with “{text[0]}” like a formula. Correct it")
    if not any(letter.isalpha() for letter in text):
        raise Unclear(
            f"The {what} “{text[:20]}” has no letter in it. Correct it, or look whether the columns fit"
        )
    if len(text) > LONGEST_NAME:
        raise Unclear(f"The {what} has {len(text)} characters; {LONGEST_NAME} are the most. Shorten it")
    return text


def both_names(cell: str) -> tuple[str, str]:
    """Family name and first name out of "Byrne, Ada" or "Byrne Ada". Raises Unclear where it cannot be told."""
    text = name(cell, "name")
    if not text:
        return "", ""
    family, comma, given = text.partition(",")
    if not comma:
        words = text.split()
        if len(words) != 2:
            raise Unclear(
                f"“{text[:40]}” cannot be taken apart into family name and first name. "
                "Put a comma after the family name, or export them in two columns"
            )
        family, given = words
    if not family.strip() or not given.strip():
        raise Unclear(f"“{text[:40]}” has only one name in it. Add the other after a comma")
    return family.strip(), given.strip()


@lru_cache(maxsize=4096)
def date(cell: str, order: str, what: str) -> dt.date | None:
    """A date: 21/03/2017, 21-Mar-17, 2017-03-21, with or without a time of day. Raises Unclear."""
    text = _CLOCK.sub("", plain(cell))
    if not text:
        return None
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        return _day(found[1], found[2], found[3], order)
    except ValueError:
        other = DateOrder.MONTH_FIRST if order == DateOrder.DAY_FIRST else DateOrder.DAY_FIRST
        raise Unclear(
            f"The {what} “{text[:20]}” is no date with the {_order_in_words(order)} first. Correct it, "
            f"or say on the page of the columns that the {_order_in_words(other)} comes first"
        ) from None


def _order_in_words(order: str) -> str:
    return "day" if order == DateOrder.DAY_FIRST else "month"


def _day(first: str, second: str, third: str, order: str) -> dt.date:
    if len(first) == 4:
        return dt.date(int(first), _month(second), int(third))
    if not second.isdigit() or order == DateOrder.DAY_FIRST:
        return dt.date(_year(third), _month(second), int(first))
    return dt.date(_year(third), int(first), int(second))


def _month(text: str) -> int:
    return int(text) if text.isdigit() else MONTHS.get(text.lower(), 0)


def _year(text: str) -> int:
    """Two digits are in this century unless that would be in the future."""
    if len(text) == 4:
        return int(text)
    if len(text) == 3:
        raise ValueError(text)
    here = dt.date.today().year  # noqa: DTZ011  # a century, not a day
    return 2000 + int(text) if 2000 + int(text) <= here else 1900 + int(text)


def birthday(cell: str, order: str) -> dt.date | None:
    """A date of birth. Raises Unclear."""
    found = date(cell, order, "date of birth")
    if found is not None and not OLDEST_BIRTH <= found <= dt.date.today():  # noqa: DTZ011
        raise Unclear(f"The date of birth {found:%d/%m/%Y} cannot be. Correct it")
    return found


def yes_or_no(cell: str) -> bool | None:
    """What a column of Y and N, T and F, True and False says; None for an empty cell. Raises Unclear."""
    text = plain(cell).lower()
    if not text:
        return None
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Unclear(f"“{text[:20]}” is neither yes nor no. Write Y or N")


def court_order(cell: str) -> bool | None:
    """Whether a court order forbids contact. Any words but "no" mean that there is one: the careful reading."""
    text = plain(cell).lower()
    return None if not text else text not in _NO


def upn(cell: str) -> str:
    """A unique pupil number in capitals without spaces. Raises Unclear for another form or check letter."""
    text = plain(cell).replace(" ", "").upper()
    if not text:
        return ""
    if not upns.has_form(text):
        raise Unclear(
            f"The UPN “{text[:20]}” is not a letter and twelve figures. Correct it, or leave it empty"
        )
    if not upns.is_right(text) and not upns.is_temporary(text):
        raise Unclear(
            f"The UPN {text} has the wrong check letter: a figure is mistaken. "
            "Correct it in your information system, or leave it empty"
        )
    return text


def upn_warning(text: str) -> str:
    """What to say of a temporary number; nothing of a permanent one."""
    if text and upns.is_temporary(text):
        wrong = "" if upns.is_right(text) else ", and its check letter is wrong"
        return f"The UPN {text} is a temporary one{wrong}"
    return ""


def email(cell: str) -> str:
    """An email address in small letters. Raises Unclear."""
    text = plain(cell).lower()
    if not text:
        return ""
    try:
        _checked(text)
    except ValidationError:
        raise Unclear(f"“{text[:60]}” is no email address. Correct it, or leave it empty") from None
    return text


@lru_cache(maxsize=4096)
def _checked(text: str) -> None:
    validate_email(text)


def telephone(cell: str) -> str:
    """A telephone number as it is written, cut at forty characters."""
    return NOT_KEPT.sub("", plain(cell))[:40]


def short(cell: str, longest: int, what: str) -> str:
    """A few words. Raises Unclear when they are too many."""
    text = NOT_KEPT.sub("", plain(cell))
    if len(text) > longest:
        raise Unclear(
            f"The {what} “{text[:20]}…” is longer than {longest} characters. Look whether the columns fit"
        )
    return text


@lru_cache(maxsize=256)
def year_group(cell: str) -> str:
    """A year group in our words: "Year 5", "Reception", "Nursery"; others as they are. Raises Unclear."""
    text = short(cell, 40, "year group")
    bare = folded(text).removeprefix("curriculum ").removeprefix("year").removeprefix("y").strip()
    if bare.isdecimal():
        bare = str(int(bare))
    return YEARS.get(bare, short(text, 12, "year group"))


def relationship(cell: str) -> str:
    """How somebody stands to a pupil, in words. Raises Unclear."""
    text = short(cell, 60, "relationship")
    return RELATIONSHIPS.get(text.upper(), text)


def priority(cell: str) -> int | None:
    """A place in the order of being called, 1 to 99. Raises Unclear."""
    text = plain(cell).removesuffix(".0")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= 4):
        raise Unclear(f"The priority “{text[:20]}” is not a whole number")
    return int(text) if 1 <= int(text) <= 99 else None
