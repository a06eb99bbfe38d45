"""Pages of what signers suggest."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aup import actions
from aup.access.editions import SUGGESTIONS
from aup.forms.editions import AnswerForm
from aup.models import Suggestion
from aup.vocabulary import SuggestionStatus
from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn

A_PAGE = 50
WRITE = C.MANAGE_AGREEMENTS


@require_safe
@open_to(WRITE)
def suggestions(request: SignedIn) -> HttpResponse:
    """What signers suggested, the newest first."""
    show = request.GET.get("show", "")
    status = SuggestionStatus(show) if show in SuggestionStatus.values else None
    rows = SUGGESTIONS.visible_to(request.user, Suggestion.objects.filter(edition__school=request.school))
    rows = rows.filter(status=status) if status else rows
    page = Paginator(rows.select_related("edition", "person", "looked_at_by"), A_PAGE)
    found = page.get_page(request.GET.get("page"))
    asked = f"?show={status or ''}&page="
    context = {
        "title": "Suggestions about the rules",
        "back_url": reverse("agreements"),
        "back_label": "Agreements",
        "suggestions": found,
        "views": [
            {"label": label, "url": f"?show={value}", "current": value == (status or "")}
            for value, label in [("", "All"), *SuggestionStatus.choices]
        ],
        "previous_url": f"{asked}{found.number - 1}" if found.has_previous() else "",
        "next_url": f"{asked}{found.number + 1}" if found.has_next() else "",
    }
    return render(request, "aup/suggestions.html", context)


@require_POST
@record_door(SUGGESTIONS, WRITE, lookup="pk", joined=("edition__school",))
def suggestion_keep(request: SignedIn, suggestion: Suggestion) -> HttpResponse:
    """Keep it for the next review."""

    def act() -> str:
        actions.keep_suggestion(suggestion=suggestion, by=request.user)
        return "The suggestion is kept for the next review."

    return do(request, act, back_url=reverse("suggestions"))


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(SUGGESTIONS, WRITE, lookup="pk", joined=("edition__school",))
def suggestion_answer(request: SignedIn, suggestion: Suggestion) -> HttpResponse:
    """Write down what was decided."""

    def act(told: dict[str, Any]) -> str:
        actions.answer_suggestion(suggestion=suggestion, by=request.user, **told)
        return "What was decided is kept with the suggestion."

    return ask(
        request,
        AnswerForm(sent(request)),
        act,
        title="What was decided about a suggestion",
        submit="Save",
        back_url=reverse("suggestions"),
        template="aup/suggestion_answer.html",
        suggestion=suggestion,
    )
