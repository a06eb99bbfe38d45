"""What a page may take: kinds of file, told apart by their content, and how large one may be.

Sources: reference/security.md 5.2 and V5 (allow-list, judged by content); platform.md section 7.
"""

from __future__ import annotations

from typing import Final, NamedTuple

MB: Final = 1024 * 1024


class Kind(NamedTuple):
    """One kind of file. It is given out under the first of its `suffixes`, whatever it was called."""

    code: str
    label: str
    media_type: str
    suffixes: tuple[str, ...]

    @property
    def suffix(self) -> str:
        """The ending under which it is given out."""
        return self.suffixes[0]


# fmt: off
PDF  = Kind("pdf",  "PDF",                    "application/pdf",  ("pdf",))
JPEG = Kind("jpeg", "JPEG picture",           "image/jpeg",       ("jpg", "jpeg", "jpe", "jfif"))
PNG  = Kind("png",  "PNG picture",            "image/png",        ("png",))
HEIC = Kind("heic", "HEIC picture",           "image/heic",       ("heic", "heif"))
DOCX = Kind("docx", "Word document",          "application/zip",  ("docx",))
ODT  = Kind("odt",  "OpenDocument text",      "application/zip",  ("odt",))
EML  = Kind("eml",  "email message",         "text/plain",       ("eml",))
TXT  = Kind("txt",  "plain text",             "text/plain",       ("txt",))
CSV  = Kind("csv",  "list of values",         "text/plain",       ("csv", "tsv"))
MP4  = Kind("mp4",  "MP4 video",              "video/mp4",        ("mp4",))
MOV  = Kind("mov",  "QuickTime video",        "video/quicktime",  ("mov",))
M4A  = Kind("m4a",  "M4A sound",              "audio/mp4",        ("m4a",))
MP3  = Kind("mp3",  "MP3 sound",              "audio/mpeg",       ("mp3",))
WAV  = Kind("wav",  "WAV sound",              "audio/x-wav",      ("wav",))
OGG  = Kind("ogg",  "Ogg sound",              "audio/ogg",        ("ogg", "oga", "opus"))
SEALED = Kind("sealed", "sealed PDF",         "application/pdf",  ("pdf",))
LIST = Kind("list", "list for an import",     "text/plain",       ("csv", "txt", "tsv", "xml"))
# fmt: on

TEXTS: Final = (EML, TXT, CSV)
DOCUMENTS: Final = (DOCX, ODT)
PICTURES: Final = (JPEG, PNG, HEIC)
SOUND_AND_FILM: Final = (MP4, MOV, M4A, MP3, WAV, OGG)
KIND: Final = {one.code: one for one in (PDF, SEALED, *PICTURES, *DOCUMENTS, *TEXTS, *SOUND_AND_FILM, LIST)}


class Accepts(NamedTuple):
    """What one use of the gate takes. `largest` is in bytes; `words` follows "Send …"."""

    code: str
    kinds: tuple[Kind, ...]
    largest: int
    words: str
    smaller: str

    @property
    def too_large(self) -> str:
        """What is said of a file over the limit."""
        return f"The file is larger than {self.largest // MB} MB. {self.smaller}"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Every ending a name may have."""
        return tuple(suffix for kind in self.kinds for suffix in kind.suffixes)


TEXT_LIST = Accepts(
    "text_list",
    (LIST,),
    20 * MB,
    "a CSV or XML file",
    "Export fewer columns, or one year group at a time",
)
"""A school's whole roll with its contacts is a fifth of that."""

SCAN = Accepts(
    "scan",
    (PDF, JPEG, PNG),
    20 * MB,
    "a PDF, or a photograph as JPEG or PNG",
    "Scan it in black and white or at a lower resolution",
)
"""Plain paper of the office: a signed form, a certificate."""

EVIDENCE = Accepts(
    "evidence",
    (PDF, *PICTURES, *DOCUMENTS, *TEXTS, *SOUND_AND_FILM),
    50 * MB,
    "a PDF, a picture (JPEG, PNG, HEIC), a document (DOCX, ODT), an email (EML), plain text or CSV, "
    "sound (M4A, MP3, WAV, OGG) or a film (MP4, MOV)",
    "Keep the original on the device or a disc, and record here where it is kept",
)
"""What schools are handed: screenshots, messages, letters, voice mails (E guides 4 and 5)."""

PUPIL_FILE = Accepts(
    "pupil_file",
    (PDF, SEALED),
    60 * MB,
    "a PDF: the sealed file, or an ordinary one",
    "Ask the other school to send it in two files",
)
"""A pupil's file from another school. A sealed one cannot be looked into here: what is inside comes to the gate again,
each file by itself, once somebody has opened it with its words."""

ACCEPTS: Final = {one.code: one for one in (TEXT_LIST, SCAN, EVIDENCE, PUPIL_FILE)}
