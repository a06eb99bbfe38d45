"""One class in a campaign: its register, its papers, its lesson."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from aup import actions
from aup.access.signing import CLASS_SESSIONS, CLASSES
from aup.campaign_papers import CLASS_COPIES, CLASS_LETTERS, PACK, POSTER
from aup.models import CampaignClass, ClassSession
from aup.queries.classes import classes_that_sign, signers_of
from aup.queries.progress import rows_of_class
from aup.vocabulary import CLASS_SEEN
from esafety.access.asking import do
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.papers.actions import want
from esafety.papers.kinds import PaperKind
from esafety.ui.squares import qr_code

KEEP, TEACH = C.MANAGE_AGREEMENTS, C.OPEN_CLASS_SIGNING


@require_safe
@record_door(CLASSES, KEEP, lookup="pk", joined=("school", "campaign"), seen=CLASS_SEEN)
def campaign_class(request: SignedIn, row: CampaignClass) -> HttpResponse:
    """The register of a class: who has signed."""
    context = {
        "title": str(row),
        "caption": row.campaign.title,
        "row": row,
        "pupils": rows_of_class(row),
        "back_url": reverse("campaign", args=[row.campaign.reference]),
        "back_label": row.campaign.title,
    }
    return render(request, "aup/campaign_class.html", context)


@require_POST
@record_door(CLASSES, KEEP, lookup="pk", joined=("school", "campaign"))
def class_paper(request: SignedIn, row: CampaignClass, kind: PaperKind) -> HttpResponse:
    """One of the documents of a class."""
    return redirect("papers:paper", want(kind, about=row, by=request.user).reference)


@require_safe
@open_to(TEACH)
def classes_signing(request: SignedIn) -> HttpResponse:
    """The classes whose pupils sign for themselves, for whoever teaches them."""
    context = {
        "title": "Let a class sign",
        "back_url": reverse("agreements"),
        "back_label": "Agreements",
        "classes": classes_that_sign(request.school),
    }
    return render(request, "aup/classes_signing.html", context)


@require_POST
@record_door(CLASSES, TEACH, lookup="pk", joined=("school", "campaign"))
def class_open(request: SignedIn, row: CampaignClass) -> HttpResponse:
    """Begin a lesson in which the class signs."""
    try:
        made = actions.open_class_session(campaign=row.campaign, class_name=row.class_name, by=request.user)
    except NotNow as reason:
        messages.error(request, str(reason))
        return redirect("classes_signing")
    return redirect("class_session", made.pk)


@require_safe
@record_door(CLASS_SESSIONS, TEACH, lookup="pk", joined=("school", "campaign"), seen=CLASS_SEEN)
def class_session(request: SignedIn, session: ClassSession) -> HttpResponse:
    """The square for the devices, and who has signed so far."""
    address = settings.BASE_URL + session.path
    context = {
        "title": f"{session} signs",
        "session": session,
        "address": address,
        "qr": qr_code(address),
        "signers": signers_of(session),
        "back_url": reverse("classes_signing"),
        "back_label": "Let a class sign",
    }
    return render(request, "aup/class_session.html", context)


@require_POST
@record_door(CLASS_SESSIONS, TEACH, lookup="pk", joined=("school",))
def class_close(request: SignedIn, session: ClassSession) -> HttpResponse:
    """End the lesson's signing: the devices open nothing any more."""

    def act() -> str:
        actions.close_class_session(session=session, by=request.user)
        return "Signing in class has ended. The devices open nothing any more."

    return do(request, act, back_url=reverse("class_session", args=[session.pk]))


PAPERS = {"pack": PACK, "copies": CLASS_COPIES, "letters": CLASS_LETTERS, "poster": POSTER}
"""The documents of a class, by the word in their address."""
