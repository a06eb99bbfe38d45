"""Pages of the register: who may use the systems, who has signed what, when signatures are renewed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aup import actions
from aup.access.register import SIGNERS
from aup.forms.register import DayForm, RoundForm, SignAgainForm, asked_again
from aup.models import Signature
from aup.queries.consents import consent_history
from aup.queries.register import group_label, groups_of, register_lines, register_on, visits_on
from aup.queries.validity import round_of, spans_of, verdicts
from aup.vocabulary import REGISTER_EXPORTED, REGISTER_SEEN, ListKind
from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.audit import note
from esafety.papers.spreadsheet import line
from esafety.people.models import Person
from esafety.signin.step_up import recent_sign_in_required

SEE = C.SEE_AGREEMENT_REGISTER
FORM = require_http_methods(["GET", "HEAD", "POST"])
BOM = "\ufeff"
"""Tells spreadsheet programs that accents are UTF-8."""


def _group(asked: Any) -> str:
    return str(asked.get("group", "")).replace("\x00", "")[:40]


@require_safe
@open_to(SEE)
def agreement_register(request: SignedIn) -> HttpResponse:
    """Who may use the systems on a day: how many of each group, or one group person by person."""
    form, group = DayForm(request.GET or None), _group(request.GET)
    day = form.told
    rows = register_on(request.school, day, group)
    missing_only = request.GET.get("show") == "missing"
    context = {
        "title": "Who may use the systems",
        "caption": group_label(group) if group else "",
        "back_url": reverse("agreement_register") if group else reverse("agreements"),
        "back_label": "The whole school" if group else "Agreements",
        "form": form,
        "day": day,
        "is_today": day == timezone.localdate(),
        "group": group,
        "groups": [] if group else groups_of(rows),
        "rows": [row for row in rows if not (missing_only and row.may_use)] if group else [],
        "count": len(rows),
        "may_use": sum(row.may_use for row in rows),
        "visits": [] if group else visits_on(request.school, day),
        "views": _views(day, group, missing_only=missing_only),
        "asked": asked_again(day, group),
        "keep": [{"name": "group", "value": group}] if group else [],
        "query": urlencode(asked_again(day, group)),
    }
    return render(request, "aup/register.html", context, status=422 if form.errors else 200)


def _views(day: dt.date, group: str, *, missing_only: bool) -> list[dict[str, object]]:
    asked = urlencode(asked_again(day, group))
    everybody = {"label": "Everybody", "url": f"?{asked}", "current": not missing_only}
    return [everybody, {"label": "May not use", "url": f"?{asked}&show=missing", "current": missing_only}]


@require_safe
@open_to(SEE)
@recent_sign_in_required
def agreement_register_export(request: SignedIn) -> HttpResponse | StreamingHttpResponse:
    """The same as a file for the network manager, entered in the trail before its first byte leaves."""
    day, group = DayForm(request.GET or None).told, _group(request.GET)
    rows = register_on(request.school, day, group)
    visits = [] if group else visits_on(request.school, day)
    note(REGISTER_EXPORTED, by=request.user, school=request.school, detail={"day": day.isoformat()})
    return spreadsheet(f"who-may-use-the-systems-{day.isoformat()}.csv", register_lines(rows, visits))


def spreadsheet(name: str, lines: Any) -> StreamingHttpResponse:
    """Lines as a file for a spreadsheet."""
    return StreamingHttpResponse(
        (BOM * (at == 0) + line(cells) for at, cells in enumerate(lines)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_POST
@open_to(SEE)
def agreement_register_print(request: SignedIn) -> HttpResponse:
    """Ask for the register of a day as a document."""
    told = {"day": DayForm(request.POST).told, "group": _group(request.POST)}
    paper = actions.want_list(school=request.school, kind=ListKind.REGISTER, by=request.user, **told)
    return redirect("papers:paper", paper.reference)


@require_safe
@record_door(SIGNERS, SEE, lookup="pk", seen=REGISTER_SEEN, joined=("school",))
def signer(request: SignedIn, person: Person) -> HttpResponse:
    """What was signed about one person, what their parents allow, and how both came to be so."""
    form = DayForm(request.GET or None)
    day, today = form.told, timezone.localdate()
    verdict = verdicts(person.school, [person], day, today)[person.pk]
    spans = {span.signed.pk: span for span in spans_of(person.school, [person.pk]).get(person.pk, [])}
    signatures = (
        Signature.objects.filter(about=person).select_related("edition", "signer").order_by("-at", "-pk")
    )
    context = {
        "title": f"Agreements of {person.full_name}",
        "caption": person.particulars,
        "back_url": reverse("agreement_register"),
        "back_label": "Who may use the systems",
        "form": form,
        "day": day,
        "is_today": day == today,
        "person": person,
        "verdict": verdict,
        "parts": [(part, part.capacity.label, part.standing) for part in verdict.parts],
        "signed": [(one, spans[one.pk], spans[one.pk].on(today)) for one in signatures],
        "consents": consent_history(person),
        "may_write": may(request.user, C.MANAGE_AGREEMENTS, person.school),
    }
    return render(request, "aup/signer.html", context, status=422 if form.errors else 200)


@FORM
@record_door(SIGNERS, C.MANAGE_AGREEMENTS, lookup="pk", joined=("school",))
def signer_again(request: SignedIn, person: Person) -> HttpResponse:
    """Meet and sign again."""

    def act(told: dict[str, Any]) -> str:
        actions.require_new_signature(person=person, by=request.user, **told)
        return f"What {person.full_name} signed no longer counts. They have to sign again."

    return ask(
        request,
        SignAgainForm(sent(request)),
        act,
        title=f"{person.full_name} signs again",
        submit="End what was signed",
        back_url=reverse("signer", args=[person.pk]),
        intro="What was signed ends at once, for a child also what the parents signed, until there is a new signature.",
        danger=True,
    )


@FORM
@open_to(C.MANAGE_AGREEMENTS)
def agreement_round(request: SignedIn) -> HttpResponse:
    """When the yearly round begins."""
    now = round_of(request.school)
    initial = {"begins": now.after(timezone.localdate())}
    initial |= {"days_to_sign": now.days_to_sign, "days_for_edition": now.days_for_edition}
    form = RoundForm(sent(request), initial=initial)

    def act(told: dict[str, Any]) -> str:
        actions.set_yearly_round(school=request.school, round_=form.told, by=request.user)
        return "The yearly round is set."

    return ask(request, form, act, title="The yearly round", submit="Save", back_url=reverse("agreements"))
