"""Low-level concerns about adults of the school: shared by anybody, read together by whoever decides."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.people.models import Person
from incidents import actions
from incidents.access_people import LOW_LEVEL_PEOPLE
from incidents.forms.low_level import PatternForm, ShareForm
from incidents.policy.findings import KEPT
from incidents.record import low_level as read
from incidents.vocabulary import Finding
from incidents.vocabulary.outside import LOW_LEVEL_READ


@open_to(C.REPORT)
def low_level_share(request: SignedIn) -> HttpResponse:
    """Share a low-level concern about an adult, or about oneself, with whoever decides."""
    form = ShareForm(sent(request), school=request.school, user=request.user)
    if form.is_bound and form.is_valid():
        made = actions.report(
            school=request.school,
            account=form.account,
            people=[form.involved],
            by=request.user,
            key=form.cleaned_data["key"],
        )
        return redirect("report_sent", made.submission_key)
    context = {
        "title": "Share a low-level concern about an adult",
        "form": form,
        "submit_label": "Share it",
        "cancel_url": reverse("home"),
    }
    return render(request, "incidents/low_level_share.html", context, status=422 if form.is_bound else 200)


@require_safe
@open_to(C.READ_LOW_LEVEL)
def low_level(request: SignedIn) -> HttpResponse:
    """The adults somebody shared a low-level concern about."""
    context = {
        "title": "Low-level concerns",
        "back_url": reverse("incidents"),
        "people": read.people(request.user, request.school),
        "nameless": read.nameless(request.user, request.school)[: read.MOST],
        "kept": KEPT[Finding.LOW_LEVEL.value],
    }
    return render(request, "incidents/low_level.html", context)


@record_door(LOW_LEVEL_PEOPLE, C.READ_LOW_LEVEL, lookup="pk", seen=LOW_LEVEL_READ)
def low_level_person(request: SignedIn, person: Person) -> HttpResponse:
    """One adult's low-level concerns together, and what is found in them."""
    url = reverse("low_level")

    def act(answers: dict[str, Any]) -> str:
        actions.review_pattern(person=person, by=request.user, **answers)
        return "What you found is recorded."

    return ask(
        request,
        PatternForm(sent(request)),
        act,
        title=f"Low-level concerns: {person.full_name}",
        submit="Record what you found",
        back_url=url,
        template="incidents/low_level_person.html",
        caption="Read together",
        concerns=read.concerns_about(request.user, person),
        reviews=person.pattern_reviews.select_related("by"),
        kept=KEPT[Finding.LOW_LEVEL.value],
    )
