"""Mails about the directory: nobody has checked a contact for a year; somebody changed how one is reached."""

from __future__ import annotations

from django.urls import reverse

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.outbox.notices import Notice, declare_notice
from esafety.people.models import ExternalContact, School, User


def _keeps_the_contacts(about: School, to: User | ExternalContact) -> bool:
    return isinstance(to, User) and may(to, Capability.MANAGE_CONTACTS, about)


def _sends_or_keeps(about: School, to: User | ExternalContact) -> bool:
    """The chair keeps no contacts, but sends what is about the head to them."""
    return _keeps_the_contacts(about, to) or (isinstance(to, User) and may(to, Capability.SEND_COPY, about))


CONTACTS_STALE = declare_notice(
    Notice(
        code="office.contacts_stale",
        title="Contacts nobody has checked for a year",
        subject="{school}: please check the contacts outside the school",
        body="Nobody has checked some of the school's contacts for a year. A number that has changed costs time when "
        "it matters.\n\nRing or look them up, and press “I have checked these details today”:\n{link}",
        may_receive=_keeps_the_contacts,
        path=lambda about: reverse("contacts"),
        may_wait=lambda about: True,
    )
)

DIRECTORY_CHANGED = declare_notice(
    Notice(
        code="office.directory_changed",
        title="A contact outside the school was changed",
        subject="{school}: a contact outside the school was changed",
        body="A colleague changed how somebody outside the school is reached. Copies of records go there, and their "
        "words are told by telephone.\n\nMake sure that it is right before you send anything:\n{link}",
        may_receive=_sends_or_keeps,
        path=lambda about: reverse("contacts"),
    )
)
