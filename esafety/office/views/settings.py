"""What a school sets for itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.office import actions
from esafety.office.forms.settings import (
    ClocksForm,
    HelpForm,
    ParticularsForm,
    QuietForm,
    SettingsForm,
    WordsForm,
)
from esafety.office.queries.settings import parts

FORMS: dict[str, tuple[str, type[SettingsForm]]] = {
    "particulars": ("The school", ParticularsForm),
    "clocks": ("Clocks and copies", ClocksForm),
    "quiet": ("Quiet hours", QuietForm),
    "words": ("The word", WordsForm),
    "help": ("Help page", HelpForm),
}


@require_safe
@open_to(Capability.MANAGE_SCHOOL)
def settings(request: SignedIn) -> HttpResponse:
    """Every setting, and what it means."""
    context = {
        "title": "Settings",
        "back_url": reverse("office"),
        "back_label": "School office",
        "parts": parts(request.school),
        "school": request.school,
    }
    return render(request, "office/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Capability.MANAGE_SCHOOL)
def settings_change(request: SignedIn, part: str) -> HttpResponse:
    """Change one part of the settings."""
    if part not in FORMS:
        raise Http404
    title, kind = FORMS[part]
    form = kind(sent(request), initial=kind.of(request.school))

    def act(told: dict[str, Any]) -> str:
        changed = actions.change_settings(school=request.school, changes=form.changes, by=request.user)
        return f"{title}: changed." if changed else f"{title}: nothing was changed."

    return ask(request, form, act, title=title, submit="Save", back_url=reverse("settings"))
