"""Giving a received file out again: whole, as an attachment, never inside a page."""

from __future__ import annotations

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from esafety.access.refusals import NotNow
from esafety.papers import cabinet, keys, sealing
from esafety.papers.models import ReceivedFile
from esafety.papers.receiving.vocabulary import Verdict

_CLOSED = {
    Verdict.WAITING: "The virus scanner has not looked at this file yet. Try again in a few minutes.",
    Verdict.INFECTED: "A virus was found in this file. It stays closed.",
}
_SET_ASIDE = (
    "Somebody said that this file may be illegal. It stays closed: tell the police that the school holds it, "
    "and give them its reference."
)
_BROKEN = (
    "This file cannot be opened: it is damaged or not in its place. Tell whoever looks after the server."
)


def why_closed(received: ReceivedFile) -> str:
    """Why a file cannot be opened now, in a sentence; nothing when it can."""
    if received.is_set_aside:
        return _SET_ASIDE
    return _CLOSED.get(Verdict(received.verdict), "")


def needs_confirming(received: ReceivedFile) -> bool:
    """Whether whoever opens it must first say that they know it was not checked for viruses."""
    return received.verdict == Verdict.UNSCANNED


def hand_out(received: ReceivedFile, *, stem: str) -> StreamingHttpResponse:
    """The file as it was received, under the name `stem` with the ending of what it is.

    The caller has asked its policy, and writes the trail before the answer leaves. Raises NotNow with why.
    """
    received.refresh_from_db()
    if why := why_closed(received):
        raise NotNow(why)
    try:
        content = cabinet.read(received.file)
    except (cabinet.FileGone, sealing.BrokenSeal, keys.UnknownKey) as error:
        raise NotNow(_BROKEN) from error
    response = StreamingHttpResponse(content, content_type="application/octet-stream")
    response["Content-Length"] = received.file.size
    name = f"{stem}.{received.sort.suffix}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
