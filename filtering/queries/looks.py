"""Looks into activity: the list, one page, who can be found, who carries out and who is present."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import CAPABILITIES, may
from esafety.audit import note
from esafety.papers.pace import is_too_fast
from esafety.people.models import Membership, Person, User
from esafety.people.queries import MOST_FOUND, colleagues, folded, found_by_name
from esafety.people.vocabulary import PersonKind, Role
from esafety.ui.templatetags.ui import moment
from filtering.access import LOOKS
from filtering.models import Authorisation
from filtering.vocabulary import PERSON_SEARCHED, LookStage, Source

if TYPE_CHECKING:
    from esafety.people.models import School

KINDS = (PersonKind.PUPIL, PersonKind.STAFF, PersonKind.GOVERNOR)
"""Who uses the school's systems."""
OFTEN = {"limit": 30, "seconds": 60}
SHORTEST, LONGEST = 2, 60
RULE = (
    "Look only where this page says, only for what it says, and only while both people are there. Pass on what you "
    "find to whoever asked; keep no copy. If you meet anything that may be an illegal picture, stop, touch nothing and "
    "tell the safeguarding lead."
)
"""What whoever carries it out keeps to (E 9; illegal pictures: C 4.2)."""


class Found(NamedTuple):
    """What a search gave."""

    typed: str
    people: list[Person]
    too_often: bool


def looks(school: School, user: User) -> list[Authorisation]:
    """Those the reader has a part in, the newest first."""
    rows = LOOKS.visible_to(user, Authorisation.objects.filter(school=school))
    return list(rows.select_related("concerns", "technician")[:60])


def may_ask(school: School, user: User) -> bool:
    """Whether the reader may ask for one."""
    return may(user, C.ASK_LOOKS, school)


def findable(school: School, by: User) -> QuerySet[Person]:
    """Whose activity this account may ask about: nobody it is close to, nor itself."""
    people = Person.objects.filter(school=school, kind__in=KINDS, left_on__isnull=True)
    return people.exclude(pk__in=conflicted_person_ids(by))


def find(school: School, typed: str, *, by: User) -> Found:
    """People whose name holds every word typed. Each search is in the trail."""
    typed = typed.replace("\x00", "")[:LONGEST]
    if len(folded(typed).replace(" ", "")) < SHORTEST:
        return Found("", [], False)
    if is_too_fast(f"filtering-{by.pk}", **OFTEN):
        return Found(typed, [], True)
    close = conflicted_person_ids(by)
    people = [
        one for one in found_by_name(school, typed, kinds=KINDS, limit=MOST_FOUND) if one.pk not in close
    ]
    note(PERSON_SEARCHED, by=by, school=school, detail={"count": len(people)})
    return Found(typed, people, False)


def technicians(school: School) -> QuerySet[User]:
    """Who can carry a look out."""
    roles = [role for role in Role if C.RUN_FILTERING in CAPABILITIES[role]]
    posts = Membership.objects.current().filter(school=school, role__in=roles)
    return User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("name", "pk")


def present(school: School) -> QuerySet[User]:
    """Who can be the second person."""
    return User.objects.filter(pk__in=[one.pk for one in colleagues(school)], is_active=True).order_by(
        "name", "pk"
    )


class LookPage(NamedTuple):
    """What the page shows."""

    stage: str
    tone: str
    facts: list[dict[str, Any]]
    buttons: list[dict[str, Any]]


def page_of(look: Authorisation, user: User) -> LookPage:
    """One authorisation for one reader."""
    tones = {LookStage.ASKED: "yellow", LookStage.AUTHORISED: "green", LookStage.DECLINED: "red"}
    stage = LookStage(look.stage)
    return LookPage(stage.label, tones.get(stage, "grey"), facts_of(look), _buttons(look, user))


def facts_of(look: Authorisation) -> list[dict[str, Any]]:
    """What the authorisation says: on its page, before whoever decides it, and on paper."""
    decided = {LookStage.DECLINED: "Declined by"}.get(LookStage(look.stage), "Authorised by")
    when = f", {moment(look.decided_at)}" if look.decided_at else ""
    told: list[tuple[str, str]] = [
        ("Whose activity", look.concerns.described),
        ("What for", look.purpose),
        ("Activity of", f"{look.period_from:%-d %B %Y} to {look.period_until:%-d %B %Y}"),
        ("To be carried out", f"{look.carry_out_from:%-d %B %Y} to {look.carry_out_until:%-d %B %Y}"),
        ("By", str(look.technician)),
        ("Second person present", str(look.second_person)),
        ("Asked by", f"{look.asked_by}, {moment(look.asked_at)}"),
        ("To be decided by", "" if look.decided_by else Role(look.decider).label),
        (decided, f"{look.decided_by}{when}" if look.decided_by else ""),
        ("Reason", look.reason),
        ("Carried out on", f"{look.done_on:%-d %B %Y}" if look.done_on else ""),
        ("What was found was given to", look.handed_to),
    ]
    facts: list[dict[str, Any]] = [{"label": label, "text": text} for label, text in told if text]
    scope = {"label": "What may be looked into", "lines": [str(Source(one).label) for one in look.scope]}
    return [*facts[:2], scope, *facts[2:]]


def _buttons(look: Authorisation, user: User) -> list[dict[str, Any]]:
    """What this person can do now."""
    found = []
    if (
        look.stage == LookStage.ASKED
        and look.asked_by_id != user.pk
        and LOOKS.allows(user, C.DECIDE_LOOKS, look)
    ):
        found = [
            ("Authorise", "filtering_look_authorise", True),
            ("Decline", "filtering_look_decline", False),
        ]
    may_begin = look.carry_out_from <= timezone.localdate()
    if look.stage == LookStage.AUTHORISED and may_begin and LOOKS.allows(user, C.RUN_FILTERING, look):
        found = [("It was carried out", "filtering_look_done", True)]
    return [
        {"label": label, "url": reverse(name, args=[look.reference]), "primary": primary}
        for label, name, primary in found
    ]
