"""The room of requests, in use: one open, one that waits, one given more time, one of each end; answers too."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from esafety.people.models import User
from esafety.subject_access import actions
from esafety.subject_access.contents import contents_of
from esafety.subject_access.models import AccessAnswer, AccessRequest, Withheld
from esafety.subject_access.policy.exemptions import Exemption
from esafety.subject_access.vocabulary import AskedAs, FileOutcome, GivenHow, RequestState, WaitingFor
from incidents.actions import file_evidence
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast
from tests.house.evidence_world import a_sealed_file
from tests.house.routes import Route

LONG = "Counterrevolutionary-Misunderstanding"


def furnish(cast: Cast) -> None:
    """A request in every state a page can show, and answers to them: the last to end and the open ones with files."""
    incident = a_concern(cast, about="third_pupil", harmed="pupil", type=IncidentType.BULLYING)
    lead = cast.dsl
    *ended, last = (one for one in RequestState if one is not RequestState.OPEN)
    for end in ended:
        _one(cast, end, lead)
    for number in range(3):
        words = f"{LONG} {number} " * 3
        file_evidence(incident=incident, sent=a_sealed_file(f"{LONG}.png"), description=words, by=lead)
    for end in ("new", "open", "waits", "longer", last):
        _one(cast, end, lead)


def _one(cast: Cast, end: str, lead: User) -> None:
    today = timezone.localdate()
    request = actions.enter_request(
        person=cast.third_pupil,
        asked_by=f"{LONG} {LONG}",
        asked_as=AskedAs.PARENT,
        about=f"{LONG} " * 4,
        received_on=today - dt.timedelta(days=3),
        by=lead,
    )
    given: dict[str, Any] = {"asked": request, "version": 1, "by": lead}
    if end == "new":
        return
    answer = actions.begin_answer(asked=request, by=lead)
    if end == "waits":
        actions.wait_for(what=WaitingFor.IDENTITY, since=today, **given)
    elif end == "longer":
        actions.extend_request(told_on=today, why=f"{LONG} " * 3, **given)
    elif end == "open":
        _kept_back(answer, lead)
        _decided(answer, lead)
    else:
        _decided(answer, lead, also_the_last=True)
        answer.refresh_from_db()
        actions.give_answer(
            answer=answer, to=LONG, on=today, how=GivenHow.POST, version=answer.version, by=lead
        )
        actions.end_request(state=RequestState(end), ended_on=today, why=LONG, **given)


def _kept_back(answer: AccessAnswer, lead: User) -> None:
    first, second = [one.line.key for one in contents_of(answer, lead).told if len(one.text) > 30][:2]
    told: dict[str, Any] = {"exemption": Exemption.OTHERS, "why": LONG, "by": lead, "answer": answer}
    words = next(one.text for one in contents_of(answer, lead).told if one.line.key == first)[:12].strip()
    actions.keep_back(key=first, words=words, version=1, **told)
    actions.keep_back(key=second, words="", version=2, **told)


def _decided(answer: AccessAnswer, lead: User, *, also_the_last: bool = False) -> None:
    """One file goes, one is held back, others go by hand; the last waits, or goes too."""
    files = contents_of(answer, lead).files
    decided = files if also_the_last else files[:-1]
    ways = [FileOutcome.ENCLOSED, FileOutcome.HELD_BACK, *[FileOutcome.BY_HAND] * len(files)]
    for file, outcome in zip(decided, ways, strict=False):
        answer.refresh_from_db()
        held = outcome is FileOutcome.HELD_BACK
        actions.decide_file(
            answer=answer,
            file=file.stored.pk,
            outcome=outcome,
            looked=True,
            confirmed=True,
            exemption=Exemption.OTHERS if held else None,
            why=LONG if held else "",
            version=answer.version,
            by=lead,
        )


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """Which requests and answers the addresses are about; none when the route is of another room."""
    if not route.name.startswith("access_") or not route.takes:
        return None
    if route.name == "access_enter":
        return [{"pk": cast.third_pupil.pk}]
    if not route.name.startswith("access_answer") or route.name == "access_answer_begin":
        found = AccessRequest.objects.filter(school=cast.school).values_list("reference", flat=True)
        return [{"reference": one} for one in found or ["AAAA-AAAA"]]
    rows = AccessAnswer.objects.filter(request__school=cast.school).order_by("pk")
    answers = [one.reference for one in rows] or ["AAAA-AAAA"]
    if route.name == "access_answer_let_go":
        kept = Withheld.objects.filter(answer__request__school=cast.school).select_related("answer")
        return [{"reference": one.answer.reference, "pk": one.pk} for one in kept] or [
            {"reference": answers[0], "pk": 1}
        ]
    if route.name == "access_answer_keep_back":
        keys = {one.answer.reference: one.key for one in Withheld.objects.select_related("answer")}
        return [{"reference": one, "key": key} for one, key in keys.items()] or [
            {"reference": answers[0], "key": "people.Person-1"}
        ]
    if route.name.startswith("access_answer_file") and route.name != "access_answer_files":
        shown = [(one, contents_of(one, one.made_by).files) for one in rows if one.is_open]
        found_files = [
            {"reference": one.reference, "pk": file.stored.pk} for one, files in shown for file in files
        ]
        return found_files or [{"reference": answers[0], "pk": 1}]
    return [{"reference": one} for one in answers]
