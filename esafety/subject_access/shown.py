"""What the pages show of requests and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.urls import reverse

from esafety.moving.models import ArrivalFile
from esafety.papers.queries import links_about, told
from esafety.subject_access.contents import Contents, contents_of, others_in
from esafety.subject_access.files import File, by_hand, enclosed
from esafety.subject_access.models import AccessRequest
from esafety.subject_access.policy.files import MOST_BYTES, MOST_FILES
from esafety.subject_access.queries import own_answer
from esafety.subject_access.vocabulary import AnswerState, FileOutcome, RequestState
from incidents.models import EvidenceItem

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


_OUTCOMES = {
    FileOutcome.ENCLOSED: ("Goes", "green"),
    FileOutcome.BY_HAND: ("Given by hand", "blue"),
    FileOutcome.HELD_BACK: ("Held back", "red"),
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
        "kept_files": how_many(contents),
        **_counts(contents, answer),
    }


def files_page(answer: AccessAnswer, user: User, number: object) -> dict[str, Any]:
    """Every kept file of one's answer, in the order of the entries, and what becomes of it."""
    contents = contents_of(answer, user)
    page = Paginator(contents.files, ENTRIES).get_page(number)  # type: ignore[arg-type]
    return {
        "title": "Files of the answer",
        "caption": f"{answer.request.person.full_name}, answer {answer.reference}",
        "back_url": answer.get_absolute_url(),
        "back_label": "The answer",
        "answer": answer,
        "page": page,
        "rows": [(one, *_standing(one)) for one in page],
        "previous_url": f"?page={page.number - 1}" if page.has_previous() else "",
        "next_url": f"?page={page.number + 1}" if page.has_next() else "",
        "most_files": MOST_FILES,
        "most_bytes": MOST_BYTES,
        **how_many(contents),
    }


def how_many(contents: Contents) -> dict[str, int]:
    """Files: all, those to decide about, those that go and their bytes, and those that were to go and no longer can."""
    going = enclosed(contents.files)
    return {
        "all": len(contents.files),
        "waiting": sum(one.waits for one in contents.files),
        "going": len(going),
        "bytes": sum(one.stored.size for one in going),
        "by_hand": len(by_hand(contents.files)),
        "stuck": sum(one.is_stuck for one in contents.files),
    }


def doubt_url(file: File) -> str:
    """Where its room closes a file for good that may be illegal; nothing where it was made here."""
    if isinstance(file.row, EvidenceItem):
        return reverse("incident_evidence_doubt", args=[file.row.incident.reference, file.row.key])
    if isinstance(file.row, ArrivalFile):
        return reverse("arrival_doubt", args=[file.row.arrival.reference, file.row.number])
    return ""


def _standing(file: File) -> tuple[str, str]:
    """How a file stands, in a tag: its words and its colour."""
    if file.is_stuck:
        return "Can no longer be given", "red"
    if file.why_not:
        return "Not given", "grey"
    if file.decision is None:
        return "To be decided", "yellow"
    return _OUTCOMES[FileOutcome(file.decision.outcome)]


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
