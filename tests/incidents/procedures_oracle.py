"""Which procedures a matter opens: a second opinion, written from domain/procedures.md and not from the tables.

It imports nothing of the product. `expected_procedures.csv` beside it is the reviewed expectation, one line a kind of
matter: run this file to write it again, read the difference with a safeguarding lead, and commit it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

EXPECTED = Path(__file__).resolve().parent / "expected_procedures.csv"
COLUMNS = ("type", "nature", "it is about", "harmed", "came as", "taken as", "procedures")

TYPES = (
    *("bullying", "bypass", "hacking", "hate", "terrorist", "grooming", "radicalisation", "csa_images"),
    *("gambling", "soft_porn", "illegal_porn", "other", "nudes", "sexual_harassment", "adult_contact"),
    *("obscene_to_child", "self_harm", "staff_pupil_contact", "staff_comments", "data_loss", "copyright"),
    *("gaming", "scam", "device_misuse", "technical"),
)
NATURES = ("deliberate", "accidental", "not_known")
SUBJECTS = ("nobody", "pupil", "staff", "head", "governor")
HARMED = ("nobody", "pupil", "staff")
WAYS = (("reported", ""), ("monitoring", ""), ("complaint", ""), ("reported", "staff_allegation"))

SEEN_ON_A_SITE = {
    *("hate", "terrorist", "csa_images", "gambling", "soft_porn", "illegal_porn", "self_harm", "gaming"),
}
MAY_BE_ILLEGAL = {"terrorist", "csa_images", "illegal_porn"}
THE_SCHOOL_S_STAFF = {"staff", "head"}


def opened(kind: str, nature: str, about: str, harmed: str, came_as: str, taken_as: str) -> set[str]:
    """The procedures of the policy for one kind of matter, row by row of the page."""
    found = set()
    staff = about in THE_SCHOOL_S_STAFF
    on_a_site = kind in SEEN_ON_A_SITE
    if on_a_site and nature == "accidental":
        found.add("accident")
    if about == "pupil" and nature == "deliberate":
        found.add("on-purpose")
        if on_a_site:
            found.add("on-purpose-content")
    if staff or taken_as == "staff_allegation":
        found.add("staff-misuse")
    if staff or kind in MAY_BE_ILLEGAL or (kind in {"bypass", "hacking"} and nature == "deliberate"):
        found.add("safeguards")
    if kind in MAY_BE_ILLEGAL:
        found.add("illegal")
    if kind == "bullying" and harmed != "staff":
        found.add("bullying")
    if harmed == "staff" or kind == "staff_comments":
        found.add("staff-harmed")
    if kind == "nudes":
        found.add("nudes")
    if kind == "sexual_harassment":
        found.add("sexual-harassment")
    if kind in {"grooming", "adult_contact", "obscene_to_child"}:
        found.add("adult-contact")
    if kind in {"radicalisation", "terrorist"}:
        found.add("extremism")
    if kind == "self_harm":
        found.add("self-harm")
    if on_a_site and (staff or harmed == "staff"):
        found.add("adult-material")
    if kind == "staff_pupil_contact":
        found.add("staff-child")
    if kind == "staff_comments" or (kind == "hate" and harmed != "nobody"):
        found.add("comments")
    if kind in {"bypass", "hacking"}:
        found.add("security")
    if kind == "data_loss":
        found.add("data-breach")
    if kind == "technical":
        found.add("technical")
    if came_as in {"monitoring", "complaint"}:
        found.add(came_as)
    return found


def lines() -> Iterator[tuple[str, ...]]:
    """Every kind of matter; how it came and how it was taken only where nothing else varies."""
    for kind, nature, about, harmed in product(TYPES, NATURES, SUBJECTS, HARMED):
        for came_as, taken_as in (
            WAYS if (nature, about, harmed) == ("not_known", "nobody", "nobody") else WAYS[:1]
        ):
            facts = (kind, nature, about, harmed, came_as, taken_as)
            yield (*facts, " ".join(sorted(opened(*facts))) or "none")


def write() -> None:
    """Write the expectation again."""
    with EXPECTED.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *lines()])


if __name__ == "__main__":
    write()
