"""A PDF that carries files inside it and opens with words only, in any PDF reader and without this product.

ISO 32000-2, security handler revision 6 (AES-256): pages and files inside are encrypted alike. The format does not
prove that nobody changed the file: whoever reads it by machine compares each part with the fingerprint that the
manifest inside holds, and the file as a whole with the one its sender kept.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from pypdf import PdfReader, PdfWriter


def seal(pages: bytes, inside: Mapping[str, bytes], words: str) -> bytes:
    """The PDF `pages` with these files inside, by name, opened by exactly `words`."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pages)))
    for name, content in inside.items():
        writer.add_attachment(name, content)
    writer.encrypt(words, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
