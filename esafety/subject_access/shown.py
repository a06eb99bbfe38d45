"""What the pages show of requests and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse

from esafety.papers.queries import links_about, told
from esafety.subject_access.contents import Contents, contents_of, others_in
from esafety.subject_access.models import AccessRequest
from esafety.subject_access.queries import own_answer
from esafety.subject_access.vocabulary import AnswerState, RequestState

if TYPE_CHECKING:
    from esafety.people.models import User
    from esafety.subject_access.models import AccessAnswer

ENTRIES = 50
TONES = {
    RequestState.OPEN: "blue",
    RequestState.ANSWERED: "green",
    RequestState.REFUSED: "red",
    RequestState.WITHDRAWN: "grey",
}


def request_page(request: AccessRequest, user: User) -> dict[str, Any]:
    """One request: its clock, what can be done, one's own answer."""
    return {
        "title": f"What is held about {request.person.full_name}",
        "caption": f"Request {request.reference}",
        "back_url": reverse("access_requests"),
        "back_label": "Requests to see what is held",
        "asked": request,
        "tone": TONES[RequestState(request.state)],
        "answer": own_answer(request, user),
    }


def answer_page(answer: AccessAnswer, user: User, number: object) -> dict[str, Any]:
    """One's answer: entry by entry, what is kept back, what became of it."""
    contents = contents_of(answer, user)
    page = Paginator(contents.told, ENTRIES).get_page(number)  # type: ignore[arg-type]
    return {
        "title": f"Answer about {answer.request.person.full_name}",
        "caption": f"Request {answer.request.reference}, answer {answer.reference}",
        "back_url": answer.request.get_absolute_url(),
        "back_label": "The request",
        "answer": answer,
        "asked": answer.request,
        "tone": "green" if answer.state == AnswerState.GIVEN else "blue",
        "page": page,
        "previous_url": f"?page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?page={page.number + 1}" if page.has_next() else "",
        "sendings": [told(link) for link in links_about(answer)],
        **_counts(contents, answer),
    }


def _counts(contents: Contents, answer: AccessAnswer) -> dict[str, Any]:
    clear = others_in(contents.found, answer.request.person)
    return {
        "entries": len(contents.told),
        "going": len(contents.going),
        "struck": sum(1 for row in contents.kept_back if row.words),
        "of_others": contents.found.of_others,
        "clear": len(clear),
        "standing": len(set(answer.clear_names) & {row["part"] for row in clear}),
    }


def names_offered(answer: AccessAnswer, user: User) -> list[tuple[int, str]]:
    """Others whose names stand in clear text: the number of the part, and who it is, as a choice."""
    found = contents_of(answer, user).found
    rows = others_in(found, answer.request.person)
    return [(row["part"], f"{row['who']} ({row['label']}): {row['typed']}") for row in rows]
