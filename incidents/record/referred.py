"""A referral as its page and the list beside an incident show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from esafety.papers.queries import links_about, told
from esafety.ui.templatetags.ui import day, moment
from incidents.models import Referral, Task
from incidents.policy.agencies import LADDER
from incidents.policy.referral_forms import FORMS, AgencyForm, Part
from incidents.policy.routing import TaskCode
from incidents.record.answers import labels
from incidents.vocabulary.outside import Agency, Answer, Approach, HarmTest, Step

if TYPE_CHECKING:
    from incidents.models import Incident, ReferralEntry, ReferralForm

_TONES = {
    "Outcome recorded": "green", "Decided": "purple", "Confirmed": "blue", "No answer yet": "orange",
    "Advice": "grey", "Not referred": "grey",
}  # fmt: skip


def standing(referral: Referral, entries: list[ReferralEntry]) -> str:
    """Where a referral stands, in one or two words."""
    if referral.approach == Approach.NOT_REFERRED:
        return "Not referred"
    steps = {entry.step for entry in entries}
    if Step.ENDED in steps:
        return "Outcome recorded"
    if Step.DECIDED in steps:
        return "Decided"
    if referral.approach == Approach.ADVICE:
        return "Advice"
    if Step.ACKNOWLEDGED in steps or Step.REFERENCE in steps or referral.reference:
        return "Confirmed"
    return "No answer yet"


def tag(referral: Referral, entries: list[ReferralEntry]) -> dict[str, str]:
    """The same, as a tag."""
    words = standing(referral, entries)
    return {"text": words, "tone": _TONES[words]}


def listed(incident: Incident) -> list[dict[str, Any]]:
    """Every referral of an incident, latest first, with where it stands and what is due next: three queries."""
    rows = incident.referrals.select_related("about__person", "by").prefetch_related("entries")
    due: dict[int, Task] = {}
    for task in Task.objects.open().filter(incident=incident, referral__isnull=False).order_by("due_at"):
        due.setdefault(task.referral_id or 0, task)
    return [
        {
            "referral": row,
            "url": reverse("referral", args=[incident.reference, row.pk]),
            "tag": tag(row, list(row.entries.all())),
            "next": due.get(row.pk),
        }
        for row in rows.order_by("-made_at", "-pk")
    ]


def rows_of(referral: Referral) -> list[dict[str, Any]]:
    """What was said, as questions and answers; what was not asked is left out."""
    rows: list[dict[str, Any]] = [
        {"label": "About", "text": referral.about.who if referral.about else "The whole matter"},
        {"label": "When", "text": moment(referral.made_at)},
        {"label": "How", "text": referral.get_method_display() if referral.method else ""},
        {"label": "Contact", "text": str(referral.contact) if referral.contact else ""},
        {"label": "Spoke to", "text": referral.spoke_to},
        {"label": "What was said", "text": referral.said},
        {"label": "Their reference", "text": reference_of(referral)},
        {"label": "Harm tests", "lines": labels(HarmTest, referral.harm_tests)},
        {"label": "Consent", "text": referral.get_consent_display() if referral.consent else ""},
        {"label": "Why without", "text": referral.consent_reason},
        {"label": "Why", "text": referral.reason},
        {"label": "Recorded", "text": f"{moment(referral.at)} by {referral.by}"},
    ]
    return [row for row in rows if row.get("text") or row.get("lines")]


def reference_of(referral: Referral) -> str:
    """The agency's reference, from the referral or from what followed."""
    later = next((entry for entry in referral.entries.all() if entry.step == Step.REFERENCE), None)
    return referral.reference or (later.words.splitlines()[0] if later else "")


def items(entries: list[ReferralEntry]) -> list[dict[str, Any]]:
    """What happened, newest first, for the timeline."""
    return [item_of(entry) for entry in reversed(entries)]


def item_of(entry: ReferralEntry) -> dict[str, Any]:
    """One step for reading."""
    return {"title": title_of(entry), "at": entry.happened_at, "by": str(entry.by), "text": text_of(entry)}


def title_of(entry: ReferralEntry) -> str:
    """What happened, in one line."""
    if entry.step == Step.CHASED:
        return "Chased: somebody answered" if entry.answered else "Chased: no answer"
    if entry.step == Step.DECIDED and entry.answer:
        return f"Their decision: {Answer(entry.answer).label}"
    if entry.step == Step.REVIEWED:
        better = "better" if entry.improving else "not better"
        return f"The child’s situation reviewed: {better}"
    if entry.step == Step.ESCALATED and entry.rung:
        return f"Taken further up: {LADDER[entry.rung - 1]}"
    return str(entry.get_step_display())


def text_of(entry: ReferralEntry) -> str:
    """What was said, with whom, and when it is looked at again."""
    spoke = f"Spoke to {entry.spoke_to}." if entry.spoke_to else ""
    again = f"Looked at again on {day(entry.next_on)}." if entry.next_on else ""
    return "\n".join(part for part in (entry.words, spoke, again) if part)


_USUAL: dict[Agency | None, tuple[Step, ...]] = {
    Agency.SOCIAL_CARE: (
        Step.ACKNOWLEDGED, Step.DECIDED, Step.CHASED, Step.ESCALATED, Step.WRITTEN, Step.HAPPENED,
        Step.REVIEWED, Step.PRESSED, Step.ENDED,
    ),
    None: (Step.REFERENCE, Step.ACKNOWLEDGED, Step.DECIDED, Step.CHASED, Step.ESCALATED, Step.WRITTEN, Step.ENDED),
}  # fmt: skip


def steps_open(referral: Referral, entries: list[ReferralEntry]) -> list[Step]:
    """What can be recorded on a referral now."""
    done = {Step(entry.step) for entry in entries}
    if referral.approach == Approach.NOT_REFERRED or Step.ENDED in done:
        return []
    usual = _USUAL.get(Agency(referral.agency), _USUAL[None])
    if referral.approach == Approach.ADVICE:
        usual = (Step.DECIDED, Step.ENDED)
    once = {Step.ACKNOWLEDGED, Step.REFERENCE}
    if referral.reference:
        done.add(Step.REFERENCE)
    return [step for step in usual if step not in once & done]


STEP_OF_TASK: dict[TaskCode, Step] = {
    TaskCode.REFERRAL_REPLY: Step.DECIDED,
    TaskCode.REFERRAL_WRITTEN: Step.WRITTEN,
    TaskCode.REFERRAL_ESCALATE: Step.ESCALATED,
    TaskCode.REFERRAL_ASSESSMENT: Step.HAPPENED,
    TaskCode.REFERRAL_CONFERENCE: Step.HAPPENED,
    TaskCode.CHILD_REVIEW: Step.REVIEWED,
    TaskCode.REFERRAL_PRESS: Step.PRESSED,
}
"""Which step a task of a referral asks for."""


def step_of(code: str) -> Step | None:
    """The step that a task with this code asks for, a second of its kind too."""
    return next((step for kind, step in STEP_OF_TASK.items() if code.startswith(kind)), None)


def form_of(referral: Referral) -> AgencyForm | None:
    """The form of the agency, where we have one and something was referred or asked."""
    if referral.approach == Approach.NOT_REFERRED:
        return None
    return FORMS.get(Agency(referral.agency))


def printed_form(form: ReferralForm) -> list[tuple[Part, list[dict[str, str]]]]:
    """The form as it is read and printed: every question with its answer, or "Not known"."""
    asked = FORMS[Agency(form.referral.agency)]
    return [
        (
            part,
            [
                {"label": one.label, "text": form.answers.get(one.code, ""), "empty": "Not known"}
                for one in part.questions
            ],
        )
        for part in asked.parts
    ]


def referral_paper(form: ReferralForm) -> dict[str, Any]:
    """The form on paper."""
    asked = FORMS[Agency(form.referral.agency)]
    return {"form": form, "asked": asked, "parts": printed_form(form), "school": form.school}


def copies(form: ReferralForm) -> list[dict[str, Any]]:
    """Each copy sent of an edition: its link, what became of it, and the hash of what was sent."""
    return [{"link": link, "told": told(link), "sha256": _hash(link)} for link in links_about(form)]


def _hash(link: Any) -> str:
    return link.paper.file.sha256 if link.paper.file else ""
