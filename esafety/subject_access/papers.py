"""The documents of this room: an answer on paper; the same sealed, with its data and files inside; or packed, to be
given by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability
from esafety.papers.kinds import PaperKind, declare_paper
from esafety.subject_access.access import ANSWERS
from esafety.subject_access.contents import contents_of, decided, fingerprint
from esafety.subject_access.files import by_hand, enclosed, is_shut_meanwhile
from esafety.subject_access.package import files_of_package, parts_of_package
from esafety.subject_access.policy.exemptions import reasons_told
from esafety.subject_access.queries import acted, receivers
from esafety.subject_access.vocabulary import ANSWERED_OR_OPEN

if TYPE_CHECKING:
    from esafety.people.models import Person, User
    from esafety.subject_access.models import AccessAnswer


def _pages(answer: AccessAnswer, user: User) -> dict[str, Any]:
    contents = contents_of(answer, user)
    going, beside = enclosed(contents.files), by_hand(contents.files)
    held_back = [one.decision.exemption for one in contents.files if one.decision]
    reasons = [*(row.exemption for row in contents.kept_back), *filter(None, held_back)]
    return {
        "answer": answer,
        "asked": answer.request,
        "person": answer.request.person,
        "rows": contents.going,
        "kept_back": len(contents.kept_back),
        "reasons": reasons_told(reasons),
        "enclosed": going,
        "by_hand": beside,
        "not_given": len(contents.files) - len(going) - len(beside),
        "acted": acted(answer.request),
    }


def _may(answer: AccessAnswer, user: User) -> bool:
    return answer.is_open and ANSWERS.allows(user, Capability.ANSWER_REQUESTS, answer)


def _still_for(answer: AccessAnswer, to: Person) -> bool:
    """Not once a court forbids contact, parental responsibility ended, the request was withdrawn, or a file inside was
    closed or destroyed."""
    wanted = answer.request.state in ANSWERED_OR_OPEN
    may = wanted and receivers(answer.request).filter(pk=to.pk).exists()
    return may and not is_shut_meanwhile(answer)


def _title(answer: AccessAnswer) -> str:
    return f"What is held: {answer.reference}"  # no name: seen outside the record


ANSWER_PRINTED = declare_paper(
    PaperKind(
        code="subject_access.printed",
        title=_title,
        template="papers/access_answer.html",
        template_context=_pages,
        may=_may,
        filename=lambda answer: f"what-is-held-{answer.reference}.pdf",
        made_from=fingerprint,
    )
)
ANSWER_SEALED = declare_paper(
    PaperKind(
        code="subject_access.sealed",
        title=_title,
        template="papers/access_answer.html",
        template_context=lambda answer, user: _pages(answer, user) | {"where": "inside"},
        may=_may,
        filename=lambda answer: f"what-is-held-{answer.reference}.pdf",
        parts=parts_of_package,
        files=files_of_package,
        still_for=_still_for,
        decided=decided,
    )
)
ANSWER_PACKED = declare_paper(
    PaperKind(
        code="subject_access.packed",
        title=_title,
        template="papers/access_answer.html",
        template_context=_pages,
        may=_may,
        filename=lambda answer: f"what-is-held-{answer.reference}.pdf",
        parts=parts_of_package,
        files=files_of_package,
        packed=True,
        made_from=fingerprint,
    )
)
