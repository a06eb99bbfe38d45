"""What no person would type and some program will send: values, and whole bodies made of them, by Hypothesis."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Pairs = list[tuple[str, str]]

SIGNS = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfffb",
    "\ufeff",
    "\u202eabc",
    "\u2028",
    "\r\n",
    "\x0b\x0c",
    "\x1f",
]
SIGNS += [
    "e" + "\u0301" * 300,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0010ffff",
    "İ",
    "ß",
    "ﬁ",
    "<b>",
    "%",
    "%00",
]
NUMBERS = [
    "0",
    "-1",
    "-0",
    "+1",
    "01",
    "1.5",
    "1e9",
    "1e999",
    "NaN",
    "Infinity",
    "0x10",
    "1_000",
    "\u0663",
    "²",
    "①",
    "½",
]
NUMBERS += [
    str(2**31),
    str(2**32),
    str(2**63 - 1),
    str(2**63),
    str(-(2**63) - 1),
    str(2**64),
    "9" * 400,
    "9" * 5_000,
]
MOMENTS = [
    "2026-02-30",
    "2026-02-29",
    "0000-00-00",
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "1899-12-31",
    "29",
    "31",
    "13",
]
MOMENTS += [
    "0",
    "1",
    "9999",
    "2026",
    "24:00",
    "25:61",
    "01:30",
    "2026-03-29T01:30",
    "9999-12-31T23:59:59.999999+00:00",
]
MOMENTS += [
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-30T10:00:00+99:99",
    "2026-W01-1",
    "20261130",
]
CURSORS = ["~", "~~", "a~b", "~26-AAAAA", "2026-11-30T10:00:00+00:00~", "2026-11-30T10:00:00+00:00~26-AAAAA"]
CURSORS += [
    "9999-12-31T23:59:59.999999+00:00~26-AAAAA",
    "0001-01-01T00:00:00+14:00~26-AAAAA",
    f"{'9' * 400}~{'9' * 400}",
]
CURSORS += [f"2026-11-30~{2**63}", f"1~{2**64}", "\x00~\x00", "eyJ4IjoxfQ==", "W1tbW1tb", ".", "1:abc:def"]
SHAPES = [
    "[]",
    "{}",
    "null",
    "true",
    "[" * 50_000,
    '{"a":' * 2_000,
    '"\\ud800"',
    "' OR 1=1 --",
    "../../etc/passwd",
    "on",
    "off",
]
SHAPES += [
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "0" * 31,
    "a@b",
    "a@" + "b" * 300,
]
SHAPES += [
    "http://[",
    "http://[::1",
    "http://a:99999999/",
    "//",
    "http://\u0661.example",
    "xn--a",
    "xn--" + "9" * 60,
    "a." * 200,
]
LONG = ["x" * 201, "x" * 2_001, "é" * 20_001, "a " * 30_000]
GROUPS = (SIGNS, NUMBERS, MOMENTS, CURSORS, SHAPES, LONG)
"""Everything that ever broke something somewhere."""

ANY_SIGN: SearchStrategy[str] = st.characters()  # surrogates and NUL among them
VALUES = st.one_of(*(st.sampled_from(group) for group in GROUPS), st.text(ANY_SIGN, max_size=60))
WORDS = st.text(ANY_SIGN, min_size=1, max_size=80)
STRANGE_NAMES = [
    "",
    "id",
    "pk",
    "__proto__",
    "page",
    "after",
    "before",
    "next",
    "version",
    "\x00",
    "a[]",
    "\ud800",
    "x" * 300,
]
MANY = 1_001
"""More fields than Django takes."""


class Marked(NamedTuple):
    """A text as it was typed, between two marks by which it is known again wherever it is kept."""

    name: str
    begin: str
    text: str


@st.composite
def bodies(draw: DrawFn, plausible: Pairs, *, known: Iterable[str] = ()) -> Pairs:
    """A body that is nearly right: some values hostile, some names missing, doubled or strange."""
    names = sorted({name for name, _ in plausible} | set(known))
    spoilt = set(draw(st.lists(st.sampled_from(names), max_size=6))) if names else set()
    pairs = [(name, draw(VALUES) if name in spoilt else value) for name, value in plausible]
    pairs += [(name, draw(VALUES)) for name in sorted(spoilt - {name for name, _ in plausible})]
    act = draw(st.integers(0, 11))
    if act == 0 and names:  # a name that is missing
        gone = draw(st.sampled_from(names))
        pairs = [pair for pair in pairs if pair[0] != gone]
    elif act in (1, 2) and names:  # a name that comes twice or more often
        pairs += [(draw(st.sampled_from(names)), draw(VALUES)) for _ in range(draw(st.integers(1, 3)))]
    elif act == 3:  # names that nobody asked for
        pairs += [
            (draw(st.sampled_from(STRANGE_NAMES)), draw(VALUES)) for _ in range(draw(st.integers(1, 3)))
        ]
    elif act == 4 and draw(st.integers(0, 19)) == 0:
        pairs += [("x", "x")] * MANY
    elif act == 5:  # not one word
        pairs = [(name, "") for name, _ in pairs]
    return pairs


def encoded(pairs: Pairs) -> str:
    """As a browser would send them, and half signs too, which no browser sends."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def arrived(text: str) -> str:
    """How a text comes out of a request: what is no UTF-8 has become the sign for that."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
