"""Referrals and advice: the list beside an incident, one referral, its steps, its form."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from esafety.access.asking import ask, sent
from esafety.access.capabilities import Capability as C
from esafety.access.doors import record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.papers.actions import close_link, want
from esafety.papers.actions.close_link import AlreadyClosed
from esafety.papers.models import DocumentLink
from esafety.papers.views import show_passphrase
from esafety.signin.step_up import recent_sign_in_required
from incidents import actions
from incidents.access import INCIDENTS
from incidents.forms import referrals as forms
from incidents.forms.incident import CloseLinkForm
from incidents.models import Incident, Referral, ReferralForm
from incidents.papers import REFERRAL_FORM
from incidents.policy.agencies import LADDER
from incidents.record import referred
from incidents.record.form_facts import filled_in
from incidents.views.acting import act_page
from incidents.vocabulary import VIEWED
from incidents.vocabulary.outside import Agency, Approach, Step


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def referrals(request: SignedIn, incident: Incident) -> HttpResponse:
    """Every referral of one incident."""
    context = {
        "title": "Referrals and advice",
        "caption": incident.reference,
        "back_url": incident.get_absolute_url(),
        "incident": incident,
        "referrals": referred.listed(incident),
    }
    return render(request, "incidents/referrals.html", context)


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def referral_start(request: SignedIn, incident: Incident) -> HttpResponse:
    """Which agency, and what was done with it."""
    form = forms.StartForm(sent(request))
    if form.is_bound and form.is_valid():
        agency, approach = form.cleaned_data["agency"], form.cleaned_data["approach"]
        return redirect("referral_new", incident.reference, agency.value, approach.value)
    context = {
        "title": "Record a referral, advice, or a decision not to refer",
        "caption": incident.reference,
        "form": form,
        "back_url": reverse("referrals", args=[incident.reference]),
    }
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def referral_new(request: SignedIn, incident: Incident, agency: str, approach: str) -> HttpResponse:
    """What was said to the agency, and why."""
    chosen = {"agency": _member(Agency, agency), "approach": _member(Approach, approach)}

    def do(form: Any) -> None:
        version = form.cleaned_data["version"]
        actions.refer(incident=incident, told=form.told, version=version, by=request.user)

    return act_page(
        request,
        incident,
        partial(forms.ReferForm, **chosen),
        do,
        title=f"{chosen['approach'].label}: {chosen['agency'].label}",
        submit="Record",
        done="Recorded. What follows from it is among the things to do.",
    )


@require_safe
@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def referral(request: SignedIn, incident: Incident, referral: int) -> HttpResponse:
    """One referral: what was said, what happened since, what can be recorded now, its form."""
    found = _referral(incident, referral)
    entries = list(found.entries.all())
    context = {
        "title": found.get_agency_display(),
        "caption": f"{incident.reference}: {found.get_approach_display().lower()}",
        "back_url": reverse("referrals", args=[incident.reference]),
        "incident": incident,
        "referral": found,
        "tag": referred.tag(found, entries),
        "rows": referred.rows_of(found),
        "items": referred.items(entries),
        "steps": referred.steps_open(found, entries) if incident.is_open else [],
        "tasks": [
            {"task": task, "step": referred.step_of(task.code)}
            for task in found.tasks.open().order_by("due_at")
        ],
        "has_form": referred.form_of(found) is not None,
        "forms": [
            {"form": form, "copies": referred.copies(form)} for form in found.forms.order_by("-edition")
        ],
    }
    return render(request, "incidents/referral.html", context)


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def referral_step(request: SignedIn, incident: Incident, referral: int, step: str) -> HttpResponse:
    """Record what happened with a referral."""
    found, what = _referral(incident, referral), _member(Step, step)

    def do(form: Any) -> None:
        version = form.cleaned_data["version"]
        actions.go_on_with(referral=found, happened=form.happened, version=version, by=request.user)

    return act_page(
        request,
        incident,
        partial(forms.StepForm, referral=found, step=what),
        do,
        title=f"{found.get_agency_display()}: {what.label.lower()}",
        submit="Record",
        done="Recorded. What follows from it is among the things to do.",
        to=found.get_absolute_url(),
        intro=_ladder() if what is Step.ESCALATED else "",
    )


@record_door(INCIDENTS, C.WORK, seen=VIEWED)
def referral_form(request: SignedIn, incident: Incident, referral: int) -> HttpResponse:
    """Complete the agency's form, which the record has filled in as far as it can."""
    found = _referral(incident, referral)
    asked, last = referred.form_of(found), found.forms.last()
    if asked is None:
        raise Http404
    filled = last.answers if last else filled_in(asked, found, request.user)
    form = forms.filling(asked, filled, last.edition if last else 0, sent(request))

    def keep(answers: dict[str, Any]) -> str:
        edition = answers.pop("edition")
        given = {code: answer for code, answer in answers.items() if answer}
        actions.fill_in_form(referral=found, answers=given, edition=edition, by=request.user)
        return "The form is kept. Read it through, then send it."

    return ask(
        request,
        form,
        keep,
        title=asked.title,
        submit="Keep this form",
        back_url=found.get_absolute_url(),
        caption=incident.reference,
        template="incidents/referral_form.html",
    )


@record_door(INCIDENTS, C.SEND_COPY, seen=VIEWED)
@recent_sign_in_required
def referral_send(request: SignedIn, incident: Incident, referral: int, edition: int) -> HttpResponse:
    """Read an edition of the form through and send it, or see what became of those sent."""
    form = _form(incident, referral, edition)
    choose = forms.SendForm(sent(request), referral=form.referral)
    context = {
        "title": "Read it through, then send it",
        "caption": f"{incident.reference}: {form.referral.get_agency_display()}, edition {form.edition}",
        "back_url": form.referral.get_absolute_url(),
        "parts": referred.printed_form(form),
        "form": choose,
        "has_contacts": choose.fields["contact"].queryset.exists(),  # type: ignore[attr-defined]
        "incident": incident,
        "edition": form,
    }
    if choose.is_bound and choose.is_valid():
        try:
            done = actions.send_form(form=form, contact=choose.cleaned_data["contact"], by=request.user)
        except NotNow as refusal:
            choose.add_error(None, str(refusal))
        else:
            return show_passphrase(request, done, form.referral.get_absolute_url())
    return render(request, "incidents/referral_send.html", context, status=422 if choose.is_bound else 200)


@require_POST
@record_door(INCIDENTS, C.SEND_COPY, seen=VIEWED)
def referral_print(request: SignedIn, incident: Incident, referral: int, edition: int) -> HttpResponse:
    """Ask for the form as a PDF."""
    paper = want(REFERRAL_FORM, about=_form(incident, referral, edition), by=request.user)
    return redirect("papers:paper", paper.reference)


@record_door(INCIDENTS, C.SEND_COPY, seen=VIEWED)
def referral_close(request: SignedIn, incident: Incident, referral: int, link: int) -> HttpResponse:
    """Close the link to a form before its time."""
    found = _referral(incident, referral)
    label, pks = ReferralForm._meta.label_lower, found.forms.values("pk")
    rows = DocumentLink.objects.filter(paper__about_label=label, paper__about_id__in=pks)
    chosen = get_object_or_404(rows, pk=link)

    def do(form: Any) -> None:
        try:
            close_link(chosen, by=request.user, reason=form.cleaned_data["reason"])
        except AlreadyClosed as refusal:
            raise NotNow(str(refusal)) from None

    return act_page(
        request,
        incident,
        CloseLinkForm,
        do,
        title="Close the link to a form",
        submit="Close the link",
        done="The link no longer opens.",
        to=found.get_absolute_url(),
    )


def _referral(incident: Incident, pk: int) -> Referral:
    rows = Referral.objects.filter(incident=incident).select_related("about__person", "contact", "by")
    found: Referral = get_object_or_404(rows.prefetch_related("entries__by"), pk=pk)
    found.incident = incident
    return found


def _form(incident: Incident, referral: int, edition: int) -> ReferralForm:
    rows = ReferralForm.objects.filter(referral__incident=incident, referral=referral)
    return get_object_or_404(rows.select_related("referral__incident", "school"), edition=edition)


def _member(words: type[Any], value: str) -> Any:
    if value not in words.values:
        raise Http404
    return words(value)


def _ladder() -> str:
    return "Areas name them differently. Usual: " + "; then ".join(step.lower() for step in LADDER) + "."
