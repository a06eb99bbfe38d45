"""What every act asks first, and how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.access.versions import write_seen
from esafety.papers.actions import close_link
from esafety.papers.models import DocumentLink
from esafety.subject_access.access import ANSWERS, REQUESTS
from esafety.subject_access.contents import contents_of
from esafety.subject_access.files import File, enclosed
from esafety.subject_access.models import AccessAnswer, AccessRequest
from esafety.subject_access.vocabulary import AnswerState

if TYPE_CHECKING:
    from esafety.people.models import User

OVERTAKEN = "Somebody has changed this since you opened the page. Look at it again, then press once more."
OVER = "This request is closed."
GIVEN = "This answer was given. It cannot be changed any more."
NOT_WANTED = "The request was refused or withdrawn. No answer goes to it any more."


def must(by: User, request: AccessRequest) -> None:
    """Raise PermissionDenied unless the account answers this request, NotNow once it is closed."""
    if not REQUESTS.allows(by, Capability.ANSWER_REQUESTS, request):
        raise PermissionDenied
    if not AccessRequest.objects.standing().filter(pk=request.pk).exists():
        raise NotNow(OVER)


def must_prepare(by: User, answer: AccessAnswer) -> None:
    """Raise PermissionDenied unless it is the account's own answer, NotNow once it was given or nobody wants it."""
    if not ANSWERS.allows(by, Capability.ANSWER_REQUESTS, answer):
        raise PermissionDenied
    now = AccessAnswer.objects.select_related("request").get(pk=answer.pk)
    if now.state != AnswerState.PREPARING:
        raise NotNow(GIVEN)
    if not now.is_open:
        raise NotNow(NOT_WANTED)


def must_be_decided(answer: AccessAnswer, by: User) -> list[File]:
    """Raise NotNow while somebody must still decide about a file, or one that was to go no longer can. Gives those that
    travel with the answer."""
    files = contents_of(answer, by).files
    if left := sum(one.waits for one in files):
        raise NotNow(f"Decide about each file first: {left} {'is' if left == 1 else 'are'} left.")
    if any(one.is_stuck for one in files):
        raise NotNow(
            "A file that you chose to give can no longer be handed out. Look at the files and take it back."
        )
    return enclosed(files)


def change(request: AccessRequest, version: int, **columns: Any) -> AccessRequest:
    """Write columns of an open request if nobody has since. Raises NotNow."""
    if not write_seen(AccessRequest.objects.standing().filter(pk=request.pk), version, **columns):
        raise NotNow(OVERTAKEN)
    return AccessRequest.objects.select_related("school", "person").get(pk=request.pk)


def call_back(answer: AccessAnswer, by: User) -> None:
    """Close the links that still open the answer as it was before a change; it is sent again as it is now."""
    for link in DocumentLink.objects.about(answer).alive():
        close_link(link, by=by, reason="The answer was changed after it was sent")


def change_answer(answer: AccessAnswer, version: int, **columns: Any) -> AccessAnswer:
    """Write columns of an answer that was not given if nobody has since. Raises NotNow."""
    preparing = AccessAnswer.objects.filter(pk=answer.pk, state=AnswerState.PREPARING)
    if not write_seen(preparing, version, **columns):
        raise NotNow(OVERTAKEN)
    return AccessAnswer.objects.select_related("request__school", "request__person").get(pk=answer.pk)
