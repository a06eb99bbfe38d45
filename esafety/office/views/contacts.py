"""Whom the school can reach outside."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from esafety.access.asking import ask, do, sent
from esafety.access.capabilities import Capability
from esafety.access.doors import open_to, record_door
from esafety.access.requests import SignedIn
from esafety.access.roles import may
from esafety.office import actions
from esafety.office.access.contacts import CONTACTS
from esafety.office.forms.contacts import ContactForm
from esafety.office.queries.contacts import directory, is_used
from esafety.people.models import ExternalContact

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@open_to(Capability.SEE_INCIDENTS, Capability.MANAGE_CONTACTS)
def contacts(request: SignedIn) -> HttpResponse:
    """Whom the school can reach outside, and which entries nobody has checked for a year."""
    found = directory(request.school)
    keeps = may(request.user, Capability.MANAGE_CONTACTS, request.school)
    context = {
        "title": "Contacts outside the school",
        "back_url": reverse("office") if keeps else "",
        "back_label": "School office",
        "contacts": found,
        "stale": sum(one.is_stale for one in found),
        "keeps": keeps,
    }
    return render(request, "office/contacts.html", context)


@FORM
@open_to(Capability.MANAGE_CONTACTS)
def contact_add(request: SignedIn) -> HttpResponse:
    """Enter somebody outside."""

    def act(told: dict[str, Any]) -> str:
        made = actions.add_contact(school=request.school, by=request.user, **told)
        return f"{made.name} is in the directory. Press “I have checked these details today” once you have."

    form = ContactForm(sent(request))
    return ask(request, form, act, title="Add a contact", submit="Add", back_url=reverse("contacts"))


@FORM
@record_door(CONTACTS, Capability.MANAGE_CONTACTS, lookup="pk")
def contact_change(request: SignedIn, contact: ExternalContact) -> HttpResponse:
    """Correct a contact's details."""

    def act(told: dict[str, Any]) -> str:
        made = actions.change_contact(contact=contact, by=request.user, **told)
        return f"{made.name} was changed, and counts as checked today."

    names = ("kind", "name", "telephone", "out_of_hours", "email", "secure_mail_note")
    form = ContactForm(sent(request), initial={name: getattr(contact, name) for name in names})
    return ask(
        request,
        form,
        act,
        title="Change a contact",
        submit="Save, these details are right",
        back_url=reverse("contacts"),
        template="office/removable.html",
        remove_url=reverse("contact_remove", args=[contact.pk]),
        remove_label="Remove this contact",
    )


@require_POST
@record_door(CONTACTS, Capability.MANAGE_CONTACTS, lookup="pk")
def contact_verify(request: SignedIn, contact: ExternalContact) -> HttpResponse:
    """The details were checked today."""

    def act() -> str:
        return f"{actions.verify_contact(contact=contact, by=request.user).name}: checked today."

    return do(request, act, back_url=reverse("contacts"))


@FORM
@record_door(CONTACTS, Capability.MANAGE_CONTACTS, lookup="pk")
def contact_remove(request: SignedIn, contact: ExternalContact) -> HttpResponse:
    """Take a contact out of the directory."""

    def act() -> str:
        actions.remove_contact(contact=contact, by=request.user)
        return f"{contact.name} was removed from the directory."

    if request.method == "POST":
        return do(request, act, back_url=reverse("contacts"))
    stays = "What was sent to them stays on its records, with the details it was sent to."
    words = [stays if is_used(contact) else "Nothing was ever sent to them: the entry goes for good."]
    context = {"title": f"Remove {contact.name}?", "words": words, "back_url": reverse("contacts")}
    return render(request, "office/remove.html", context)
