"""What the invented school has agreed: rules in force, most people's signatures, a draft, visitors at reception."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone

from aup import actions
from aup.models import Edition, Signature
from aup.policy.audiences import audience_of_year
from aup.told import Origin, Place, Told
from aup.vocabulary import Audience, Capacity, Route
from esafety.office.demo import clock
from esafety.people.models import Guardianship, Person
from esafety.people.vocabulary import PersonKind
from esafety.schooldays.calendar import LONDON
from esafety.schooldays.years import year_of

if TYPE_CHECKING:
    from esafety.office.demo.founding import Roster

NOT_YET = {"lunch_pat", "coach", "volunteer", "governor_mark"}
"""Who has still to sign."""
SIGNED_DAYS_AGO = 60
SUGGESTIONS = (
    (
        "teacher_5k",
        Audience.STAFF,
        "Could the rule about memory sticks name the stick that the school lends?",
    ),
    ("parent", Audience.KS2, "My son asks what a chat room is. Perhaps say “group chats with strangers”."),
)
VISITS = (
    ("Bea Lindqvist", "Shire Music Service", "Eleri Vaughan", True),
    ("Oona Farrell", "Wharfshire Libraries", "Hugh Castle", False),
)


def enter_agreements(roster: Roster, today: dt.date) -> None:
    """Every agreement drafted, approved and brought into force; who signed; what comes next."""
    for audience in Audience:
        _bring_into_force(roster, audience)
    with clock.at(_moment_of_signing(today)):
        for signer, place, consents in _signing(roster):
            _sign(signer, place, consents)
    for key, audience, words in SUGGESTIONS:
        edition = Edition.objects.get(school=roster.school, audience=audience)
        actions.suggest(edition=edition, words=words, person=roster.persons[key], by=None)
    with clock.at(dt.datetime.combine(today, dt.time(9, 10), LONDON)):
        _draft_the_next(roster)
        _receive(roster)


def _bring_into_force(roster: Roster, audience: Audience) -> None:
    users = roster.users
    drafted = actions.draft_edition(
        school=roster.school, audience=audience, after=None, by=users["co_ordinator"]
    )
    approved = actions.approve_edition(
        edition=drafted,
        version=drafted.version,
        approved_on=timezone.localdate(),
        approving_body="Full governing body",
        minute="FGB summer 2, item 6",
        by=users["chair"],
    )
    actions.bring_into_force(
        edition=approved,
        in_force_from=timezone.localdate(),
        requires_new_signature=False,
        by=users["co_ordinator"],
    )


def _moment_of_signing(today: dt.date) -> dt.datetime:
    """Some weeks ago, but in this school year."""
    days = min(SIGNED_DAYS_AGO, (today - year_of(today).span.first).days)
    return dt.datetime.combine(today - dt.timedelta(days=days), dt.time(16, 20), LONDON)


def _signing(roster: Roster) -> Iterator[tuple[Person, Place, dict[str, bool]]]:
    """Staff and governors for themselves, most parents for their children, each with answers of their own."""
    own = {PersonKind.STAFF: Audience.STAFF, PersonKind.GOVERNOR: Audience.GOVERNOR}
    for key, person in roster.persons.items():
        if (audience := own.get(PersonKind(person.kind))) and key not in NOT_YET:
            yield person, Place(person, audience, Capacity.SELF), {}
    ties = Guardianship.objects.filter(pupil__school=roster.school, no_contact=False).order_by("pk")
    for at, tie in enumerate(ties.select_related("pupil__school", "guardian__school")):
        rules = audience_of_year(tie.pupil.year_group)
        if rules and at % 5 != 4:
            allowed = {"internet": at % 13 != 9, "work": True, "photographs": at % 4 != 1}
            allowed |= {"video": at % 3 == 0, "prospectus": at % 2 == 0}
            yield tie.guardian, Place(tie.pupil, rules, Capacity.GUARDIAN), allowed


def _sign(signer: Person, place: Place, consents: dict[str, bool]) -> Signature:
    edition = Edition.objects.in_force(signer.school, place.audience)
    assert edition is not None  # every audience has one
    told = Told(
        name=signer.full_name,
        relationship="Parent" if place.capacity == Capacity.GUARDIAN else "",
        seen=edition.fingerprint,
        consents=consents,
    )
    return actions.sign(
        place=place, signer=signer, told=told, origin=Origin(Route.ACCOUNT), by=signer.account
    )


def _draft_the_next(roster: Roster) -> None:
    held = Edition.objects.get(school=roster.school, audience=Audience.KS2)
    by = roster.users["co_ordinator"]
    begun = actions.draft_edition(school=roster.school, audience=Audience.KS2, after=held, by=by)
    actions.change_draft(
        edition=begun,
        version=begun.version,
        title=begun.title,
        body=begun.body.replace(
            "I do not use chat rooms.", "I do not join group chats with people I do not know."
        ),
        consents=begun.consents_asked,
        declaration=begun.declaration,
        declaration_for_child=begun.declaration_for_child,
        by=by,
    )


def _receive(roster: Roster) -> None:
    reception = actions.open_reception(school=roster.school, by=roster.users["network_manager"])
    edition = Edition.objects.get(school=roster.school, audience=Audience.VISITOR)
    for at, (name, organisation, host, for_the_year) in enumerate(VISITS):
        actions.sign_visitor_in(
            reception=reception,
            name=name,
            organisation=organisation,
            host=host,
            for_the_year=for_the_year,
            seen=edition.fingerprint,
            once=f"{at:032x}",
            origin=Origin(Route.RECEPTION, entered_by=reception.opened_by),
        )
