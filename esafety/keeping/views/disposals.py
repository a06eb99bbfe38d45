"""Disposals: the list, one with what would go, its approval by a second person, its certificate; the ledger."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow, Stale
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.keeping import actions, queries
from esafety.keeping.access import DISPOSALS, KEEP
from esafety.keeping.forms import ApproveForm, SendBackForm
from esafety.keeping.ledger import ledger_lines
from esafety.keeping.models import Disposal
from esafety.keeping.papers import CERTIFICATE
from esafety.keeping.vocabulary import LEDGER_TAKEN, LIST_SEEN, Stage
from esafety.papers.actions import want
from esafety.signin.step_up import recent_sign_in_required

FORM = require_http_methods(["GET", "HEAD", "POST"])
STALE = (
    "The list was changed while you were deciding. Nothing was done. Look at it again, then send yours again."
)


@require_safe
@open_to(KEEP)
def disposals(request: SignedIn) -> HttpResponse:
    """The school's disposals, the newest first."""
    found = queries.disposals(request.user, request.school, request.GET.get("after", ""))
    context = {
        "title": "Disposals",
        "back_url": reverse("records_due"),
        "back_label": "Records due for review",
        "next_url": f"?{urlencode({'after': found['next']})}" if found["next"] else "",
    }
    return render(request, "keeping/disposals.html", context | found)


@require_safe
@record_door(DISPOSALS, KEEP, seen=LIST_SEEN, joined=("school", "proposed_by", "approved_by", "run"))
def disposal(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """One disposal: exactly what would go, or what went."""
    context = {
        "title": f"Disposal {disposal.reference}",
        "disposal": disposal,
        "back_url": reverse("disposals"),
        "back_label": "Disposals",
    }
    return render(request, "keeping/disposal.html", context | queries.one_disposal(request.user, disposal))


@require_GET
@record_door(DISPOSALS, KEEP, joined=("run",))
def disposal_progress(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """How far it has come: a piece of its page, asked for every two seconds."""
    run = getattr(disposal, "run", None)
    return render(request, "keeping/_run.html", {"disposal": disposal, "run": run})


@require_POST
@record_door(DISPOSALS, KEEP)
def disposal_propose(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """Send it to a second person."""

    def act() -> str:
        actions.propose(disposal=disposal, version=disposal.version, by=request.user)
        return "Sent. Those who can approve it are told."

    return do(request, act, back_url=disposal.get_absolute_url())


@require_POST
@record_door(DISPOSALS, KEEP)
def disposal_take_out(request: SignedIn, disposal: Disposal, record: str) -> HttpResponse:
    """Take one record out: it stays."""

    def act() -> str:
        actions.take_out(disposal=disposal, reference=record, by=request.user)
        return "Taken out. The record stays."

    last = disposal.items.count() <= 1 and disposal.proposed_by_id != request.user.pk
    return do(request, act, back_url=reverse("disposals") if last else disposal.get_absolute_url())


@require_POST
@record_door(DISPOSALS, KEEP)
def disposal_discard(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """Give it up: every record stays."""

    def act() -> str:
        actions.discard(disposal=disposal, by=request.user)
        return "Given up. Every record stays."

    return do(request, act, back_url=reverse("disposals"))


@require_POST
@record_door(DISPOSALS, KEEP)
def disposal_again(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """Go on with one that stopped."""

    def act() -> str:
        actions.try_again(disposal=disposal, by=request.user)
        return "It is gone on with."

    return do(request, act, back_url=disposal.get_absolute_url())


@FORM
@record_door(DISPOSALS, KEEP)
@recent_sign_in_required
def disposal_approve(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """The second person approves it."""

    def act(told: dict[str, Any]) -> str:
        told.pop("read")
        actions.approve(disposal=disposal, by=request.user, **told)
        return "Approved. It is carried out now; what is held when it comes to it is kept."

    intro = "What goes cannot be brought back: rows are deleted, and files lose the key that opens them."
    return _ask(
        request, disposal, ApproveForm, act, title="Approve the disposal", submit="Approve", intro=intro
    )


@FORM
@record_door(DISPOSALS, KEEP)
def disposal_send_back(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """Send it back to who gathered it."""

    def act(told: dict[str, Any]) -> str:
        actions.send_back(disposal=disposal, by=request.user, **told)
        return "Sent back."

    return _ask(request, disposal, SendBackForm, act, title="Send the disposal back", submit="Send back")


def _ask(request: SignedIn, disposal: Disposal, form: Any, act: Any, **context: Any) -> HttpResponse:
    """Ask about one disposal as it was seen; what somebody else changed meanwhile keeps what was typed."""

    def guarded(told: dict[str, Any]) -> str:
        try:
            return str(act(told))
        except Stale:
            typed = request.POST.copy()
            typed["version"] = str(Disposal.objects.get(pk=disposal.pk).version)
            asked.data = typed
            raise NotNow(STALE) from None

    asked = form(sent(request), initial={"version": disposal.version})
    back = disposal.get_absolute_url()
    return ask(request, asked, guarded, back_url=back, caption=f"Disposal {disposal}", **context)


@require_POST
@record_door(DISPOSALS, KEEP)
def disposal_certificate(request: SignedIn, disposal: Disposal) -> HttpResponse:
    """Ask for the certificate; it is made in the background."""
    if disposal.stage != Stage.DONE:
        return redirect(disposal)
    paper = want(CERTIFICATE, about=disposal, by=request.user)
    return redirect("papers:paper", paper.reference)


@require_GET
@open_to(KEEP)
def disposal_ledger(request: SignedIn) -> StreamingHttpResponse:
    """The school's ledger, a line of JSON for each record that went of which one may know."""
    note(LEDGER_TAKEN, by=request.user, school=request.school)
    seen = DISPOSALS.visible_to(request.user, Disposal.objects.filter(school=request.school))
    lines = (f"{line}\n" for line in ledger_lines(seen))
    answer = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    answer["Content-Disposition"] = 'attachment; filename="disposals.jsonl"'
    answer["Cache-Control"] = "no-store"
    return answer
