"""The yearly review: begun, written, put forward, signed by three, downloaded."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.papers import cabinet
from esafety.schooldays.years import SchoolYear, year_of
from filtering import actions
from filtering.access import YEARS
from filtering.forms.years import SignForm, YearForm
from filtering.models import YearlyReview
from filtering.queries import years as lists
from filtering.views.acting import ask_with_version, do_now
from filtering.vocabulary import YEAR_READ

FORM = require_http_methods(["GET", "HEAD", "POST"])
PARTS = ("version", "risk_profile", "blocked_why", "monitoring", "actions")


@require_safe
@open_to(C.SEE_FILTERING_LOG)
def years(request: SignedIn) -> HttpResponse:
    """Every year's review, and this year's to begin."""
    context = {
        "title": "Yearly review of filtering and monitoring",
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "reviews": lists.reviews(request.school),
        "to_begin": lists.to_begin(request.school, timezone.localdate())
        if may(request.user, C.DECIDE_FILTERING, request.school)
        else [],
    }
    return render(request, "filtering/years.html", context)


@require_POST
@open_to(C.DECIDE_FILTERING)
def year_begin(request: SignedIn, begins: int) -> HttpResponse:
    """Begin the review of a school year."""
    if not year_of(timezone.localdate()).begins - 1 <= begins <= year_of(timezone.localdate()).begins:
        raise Http404

    def act() -> str:
        actions.begin_year(school=request.school, year=SchoolYear(begins), by=request.user)
        return "The review is begun."

    return do(request, act, back_url=reverse("filtering_years"))


@require_safe
@record_door(YEARS, C.SEE_FILTERING_LOG, lookup="pk", joined=("school",))
def year(request: SignedIn, review: YearlyReview) -> HttpResponse:
    """What was written, what the year showed, who signed."""
    context = {
        "title": str(review),
        "back_url": reverse("filtering_years"),
        "back_label": "Yearly reviews",
        "review": review,
        "page": lists.page_of(review, request.user),
    }
    return render(request, "filtering/year.html", context)


@FORM
@record_door(YEARS, C.DECIDE_FILTERING, lookup="pk", joined=("school",))
def year_write(request: SignedIn, review: YearlyReview) -> HttpResponse:
    """Write what only people know."""

    def act(told: dict[str, Any]) -> str:
        actions.write_year(review=review, by=request.user, **told)
        return "Saved."

    form = partial(YearForm, initial={name: getattr(review, name) for name in PARTS})
    url = review.get_absolute_url()
    return ask_with_version(request, form, act, title="Write the review", submit="Save", back_url=url)


@require_POST
@record_door(YEARS, C.DECIDE_FILTERING, lookup="pk", joined=("school",))
def year_forward(request: SignedIn, review: YearlyReview) -> HttpResponse:
    """Put it forward to be signed."""

    def act() -> str:
        actions.put_year_forward(review=review, by=request.user)
        return "Put forward. The three who sign are told."

    return do_now(request, act, back_url=review.get_absolute_url())


@require_POST
@record_door(YEARS, C.DECIDE_FILTERING, lookup="pk", joined=("school",))
def year_back(request: SignedIn, review: YearlyReview) -> HttpResponse:
    """Take it back to be written."""

    def act() -> str:
        actions.take_year_back(review=review, by=request.user)
        return "Taken back. Signatures so far do not count for what you write now."

    return do_now(request, act, back_url=review.get_absolute_url())


@FORM
@record_door(YEARS, C.SIGN_FILTERING_YEAR, lookup="pk", joined=("school",))
def year_sign(request: SignedIn, review: YearlyReview) -> HttpResponse:
    """Sign it off, in one role."""

    def act(told: dict[str, Any]) -> str:
        actions.sign_year(review=review, role=told["role"], edition=told["edition"], by=request.user)
        return "Signed."

    roles = lists.roles_of(review, request.user)
    form = SignForm(sent(request), roles=roles, initial={"edition": review.edition})
    url = review.get_absolute_url()
    return ask(request, form, act, title="Sign the review", submit="Sign", back_url=url, caption=str(review))


@require_GET
@record_door(YEARS, C.SEE_FILTERING_LOG, lookup="pk", joined=("school",))
def year_download(request: SignedIn, review: YearlyReview) -> StreamingHttpResponse:
    """The signed review as it was frozen. Written down before the first byte leaves."""
    frozen = lists.frozen_of(review)
    if frozen is None or frozen.file is None:
        raise Http404
    content = cabinet.read(frozen.file)
    note(YEAR_READ, by=request.user, school=review.school, about=review)
    return StreamingHttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="filtering-review-{review.year}.pdf"',
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )
