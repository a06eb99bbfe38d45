"""The list of incidents."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.db.models import TextChoices
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from esafety.access.capabilities import Capability as C
from esafety.access.doors import open_to
from esafety.access.requests import SignedIn
from esafety.access.roles import may, roles_in
from esafety.audit import note
from esafety.people.models import Person
from esafety.people.words import in_our_words
from incidents.access import READERS
from incidents.finding import look_up
from incidents.forms.listing import TICKS, FilterForm, FindPersonForm, SearchForm
from incidents.lists import listing, rows
from incidents.lists.filters import Filters, View
from incidents.models import SavedView
from incidents.vocabulary import LISTED, IncidentType, Lane, RiskArea, Status


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(C.SEE_INCIDENTS)
def incidents(request: SignedIn) -> HttpResponse:
    """The list. Choices and words are posted and come back as an address that names nobody."""
    if request.method != "POST":
        return _list(request, asked(request, request.META["QUERY_STRING"]))
    filters = asked(request, request.POST.get("list", ""))
    form = _posted(request, filters)
    if not form.is_valid():
        return _list(request, filters, form)
    chosen = form.applied_to(filters)
    return redirect(f"{reverse('incidents')}?{chosen.encoded(request.user)}")


def asked(request: SignedIn, query: str) -> Filters:
    """What the query of an address asks for, by this person, in this school."""
    return Filters.decoded(query, user=request.user, school=request.school)


def _posted(request: SignedIn, filters: Filters) -> FilterForm | SearchForm:
    if "words" in request.POST:
        return SearchForm(request.POST)
    return FilterForm(request.POST, view=filters.view, lanes=_lanes(request))


def _lanes(request: SignedIn) -> tuple[Lane, ...]:
    """The lanes that the person's posts read here."""
    roles = roles_in(request.user, request.school.pk)
    return tuple(lane for lane, readers in READERS.items() if readers & roles)


def _list(request: SignedIn, filters: Filters, form: FilterForm | SearchForm | None = None) -> HttpResponse:
    user, school, lanes = request.user, request.school, _lanes(request)
    query = filters.encoded(user)
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page = listing.page(user, school, filters, after=after, before=before)
    names = listing.names_in([row.id for row in page.rows])
    person = _person(request, filters)
    context: dict[str, Any] = {
        "title": "Incidents",
        "lines": rows.lines(page.rows, names, query),
        "count": _count(page.total),
        "show_lane": len(lanes) > 1,
        "query": query,
        "views": _views(request, filters, query),
        "chips": _chips(request, filters, person),
        "words": filters.words if form is None else form.data.get("words", ""),
        "panel": _panel(replace(filters, words="", person=None), lanes, in_our_words("online safety")),
        "filters": filters,
        "may_find_people": may(user, C.TRIAGE, school),
        "may_export": may(user, C.EXPORT, school),
        "may_read_low_level": may(user, C.READ_LOW_LEVEL, school),
        "previous_url": f"?{query}&before={page.previous}" if page.previous else "",
        "next_url": f"?{query}&after={page.next}" if page.next else "",
        "form": form,
        "form_open": isinstance(form, FilterForm),
        "all_url": f"?{filters.encoded(user, view=View.ALL)}",
    }
    return render(request, "incidents/incidents.html", context, status=422 if form else 200)


def _count(total: int | None) -> str:
    """Said on the first page only; turning a page counts nothing."""
    if total is None:
        return ""
    if total > listing.MOST_COUNTED:
        return f"More than {listing.MOST_COUNTED:,} incidents"
    return "1 incident" if total == 1 else f"{total:,} incidents"


@lru_cache(maxsize=256)
def _panel(filters: Filters, lanes: tuple[Lane, ...], word: str) -> str:
    """The questions of the filter, drawn. They hold nothing of anybody, and drawing them takes a while.

    They are in the words of a school: one drawing for each `word`.
    """
    form = FilterForm(initial=vars(filters), view=filters.view, lanes=lanes)
    return render_to_string("govuk/display_form.html", {"form": form})


def _person(request: SignedIn, filters: Filters) -> Person | None:
    """Whoever the list is narrowed to. That somebody looked is written down."""
    if filters.person is None:
        return None
    school = request.school
    person = Person.objects.filter(school=school, pk=filters.person).first()
    note(LISTED, by=request.user, school=school, about=person)
    return person


def _views(request: SignedIn, filters: Filters, query: str) -> list[dict[str, Any]]:
    """The two lists, then the person's own."""
    user, school = request.user, request.school
    saved = SavedView.objects.filter(user=user, school=school).values_list("name", "filters")
    own = [(name, Filters.of(kept, user=user, school=school)) for name, kept in saved]
    standing = [(view.label, Filters(view=view)) for view in View]
    current = next((name for name, one in own if one == filters), View(filters.view).label)
    return [
        {"label": name, "url": f"?{one.encoded(user)}", "current": name == current}
        for name, one in [*standing, *own]
    ]


def _chips(request: SignedIn, filters: Filters, person: Person | None) -> list[dict[str, str]]:
    """One for each filter in force; its link takes it away."""
    none: dict[str, Any] = {"owner": "", "words": "", **dict.fromkeys(TICKS, False)}
    return [
        {"label": label, "remove_url": f"?{filters.encoded(request.user, **{name: none.get(name)})}"}
        for name, label in _in_words(filters, person)
    ]


def _in_words(filters: Filters, person: Person | None) -> list[tuple[str, str]]:
    """The filters in force, each with its words."""
    kinds: dict[str, type[TextChoices]] = {
        "status": Status,
        "type": IncidentType,
        "risk": RiskArea,
        "lane": Lane,
    }
    said: list[tuple[str, str]] = [
        (name, kind(value).label) for name, kind in kinds.items() if (value := getattr(filters, name))
    ]
    if filters.owner:
        said.append(("owner", rows.owner_in_words(filters.owner)))
    if filters.overdue:
        said.append(("overdue", "Past its time"))
    if filters.missed:
        said.append(("missed", "A time limit ran out"))
    if filters.letters:
        said.append(("letters", "A letter waits for a second person"))
    if filters.since:
        said.append(("since", f"Reported from {rows.date(filters.since)}"))
    if filters.until:
        said.append(("until", f"Reported until {rows.date(filters.until)}"))
    if filters.person:
        said.append(("person", person.full_name if person else "A person who is not on the roll"))
    if filters.words:
        said.append(("words", f"“{filters.words}”"))
    return said


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(C.TRIAGE)
def incidents_person(request: SignedIn) -> HttpResponse:
    """Find the person whose incidents are wanted. The name is posted; the list then knows a number."""
    filters = asked(request, request.GET.get("list", ""))
    back = f"{reverse('incidents')}?{filters.encoded(request.user)}"
    form = FindPersonForm(request.POST or None)
    context: dict[str, Any] = {"title": "Incidents that involve a person", "form": form, "back_url": back}
    if not (form.is_bound and form.is_valid()):
        return render(
            request, "incidents/incidents_person.html", context, status=422 if form.is_bound else 200
        )
    got = look_up(request.school, form.cleaned_data["search"], (), by=request.user)
    people = [{**one, "url": _about(request, filters, one)} for one in got.people]
    return render(request, "incidents/incidents_person.html", context | {"got": got, "people": people})


def _about(request: SignedIn, filters: Filters, person: dict[str, Any]) -> str:
    query = filters.encoded(request.user, person=person["id"], view=View.ALL)
    return f"{reverse('incidents')}?{query}"
