"""Requests: the lists, who is told, who can be found, to whom an answer can be sent."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from esafety.access.capabilities import Capability as C
from esafety.access.conflict import conflicted_person_ids
from esafety.access.roles import CAPABILITIES
from esafety.audit import note
from esafety.audit.models import AuditEvent
from esafety.moving.models import Arrival, ArrivalNamed
from esafety.papers.pace import is_too_fast
from esafety.people.models import Membership, Person, User
from esafety.people.queries import MOST_FOUND, SHORTEST, folded, found_by_name
from esafety.people.vocabulary import PersonKind, Role
from esafety.schooldays.calendar import DAY_ENDS, LONDON
from esafety.subject_access.access import ANSWERS, REQUESTS
from esafety.subject_access.gathering import holds_anything
from esafety.subject_access.models import AccessAnswer, AccessRequest
from esafety.subject_access.vocabulary import PERSON_SEARCHED, AnswerState, AskedAs, RequestState
from incidents.lists.elsewhere import Due
from incidents.models import Involvement

if TYPE_CHECKING:
    from esafety.people.models import School

A_PAGE = 100
LONGEST = 60
OFTEN = {"limit": 30, "seconds": 60}


class Found(NamedTuple):
    """What a search for a person gave."""

    typed: str
    people: list[Person]
    too_often: bool
    more: bool = False


def requests(user: User, school: School, *, standing: bool) -> QuerySet[AccessRequest]:
    """The school's requests that the account may see: open ones by their last day, or closed ones, the latest first."""
    rows = REQUESTS.visible_to(user, AccessRequest.objects.filter(school=school)).select_related("person")
    if standing:
        return rows.filter(state=RequestState.OPEN)
    return rows.exclude(state=RequestState.OPEN).order_by("-ended_on", "-pk")


def find(school: School, typed: str, *, by: User) -> Found:
    """People whose name holds every word typed, those who left too. Each search is in the trail."""
    typed = typed.replace("\x00", "")[:LONGEST]
    if len(folded(typed).replace(" ", "")) < SHORTEST:
        return Found("", [], False)
    if is_too_fast(f"subject-access-{by.pk}", **OFTEN):
        return Found(typed, [], True)
    close = conflicted_person_ids(by)
    found = found_by_name(school, typed, kinds=PersonKind, limit=MOST_FOUND + 1, left_too=True)
    people = [one for one in found[:MOST_FOUND] if one.pk not in close]
    note(PERSON_SEARCHED, by=by, school=school, detail={"count": len(people)})
    return Found(typed, people, False, more=len(found) > MOST_FOUND)


def to_tell(request: AccessRequest) -> list[User]:
    """Who is told of a request: who keeps data protection, and whoever answers and reads something about the person.

    Where nobody keeps it, the safeguarding lead and the head, whoever reads something: whether they are told must not
    depend on a case that they may not see.
    """
    posts = answerers(request)
    reading = [user for user in posts if holds_anything(request.person, user)]
    keeping = [user for user, roles in posts.items() if Role.DATA_PROTECTION_LEAD in roles]
    leading = [user for user, roles in posts.items() if roles & {Role.DSL, Role.HEAD}]
    return list(dict.fromkeys([*(keeping or leading), *reading]))


def answerers(request: AccessRequest) -> dict[User, set[Role]]:
    """Everybody who answers requests for the school and may see this one, with their posts. Two queries."""
    roles = [role for role in Role if C.ANSWER_REQUESTS in CAPABILITIES[role]]
    posts = Membership.objects.current().filter(
        school=request.school_id, role__in=roles, user__is_active=True
    )
    found: dict[User, set[Role]] = {}
    for post in posts.select_related("user").order_by("user_id", "pk"):
        found.setdefault(post.user, set()).add(Role(post.role))
    return {user: held for user, held in found.items() if REQUESTS.allows(user, C.ANSWER_REQUESTS, request)}


def own_answer(request: AccessRequest, user: User) -> AccessAnswer | None:
    """The account's own answer, if it began one."""
    return ANSWERS.visible_to(user, AccessAnswer.objects.filter(request=request)).first()


def receivers(request: AccessRequest) -> QuerySet[Person]:
    """To whom an answer can be sent by a link: the person; for a child also whoever has parental responsibility and
    may be in contact, where a parent asks. Only with an email address."""
    to = Q(pk=request.person_id)
    if request.asked_as == AskedAs.PARENT:
        parents = request.person.guardianships.filter(no_contact=False, parental_responsibility=True)
        to = Q(pk__in=parents.values("guardian"))
    return Person.objects.filter(to, school=request.school_id).exclude(email="").order_by("family_name", "pk")


def acted(request: AccessRequest) -> int:
    """How many entries of the school's trail name the person's account as who acted. Reads the whole trail of the
    school, so it is asked in the background only."""
    account = request.person.account_id
    return AuditEvent.objects.filter(school_id=request.school_id, actor_id=account).count() if account else 0


def due_here(user: User, school: School) -> list[Due]:
    """For the page of what is due: open requests, and one's own answers not given though the request is closed."""
    rows = requests(user, school, standing=True)[:A_PAGE]
    found = [Due("Answer a request", row.reference, _end_of(row.due_on), row.get_absolute_url(), row.is_overdue)
             for row in rows if not row.waiting_for]  # fmt: skip
    mine = ANSWERS.visible_to(
        user, AccessAnswer.objects.filter(state=AnswerState.PREPARING, request__school=school)
    )
    late = mine.filter(request__state=RequestState.ANSWERED).select_related("request")[:A_PAGE]
    return found + [
        Due(
            "Give your answer to a request",
            row.reference,
            _end_of(row.request.due_on),
            row.get_absolute_url(),
            True,
        )
        for row in late
    ]


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, DAY_ENDS, LONDON)


def held_back(incidents: frozenset[int], /, *, seen_by: User | None = None) -> set[int]:
    """Which of these incidents, by id, must be kept: somebody in them asks to see what is held, or asks by a request
    that this account sees."""
    asking = Involvement.objects.filter(incident__in=incidents, person__in=_asking(seen_by))
    return set(asking.values_list("incident", flat=True))


def received_held_back(arrivals: frozenset[int], /, *, seen_by: User | None = None) -> set[int]:
    """Which of these files from other schools, by id, must be kept: their pupil asks to see what is held, or an adult
    of this school whom they name, or asks by a request that this account sees."""
    asking = _asking(seen_by)
    named = ArrivalNamed.objects.filter(arrival=OuterRef("pk"), is_pupil=False, person__in=asking)
    found = Arrival.objects.filter(Q(pupil__in=asking) | Exists(named), pk__in=arrivals)
    return set(found.order_by().values_list("pk", flat=True))


def people_held_back(people: frozenset[int], /, *, seen_by: User | None = None) -> set[int]:
    """Which of these people, by id, ask to see what is held, or ask by a request that this account sees."""
    asking = Person.objects.filter(pk__in=_asking(seen_by)).filter(pk__in=people)
    return set(asking.order_by().values_list("pk", flat=True))


def _asking(seen_by: User | None) -> QuerySet[AccessRequest]:
    """Ids of the persons of open requests, for a subquery."""
    requests: QuerySet[AccessRequest] = AccessRequest.objects.standing()
    if seen_by is not None:
        requests = REQUESTS.visible_to(seen_by, requests)
    return requests.order_by().values("person")  # type: ignore[return-value]  # rows of one column
