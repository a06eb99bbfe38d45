"""The paper's page for its requester, and the three pages for the recipient of a one-document link."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from esafety.access.capabilities import Capability
from esafety.access.doors import public, record_door
from esafety.audit import note
from esafety.papers import actions, cabinet, handover, keys, pace, sealing
from esafety.papers.access import paper_policy
from esafety.papers.forms import PassphraseForm
from esafety.papers.kinds import kind_of
from esafety.papers.making import is_overtaken
from esafety.papers.models import DocumentLink, Paper, StoredFile
from esafety.papers.models.document_link import TRIES
from esafety.papers.vocabulary import PAPER_DOWNLOADED, Stage

UNREADABLE = (cabinet.FileGone, sealing.BrokenSeal, keys.UnknownKey)
OUTSIDE = "The recipient has no account: a 256-bit link by mail and a passphrase by telephone stand for it"
PDF = ("application/pdf", "pdf")
ZIP = ("application/zip", "zip")
TRIES_AN_ADDRESS = {"limit": 20, "seconds": 600}


@require_GET
@record_door(paper_policy, Capability.PRINT)
def paper(request: HttpRequest, paper: Paper) -> HttpResponse:
    """Where the paper stands, then the way to download it."""
    template = "papers/_progress.html" if request.htmx else "papers/paper.html"  # type: ignore[attr-defined]
    about = paper.record()
    return render(
        request,
        template,
        {
            "paper": paper,
            "title": paper.title,
            "paper_url": reverse("papers:paper", args=[paper.reference]),
            "download_url": reverse("papers:download", args=[paper.reference]),
            "is_packed": kind_of(paper.kind).packed,
            "again_url": reverse("papers:again", args=[paper.reference]),
            "overtaken_url": about.get_absolute_url() if about and is_overtaken(paper, about) else "",
        },
    )


@require_GET
@record_door(paper_policy, Capability.PRINT)
def download(request: HttpRequest, paper: Paper) -> HttpResponseBase:
    """The document, entered in the trail before its first byte leaves; not once what it was made from has changed."""
    about = paper.record()
    if paper.stage != Stage.READY or paper.file is None or is_overtaken(paper, about):
        return redirect("papers:paper", paper.reference)
    try:
        content = cabinet.read(paper.file)
    except UNREADABLE:
        return render(request, "papers/broken.html", {"title": "This document cannot be opened"}, status=500)
    detail = {"paper": paper.reference}
    note(PAPER_DOWNLOADED, by=paper.requested_by, school=paper.school, about=about, detail=detail)
    kind = kind_of(paper.kind)
    if kind.packed:
        return attached(content, paper.file, kind.filename(about), ZIP)
    return as_attachment(content, paper, kind.filename(about))


@require_POST
@record_door(paper_policy, Capability.PRINT)
def again(request: HttpRequest, paper: Paper) -> HttpResponse:
    """Ask once more for a paper that could not be made."""
    actions.try_again(paper=paper, by=paper.requested_by)
    return redirect("papers:paper", paper.reference)


@require_http_methods(["GET", "POST"])
@public(OUTSIDE)
def document(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the passphrase; looking counts for nothing."""
    if request.method == "POST" and pace.is_too_fast("passphrase", **TRIES_AN_ADDRESS):
        return _too_fast(request)
    link = _link_or_404(token)
    form = PassphraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if handover.unlock(link, form.cleaned_data["passphrase"]):
            return _unlocked(request, link, token)
        form.refuse(TRIES - _still_open(link).tries)
    context = {"title": "Open a document", "form": form, "submit_label": "Continue", "link": link}
    return render(request, "papers/document.html", context, status=422 if form.is_bound else 200)


@require_POST
@public(OUTSIDE)
def document_download(request: HttpRequest, token: str) -> HttpResponseBase:
    """Hand the document over and count it."""
    link = _link_or_404(token)
    if not handover.admits(request.POST.get("ticket", ""), link):
        return redirect("papers:document", token)
    try:
        content = handover.hand_over(link)
    except UNREADABLE:
        return render(request, "papers/broken.html", {"title": "This document cannot be opened"}, status=500)
    if content is None:
        return _unlocked(request, link, token)
    return as_attachment(content, link.paper, f"document-{link.reference}.pdf")


@require_POST
@public(OUTSIDE)
def document_acknowledge(request: HttpRequest, token: str) -> HttpResponse:
    """Note that the recipient has the document, though the last download may be used."""
    link = DocumentLink.objects.alive().with_token(token)
    if link is None or not handover.is_still_for(link):
        raise Http404
    if not handover.admits(request.POST.get("ticket", ""), link):
        _link_or_404(token)
        return redirect("papers:document", token)
    handover.acknowledge(link)
    return _unlocked(request, link, token)


def show_passphrase(request: HttpRequest, sent: actions.Sent, next_url: str) -> HttpResponse:
    """The page that shows the sender the passphrase, once: the answer to the POST that sent the copy."""
    context = {"title": "Tell them the passphrase by telephone", "next_url": next_url, **sent._asdict()}
    return render(request, "papers/passphrase.html", context)


def as_attachment(content: Iterator[bytes], paper: Paper, filename: str) -> StreamingHttpResponse:
    """A PDF that the browser saves and does not open inside the site."""
    assert paper.file is not None
    return attached(content, paper.file, filename)


def attached(
    content: Iterator[bytes], file: StoredFile, filename: str, kind: tuple[str, str] = PDF
) -> StreamingHttpResponse:
    """The same for any kept PDF, or a ZIP."""
    media_type, ending = kind
    response = StreamingHttpResponse(content, content_type=media_type)
    response["Content-Length"] = file.size
    name = f"{filename.removesuffix('.pdf')}.{ending}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "no-store"
    return response


def _link_or_404(token: str) -> DocumentLink:
    """Unknown, expired, used up, closed and no longer theirs are all the same to whoever asks."""
    link = DocumentLink.objects.open().with_token(token)
    if link is None or not handover.is_still_for(link):
        raise Http404
    return link


def _still_open(link: DocumentLink) -> DocumentLink:
    if not link.is_open:
        raise Http404
    return link


def _too_fast(request: HttpRequest) -> HttpResponse:
    response = render(request, "papers/too_many_tries.html", {"title": "Too many tries"}, status=429)
    response["Retry-After"] = "600"
    return response


def _unlocked(request: HttpRequest, link: DocumentLink, token: str) -> HttpResponse:
    context = {
        "title": "Your document",
        "link": link,
        "ticket": handover.ticket_for(link),
        "is_ready": link.paper.stage == Stage.READY,
        "download_url": reverse("papers:document_download", args=[token]),
        "acknowledge_url": reverse("papers:document_acknowledge", args=[token]),
    }
    return render(request, "papers/document_unlocked.html", context)
