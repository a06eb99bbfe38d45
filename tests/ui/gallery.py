"""Every component on a few pages, for tests and for looking at. Not part of the product.

DJANGO_SETTINGS_MODULE=tests.ui.gallery_settings python -m django runserver --insecure --noreload 8120
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from esafety.ui import fields, layout, navigation
from esafety.ui.forms import Form

handler400 = "esafety.ui.views.bad_request"
handler403 = "esafety.ui.views.forbidden"
handler404 = "esafety.ui.views.not_found"
handler500 = "esafety.ui.views.server_error"

DRAFT: dict[str, Any] = {}
NOW = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


class Viewer:
    """Somebody signed in, without a database."""

    is_authenticated = True

    def __str__(self) -> str:
        return "Ms P. Okonkwo-Featherstonehaugh"


class Somebody:
    """Middleware: a viewer and a school, unless ?anonymous."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        anonymous = "anonymous" in request.GET
        request.user = None if anonymous else Viewer()
        request.school = None if anonymous else "St Oswald’s Church of England Primary School"
        if idle := request.GET.get("left"):
            request.session_seconds_left = int(idle)
        return self.get_response(request)


def somebody(request: Any) -> dict[str, Any]:
    """Context processor: what django.contrib.auth's would give."""
    return {"user": request.user}


class Where(TextChoices):
    """For a field with an enum."""

    SCHOOL = "school", "In school"
    HOME = "home", "At home"
    OTHER = "other", "Somewhere else"


class Kind(TextChoices):
    """For a field of several."""

    BULLYING = "bullying", "Bullying online"
    IMAGES = "images", "Harmful images"
    CONTACT = "contact", "Contact from an adult unknown to the child"
    OTHER = "other", "Something else"
    NONE = "none", "None of these"


class EverythingForm(Form):
    """One field of each kind."""

    title = fields.Text(
        label="Short title",
        noun="a short title",
        help_text="For your own list, for example “Messages in year 6 chat”.",
    )
    happened_on = fields.DateField(
        label="When did it happen?", help_text="For example, 27 3 2026", latest="today"
    )
    happened_at = fields.TimeField(
        label="About what time?", help_text="For example, 2:30pm or 14:30", required=False
    )
    where = fields.Choice(
        Where,
        label="Where did it happen?",
        hints={"school": "Include the journey and trips"},
        conditional={"other": "where_other"},
        dividers={"other": "or"},
    )
    where_other = fields.Text(label="Name the place", noun="the name of the place", width="20")
    kinds = fields.Several(
        Kind,
        label="What kind of concern is it?",
        help_text="Select all that apply.",
        hints={"images": "Do not open, copy, print or send the image."},
        conditional={"other": ["kind_other", "kind_since"]},
        exclusive=["none"],
        dividers={"none": "or"},
    )
    kind_other = fields.TextArea(
        label="Describe the kind of concern", noun="a description of the concern", max_length=200, rows=2
    )
    kind_since = fields.DateField(label="When did it begin?", required=False)
    danger = fields.YesNo(label="Is anyone in danger now?")
    story = fields.TextArea(
        label="What happened?", help_text="Use the child’s own words where you can.", max_length=300
    )
    year = fields.Select([("7", "Year 7"), ("8", "Year 8")], label="Year group", required=False)
    email = fields.Email(label="Email address", required=False)
    count = fields.Whole(label="How many pupils", min_value=1, width="3", required=False)
    password = fields.Password(label="Your password")
    agreed = fields.Tick(
        label="I have told the safeguarding lead", noun="you have told the safeguarding lead"
    )

    layout = layout.Layout(
        layout.Section(
            "What you saw", "title", layout.Fieldset("Time", "happened_on", "happened_at", size="m")
        ),
        "where",
        "kinds",
        layout.Warning("Never open or send an image of child abuse."),
        "danger",
        "story",
        layout.Details("More", "year", "email", "count"),
        layout.Paragraph("<b>Escaped</b> words."),
        layout.Inset("Only the lead reads this."),
        "password",
        "agreed",
    )


def form(request: HttpRequest) -> HttpResponse:
    """The big form."""
    asked = EverythingForm(request.POST or None)
    if request.method == "POST" and asked.is_valid():
        messages.success(request, "Your answers were accepted.")
        return redirect("home")
    status = 422 if asked.is_bound else 200
    context = {
        "title": "Report a concern",
        "caption": "Section 1 of 4",
        "form": asked,
        "submit_label": "Save and continue",
        "back_url": "/",
        "intro": "Write what you know now. You can add more later.",
        "autosave_url": "/draft/",
    }
    return render(request, "form_page.html", context, status=status)


def draft(request: HttpRequest) -> HttpResponse:
    """Accepts what autosave sends, and tells the tests what came last."""
    if request.method == "GET":
        return JsonResponse(DRAFT)
    DRAFT.update(request.POST.dict())
    return HttpResponse(status=204)


def home(request: HttpRequest) -> HttpResponse:
    """Components of a list."""
    if request.GET.get("say"):
        messages.info(request, "A draft from yesterday is waiting.")
        messages.warning(request, "Two concerns are older than a day.")
        messages.error(request, "The copy could not be sent. Try again.")
        messages.success(request, "Concern 7F3K-92QX was taken up.")
    tag = {"text": "In progress", "tone": "blue"}
    context = {
        "title": "Concerns",
        "figures": [
            {"number": 3, "label": "Waiting for a first look", "url": "#", "attention": True},
            {"number": 14, "label": "In progress", "url": "#"},
            {"number": 2, "label": "With another agency"},
        ],
        "views": [
            {"label": "To do", "url": "?", "current": True, "count": 3},
            {"label": "All", "url": "?v=all", "count": 1204},
        ],
        "chips": [
            {"label": "Status: in progress", "remove_url": "?"},
            {"label": "Since 1 November 2026", "remove_url": "?"},
        ],
        "filter_form": FilterForm(request.GET or None),
        "clear_url": "?",
        "columns": [
            {"label": "Reference", "sort_url": "?sort=ref", "sorted": "descending"},
            {"label": "About"},
            {"label": "Status"},
            {"label": "Reported", "sort_url": "?sort=at"},
            {"label": "Notes"},
        ],
        "rows": [
            {
                "cells": [
                    {"text": ref, "url": "#"},
                    {"text": who},
                    {"tag": state},
                    {"text": when},
                    {"text": n, "number": True},
                ]
            }
            for ref, who, state, when, n in [
                ("7F3K-92QX", "Amina Khan and 2 others", tag, "20 November 2026", "12"),
                (
                    "M8TD-41WB",
                    "A member of staff",
                    {"text": "First look overdue", "tone": "overdue"},
                    "18 November 2026",
                    "0",
                ),
                (
                    "Q2RN-77HC",
                    "Pneumonoultramicroscopicsilicovolcanoconiosis",
                    {"text": "Urgent", "tone": "urgent"},
                    "1 November 2026",
                    "140",
                ),
            ]
        ],
        "cards": [
            {
                "title": "Messages in the year 6 chat",
                "url": "#",
                "tag": tag,
                "meta": "Reported by J. Doe on 20 November 2026 at 2:05pm",
                "text": "A pupil showed me messages.\nThey were sent at night.",
                "attention": True,
            },
            {
                "title": "Account taken over",
                "tag": {"text": "Closed", "tone": "grey"},
                "meta": "19 November 2026",
            },
        ],
        "next_url": "?after=1",
        "previous_url": "?before=1",
    }
    return render(request, "gallery/list.html", context)


class FilterForm(Form):
    """A filter."""

    status = fields.Several(
        [("new", "New"), ("open", "In progress"), ("closed", "Closed")],
        label="Status",
        required=False,
        small=True,
    )
    words = fields.Text(label="Reference", required=False)


def record(request: HttpRequest) -> HttpResponse:
    """Components of one record."""
    rows = [
        {"label": "What happened", "text": "She said:\n“They keep writing to me.”", "change_url": "#"},
        {"label": "Involved", "lines": ["Amina Khan, year 6", "Unknown adult"], "change_url": "#"},
        {"label": "Status", "tag": {"text": "In progress", "tone": "blue"}},
        {"label": "Web address", "text": "https://example.org/" + "a" * 120},
        {"label": "Evidence", "text": ""},
    ]
    context = {
        "title": "Messages in the year 6 chat",
        "caption": "Concern 7F3K-92QX",
        "back_url": "/",
        "facts": [
            {"label": "Reference", "text": "7F3K-92QX"},
            {"label": "Status", "tag": {"text": "In progress", "tone": "blue"}},
            {"label": "Owner", "text": "P. Okonkwo"},
            {"label": "First look due", "tag": {"text": "Overdue by 3 hours", "tone": "overdue"}},
        ],
        "rows": rows,
        "items": [
            {
                "title": "Taken up",
                "by": "P. Okonkwo",
                "at": NOW,
                "text": "Spoke to the parent.\nNo further contact.",
            },
            {
                "title": "Reported",
                "by": "J. Doe",
                "at": NOW - dt.timedelta(hours=3),
                "tag": {"text": "New", "tone": "teal"},
                "url": "#",
                "link_label": "Read",
            },
        ],
        "tasks": [
            {"title": "Speak to the parent", "status": "Done", "url": "#"},
            {
                "title": "Ask the provider to remove the group",
                "hint": "Due 25 November 2026",
                "status": "To do",
                "tone": "blue",
                "url": "#",
            },
            {"title": "Close", "status": "Cannot start yet"},
        ],
        "actions": [
            {"label": "Add a note", "url": "#", "primary": True},
            {"label": "Share", "url": "#"},
            {"label": "Close the concern", "url": "/draft/", "post": True, "danger": True},
        ],
        "lines": ["Call 999.", "Stay with the child."],
        "printed_at": timezone.now(),
        "aside_label": "Actions and tasks",
        "done": 340,
        "total": 1200,
        "poll_url": "/progress/",
        "refresh_url": "/record/",
        "people": [
            {"id": 1, "label": "Amina Khan", "hint": "Year 6, Maple class"},
            {"id": 2, "label": "Amina Khan", "hint": "Year 2, Oak class", "chosen": True},
        ],
        "typed": "amina",
        "more": True,
    }
    return render(request, "gallery/record.html", context)


def done(request: HttpRequest) -> HttpResponse:
    """A confirmation."""
    return render(
        request,
        "gallery/done.html",
        {"title": "Concern sent", "lead": "Your reference", "reference": "7F3K-92QX"},
    )


def progress(request: HttpRequest) -> HttpResponse:
    """The end of the work."""
    return render(request, "components/progress.html", {"label": "Reading rows", "done": 1200, "total": 1200})


def people(request: HttpRequest) -> HttpResponse:
    """Search results."""
    typed = request.POST.get("search", "")
    found = [{"id": 7, "label": "Amina Khan", "hint": "Year 6"}] if typed.lower().startswith("am") else []
    return render(request, "components/people_results.html", {"typed": typed, "people": found})


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake in the program."""
    raise RuntimeError("the words of a mistake")


def database_down(request: HttpRequest) -> HttpResponse:
    """What a view does when the database is away."""
    raise OperationalError("no connection")


def nothing(request: HttpRequest) -> HttpResponse:
    """An empty answer, after a while when asked to be slow."""
    time.sleep(float(request.GET.get("slow", "0")))
    return HttpResponse(status=204)


urlpatterns = [
    path("", home, name="home"),
    path("form/", form, name="form"),
    path("record/", record, name="record"),
    path("done/", done, name="done"),
    path("draft/", draft),
    path("progress/", progress),
    path("people/", people),
    path("broken/", broken),
    path("database-down/", database_down),
    path("stay/", nothing, name="stay_signed_in"),
    path("sign-in/", done, name="account_login"),
    path("sign-out/", done, name="account_logout"),
]

navigation.add(navigation.NavItem("Concerns", "home", order=1))
navigation.add(navigation.NavItem("Report a concern", "form", order=2))
navigation.add(navigation.NavItem("A record", "record", order=3))
navigation.add(navigation.NavItem("Your sign-in and devices", "done", place="account"))
navigation.add(navigation.NavItem("Privacy", "done", place="footer", allowed=lambda request: True))
