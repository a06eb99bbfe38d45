"""Packages of the open format written by hand from its documentation: as another product would, and as one that means
harm. No database, none of our code but the seal."""

from __future__ import annotations

import hashlib
import io
import json
from typing import Any

from pypdf import PdfWriter

from esafety.papers import sealed_pdf
from tests.papers.hostile import png

WORDS = "maple river seven kettle oak tin"


def pages() -> bytes:
    """One empty page."""
    writer, made = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def an_entry(**more: Any) -> dict[str, Any]:
    """One entry, as documented."""
    told = {
        "at": "2026-09-14T09:05:00+01:00", "incident": "AB12-CD34", "kind": "note", "title": "Note", "headline": "",
        "text": "Theo told Child B about it.", "impact": "", "significant": False, "by": "M Lindqvist",
    }  # fmt: skip
    return {**told, **more}


def a_record(**more: Any) -> dict[str, Any]:
    """What is known of a pupil, as documented."""
    told: dict[str, Any] = {
        "format": "safekeep-pupil-file", "edition": 1, "reference": "EB22-0007",
        "made_at": "2026-11-20T10:00:00+00:00",
        "from": {"school": "Eastbrook Academy", "email": "lead@eastbrook.example", "telephone": "01632 960221",
                 "sent_by": "Moira Lindqvist"},
        "to": {"name": "Idris Cole"}, "starts_on": "2026-11-23", "others_named_by": "letters",
        "pupil": {"given_name": "Theo", "family_name": "Sands", "known_as": "", "known_as_family": "", "upn": "",
                  "year_group": "Year 8", "class_name": "8B", "born_on": "2013-10-21"},
        "household": [{"name": "Rosa Sands", "relationship": "Mother", "telephone": "01632 960222",
                       "parental_responsibility": True, "no_contact": False}],
        "incidents": [{"reference": "AB12-CD34", "reported_at": "2026-09-14T09:00:00+01:00", "part": "harmed",
                       "state": "closed"}],
        "entries": [an_entry()], "left_out": {"entries": 0, "why": ""}, "files": [],
    }  # fmt: skip
    return {**told, **more}


def with_picture(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The same with a picture that it describes."""
    described = {
        "name": "file-1.png", "incident": "AB12-CD34", "added_at": "2026-09-14T10:00:00+01:00",
        "sha256": hashlib.sha256(png()).hexdigest(),
    }  # fmt: skip
    return record | {"files": [described]}, {"file-1.png": png()}


def manifest_of(parts: dict[str, bytes], **more: Any) -> bytes:
    """The manifest of these parts."""
    listed = [
        {"name": name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in parts.items()
    ]
    told = {"format": "safekeep-pupil-file", "edition": 1, "reference": "EB22-0007", "parts": listed}
    return json.dumps({**told, **more}).encode()


def parts_of(record: Any, files: dict[str, bytes] | None = None, **manifest: Any) -> dict[str, bytes]:
    """All parts of a package; a record in bytes is taken as it is."""
    raw = record if isinstance(record, bytes) else json.dumps(record).encode()
    parts = {"pupil-file.json": raw, "pupil-file.pdf": pages(), **(files or {})}
    return {"manifest.json": manifest_of(parts, **manifest), **parts}


def sealed(parts: dict[str, bytes], words: str = WORDS) -> bytes:
    """The parts, sealed."""
    return sealed_pdf.seal(parts.get("pupil-file.pdf", pages()), parts, words)
