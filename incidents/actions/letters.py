"""Letters: written, changed, approved by another where it is serious, sent; and the school's own texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow, Stale
from esafety.access.roles import may, roles_in
from esafety.access.versions import write_seen
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.outbox.bell import ring
from esafety.outbox.owing import owe
from esafety.papers.actions import send_document
from incidents.actions.guard import must
from incidents.actions.tasks import end_by_act
from incidents.letters.others import others_named
from incidents.letters.receivers import Receiver, is_barred, is_barred_by_name
from incidents.letters.second import has_a_second
from incidents.letters.texts import filled, text_for
from incidents.models import Incident, Letter, LetterPdf, LetterText
from incidents.models.letter import LANGUAGE
from incidents.notices import LETTER
from incidents.policy.ended_beside import BY_LETTER, RECORDED
from incidents.policy.letters import needs_second, why_not_text
from incidents.telling import tell_second
from incidents.vocabulary import Lane, TaskState
from incidents.vocabulary.letters import (
    LETTER_APPROVED,
    LETTER_CHANGED,
    LETTER_FINISHED,
    LETTER_FINISHED_ALONE,
    LETTER_SENT,
    LETTER_SENT_BACK,
    LETTER_TEXT_EDITED,
    LETTER_WRITTEN,
    How,
    LetterKind,
    LetterState,
)

if TYPE_CHECKING:
    from esafety.papers.actions import Sent
    from esafety.people.models import School, User

BARRED = "This person can no longer be written to about this: the school’s records forbid it."


@transaction.atomic
def edit_letter_text(
    *, school: School, kind: LetterKind, subject: str, text: str, by: User, language: str = LANGUAGE
) -> LetterText:
    """Keep the school's own text of a kind of letter as a new edition; letters already written stay as they are.

    Raises PermissionDenied; NotNow with a sentence for a placeholder that cannot be filled in.
    """
    if not may(by, Capability.CLOSE, school) and not may(by, Capability.MANAGE_SCHOOL, school):
        raise PermissionDenied
    if why := why_not_text(kind, subject) or why_not_text(kind, text):
        raise NotNow(why)
    made = LetterText.objects.create(
        school=school,
        kind=kind,
        language=language,
        edition=text_for(school, kind, language).edition + 1,
        subject=subject,
        text=text,
        by=by,
    )
    detail: dict[str, Detail] = {"kind": kind.value, "edition": made.edition}
    record(LETTER_TEXT_EDITED, by=by, school=school, about=made, detail=detail)
    return made


@transaction.atomic
def write_letter(
    *,
    incident: Incident,
    kind: LetterKind,
    to: Receiver,
    address: str,
    words: Mapping[str, str],
    by: User,
) -> Letter:
    """Write a letter from its text, filled in: a draft that can be changed until it is finished.

    Raises PermissionDenied; NotNow for somebody who may not be written to. Source: C 4.3, A 12, E 6.1, D 3.8.
    """
    must(by, Capability.WORK, incident)
    typed = to.person is None and to.contact is None
    if to.person is not None and is_barred(incident, to.person, to.child):
        raise NotNow(BARRED)
    if typed and is_barred_by_name(incident, to.name):
        raise NotNow(BARRED)
    text = text_for(incident.school, kind)
    given = {**_known(incident, to, by), **words}
    made = Letter.objects.create(
        incident=incident,
        kind=kind,
        edition=text.edition,
        person=to.person,
        contact=to.contact,
        child=to.child,
        recipient=to.name,
        address=address,
        subject=filled(text.subject, given)[:160],
        text=filled(text.text, given),
        second_needed=needs_second(kind, Lane(incident.lane)),
        written_by=by,
    )
    detail: dict[str, Detail] = {"kind": kind.value, "letter": made.reference}
    record(LETTER_WRITTEN, by=by, school=incident.school, about=incident, detail=detail)
    return made


def _known(incident: Incident, to: Receiver, by: User) -> dict[str, str]:
    """What the product fills in."""
    posts = sorted(role.label for role in roles_in(by, incident.school_id))
    return {
        "recipient": to.name,
        "child": to.child.full_name if to.child else "",
        "reference": incident.reference,
        "date": timezone.localdate().strftime("%-d %B %Y"),
        "school": incident.school.name,
        "sender": by.name,
        "post": posts[0] if posts else "",
    }


@transaction.atomic
def change_letter(*, letter: Letter, subject: str, text: str, address: str, version: int, by: User) -> Letter:
    """Change the words of a draft. Whoever changed it last counts as its writer, so that nobody approves their own.

    Raises PermissionDenied, NotNow once it is finished, Stale.
    """
    must(by, Capability.WORK, letter.incident)
    _must_be(letter, LetterState.DRAFT, "This letter is finished. Ask whoever approves it to send it back.")
    columns: dict[str, Any] = {"subject": subject, "text": text, "address": address, "written_by": by}
    return _move(letter, version, LETTER_CHANGED, by, **columns)


@transaction.atomic
def finish_letter(*, letter: Letter, version: int, by: User) -> Letter:
    """Say that a draft is as it should be: it goes to a second person, or where none is needed it is ready.

    Those who can be the second person are told. In a matter that nobody else may work on it is ready too, and the
    trail says why.

    Raises PermissionDenied; NotNow when it names somebody else who is part of the incident; Stale.
    """
    must(by, Capability.WORK, letter.incident)
    _must_be(letter, LetterState.DRAFT, "This letter is finished already.")
    _must_name_nobody_else(letter)
    if letter.second_needed and not has_a_second(letter):
        return _approve(letter, version, LETTER_FINISHED_ALONE, by, second_needed=False)
    if letter.second_needed:
        now = _move(letter, version, LETTER_FINISHED, by, state=LetterState.WAITING)
        tell_second(LETTER, now.incident, key=_key(now), but=(by, now.written_by))
        return now
    return _approve(letter, version, LETTER_FINISHED, by)


@transaction.atomic
def approve_letter(*, letter: Letter, version: int, by: User) -> Letter:
    """Approve somebody else's letter and tell its writer, who sends it.

    Raises PermissionDenied; NotNow for one's own, or one not waiting; Stale.
    """
    must(by, Capability.WORK, letter.incident)
    _must_be(letter, LetterState.WAITING, "This letter does not wait for anybody.")
    if by.pk == letter.written_by_id:
        raise NotNow("You wrote this letter. Somebody else who works on the incident must approve it.")
    _must_name_nobody_else(letter)
    now = _approve(letter, version, LETTER_APPROVED, by)
    owe(LETTER, about=now.incident, to=now.written_by, key=_key(now))
    return now


@transaction.atomic
def send_letter_back(*, letter: Letter, reason: str, version: int, by: User) -> Letter:
    """Give a waiting letter back to be changed, with the reason, and tell its writer.

    Raises PermissionDenied, NotNow, Stale.
    """
    must(by, Capability.WORK, letter.incident)
    _must_be(letter, LetterState.WAITING, "This letter does not wait for anybody.")
    now = _move(letter, version, LETTER_SENT_BACK, by, state=LetterState.DRAFT, sent_back=reason)
    if by.pk != now.written_by_id:
        owe(LETTER, about=now.incident, to=now.written_by, key=_key(now))
    return now


@transaction.atomic
def record_letter_sent(*, letter: Letter, how: How, version: int, by: User) -> Letter:
    """Record that a letter left by post or by hand. Raises PermissionDenied; NotNow unless it is ready; Stale."""
    _must_be_ready(letter, by)
    _end_steps(letter, by)
    columns: dict[str, Any] = {
        "state": LetterState.SENT,
        "how": how,
        "sent_by": by,
        "sent_at": timezone.now(),
    }
    return _move(letter, version, LETTER_SENT, by, detail={"how": how.value}, **columns)


@transaction.atomic
def send_letter_by_link(*, letter: Letter, version: int, by: User) -> Sent:
    """Send a letter by a one-document link; the words that open it are told by telephone.

    Raises PermissionDenied; NotNow unless it is ready and its receiver has an email address; Stale.
    Source: C 3.2, security.md section 8.
    """
    from incidents.notices import LETTER_READY
    from incidents.papers import LETTER

    _must_be_ready(letter, by)
    _end_steps(letter, by)
    to = letter.contact or letter.person
    if to is None or not to.email:
        raise NotNow("The school has no email address of this receiver. Send it by post.")
    sent = send_document(LETTER, about=letter, contact=letter.contact, person=letter.person, by=by)
    owe(LETTER_READY, about=sent.link, to=to, school=letter.school)
    columns: dict[str, Any] = {"state": LetterState.SENT, "how": How.LINK, "link": sent.link}
    columns |= {"sent_by": by, "sent_at": timezone.now()}
    _move(letter, version, LETTER_SENT, by, detail={"how": How.LINK.value}, **columns)
    return sent


def _end_steps(letter: Letter, by: User) -> None:
    codes = BY_LETTER.get(LetterKind(letter.kind), ())
    end_by_act(incident=letter.incident, codes=codes, state=TaskState.DONE, result=RECORDED, by=by)


def _must_be_ready(letter: Letter, by: User) -> None:
    must(by, Capability.WORK, letter.incident)
    _must_be(letter, LetterState.APPROVED, "This letter is not ready to send, or was sent already.")
    if letter.person is not None and is_barred(letter.incident, letter.person, letter.child):
        raise NotNow(BARRED)


def _must_be(letter: Letter, state: LetterState, why: str) -> None:
    if Letter.objects.values_list("state", flat=True).get(pk=letter.pk) != state:
        raise NotNow(why)


def _must_name_nobody_else(letter: Letter) -> None:
    """A letter home tells a family about their own child only; a covering letter names no child at all."""
    text = f"{letter.subject}\n{letter.text}\n{letter.address}"
    besides = [person for person in (letter.child, letter.person) if person]
    names = others_named(letter.incident, text, besides=besides, name=letter.recipient)
    if names:
        raise NotNow(
            f"The letter names somebody else who is part of this: {', '.join(names)}. Take the name out."
        )


def _approve(letter: Letter, version: int, event: Any, by: User, **more: Any) -> Letter:
    columns: dict[str, Any] = {
        **more,
        "state": LetterState.APPROVED,
        "approved_by": by,
        "approved_at": timezone.now(),
    }
    now = _move(letter, version, event, by, **columns)
    pdf = LetterPdf.objects.create(letter=now)
    from incidents.tasks import make_letter

    ring(make_letter, pdf.pk)
    return now


def _key(letter: Letter) -> str:
    """One message for each step of a letter."""
    return f"letter-{letter.pk}-{letter.version}"


def _move(
    letter: Letter,
    version: int,
    event: Any,
    by: User,
    *,
    detail: dict[str, Any] | None = None,
    **columns: Any,
) -> Letter:
    written = write_seen(Letter.objects.filter(pk=letter.pk), version, **columns)
    joined = ("incident__school", "person", "contact", "child", "written_by")
    now = Letter.objects.select_related(*joined).get(pk=letter.pk)
    if not written:
        raise Stale(now)
    said = {"letter": now.reference, **(detail or {})}
    record(event, by=by, school=now.school, about=now.incident, detail=said)
    return now
