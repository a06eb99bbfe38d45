"""One request: its page, deciding it, carrying it out, ending it, looking again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.requests import SignedIn
from filtering import actions
from filtering.access import REQUESTS
from filtering.forms.deciding import AgreeForm, DecideForm, ReviewBlockForm, ShutForm
from filtering.models import FilteringRequest
from filtering.queries.request_page import decided_on, page_of
from filtering.views.acting import ask_with_version, do_now
from filtering.vocabulary import Stage

FORM = require_http_methods(["GET", "HEAD", "POST"])
JOINED = ("school", "asked_by")

ONE_TAP: dict[str, tuple[Callable[..., FilteringRequest], str]] = {
    "withdraw": (actions.withdraw, "You took the request back."),
    "opened": (actions.mark_opened, "Entered. Whoever asked is told."),
    "not-needed": (actions.say_not_needed, "Thank you. It is being closed."),
    "closed": (actions.confirm_closed, "Entered as closed."),
}
"""What one button does, and what is said then."""
THEN = {
    Stage.SECOND: "A second person must agree as well, and is told.",
    Stage.AGREED: "Whoever carries it out is told.",
    Stage.SENT: "The provider is told, and so is whoever asked.",
    Stage.OPEN: "Whoever asked is told.",
}
"""What happens once somebody agreed."""


@require_safe
@record_door(REQUESTS, C.REQUEST_FILTERING, joined=JOINED)
def request_page(request: SignedIn, asked: FilteringRequest) -> HttpResponse:
    """What was asked, how it was decided, where it stands, what can be done now."""
    context = {
        "title": f"Request {asked.reference}",
        "caption": asked.get_kind_display(),
        "back_url": reverse("filtering"),
        "back_label": "Filtering",
        "asked": asked,
        "page": page_of(asked, request.user),
    }
    return render(request, "filtering/request.html", context)


@require_POST
@record_door(REQUESTS, C.REQUEST_FILTERING, joined=JOINED)
def move(request: SignedIn, asked: FilteringRequest, name: str) -> HttpResponse:
    """One tap."""
    verb, said = ONE_TAP[name]

    def act() -> str:
        verb(asked=asked, by=request.user)
        return said

    return do_now(request, act, back_url=asked.get_absolute_url())


@FORM
@record_door(REQUESTS, C.DECIDE_FILTERING, joined=JOINED)
def agree(request: SignedIn, asked: FilteringRequest) -> HttpResponse:
    """Agree, with a reason."""

    def act(told: dict[str, Any]) -> str:
        made = actions.agree(asked=asked, by=request.user, **told)
        return f"You agreed. {THEN[Stage(made.stage)]}"

    label, initial = "Agree to the request", {"version": asked.version, "until_on": asked.until_on}
    form = partial(AgreeForm, asked=asked, initial=initial)
    url = asked.get_absolute_url()
    return ask_with_version(
        request, form, act, title=label, submit=label, back_url=url, asked=asked, facts=decided_on(asked)
    )


@FORM
@record_door(REQUESTS, C.DECIDE_FILTERING, joined=JOINED)
def decline(request: SignedIn, asked: FilteringRequest) -> HttpResponse:
    """Decline, with a reason."""

    def act(told: dict[str, Any]) -> str:
        actions.decline(asked=asked, by=request.user, **told)
        return "You declined. Whoever asked is told."

    label, form = "Decline the request", partial(DecideForm, initial={"version": asked.version})
    url, facts = asked.get_absolute_url(), decided_on(asked)
    return ask_with_version(
        request, form, act, title=label, submit=label, back_url=url, asked=asked, facts=facts, danger=True
    )


@FORM
@record_door(REQUESTS, C.DECIDE_FILTERING, joined=JOINED)
def review_block(request: SignedIn, asked: FilteringRequest) -> HttpResponse:
    """Does an emergency block stay?"""

    def act(told: dict[str, Any]) -> str:
        actions.review_block(asked=asked, by=request.user, **told)
        return "Reviewed. The block stays." if told["keep"] else "Reviewed. The block is being lifted."

    form = partial(ReviewBlockForm, initial={"version": asked.version})
    url = asked.get_absolute_url()
    return ask_with_version(
        request, form, act, title="Review the block", submit="Save", back_url=url, asked=asked
    )


@FORM
@record_door(REQUESTS, C.REQUEST_FILTERING, joined=JOINED)
def checked(request: SignedIn, asked: FilteringRequest) -> HttpResponse:
    """Can it still be opened?"""

    def act(told: dict[str, Any]) -> str:
        actions.check_shut(asked=asked, still_open=told["still_open"], by=request.user)
        return "It is to be closed again." if told["still_open"] else "It is shut. This exception is over."

    return ask(
        request,
        ShutForm(sent(request)),
        act,
        title="Check that it is shut",
        submit="Save",
        back_url=asked.get_absolute_url(),
        template="filtering/act.html",
        asked=asked,
    )
