"""Patterns: those that ask for an answer, one of them, and the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from incidents import actions
from incidents.access import INCIDENTS
from incidents.alert_access import PATTERNS
from incidents.forms.patterns import AnswerForm
from incidents.models import Incident, Pattern
from incidents.patterns.shown import in_words, page, widest
from incidents.policy.patterns import RULES
from incidents.vocabulary import VIEWED
from incidents.vocabulary.watching import PATTERN_VIEWED, PatternState


@require_safe
@open_to(C.TRIAGE)
def patterns(request: SignedIn) -> HttpResponse:
    """What plain rules found across incidents. Nothing is counted that the reader may not see."""
    every = request.GET.get("show") == "all"
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    shown = page(request.user, request.school, every=every, after=after, before=before)
    show = "show=all&" if every else ""
    context = {
        "title": "Patterns",
        "patterns": shown.patterns,
        "views": [
            {"label": "To answer", "url": reverse("patterns"), "current": not every},
            {"label": "All", "url": "?show=all", "current": every},
        ],
        "every": every,
        "previous_url": f"?{show}before={shown.previous}" if shown.previous else "",
        "next_url": f"?{show}after={shown.next}" if shown.next else "",
        "rules": RULES,
        "may_set": may(request.user, C.SET_WATCH, request.school),
    }
    return render(request, "incidents/patterns.html", context)


@require_safe
@record_door(PATTERNS, C.SEE_INCIDENTS, lookup="key", seen=PATTERN_VIEWED, joined=("school",))
def pattern(request: SignedIn, pattern: Pattern) -> HttpResponse:
    """One pattern: the sentence, the incidents behind it, what was answered before."""
    (shown,) = in_words([pattern])
    context = {
        "title": pattern.get_rule_display(),
        "caption": "Pattern",
        "back_url": reverse("patterns"),
        "back_label": "Patterns",
        "shown": shown,
        "may_answer": pattern.state == PatternState.OPEN and PATTERNS.allows(request.user, C.TRIAGE, pattern),
    }
    return render(request, "incidents/pattern.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(PATTERNS, C.TRIAGE, lookup="key", seen=PATTERN_VIEWED, joined=("school",))
def pattern_answer(request: SignedIn, pattern: Pattern) -> HttpResponse:
    """Act on it, or dismiss it, and why."""
    (shown,) = in_words([pattern])

    def act(told: dict[str, Any]) -> str:
        actions.answer_pattern(pattern=pattern, by=request.user, **told)
        return "Answered. It asks again when another incident arrives."

    form = AnswerForm(sent(request), pattern=pattern)
    back_url = pattern.get_absolute_url()
    return ask(
        request, form, act, title="Answer a pattern", intro=shown.sentence, submit="Save", back_url=back_url
    )


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED, joined=("school",))
def incident_patterns(request: SignedIn, incident: Incident) -> HttpResponse:
    """The patterns that an incident is part of, as far as the reader sees every incident in them."""
    rows = widest(request.user, incident.school).filter(evidence__incident=incident, evidence__before=False)
    context = {
        "title": "Patterns it is part of",
        "caption": incident.reference,
        "back_url": incident.get_absolute_url(),
        "patterns": in_words(list(rows.order_by("-grew_at", "-pk")[:50])),
    }
    return render(request, "incidents/patterns_of_incident.html", context)
