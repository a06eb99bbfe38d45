"""Pages about the people of the school: the list, one person, and what is changed by hand."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.refusals import NotNow
from esafety.access.requests import SignedIn
from esafety.audit import note
from esafety.office import actions
from esafety.office.access.roll import ROLL
from esafety.office.forms.imports import ExportForm
from esafety.office.forms.people import FindForm, LeaveForm, LinkForm, PersonForm
from esafety.office.queries import roll as queries
from esafety.office.queries.roll import Narrowed
from esafety.office.roll import exporting
from esafety.office.roll.vocabulary import PEOPLE_SEARCHED, PERSON_SEEN, ROLL_EXPORTED, FileKind
from esafety.people.models import Guardianship, Person
from esafety.people.vocabulary import PersonKind
from esafety.signin.step_up import recent_sign_in_required

ROLL_KEPT = Capability.MANAGE_ROLL
OWN_ENTRY = "This is your own entry. Ask a colleague to change it: conflicts of interest are found by it."
OWN_TIE = "This is somebody close to you. Ask a colleague: conflicts of interest are found by it."
TIES = {
    "guardian": "Add a parent or carer",
    "ward": "Add a pupil they are a parent or carer of",
    "same": "Say that this is the same human as another entry",
}


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ROLL_KEPT)
def people(request: SignedIn) -> HttpResponse:
    """Everybody on the roll, narrowed by address or found by a name that is posted."""
    narrowed = Narrowed.asked(request.GET.dict())
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {
        "title": "People",
        "form": form,
        "narrowed": narrowed,
        "back_url": reverse("office"),
        "back_label": "Office",
        **_narrowing(request, narrowed),
    }
    if form.is_bound and form.is_valid():
        return render(request, "office/people.html", context | _found(request, form))
    page = queries.listed(
        request.school,
        request.user,
        narrowed,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context |= {"people": page.people, "previous_url": "", "next_url": ""}
    for name, place in (("previous_url", ("before", page.before)), ("next_url", ("after", page.after))):
        if place[1]:
            context[name] = "?" + urlencode({**narrowed.query(), place[0]: place[1]})
    return render(request, "office/people.html", context, status=422 if form.is_bound else 200)


def _found(request: SignedIn, form: FindForm) -> dict[str, Any]:
    """What a search by name gave; that somebody searched is in the trail, the name is not."""
    found = queries.found_on_roll(request.school, request.user, form.cleaned_data["search"])
    note(PEOPLE_SEARCHED, by=request.user, school=request.school, detail={"count": len(found)})
    return {"people": found[: queries.PAGE], "searched": True, "more": len(found) > queries.PAGE}


def _narrowing(request: SignedIn, narrowed: Narrowed) -> dict[str, Any]:
    """The choices to narrow the list by, and the views above it."""
    years, classes = queries.choices(request.school)
    views = [("Everybody", Narrowed()), *((label, Narrowed(kind=kind.value)) for kind, label in _SHOWN)]
    views.append(("Leavers", Narrowed(left=True)))
    here = narrowed._replace(year="", class_name="")
    return {
        "years": years,
        "classes": classes,
        "views": [
            {"label": label, "url": f"?{urlencode(one.query())}", "current": one == here}
            for label, one in views
        ],
    }


_SHOWN = (
    (PersonKind.PUPIL, "Pupils"),
    (PersonKind.STAFF, "Staff"),
    (PersonKind.PARENT, "Parents and carers"),
    (PersonKind.GOVERNOR, "Governors"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ROLL_KEPT)
def people_add(request: SignedIn) -> HttpResponse:
    """Enter one person by hand."""
    form = PersonForm(request.POST or None, school=request.school)
    if form.is_bound and form.is_valid():
        person = actions.add_person(school=request.school, by=request.user, **form.cleaned_data)
        messages.success(request, f"{person.full_name} is on the roll.")
        return redirect("people_person", person.pk)
    return _form(request, form, "Add somebody to the roll", "Add", reverse("people"))


@require_http_methods(["GET", "HEAD"])
@record_door(ROLL, ROLL_KEPT, lookup="pk", seen=PERSON_SEEN)
def people_person(request: SignedIn, person: Person) -> HttpResponse:
    """What the roll says of one person, and to whom they are tied."""
    context = {
        "title": person.full_name,
        "person": person,
        "guardians": queries.guardians(person),
        "wards": queries.wards(person),
        "twins": queries.twins(person),
        "is_own": person.account_id == request.user.pk,
        "back_url": reverse("people"),
    }
    return render(request, "office/people_person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(ROLL, ROLL_KEPT, lookup="pk")
def people_change(request: SignedIn, person: Person) -> HttpResponse:
    """Change what the roll says of one person."""
    form = PersonForm(request.POST or None, school=person.school, person=person)
    if form.is_bound and form.is_valid():
        try:
            actions.change_person(person=person, columns=form.cleaned_data, by=request.user)
        except PermissionDenied:
            form.add_error(None, OWN_ENTRY)
        else:
            messages.success(request, f"{person.full_name} is changed.")
            return redirect("people_person", person.pk)
    return _form(request, form, f"Change {person.full_name}", "Save", _page_of(person))


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(ROLL, ROLL_KEPT, lookup="pk")
def people_leave(request: SignedIn, person: Person) -> HttpResponse:
    """Somebody has left the school."""
    form = LeaveForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.leave_roll(person=person, left_on=form.cleaned_data["left_on"], by=request.user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, f"{person.full_name} is marked as having left.")
            return redirect("people_person", person.pk)
    return _form(
        request, form, f"{person.full_name} has left", "Mark as left", _page_of(person), intro=_LEAVING
    )


_LEAVING = "The entry stays, with everything that speaks of it. Nobody finds it by name any more."


@require_POST
@record_door(ROLL, ROLL_KEPT, lookup="pk")
def people_return(request: SignedIn, person: Person) -> HttpResponse:
    """Somebody is back, or had not left."""
    actions.return_to_roll(person=person, by=request.user)
    messages.success(request, f"{person.full_name} is on the roll again.")
    return redirect("people_person", person.pk)


# -- ties ------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(ROLL, ROLL_KEPT, lookup="pk")
def people_tie(request: SignedIn, person: Person, tie: str) -> HttpResponse:
    """Find the other person of a tie by name."""
    if tie not in TIES:
        raise Http404
    form = FindForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"title": TIES[tie], "caption": person.full_name, "form": form, "tie": tie}
    context |= {"person": person, "back_url": _page_of(person)}
    if form.is_bound and form.is_valid():
        found = _found(request, form)
        found["people"] = [one for one in found["people"] if one.pk != person.pk and _fits(tie, one)]
        return render(request, "office/people_tie.html", context | found)
    return render(request, "office/people_tie.html", context, status=422 if form.is_bound else 200)


def _fits(tie: str, other: Person) -> bool:
    """A pupil has parents, and a parent pupils."""
    if tie == "same":
        return True
    return (other.kind == PersonKind.PUPIL) == (tie == "ward")


@require_http_methods(["GET", "HEAD", "POST"])
@record_door(ROLL, ROLL_KEPT, lookup="pk")
def people_tie_to(request: SignedIn, person: Person, tie: str, other: int) -> HttpResponse:
    """Tie two people of the roll to each other."""
    found = ROLL.visible_to(request.user, Person.objects.filter(school=person.school, pk=other)).first()
    if found is None or found.pk == person.pk or tie not in TIES or not _fits(tie, found):
        raise Http404
    if tie == "same":
        return _same(request, person, found)
    pupil, guardian = (person, found) if tie == "guardian" else (found, person)
    link = Guardianship.objects.filter(pupil=pupil, guardian=guardian).first()
    return _link_page(request, pupil, guardian, link, _page_of(person))


def _same(request: SignedIn, person: Person, other: Person) -> HttpResponse:
    if request.method == "POST":
        if other not in queries.twins(person):
            try:
                actions.say_same_person(person=person, other=other, by=request.user)
            except PermissionDenied:
                messages.error(request, OWN_TIE)
                return redirect("people_person", person.pk)
        messages.success(request, f"{person.full_name} and {other.full_name} count as one human.")
        return redirect("people_person", person.pk)
    context = {
        "title": f"Is this the same human as {person.full_name}?",
        "person": person,
        "other": other,
        "back_url": _page_of(person),
    }
    return render(request, "office/people_same.html", context)


def _link_page(
    request: SignedIn, pupil: Person, guardian: Person, link: Guardianship | None, back: str
) -> HttpResponse:
    """Ask how an adult stands to a pupil, and keep it."""
    form = LinkForm(request.POST or None, initial=_initial(link))
    if form.is_bound and form.is_valid():
        try:
            if link is None:
                actions.add_guardian(pupil=pupil, guardian=guardian, by=request.user, **form.cleaned_data)
            else:
                actions.change_guardian(link=link, by=request.user, **form.cleaned_data)
        except PermissionDenied:
            form.add_error(None, OWN_TIE)
        else:
            messages.success(request, f"{guardian.full_name} is entered for {pupil.full_name}.")
            return redirect(back)
    return _form(request, form, f"{guardian.full_name} for {pupil.full_name}", "Save", back)


def _initial(link: Guardianship | None) -> dict[str, Any]:
    if link is None:
        return {"no_contact": False}
    known = {True: "yes", False: "no", None: ""}[link.parental_responsibility]
    return {
        "relationship": link.relationship,
        "priority": link.priority,
        "parental_responsibility": known,
        "no_contact": link.no_contact,
    }


# -- out again -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ROLL_KEPT)
@recent_sign_in_required
def roll_export(request: SignedIn) -> HttpResponseBase:
    """The roll as CSV, written down before the first line leaves."""
    form = ExportForm(request.POST or None)
    if not (form.is_bound and form.is_valid()):
        return render(
            request,
            "form_page.html",
            {"title": "Export the roll", "form": form, "submit_label": "Export as CSV", "intro": _EXPORTING,
             "back_url": reverse("people")},
            status=422 if form.is_bound else 200,
        )  # fmt: skip
    kind: FileKind = form.cleaned_data["kind"]
    count = exporting.count(request.user, request.school, kind)
    note(ROLL_EXPORTED, by=request.user, school=request.school, detail={"count": count, "kind": kind.value})
    return as_csv(
        exporting.lines(request.user, request.school, kind), f"{kind.value}-{timezone.localdate()}.csv"
    )


_EXPORTING = (
    "The file holds names, dates of birth and how to reach people. Keep it where only you can open it, "
    "and delete it when you have used it. The export is written down in the trail."
)


def as_csv(lines: Any, name: str) -> StreamingHttpResponse:
    """Lines as a file to keep."""
    return StreamingHttpResponse(
        lines,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page_of(person: Person) -> str:
    return reverse("people_person", args=[person.pk])


def _form(request: SignedIn, form: Any, title: str, label: str, back: str, intro: str = "") -> HttpResponse:
    context = {"title": title, "form": form, "submit_label": label, "back_url": back, "intro": intro}
    return render(request, "form_page.html", context, status=422 if form.is_bound else 200)
