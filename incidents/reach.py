"""Who can be reached now: leads on duty, the school's number, bodies outside.

Source: domain/routing.md, "The concern flowchart"; the pages that show it never hold a report up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from esafety.people.queries import contact, holders
from esafety.people.vocabulary import ContactKind, Role
from incidents.facts import facts_of
from incidents.policy.routing import ownership
from incidents.telling import on_duty

if TYPE_CHECKING:
    from esafety.people.models import Membership, School, User
    from incidents.models import Incident

LEADS = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD)
GOVERNORS = (Role.CHAIR, Role.VICE_CHAIR)
OUTSIDE = (ContactKind.SOCIAL_CARE, ContactKind.LADO, ContactKind.POLICE_LOCAL)
WITHOUT_SCHOOL = (ContactKind.LADO, ContactKind.AUTHORITY_OFFICER, ContactKind.SOCIAL_CARE)


class Somebody(NamedTuple):
    """A person or a body, what they are, and how they are reached."""

    name: str
    what: str
    telephone: str = ""
    out_of_hours: str = ""


NOBODY_YET = Somebody("Children’s social care of your council, or the police on 101", "outside the school")
"""When the school has entered nobody at all."""


def leads_now(school: School, *, but: Collection[int] = ()) -> list[Somebody]:
    """Safeguarding leads and the head who are in today, then governors; never the accounts in `but`."""
    for roles in (LEADS, GOVERNORS):
        posts = holders(school, roles, present_at=timezone.now()) or holders(school, roles)
        free = [post for post in posts if post.user_id not in but]
        if free:
            return [Somebody(str(post.user), Role(post.role).label) for post in _in_order(free, roles)]
    return []


def before_going_live(school: School) -> list[Somebody]:
    """Whom to tell in person while the school is not live, since nobody may be looking here; empty once it is.

    Whoever holds a post, else the bodies outside (docs/decisions/0018).
    """
    return [] if school.is_live else leads_now(school) or outside(school) or [NOBODY_YET]


def leads_of(incident: Incident, *, but: User) -> list[Somebody]:
    """Who in school can be told of this incident now: those its routing names, nobody in conflict."""
    line = [role for role in ownership(facts_of(incident)).line if role != Role.AUTHORITY_OFFICER]
    people = [user for user in on_duty(incident, line, everyone=True) if user.pk != but.pk]
    posts = {post.user_id: post for post in reversed(holders(incident.school, line))}
    leads = [user for user in people if user.pk in posts and posts[user.pk].role in LEADS]
    return [
        Somebody(str(user), Role(posts[user.pk].role).label) for user in leads or people if user.pk in posts
    ]


def outside(school: School, kinds: Iterable[ContactKind] = OUTSIDE) -> list[Somebody]:
    """Bodies outside the school that can be rung, as far as the school entered them."""
    found = [contact(school, kind) for kind in kinds]
    return [
        Somebody(one.name, ContactKind(one.kind).label, one.telephone, one.out_of_hours)
        for one in found
        if one is not None and (one.telephone or one.out_of_hours)
    ]


def _in_order(posts: list[Membership], roles: tuple[Role, ...]) -> list[Membership]:
    """Lead first; somebody with two posts once."""
    ordered = sorted(posts, key=lambda post: roles.index(Role(post.role)))
    return list({post.user_id: post for post in reversed(ordered)}.values())[::-1]
