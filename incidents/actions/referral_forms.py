"""Forms for agencies: filled in and kept, sent by a one-document link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit import record
from esafety.audit.trail import Detail
from esafety.outbox.owing import owe
from esafety.papers.actions import send_document
from incidents.actions.guard import must
from incidents.models import Referral, ReferralEntry, ReferralForm, Task
from incidents.notices import FORM_READY
from incidents.papers import REFERRAL_FORM
from incidents.policy.agencies import AGENCY, ENDS
from incidents.vocabulary import TaskState
from incidents.vocabulary.outside import FORM_FILLED, FORM_SENT, Approach, Step

if TYPE_CHECKING:
    from esafety.papers.actions import Sent
    from esafety.people.models import ExternalContact, User


@transaction.atomic
def fill_in_form(*, referral: Referral, answers: dict[str, str], edition: int, by: User) -> ReferralForm:
    """Keep the form for an agency as it is filled in now: a new edition, the earlier ones stay.

    `edition` is the one that was on the page (0: none). Raises NotNow when somebody kept another meanwhile, or
    nothing was referred.
    """
    must(by, Capability.WORK, referral.incident)
    _must_be_made(referral)
    locked = Referral.objects.select_for_update(no_key=True).get(pk=referral.pk)
    last = locked.forms.aggregate(last=Max("edition"))["last"] or 0
    if last != edition:
        raise NotNow("Somebody kept another edition of this form meanwhile. What you typed is below.")
    form = ReferralForm.objects.create(
        referral=referral, school=referral.incident.school, edition=last + 1, answers=answers, by=by
    )
    detail: dict[str, Detail] = {"agency": referral.agency, "edition": form.edition}
    record(FORM_FILLED, by=by, school=form.school, about=referral.incident, detail=detail)
    return form


@transaction.atomic
def send_form(*, form: ReferralForm, contact: ExternalContact, by: User) -> Sent:
    """Send an edition of the form to the agency by a one-document link; the passphrase is told by telephone.

    It confirms a telephone referral in writing. Raises NotNow for a contact without an email address;
    PermissionDenied for one that does not stand for the agency. Source: reference/security.md section 8.
    """
    referral, incident = form.referral, form.incident
    must(by, Capability.SEND_COPY, incident)
    if contact.kind not in AGENCY[referral.agency].contacts or contact.retired_on is not None:
        raise PermissionDenied
    if not contact.email:
        raise NotNow("This contact has no email address. Add one first, or send the form another way.")
    sent = send_document(REFERRAL_FORM, about=form, contact=contact, by=by)
    owe(FORM_READY, about=sent.link, to=contact, school=incident.school)
    words = f"Edition {form.edition} of the form was sent to {contact.name} by link {sent.link.reference}."
    ReferralEntry.objects.create(
        referral=referral, step=Step.WRITTEN, happened_at=timezone.now(), words=words, by=by
    )
    in_writing = Task.objects.open().filter(referral=referral).asking(*ENDS[Step.WRITTEN])
    in_writing.update(state=TaskState.DONE, result=words, ended_at=timezone.now(), ended_by=by)
    detail: dict[str, Detail] = {"agency": referral.agency, "contact": contact.pk}
    record(FORM_SENT, by=by, school=incident.school, about=incident, detail=detail)
    return sent


def _must_be_made(referral: Referral) -> None:
    if referral.approach == Approach.NOT_REFERRED:
        raise NotNow("Nothing was referred here. Record a referral first.")
