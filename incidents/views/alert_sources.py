"""Where alerts come from, the file somebody brings, and how the school watches."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.papers.uploads import permit, refusal, takes_a_text_file
from incidents import actions
from incidents.alert_access import ALERT_SOURCES
from incidents.alerts.bringing import bring
from incidents.alerts.csv_file import Read
from incidents.alerts.incoming import Unreadable
from incidents.forms.alerts import AlertFileForm, SourceForm, WatchForm
from incidents.models import AlertSource
from incidents.policy.patterns import RULES, least_of
from incidents.vocabulary.watching import Way

FORM = require_http_methods(["GET", "HEAD", "POST"])
KEEP = C.KEEP_ALERT_SOURCES


@require_safe
@open_to(KEEP)
def alert_sources(request: SignedIn) -> HttpResponse:
    """Every source, and when it was last heard of."""
    rows = ALERT_SOURCES.visible_to(request.user, AlertSource.objects.filter(school=request.school))
    context = {
        "title": "Where alerts come from",
        "back_url": reverse("alerts")
        if may(request.user, C.TRIAGE_ALERTS, request.school)
        else reverse("home"),
        "sources": list(rows),
    }
    return render(request, "incidents/alert_sources.html", context)


@FORM
@open_to(KEEP)
def alert_source_add(request: SignedIn) -> HttpResponse:
    """Enter a source. The key of a web hook is shown on the page that follows, once."""
    form = SourceForm(sent(request))
    back = reverse("alert_sources")
    if form.is_bound and form.is_valid():
        try:
            made = actions.add_alert_source(school=request.school, by=request.user, **form.cleaned_data)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            return _with_key(request, made) if made.token else redirect(made.source)
    context = {
        "title": "Add a source",
        "form": form,
        "submit_label": "Add",
        "back_url": back,
        "cancel_url": back,
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@require_safe
@record_door(ALERT_SOURCES, KEEP, lookup="key", joined=("school", "made_by"))
def alert_source(request: SignedIn, source: AlertSource) -> HttpResponse:
    """One source, and what can be done with it."""
    context = {
        "title": source.name,
        "caption": source.get_way_display(),
        "back_url": reverse("alert_sources"),
        "source": source,
        "hook_url": _hook_url(source),
        "mailbox_is_set": bool(settings.ALERTS_MAILBOX_URL),
    }
    return render(request, "incidents/alert_source.html", context)


@require_POST
@record_door(ALERT_SOURCES, KEEP, lookup="key")
def alert_source_rotate(request: SignedIn, source: AlertSource) -> HttpResponse:
    """A new key; the old one opens nothing any more."""
    try:
        return _with_key(request, actions.rotate_alert_source(source=source, by=request.user))
    except NotNow as why:
        messages.error(request, str(why))
    return redirect(source)


@require_POST
@record_door(ALERT_SOURCES, KEEP, lookup="key")
def alert_source_end(request: SignedIn, source: AlertSource) -> HttpResponse:
    """Nothing more from it."""

    def act() -> str:
        return f"{actions.end_alert_source(source=source, by=request.user)} was ended. Its alerts stay."

    return do(request, act, back_url=source.get_absolute_url())


@FORM
@record_door(ALERT_SOURCES, KEEP, lookup="key", joined=("school",))
@takes_a_text_file
def alert_source_file(request: SignedIn, source: AlertSource) -> HttpResponse:
    """Bring a file of alerts. Lines that cannot be read are named; the others are taken in."""
    bound = request.method == "POST"
    form = AlertFileForm(
        request.POST if bound else None, request.FILES if bound else None, refusal=refusal(request)
    )
    read: Read | None = None
    if bound and form.is_valid():
        try:
            read, said = bring(source, form.cleaned_data["file"], by=request.user)
        except (Unreadable, NotNow) as why:
            form.add_error("file", f"{why}")
        else:
            messages.success(request, said)
            if not read.errors:
                return redirect(source)
    context = {
        "title": "Bring a file of alerts",
        "caption": source.name,
        "form": form,
        "submit_label": "Send",
    }
    context |= {"back_url": source.get_absolute_url(), "read": read}
    context["form_action"] = f"{request.path}?{urlencode({'permit': permit(request)})}"
    return render(request, "incidents/alert_file.html", context, status=422 if bound else 200)


@FORM
@open_to(C.SET_WATCH)
def alert_settings(request: SignedIn) -> HttpResponse:
    """Who else reads alerts, and from how many a pattern is shown."""
    school = request.school
    initial = {rule.code.value: least_of(rule, school.pattern_counts) for rule in RULES}
    form = WatchForm(
        sent(request), initial={**initial, "business_manager": school.alerts_to_business_manager}
    )

    def act(told: dict[str, Any]) -> str:
        manager, counts = told["business_manager"], form.counts
        actions.set_watch(school=school, business_manager=manager, counts=counts, by=request.user)
        return "Saved. Patterns are looked for anew within a minute."

    return ask(
        request,
        form,
        act,
        title="How alerts and patterns are watched",
        submit="Save",
        back_url=reverse("alerts"),
    )


def _with_key(request: SignedIn, made: actions.Made) -> HttpResponse:
    """The page that shows a key, this once."""
    context = {
        "title": "The key of the web hook",
        "caption": made.source.name,
        "back_url": made.source.get_absolute_url(),
        "token": made.token,
        "hook_url": _hook_url(made.source),
        "source": made.source,
    }
    return render(request, "incidents/alert_key.html", context)


def _hook_url(source: AlertSource) -> str:
    return f"{settings.BASE_URL}{reverse('alert_hook', args=[source.key])}" if source.way == Way.HOOK else ""
