"""What signers suggest for the next review. Source: domain/agreements.md, "Suggestions" (B, E)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from aup.actions.guard import must
from aup.models import Edition, Suggestion
from aup.vocabulary import SUGGESTED, SUGGESTION_ANSWERED, SUGGESTION_KEPT, SuggestionStatus
from esafety.access.capabilities import Capability as C
from esafety.access.refusals import NotNow
from esafety.audit import record

if TYPE_CHECKING:
    from esafety.people.models import Person, User


@transaction.atomic
def suggest(*, edition: Edition, words: str, person: Person | None, by: User | None) -> Suggestion:
    """Keep what a signer suggests about an edition; `by` is None for somebody who signs without an account.

    Raises LookupError for a person of another school.
    """
    if person and person.school_id != edition.school_id:
        raise LookupError("That person is of another school")
    made = Suggestion.objects.create(edition=edition, words=words, person=person)
    record(SUGGESTED, by=by, school=edition.school, about=made, detail={"audience": edition.audience})
    return made


@transaction.atomic
def keep_suggestion(*, suggestion: Suggestion, by: User) -> Suggestion:
    """Keep a suggestion for the next review. Raises PermissionDenied, NotNow when it was looked at before."""
    must(by, C.MANAGE_AGREEMENTS, suggestion.school)
    kept = _look_at(suggestion, SuggestionStatus.KEPT, (SuggestionStatus.NEW,), "", by)
    record(SUGGESTION_KEPT, by=by, school=suggestion.school, about=suggestion)
    return kept


@transaction.atomic
def answer_suggestion(*, suggestion: Suggestion, answer: str, by: User) -> Suggestion:
    """Write down what was decided about a suggestion. Raises PermissionDenied, NotNow when it was answered."""
    must(by, C.MANAGE_AGREEMENTS, suggestion.school)
    still_open = (SuggestionStatus.NEW, SuggestionStatus.KEPT)
    answered = _look_at(suggestion, SuggestionStatus.ANSWERED, still_open, answer, by)
    record(SUGGESTION_ANSWERED, by=by, school=suggestion.school, about=suggestion)
    return answered


def _look_at(
    suggestion: Suggestion,
    status: SuggestionStatus,
    origin: tuple[SuggestionStatus, ...],
    answer: str,
    by: User,
) -> Suggestion:
    waiting = Suggestion.objects.filter(pk=suggestion.pk, status__in=origin)
    if not waiting.update(status=status, answer=answer, looked_at=timezone.now(), looked_at_by=by):
        raise NotNow("Somebody else dealt with this suggestion meanwhile. Nothing was changed.")
    return Suggestion.objects.select_related("edition__school", "person", "looked_at_by").get(
        pk=suggestion.pk
    )
