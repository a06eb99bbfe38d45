"""What was signed, for whoever keeps it: one signature, its copy; a paper entered by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from aup import actions
from aup.access.signing import SIGNATURES, WANTED
from aup.actions.signing import OtherWords, last_signature
from aup.downloads import copy_response
from aup.forms.paper import PaperForm
from aup.models import Edition, Signature, Wanted
from aup.queries.progress import allowed_adults
from aup.queries.proof import consent_names
from aup.told import Origin, Place
from aup.vocabulary import SIGNATURE_SEEN, Audience, Capacity, Route
from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.people.models import Person

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.MANAGE_AGREEMENTS
JOINED = ("school", "signer", "about", "edition", "entered_by", "copy")


@require_safe
@record_door(SIGNATURES, KEEP, joined=JOINED, seen=SIGNATURE_SEEN)
def signature(request: SignedIn, signature: Signature) -> HttpResponse:
    """Everything that is kept of one signature."""
    context = {
        "title": str(signature),
        "signature": signature,
        "consents": consent_names(signature),
        "is_whole": signature.seal == signature.seal_now(),
        "back_url": reverse("campaigns"),
        "back_label": "Campaigns",
    }
    return render(request, "aup/signature.html", context)


@require_safe
@record_door(SIGNATURES, KEEP, joined=("school", "copy"))
def signature_copy(request: SignedIn, signature: Signature) -> HttpResponseBase:
    """The signed copy, as the signer has it."""
    if not signature.copy.is_ready:
        messages.info(request, "The signed copy is being made. Try again in a minute.")
        return redirect("signature", signature.reference)
    return copy_response(request, signature, by=request.user)


@FORM
@record_door(WANTED, KEEP, lookup="pk", joined=("school", "about", "campaign"))
def paper(request: SignedIn, wanted: Wanted) -> HttpResponse:
    """Enter a signature that came on paper."""
    place = Place(wanted.about, Audience(wanted.audience), Capacity(wanted.capacity))
    edition = Edition.objects.in_force(wanted.school, wanted.audience)
    back = reverse("campaign_outstanding", args=[wanted.campaign.reference])
    adults = _adults(wanted)
    if edition is None or not adults:
        messages.error(request, "Nobody may sign this now. Look at the roll, and at the agreements in force.")
        return redirect(back)

    def act(told: dict[str, Any]) -> str:
        signer = next(one for one in adults if one.pk == told["signer"])
        made = _enter(form, place, signer, told, request)
        return f"The paper of {signer.full_name} is entered. Its reference is {made.reference}: write it on the paper."

    known = {"seen": edition.fingerprint, "name": adults[0].full_name if len(adults) == 1 else ""}
    form = PaperForm(sent(request), place=place, edition=edition, adults=adults, initial=known)
    title = f"Enter a paper for {wanted.about.full_name}"
    return ask(request, form, act, title=title, submit="Enter", back_url=back, caption=edition.title)


def _adults(wanted: Wanted) -> list[Person]:
    if wanted.capacity == Capacity.SELF:
        return [wanted.about]
    return allowed_adults([wanted.about_id]).get(wanted.about_id, [])


def _enter(
    form: PaperForm, place: Place, signer: Person, told: dict[str, Any], request: SignedIn
) -> Signature:
    """Raises NotNow, in place of OtherWords too: what stands on the paper is then an older edition."""
    last = last_signature(signer, place)
    origin = Origin(Route.PAPER, entered_by=request.user, signed_on=told["signed_on"])
    kept = form.told.after(last.pk if last else 0)
    try:
        return actions.sign(place=place, signer=signer, told=kept, origin=origin, by=request.user)
    except OtherWords as error:
        raise NotNow(
            "A new edition came into force. If the paper is an older one, give them the new one to sign."
        ) from error
