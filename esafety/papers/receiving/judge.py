"""Judging a file while it arrives: by its content, before any of it is written.

A judge is asked three times and answers why not, or nothing: of the name, of every piece in turn, and
of the whole. `kind` is what the content turned out to be.
"""

from __future__ import annotations

from io import BytesIO
from typing import Final, Protocol

from esafety.papers.receiving import documents, markers
from esafety.papers.receiving.kinds import DOCUMENTS, EML, LIST, PDF, SEALED, TEXTS, Accepts, Kind
from esafety.papers.receiving.naming import by_content, what_it_is
from esafety.papers.receiving.texts import TextReader

LONGEST_NAME: Final = 200
HEAD: Final = 4096
"""Bytes that are looked at before anything is written."""


class Judge(Protocol):
    """What the upload handler asks. Each answer is a sentence for the person, or nothing."""

    kind: Kind | None

    def of_name(self, name: str) -> str: ...

    def of_head(self, head: bytes) -> str: ...

    def of_piece(self, piece: bytes) -> str: ...

    def of_whole(self) -> str: ...


def judge_for(accepts: Accepts) -> Judge:
    """The judge of this use of the gate."""
    if accepts.kinds == (LIST,):
        return ListJudge()
    return SealedJudge(accepts) if SEALED in accepts.kinds else ContentJudge(accepts)


def suffix_of(name: str) -> str:
    """What stands after the last full stop, in small letters."""
    return name.rpartition(".")[2].lower() if "." in name else ""


class ListJudge:
    """A list for an import: text that is read, checked and thrown away, never given out again."""

    def __init__(self) -> None:
        self.kind: Kind | None = LIST

    def of_name(self, name: str) -> str:
        """By the ending, so that a workbook gets its sentence before it is sent through."""
        suffix = suffix_of(name)
        if suffix and suffix not in LIST.suffixes:
            return f"The file must end in .csv, .txt or .xml, not .{suffix[:10]}. Save the list as CSV"
        return ""

    def of_head(self, head: bytes) -> str:
        """By what it begins with."""
        why = next((why for magic, why in _NO_LIST if head.startswith(magic)), "")
        return f"The file cannot be read. {why}" if why else ""

    def of_piece(self, piece: bytes) -> str:
        """Its lines are read by the import."""
        return ""

    def of_whole(self) -> str:
        """Its lines are read by the import."""
        return ""


_NO_LIST: Final = (
    (b"PK\x03\x04", "It is an Excel workbook or a zip archive. Open it and save the list as CSV"),
    (b"PK\x05\x06", "It is an empty zip archive. Choose the file that was to be in it"),
    (b"\xd0\xcf\x11\xe0", "It is an Excel workbook or a Word document. Open it and save the list as CSV"),
    (b"%PDF", "It is a PDF. Export the list as CSV instead"),
    (b"\x1f\x8b", "It is a compressed archive. Unpack it first"),
    (b"\xff\xd8\xff", "It is a picture"),
    (b"\x89PNG", "It is a picture"),
)
"""What a file begins with that is no text, and what to do then."""


class ContentJudge:
    """Scans and evidence: kept, and given out again, so nothing may be other than it seems."""

    allowed: frozenset[bytes] = frozenset()

    def __init__(self, accepts: Accepts) -> None:
        self.accepts = accepts
        self.kind: Kind | None = None
        self._suffix = ""
        self._text: TextReader | None = None
        self._container: BytesIO | None = None
        self._pages = BytesIO()
        self._marks: markers.Marks | None = None

    def of_name(self, name: str) -> str:
        """Not too long, and an ending that is taken here or none. Django has taken out letters that cannot be seen."""
        if len(name) > LONGEST_NAME:
            return f"The file’s name is longer than {LONGEST_NAME} letters. Give it a shorter name"
        self._suffix = suffix_of(name)
        if self._suffix and self._suffix not in self.accepts.suffixes:
            return f"Files that end in .{self._suffix[:10]} are not taken here. Send {self.accepts.words}"
        return ""

    def of_head(self, head: bytes) -> str:
        """Find out what it is. Nothing was written yet."""
        text = next(
            (one for one in TEXTS if self._suffix in one.suffixes and one in self.accepts.kinds), None
        )
        if text is not None:
            self.kind, self._text = text, TextReader(loose=text is EML)
            return self._text.of_head(head)
        if head.startswith(b"PK\x03\x04") and set(DOCUMENTS) & set(self.accepts.kinds):
            self._container = BytesIO()
            return ""
        self.kind = by_content(head, self.accepts)
        if self.kind is None:
            return f"{what_it_is(head)} Send {self.accepts.words}"
        self._marks = markers.Marks(self.kind, self.allowed)
        return self._marks.of_head(head)

    def of_piece(self, piece: bytes) -> str:
        """Look for what has no business in a file of its kind."""
        if self._text is not None:
            return self._text.of_piece(piece)
        if self._container is not None:
            self._container.write(piece)
            return documents.TOO_LARGE if self._container.tell() > documents.LARGEST else ""
        assert self._marks is not None
        if self.kind is PDF:
            self._pages.write(piece)
        return self._marks.of_piece(piece)

    def of_whole(self) -> str:
        """Is it whole, and nothing besides?"""
        if self._text is not None:
            return self._text.of_whole()
        if self._container is not None:
            self.kind, why = documents.judge(self._container)
            return why if why or self.kind in self.accepts.kinds else f"Send {self.accepts.words}"
        assert self._marks is not None
        return self._marks.of_whole() or self._marks.of_compressed(self._pages)


class SealedJudge(ContentJudge):
    """A PDF that may be sealed with words and then holds other files: it is never given out, only opened."""

    allowed = frozenset({markers.SEALED_WITH, markers.HOLDS_FILES})

    def of_whole(self) -> str:
        """Files inside are for a sealed one only; an ordinary one is given out again as it is."""
        if why := super().of_whole():
            return why
        assert self._marks is not None
        if markers.SEALED_WITH in self._marks.seen:
            self.kind = SEALED
        elif markers.HOLDS_FILES in self._marks.seen:
            return "This PDF holds other files and is not sealed. Send each of them by itself, as an ordinary PDF"
        return ""
