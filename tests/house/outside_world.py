"""What is done with bodies outside the school, and what is read about one person across incidents: something of
every kind that has a page.

`act` puts it on a record, each text as `say` says; `furnish` adds low-level concerns; `keys` and `of` say what the
addresses take.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from esafety.people.models import ExternalContact, User
from esafety.people.vocabulary import ContactKind
from incidents import actions
from incidents.actions.guard import fresh
from incidents.actions.referrals import Happened, Told
from incidents.models import ChronologyMark, Incident, Note, Referral
from incidents.vocabulary import FoundBy, IncidentType
from incidents.vocabulary.outside import Agency, Answer, Approach, Consent, Method, Step, Verdict
from tests.builders import a_concern
from tests.cast import Cast
from tests.house.routes import Route

Say = Callable[[str], str]


def act(incident: Incident, say: Say, by: User) -> None:
    """A referral with everything that can happen to one, a form kept and sent, an entry marked."""
    told = Told(
        agency=Agency.SOCIAL_CARE,
        approach=Approach.REFERRED,
        method=Method.TELEPHONE,
        reason=say("referral_why"),
        spoke_to=say("spoke_to")[:200],
        said=say("referral_said"),
        reference=say("their_reference")[:60],
        consent=Consent.NOT_ASKED,
        consent_reason=say("consent_why"),
    )
    referral = actions.refer(incident=incident, told=told, version=fresh(incident).version, by=by)
    for step, more in (
        (Step.CHASED, {"answered": False}),
        (Step.DECIDED, {"answer": Answer.EARLY_HELP, "next_on": timezone.localdate() + dt.timedelta(days=9)}),
    ):
        happened = Happened(
            step=step, words=say(f"step_{step.value}"), spoke_to=say("step_who")[:200], **more
        )
        actions.go_on_with(referral=referral, happened=happened, version=fresh(incident).version, by=by)
    answers = {"child": say("form_child")[:300], "worries": say("form_worries")}
    form = actions.fill_in_form(referral=referral, answers=answers, edition=0, by=by)
    contact = ExternalContact.objects.get(school=incident.school, kind=ContactKind.SOCIAL_CARE)
    actions.send_form(form=form, contact=contact, by=by)
    note = Note.objects.filter(incident=incident, audience="leads").first()
    actions.mark_entry(
        incident=incident, entry=note, significant=True, headline=say("headline")[:120],
        impact=say("impact"), by=by,
    )  # fmt: skip


def furnish(cast: Cast) -> None:
    """Two low-level concerns about one colleague, read together, and one about somebody named in words."""
    for about in ("senior_leader", "senior_leader", "Dan of Quick Supply"):
        a_concern(cast, about=about, by="second_teacher", found_by=FoundBy.LOW_LEVEL, type=IncidentType.OTHER)
    actions.review_pattern(
        person=cast.person_of(cast.senior_leader), verdict=Verdict.NO_PATTERN, reason="Two small things.",
        again_on=None, by=cast.head,
    )  # fmt: skip


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """Whose pages they are; none when the route is about no person."""
    if route.name == "low_level_person":
        return [{"pk": cast.person_of(cast.senior_leader).pk}]
    return [{"pk": cast.second_pupil.pk}] if route.name == "child_chronology" else None


def of(incident: Incident) -> dict[str, Callable[[], list[Any]]]:
    """What the addresses under an incident take."""
    return {
        "referral": lambda: list(Referral.objects.filter(incident=incident).values_list("pk", flat=True)),
        "edition": lambda: [1],
        "step": lambda: [Step.DECIDED.value, Step.CHASED.value, Step.REVIEWED.value],
        "agency": lambda: [Agency.LADO.value, Agency.SOCIAL_CARE.value],
        "approach": lambda: list(Approach.values),
        "what": lambda: ["note"],
        "number": lambda: list(
            ChronologyMark.objects.filter(incident=incident).values_list("note_id", flat=True)
        ),
    }
