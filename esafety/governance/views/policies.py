"""Policies: the register, one policy, its editions and their text, reading and saying so."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.governance import actions
from esafety.governance.access import POLICIES_KEPT, POLICIES_TO_READ
from esafety.governance.forms.registers import EditionForm, NotScannedForm, PolicyForm
from esafety.governance.models import Policy, PolicyEdition
from esafety.governance.queries import policies as lists
from esafety.governance.vocabulary import POLICY_OPENED
from esafety.papers.receiving import scanner
from esafety.papers.receiving.forms import ScanForm
from esafety.papers.receiving.kinds import SCAN
from esafety.papers.receiving.opening import hand_out, needs_confirming, why_closed
from esafety.papers.uploads import permit, refusal, takes_a_file

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.KEEP_REGISTERS


def _page(policy: Policy) -> str:
    return reverse("policy", args=[policy.pk])


@require_safe
@open_to(C.READ_REGISTERS, KEEP)
def policies(request: SignedIn) -> HttpResponse:
    """Every policy in use: approved, read, due."""
    context = {
        "title": "Policies",
        "rows": lists.register(request.school),
        "may_keep": may(request.user, KEEP, request.school),
        "back_url": reverse("governance"),
        "back_label": "Governance",
    }
    return render(request, "governance/policies.html", context)


@FORM
@open_to(KEEP)
def policy_add(request: SignedIn) -> HttpResponse:
    """Enter a policy."""

    def act(told: dict[str, Any]) -> str:
        return f"“{actions.add_policy(school=request.school, by=request.user, **told)}” is entered."

    back = reverse("policies")
    return ask(request, PolicyForm(sent(request)), act, title="Enter a policy", submit="Enter", back_url=back)


@require_safe
@record_door(POLICIES_KEPT, C.READ_REGISTERS, lookup="pk")
def policy(request: SignedIn, policy: Policy) -> HttpResponse:
    """One policy: its editions, and who has read the one in force."""
    context = {
        "title": policy.title,
        "policy": policy,
        **lists.one(policy),
        "may_keep": may(request.user, KEEP, policy.school),
        "back_url": reverse("policies"),
        "back_label": "Policies",
    }
    return render(request, "governance/policy.html", context)


@FORM
@record_door(POLICIES_KEPT, KEEP, lookup="pk")
def policy_change(request: SignedIn, policy: Policy) -> HttpResponse:
    """Correct what is known of it."""

    def act(told: dict[str, Any]) -> str:
        return f"“{actions.change_policy(policy=policy, by=request.user, **told)}” is changed."

    names = ("title", "owner", "audience", "review_due")
    form = PolicyForm(sent(request), initial={name: getattr(policy, name) for name in names})
    return ask(request, form, act, title="Correct a policy", submit="Save", back_url=_page(policy))


@FORM
@record_door(POLICIES_KEPT, KEEP, lookup="pk")
def policy_edition_add(request: SignedIn, policy: Policy) -> HttpResponse:
    """Enter an edition as it was approved."""

    def act(told: dict[str, Any]) -> str:
        return f"{actions.add_edition(policy=policy, by=request.user, **told)} is entered."

    form = EditionForm(sent(request))
    return ask(
        request,
        form,
        act,
        title="Enter an edition",
        caption=policy.title,
        submit="Enter",
        back_url=_page(policy),
    )


@FORM
@record_door(POLICIES_KEPT, KEEP, lookup="pk")
@takes_a_file(SCAN)
def policy_file(request: SignedIn, policy: Policy) -> HttpResponse:
    """File the text of the edition in force."""
    edition = policy.editions.first()
    if edition is None:
        raise Http404
    bound = request.method == "POST"
    form = ScanForm(request.POST or None, request.FILES or None, refusal=refusal(request) if bound else "")

    def act(told: dict[str, Any]) -> str:
        actions.file_policy(edition=edition, sent=told["file"], by=request.user)
        return f"The text of edition {edition.number} is filed."

    return ask(
        request,
        form,
        act,
        title="File the text",
        caption=str(edition),
        submit="File",
        back_url=_page(policy),
        template="governance/policy_file.html",
        form_action=f"{request.path}?{urlencode({'permit': permit(request, SCAN)})}",
        has_scanner=scanner.is_set_up(),
    )


@require_POST
@record_door(POLICIES_KEPT, KEEP, lookup="pk")
def policy_retire(request: SignedIn, policy: Policy) -> HttpResponse:
    """Take it out of use."""

    def act() -> str:
        return f"“{actions.retire_policy(policy=policy, by=request.user)}” is out of use."

    return do(request, act, back_url=_page(policy))


@require_safe
@open_to(C.READ_POLICIES)
def policies_to_read(request: SignedIn) -> HttpResponse:
    """What this person must read and has not said to have read."""
    context = {
        "title": "Policies for you to read",
        "editions": lists.to_read(request.user, request.school),
        "back_url": reverse("governance"),
        "back_label": "Governance",
    }
    return render(request, "governance/policies_to_read.html", context)


@require_safe
@record_door(POLICIES_TO_READ, C.READ_POLICIES, lookup="pk", joined=("policy__school", "file"))
def policy_edition(request: SignedIn, edition: PolicyEdition) -> HttpResponse:
    """One edition, for whoever must know it."""
    context = {
        "title": f"{edition.policy.title}, edition {edition.number}",
        "edition": edition,
        "is_to_read": edition in lists.to_read(request.user, edition.school),
        "read": edition.acknowledgements.filter(user=request.user).first(),
        "closed": why_closed(edition.file) if edition.file else "",
        "back_url": reverse("policies_to_read"),
        "back_label": "Policies for you to read",
    }
    return render(request, "governance/policy_edition.html", context)


@require_POST
@record_door(POLICIES_TO_READ, C.READ_POLICIES, lookup="pk", joined=("policy__school",))
def policy_read(request: SignedIn, edition: PolicyEdition) -> HttpResponse:
    """Say that one has read it."""

    def act() -> str:
        actions.acknowledge_policy(edition=edition, by=request.user)
        return f"Thank you. It is written down that you have read “{edition.policy}”."

    return do(request, act, back_url=reverse("policies_to_read"))


@FORM
@record_door(POLICIES_TO_READ, C.READ_POLICIES, lookup="pk", joined=("policy__school", "file__file"))
def policy_text(request: SignedIn, edition: PolicyEdition) -> HttpResponseBase:
    """The text as a file, entered in the trail before its first byte leaves."""
    if edition.file is None:
        raise Http404
    form = NotScannedForm(sent(request))
    back = {"title": "Open the text", "back_url": reverse("policy_edition", args=[edition.pk])}
    if needs_confirming(edition.file) and not form.is_valid():
        shown = {**back, "form": form, "submit_label": "Download", "caption": str(edition)}
        return render(request, "form_page.html", shown, status=422 if form.is_bound else 200)
    try:
        answer = hand_out(edition.file, stem=lists.stem(edition))
    except NotNow as reason:
        return render(request, "governance/no_calendar.html", {**back, "reason": str(reason)}, status=409)
    detail = {"edition": edition.number}
    note(POLICY_OPENED, by=request.user, school=edition.school, about=edition.policy, detail=detail)
    return answer
