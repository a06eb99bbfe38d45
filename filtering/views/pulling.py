"""For the provider: the list its system fetches, the page a mail leads to, and the school's page about both."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import do
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, public
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.papers.models.document_link import fingerprint
from esafety.papers.pace import is_too_fast
from esafety.walls import by_secret
from filtering import actions
from filtering.models import FilteringRequest, PullAddress
from filtering.queries import pulling as lists
from filtering.vocabulary import PULLED

MACHINES = "the filtering provider's system has no account: a long token stands in the address"
PROVIDER = "the filtering provider's help desk has no account: the link is in its mail"
PACE = {"limit": 60, "seconds": 600}
MANY = 429


@require_safe
@open_to(C.RUN_FILTERING)
def pull_address(request: SignedIn) -> HttpResponse:
    """Whether there is an address for the provider's system, since when, when it was last used."""
    return _page(request)


@require_POST
@open_to(C.RUN_FILTERING)
def pull_turn(request: SignedIn) -> HttpResponse:
    """Make a new address: shown once, in the answer."""
    turned = actions.turn_pull_address(school=request.school, by=request.user)
    made = {
        kind: request.build_absolute_uri(reverse(f"filtering_pull_{kind}", args=[turned.token]))
        for kind in ("csv", "json")
    }
    return _page(request, made=made)


@require_POST
@open_to(C.RUN_FILTERING)
def pull_stop(request: SignedIn) -> HttpResponse:
    """Close the address."""

    def act() -> str:
        actions.stop_pull_address(school=request.school, by=request.user)
        return "The address is closed."

    return do(request, act, back_url=reverse("filtering_pull"))


def _page(request: SignedIn, made: dict[str, str] | None = None) -> HttpResponse:
    held = lists.pull_address(request.school)
    context = {
        "title": "For the provider’s system",
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "held": held,
        "last_used": lists.last_used(held) if held else None,
        "made": made,
        "lines": lists.instructions(request.school),
    }
    response = render(request, "filtering/pull.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@public(MACHINES)
def pull_csv(request: SignedIn, token: str) -> HttpResponseBase:
    """The list as CSV."""
    if is_too_fast("filtering-pull", **PACE):
        return HttpResponse(
            "Too many requests. Ask again in ten minutes.\n", status=MANY, content_type="text/plain"
        )
    found = _listed(token)
    response = StreamingHttpResponse(lists.as_csv(found), content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response


@require_safe
@public(MACHINES)
def pull_json(request: SignedIn, token: str) -> HttpResponseBase:
    """The list as JSON."""
    if is_too_fast("filtering-pull", **PACE):
        return JsonResponse({"error": "Too many requests. Ask again in ten minutes."}, status=MANY)
    found = [dict(zip(lists.HEADINGS, one, strict=True)) for one in _listed(token)]
    response = JsonResponse({"changes": found})
    response["Cache-Control"] = "no-store"
    return response


def _listed(token: str) -> list[lists.Instruction]:
    """The list behind a token. Unknown and stopped are the same to whoever asks."""
    address = _address(token)
    if address is None:
        raise Http404
    if lists.is_to_be_noted(address):
        note(PULLED, by=None, school=address.school, about=address)
    return lists.instructions(address.school)


@by_secret
def _address(token: str) -> PullAddress | None:
    held = PullAddress.objects.filter(token_hash=fingerprint(token), stopped_at__isnull=True)
    return held.select_related("school").first()


@by_secret
def _asked(token: str) -> FilteringRequest | None:
    return FilteringRequest.objects.filter(token_hash=fingerprint(token)).select_related("school").first()


@require_safe
@public(PROVIDER)
def instruction(request: SignedIn, token: str) -> HttpResponse:
    """What one request asks of the provider, while there is something for it to do."""
    if is_too_fast("filtering-instruction", **PACE):
        return render(request, "papers/too_many_tries.html", {"title": "Too many tries"}, status=MANY)
    asked = _asked(token)
    if asked is None or not asked.is_alive:
        raise Http404
    context = {
        "title": "A change to the filter",
        "caption": str(asked.school),
        "asked": asked,
        "lines": lists.instructions_of(asked),
        "addresses": list(asked.addresses.all()),
    }
    response = render(request, "filtering/instruction.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
