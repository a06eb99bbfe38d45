"""What a file is, by its first bytes: with the library `filetype`, and only from our short list."""

from __future__ import annotations

from typing import Final

import filetype

from esafety.papers.receiving.kinds import Accepts, Kind

_LIKELY: Final = (
    (
        b"PK\x03\x04",
        "The file is a zip archive or an Office file that is not taken. Unpack it, or save it as PDF.",
    ),
    (b"PK\x05\x06", "The file is an empty zip archive."),
    (
        b"\xd0\xcf\x11\xe0",
        "The file is an old Office document or a saved Outlook message. Save it as PDF, DOCX or EML.",
    ),
    (b"MZ", "The file is a program."),
    (b"\x7fELF", "The file is a program."),
    (b"GIF8", "The file is a GIF picture. Save it as PNG."),
    (b"RIFF", "The file is a picture or a film of a kind that is not taken. Save it as PNG, JPEG or MP4."),
    (b"BM", "The file is a bitmap picture. Save it as PNG."),
    (b"II*\x00", "The file is a TIFF picture. Save it as PDF or PNG."),
    (b"MM\x00*", "The file is a TIFF picture. Save it as PDF or PNG."),
    (b"Rar!", "The file is an archive. Unpack it first."),
    (b"7z\xbc\xaf", "The file is an archive. Unpack it first."),
    (b"\x1f\x8b", "The file is a compressed archive. Unpack it first."),
)
"""What people are likely to try, and what they can do instead."""


def by_content(head: bytes, accepts: Accepts) -> Kind | None:
    """The kind among those accepted, or None. A PDF begins with its first byte; junk before it is none."""
    found = filetype.guess(head)
    if found is None or head.startswith(b"PK"):
        return None
    return next((one for one in accepts.kinds if one.media_type == found.mime), None)


def what_it_is(head: bytes) -> str:
    """A sentence about a file that is not taken."""
    why = next((why for magic, why in _LIKELY if head.startswith(magic)), "")
    return why or "What is in the file is not of a kind that is taken here, whatever its name says."
