"""What a lot consists of: for each kind the tables in which things end by themselves, when each has ended, what goes
with it, and whose time it waits for.

A thing belongs to the lot of the school year in which it ended. What another record still rests on is left out here:
a consent that stands keeps its signature, an incident keeps the request to block that came of it, a loan that is out
has not ended. Source: domain/records.md; `policy/schedule.py` says from when each period counts.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import DateField, Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate

from aup.models import Campaign, ConsentAnswer, SignAgain, Signature, Suggestion, Visit
from aup.vocabulary import Audience, CampaignState
from esafety.access.policy import Policy
from esafety.governance.models import Acknowledgement, InductionTick, Training, TrainingNeed
from esafety.keeping.tables import Lies
from esafety.keeping.vocabulary import RecordKind as K
from esafety.office.models import AccountChange, AccountInvitation, Loan, VisitorAccess
from esafety.office.vocabulary import ChangeStage
from esafety.people.models import Person
from filtering.access import LOOKS
from filtering.models import (
    Authorisation,
    Check,
    CheckResult,
    FilteringRequest,
    LogExtract,
    LogLine,
    LogReview,
    ReviewSignature,
    YearlyReview,
)
from filtering.vocabulary import LookStage, ReviewStage, Stage
from incidents.alert_access import ALERTS
from incidents.models import Alert, Incident
from incidents.vocabulary.watching import AlertState

_NEVER = dt.date(9999, 12, 31)
_OF_STAFF = (Audience.STAFF, Audience.GOVERNOR)


class Part(NamedTuple):
    """One table of a kind.

    `rows`: those that may go by themselves, each with the day it `ended_on` (school's local date). `people`: ways to
    the persons whose open cases and requests keep it. `with_it`: what goes with it, in that order. `files`: ways to
    kept files of it that are no paper. `follows`: its own column that leads to an earlier one of the same table.
    `policy`: who reads it, where not everybody does who keeps records. `school`: the way to its school.
    """

    kind: K
    rows: Callable[[], QuerySet[Any]]
    with_it: tuple[Lies, ...] = ()
    people: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    follows: str = ""
    policy: Policy[Any] | None = None
    school: str = "school"


def _last(rows: type[Model], tie: str, moment: str = "at") -> Subquery:
    """The last moment of what belongs to it."""
    found = rows._base_manager.filter(**{tie: OuterRef("pk")})
    return Subquery(found.order_by(f"-{moment}").values(moment)[:1])


def _latest(first: str, *others: Any) -> Greatest:
    """The latest of some moments or days, of which only the first is always known."""
    return Greatest(first, *(Coalesce(one, first) for one in others))


def _earliest(*days: Any) -> Least:
    """The earliest of some days; what has no day of them never ended."""
    return Least(*(Coalesce(day, Value(_NEVER)) for day in days), output_field=DateField())


def _still_cited() -> Exists:
    """An incident that is still kept names it."""
    return Exists(
        Incident.objects.filter(school=OuterRef("school"), reference=OuterRef("incident_reference"))
    )


def _alerts() -> QuerySet[Any]:
    set_aside = Alert.objects.filter(incident=None, state=AlertState.SET_ASIDE)
    return set_aside.annotate(ended_on=TruncDate("decided_at"))


def _signatures(audiences: Q, *, superseded: bool) -> QuerySet[Any]:
    """Nobody's consent rests on them. Ended when another of the same sort followed, or the person left."""
    rows = Signature.objects.filter(
        audiences, ~Exists(ConsentAnswer.objects.filter(signature=OuterRef("pk")))
    )
    same = {name: OuterRef(name) for name in ("signer", "about", "audience", "capacity")}
    later = Signature.objects.filter(**same, at__gt=OuterRef("at")).order_by("at").values("at")[:1]
    if superseded:
        return rows.annotate(ended_on=_earliest("about__left_on", TruncDate(Subquery(later))))
    return rows.annotate(ended_on=F("about__left_on"))


def _of_families() -> QuerySet[Any]:
    return _signatures(~Q(audience__in=(*_OF_STAFF, Audience.VISITOR)), superseded=True)


def _of_staff() -> QuerySet[Any]:
    return _signatures(Q(audience__in=_OF_STAFF), superseded=False)


def _of_visitors() -> QuerySet[Any]:
    """Ended with the last visit that it covers."""
    rows = Signature.objects.filter(audience=Audience.VISITOR)
    return rows.annotate(ended_on=_latest("signed_on", _last(Visit, "signature", "holds_until")))


def _demands() -> QuerySet[Any]:
    return SignAgain.objects.filter(~_still_cited()).annotate(ended_on=F("person__left_on"))


def _campaigns() -> QuerySet[Any]:
    signed = Signature.objects.filter(wanted__campaign=OuterRef("pk"))
    closed = Campaign.objects.filter(~Exists(signed), state=CampaignState.CLOSED)
    return closed.annotate(ended_on=TruncDate("closed_at"))


def _consents() -> QuerySet[Any]:
    same = {name: OuterRef(name) for name in ("child", "code", "answered_by")}
    later = ConsentAnswer.objects.filter(**same, pk__gt=OuterRef("pk")).order_by("pk").values("at")[:1]
    superseded = TruncDate(Subquery(later))
    return ConsentAnswer.objects.annotate(ended_on=_earliest("child__left_on", superseded))


def _requests() -> QuerySet[Any]:
    """Every step of one is a line of the log: the last says when it ended."""
    over = FilteringRequest.objects.filter(stage__in=(Stage.DECLINED, Stage.WITHDRAWN, Stage.DONE))
    ended = _latest("asked_at", _last(LogLine, "request"))
    return over.filter(~_still_cited()).annotate(ended_on=TruncDate(ended))


def _checks() -> QuerySet[Any]:
    """Without a fault that nobody has mended yet."""
    fault = CheckResult.objects.filter(check_done=OuterRef("pk"), due_at__isnull=False, fixed_on=None)
    ended = _latest("recorded_at", _last(LogLine, "check_done"))
    return Check.objects.filter(~Exists(fault)).annotate(ended_on=TruncDate(ended))


def _looks() -> QuerySet[Any]:
    over = Authorisation.objects.filter(stage__in=(LookStage.DECLINED, LookStage.DONE, LookStage.LAPSED))
    ended = _latest("asked_at", _last(LogLine, "authorisation"))
    return over.annotate(ended_on=TruncDate(ended))


def _yearly_reviews() -> QuerySet[Any]:
    signed = YearlyReview.objects.filter(stage=ReviewStage.SIGNED)
    return signed.annotate(ended_on=TruncDate(_latest("begun_at", _last(ReviewSignature, "review"))))


def _of_leavers(model: type[Model]) -> QuerySet[Any]:
    return model._default_manager.annotate(ended_on=F("person__left_on"))


def _acknowledgements() -> QuerySet[Any]:
    """Ended when the account's holder left the school."""
    school = OuterRef("edition__policy__school")
    holder = Person.objects.filter(account=OuterRef("user"), school=school).values("left_on")[:1]
    return Acknowledgement.objects.annotate(ended_on=Subquery(holder))


def _suggestions() -> QuerySet[Any]:
    """Ended with the edition that they are about."""
    return Suggestion.objects.annotate(ended_on=F("edition__superseded_on"))


def _changes() -> QuerySet[Any]:
    open_ = (ChangeStage.WAITING, ChangeStage.CONFIRMED)
    ended = _latest("asked_at", "confirmed_at", "takes_effect_at", "ended_at")
    return AccountChange.objects.exclude(stage__in=open_).annotate(ended_on=TruncDate(ended))


def _visitor_access() -> QuerySet[Any]:
    return VisitorAccess.objects.annotate(ended_on=_earliest("until", TruncDate("ended_at")))


_PROOF = (Lies("aup.SignedCopy", "signature"), Lies("aup.PaperScan", "signature"))
_PROOF_FILES = ("copy__file", "scans__received__file")

PARTS: tuple[Part, ...] = (
    Part(K.ALERT, _alerts, (Lies("incidents.AlertReading", "alert"),), people=("person",), policy=ALERTS),
    Part(K.AGREEMENT, _of_families, _PROOF, people=("about", "signer"), files=_PROOF_FILES),
    Part(K.AGREEMENT, _demands, people=("person",)),
    Part(
        K.AGREEMENT,
        _campaigns,
        (
            Lies("aup.ClassSession", "campaign"),
            Lies("aup.CampaignClass", "campaign"),
            Lies("aup.Round", "campaign"),
            Lies("aup.Wanted", "campaign"),
            Lies("aup.Invitation", "campaign"),
        ),
    ),
    Part(K.AGREEMENT_STAFF, _of_staff, _PROOF, people=("about", "signer"), files=_PROOF_FILES),
    Part(K.CONSENT, _consents, people=("child", "answered_by")),
    Part(
        K.FILTERING,
        _requests,
        (
            Lies("filtering.LogLine", "request"),
            Lies("filtering.Decision", "request"),
            Lies("filtering.Address", "request"),
        ),
        people=("asked_by__persons",),
        follows="renews",
    ),
    Part(
        K.FILTERING,
        _checks,
        (
            Lies("filtering.LogLine", "check_done"),
            Lies("filtering.CheckResult", "check_done"),
            Lies("filtering.Certificate", "check_done"),
        ),
        files=("certificates__received__file",),
    ),
    Part(K.FILTERING, lambda: LogReview.objects.annotate(ended_on=F("held_on"))),
    Part(K.FILTERING, lambda: LogExtract.objects.annotate(ended_on=TruncDate("asked_at"))),
    Part(
        K.FILTERING,
        _yearly_reviews,
        (Lies("filtering.ReviewSignature", "review"), Lies("filtering.FrozenReview", "review")),
        files=("frozen__file",),
    ),
    Part(K.LOOK, _looks, (Lies("filtering.LogLine", "authorisation"),), people=("concerns",), policy=LOOKS),
    Part(K.TRAINING, lambda: _of_leavers(Training), people=("person",), school="course__school"),
    Part(K.TRAINING, lambda: _of_leavers(InductionTick), people=("person",), school="step__school"),
    Part(K.TRAINING, _acknowledgements, people=("user__persons",), school="edition__policy__school"),
    Part(
        K.OFFICE,
        lambda: Loan.objects.annotate(ended_on=F("returned_on")),
        people=("person",),
        school="device__school",
    ),
    Part(K.OFFICE, _visitor_access),
    Part(
        K.OFFICE,
        _of_visitors,
        (Lies("aup.Visit", "signature"), *_PROOF),
        people=("about", "signer"),
        files=_PROOF_FILES,
    ),
    Part(K.OFFICE, _suggestions, people=("person",), school="edition__school"),
    Part(
        K.OFFICE,
        lambda: TrainingNeed.objects.annotate(ended_on=TruncDate("said_at")),
        people=("user__persons",),
    ),
    Part(K.OFFICE, _changes, people=("user__persons",)),
    Part(K.OFFICE, lambda: AccountInvitation.objects.annotate(ended_on=TruncDate("expires_at"))),
)
"""A test finds a table that points at one of these and does not go with it, and one whose entries an access request
tells of somebody for whom it would not be kept."""


def parts_of(kind: str) -> tuple[Part, ...]:
    """The tables of one kind."""
    return tuple(part for part in PARTS if part.kind == kind)
