"""Preparing one's answer: what is kept back, whose names stand, how it leaves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.outbox.owing import owe
from esafety.papers.actions import Sent, send_document, want
from esafety.subject_access.actions.guard import (
    call_back,
    change_answer,
    must,
    must_be_decided,
    must_prepare,
)
from esafety.subject_access.contents import contents_of, others_in
from esafety.subject_access.gathering import gathered
from esafety.subject_access.models import AccessAnswer, AccessRequest, Withheld
from esafety.subject_access.notices import ANSWER_READY
from esafety.subject_access.papers import ANSWER_PACKED, ANSWER_PRINTED, ANSWER_SEALED
from esafety.subject_access.queries import receivers
from esafety.subject_access.vocabulary import (
    ANSWER_BEGUN,
    ANSWER_GIVEN,
    ANSWER_NAMED,
    ANSWER_RESTORED,
    ANSWER_SENT,
    ANSWER_WITHHELD,
    PACK_ASKED,
    GivenHow,
)

if TYPE_CHECKING:
    from esafety.audit.trail import Detail
    from esafety.papers.models import Paper
    from esafety.people.models import Person, User
    from esafety.subject_access.files import File
    from esafety.subject_access.policy.exemptions import Exemption


@transaction.atomic
def begin_answer(*, asked: AccessRequest, by: User) -> AccessAnswer:
    """Begin one's own answer; begun twice, it is the same. Raises PermissionDenied, and NotNow once it is closed."""
    must(by, asked)
    answer, is_new = AccessAnswer.objects.get_or_create(request=asked, made_by=by)
    if is_new:
        record(ANSWER_BEGUN, by=by, school=asked.school, about=answer)
    return answer


@transaction.atomic
def keep_back(
    *, answer: AccessAnswer, key: str, words: str, exemption: Exemption, why: str, version: int, by: User
) -> Withheld:
    """Keep an entry back, or strike words out of it, under one exemption, with the reason why it applies here.

    A link that still opens the answer as it was before is closed.

    Raises PermissionDenied; NotNow for an entry that is not there, for words that do not stand in it, when that is done
    already, and when the answer was changed.
    """
    must_prepare(by, answer)
    entry = next((one for one in contents_of(answer, by).told if one.line.key == key), None)
    if entry is None:
        raise NotNow("This entry is no longer there. Go back to the answer and look again.")
    words = words.strip()
    if words and words not in entry.text:
        raise NotNow("These words do not stand in the entry like that. Copy them from it.")
    if not words and entry.gone:
        raise NotNow("The whole of this entry is kept back already.")
    change_answer(answer, version)
    call_back(answer, by)
    row = Withheld.objects.create(answer=answer, key=key, words=words, exemption=exemption, why=why, by=by)
    record(ANSWER_WITHHELD, by=by, school=answer.school, about=answer, detail={"why": exemption.value})
    return row


@transaction.atomic
def let_go(*, answer: AccessAnswer, withheld: int, version: int, by: User) -> AccessAnswer:
    """Let something go after all that was kept back; a link to the answer as it was is closed.

    Raises PermissionDenied; NotNow when it was changed meanwhile.
    """
    must_prepare(by, answer)
    changed = change_answer(answer, version)
    rows = Withheld.objects.filter(answer=answer, pk=withheld, restored_at__isnull=True)
    if rows.update(restored_at=timezone.now(), restored_by=by):
        call_back(answer, by)
        record(ANSWER_RESTORED, by=by, school=answer.school, about=answer)
    return changed


@transaction.atomic
def choose_names(*, answer: AccessAnswer, stand: list[int], version: int, by: User) -> AccessAnswer:
    """Choose whose names may stand in clear text; everybody else has a letter. A link to it as it was is closed.

    Raises PermissionDenied; NotNow when the answer was changed meanwhile.
    """
    must_prepare(by, answer)
    person = answer.request.person
    offered = {row["part"] for row in others_in(gathered(person, by), person)}
    changed = change_answer(answer, version, clear_names=sorted(offered & set(stand)))
    call_back(answer, by)
    detail = {"count": len(changed.clear_names)}
    record(ANSWER_NAMED, by=by, school=answer.school, about=answer, detail=detail)
    return changed


@transaction.atomic
def print_answer(*, answer: AccessAnswer, by: User) -> Paper:
    """Ask for the answer on paper. Raises PermissionDenied; NotNow once it was given, and while a file waits."""
    must_prepare(by, answer)
    must_be_decided(answer, by)
    return want(ANSWER_PRINTED, about=answer, by=by)


@transaction.atomic
def pack_answer(*, answer: AccessAnswer, by: User) -> Paper:
    """Ask for the answer with its data and files in one ZIP, to be given by hand; which files is written down.

    Raises PermissionDenied; NotNow once it was given, and while a file waits.
    """
    must_prepare(by, answer)
    files = must_be_decided(answer, by)
    record(PACK_ASKED, by=by, school=answer.school, about=answer, detail=_leaving(files))
    return want(ANSWER_PACKED, about=answer, by=by)


@transaction.atomic
def send_answer(*, answer: AccessAnswer, to: Person, version: int, by: User) -> Sent:
    """Send the answer to whoever asked by a link that opens with words told by telephone.

    Raises PermissionDenied; NotNow for a receiver who cannot be written to, while a file waits, and when the answer was
    changed meanwhile.
    """
    must_prepare(by, answer)
    files = must_be_decided(answer, by)
    if not receivers(answer.request).filter(pk=to.pk).exists():
        raise NotNow("This receiver cannot be used: they need an email address on the school’s list.")
    changed = change_answer(answer, version)
    sent = send_document(ANSWER_SEALED, about=changed, person=to, by=by)
    owe(ANSWER_READY, about=sent.link, to=to, school=changed.school)
    record(
        ANSWER_SENT, by=by, school=changed.school, about=changed, detail={"person": to.pk, **_leaving(files)}
    )
    return sent


@transaction.atomic
def give_answer(
    *, answer: AccessAnswer, to: str, on: dt.date, how: GivenHow, version: int, by: User
) -> AccessAnswer:
    """Enter that the answer was given: to whom, when, how. Afterwards it is not changed.

    Raises PermissionDenied; NotNow for a day before the request, while a file waits, and when the answer was changed
    meanwhile.
    """
    must_prepare(by, answer)
    must_be_decided(answer, by)
    if on < answer.request.received_on:
        raise NotNow("The day must be on or after the day of the request.")
    columns = {"state": "given", "given_on": on, "given_how": how, "given_to": to}
    changed = change_answer(answer, version, **columns)
    record(ANSWER_GIVEN, by=by, school=changed.school, about=changed, detail={"how": how.value})
    return changed


def _leaving(files: list[File]) -> dict[str, Detail]:
    """Which kept files leave, for the trail."""
    return {"files": [one.stored.pk for one in files]}
