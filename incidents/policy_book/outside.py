"""The part of the policy book about bodies outside the school, allegations and low-level concerns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from incidents.policy.agencies import (
    AGENCIES,
    FOLLOW_UPS,
    IN_WRITING,
    LADDER,
    NOT_ANSWERING,
    NOT_IMPROVING,
    UNANSWERED,
)
from incidents.policy.findings import FINDINGS
from incidents.policy.referral_forms import FORMS, questions

Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]


def outside(table: Table) -> str:
    """Agencies, what follows a referral, how an allegation ends."""
    return "\n".join((_agencies(table), _after(table), _findings(table)))


def _agencies(table: Table) -> str:
    words = (
        "## Bodies outside the school\n\nAdvice, a referral, or a decision not to refer, each with its reason. For "
        "the three kinds the police must hear of,\nand for the LADO once the harm test may be met, a decision "
        "against it is refused.\n"
    )
    rows = (
        (
            rule.agency.label,
            ", ".join(rule.referral_ends),
            ", ".join(rule.advice_ends),
            "yes" if rule.consent else "",
            "yes" if rule.harm_tests else "",
            f"{len(questions(FORMS[rule.agency]))} questions" if rule.agency in FORMS else "",
            rule.source,
        )
        for rule in AGENCIES
    )
    columns = (
        "agency",
        "a referral ends",
        "advice ends",
        "consent asked",
        "harm tests asked",
        "form",
        "source",
    )
    return f"{words}\n" + table(columns, rows)


def _after(table: Table) -> str:
    ladder = "; then ".join(step.lower() for step in LADDER)
    words = (
        "## After a referral\n\nEach is a task with its clock. After "
        f"{UNANSWERED} chases without an answer it goes further up at the agency:\n{ladder}.\n"
    )
    every = (*FOLLOW_UPS, IN_WRITING, NOT_ANSWERING, NOT_IMPROVING)
    rows = (
        (
            row.agency.label if row.agency else "any",
            str(row.after.label),
            row.words,
            str(row.clock or "on the day that is named"),
            "yes" if row.required else "",
            row.source,
        )
        for row in every
    )
    return f"{words}\n" + table(("agency", "after", "then", "by when", "needed to close", "source"), rows)


def _findings(table: Table) -> str:
    words = (
        "## How an allegation ends\n\nWhere the harm test may be met, nothing is closed before each adult has an "
        "outcome: who decided it, when, on what.\n"
    )
    rows = ((row.finding.label, row.kept, row.source) for row in FINDINGS)
    return f"{words}\n" + table(("outcome", "kept", "source"), rows)
