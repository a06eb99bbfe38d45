"""The school's own texts of letters."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from incidents import actions
from incidents.forms.letters import TextForm
from incidents.letters.texts import text_for, texts_of
from incidents.policy.letters import placeholders
from incidents.vocabulary.letters import LetterKind


@require_safe
@open_to(C.CLOSE, C.MANAGE_SCHOOL)
def letter_texts(request: SignedIn) -> HttpResponse:
    """Every kind of letter, and whose text it has."""
    rows = [{"kind": kind, "own": own} for kind, own in texts_of(request.school).items()]
    return render(request, "incidents/letter_texts.html", {"title": "Texts of letters", "rows": rows})


@open_to(C.CLOSE, C.MANAGE_SCHOOL)
def letter_text(request: SignedIn, kind: str) -> HttpResponse:
    """Edit the text of one kind."""
    if kind not in LetterKind.values:
        raise Http404
    which, now = LetterKind(kind), text_for(request.school, LetterKind(kind))
    form = TextForm(sent(request), kind=which, initial={"subject": now.subject, "text": now.text})

    def act(given: dict[str, Any]) -> str:
        actions.edit_letter_text(school=request.school, kind=which, by=request.user, **given)
        return "Saved. Letters that are written from now on have this text."

    back, names = reverse("letter_texts"), placeholders(which)
    return ask(request, form, act, title=f"The school’s text: {which.label}", submit="Save as the school’s text",
               back_url=back, template="incidents/letter_text.html", names=names)  # fmt: skip
