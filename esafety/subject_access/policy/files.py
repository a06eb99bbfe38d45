"""Which kept files belong to what is told, where they are, and how many may travel with one answer.

Source: domain/records.md, "Access request": everything held, files too. `tests/subject_access/test_files.py` walks
every column that holds a kept file: each is given here or stands in `NOT_GIVEN` with the reason.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MOST_FILES: Final = 40
"""How many files travel with one answer."""
MOST_BYTES: Final = 100 * 1024 * 1024
"""Bytes of them together: two of the largest that the gate takes, and a download that a telephone can finish."""


class HeldFile(NamedTuple):
    """Files of one table. `told_with`: the table of `held.py` to whose entry one belongs; `model`, `column`: where it
    is kept; `owner`: the lookup from there to the row that is told; `beware`: what to look for in it."""

    told_with: str
    model: str
    column: str
    owner: str
    title: str
    beware: str


FILES: Final = (
    HeldFile(
        "incidents.EvidenceItem",
        "incidents.EvidenceItem",
        "file",
        "pk",
        "File of evidence",
        "Look and listen for others, and for who took it or passed it on.",
    ),
    HeldFile(
        "incidents.Letter",
        "incidents.LetterPdf",
        "file",
        "letter",
        "Letter as it was made",
        "It names others in full where the entry has letters, and has the address of whoever got it.",
    ),
    HeldFile(
        "moving.Arrival",
        "moving.ArrivalFile",
        "file",
        "arrival",
        "File from another school",
        "It names others as that school wrote of them. The pages of the whole file tell each entry.",
    ),
    HeldFile(
        "aup.Signature",
        "aup.SignedCopy",
        "file",
        "signature",
        "Signed agreement",
        "Its certificate says from which address and browser it was signed: that is the signer’s own.",
    ),
    HeldFile(
        "aup.Signature",
        "aup.PaperScan",
        "received",
        "signature",
        "Scan of a signed paper",
        "Look for the signatures and contact details of others.",
    ),
)
"""In the order of `held.py`."""

# fmt: off
NOT_GIVEN: Final = {
    "kept for a day, or as long as a link is open, and made anew from what is told": (("papers.Paper", "file"),),
    "what lies behind a received file; given by way of it": (("papers.ReceivedFile", "file"),),
    "told entry by entry, and file by file": (("moving.Arrival", "record"), ("moving.Arrival", "came_as")),
    "about everybody on the roll; destroyed after a month": (("office.RollImport", "file"),),
    "names nobody, or only who wrote it in their post": (
        ("governance.Report", "file"), ("governance.PolicyEdition", "file"), ("filtering.Certificate", "received"),
        ("filtering.FrozenReview", "file"),
    ),
}
"""Columns that hold a kept file of which no answer gives any, by the reason."""
# fmt: on
