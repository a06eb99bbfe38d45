"""The schedule, and how long each column is said to be kept, say the same."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.test import Client

from esafety.access.refusals import NotNow
from esafety.keeping import actions
from esafety.keeping.models import DueDate, Period
from esafety.keeping.policy.schedule import RULE
from esafety.keeping.vocabulary import RecordKind
from esafety.keeping.working import work_out
from tests.cast import Cast, sign_in
from tests.keeping.old import an_old_record, three_years, worked_out

K = RecordKind
FIELDS = Path(__file__).resolve().parents[1] / "house" / "fields.csv"

OF_A_RECORD: dict[str, tuple[RecordKind, ...]] = {
    "with the incident: 25 years from the pupil's birth, then reviewed; longer where the kind or a hold says so": (
        K.SAFEGUARDING,
        K.SEXUAL_ABUSE,
        K.ONLINE_SAFETY,
    ),
    "with the pupil's file: 25 years from birth": (K.RECEIVED,),
    "until the person leaves, then reviewed; an allegation: until pension age or 10 years if longer": (
        K.LOW_LEVEL,
        K.ALLEGATION,
        K.ALLEGATION_AGE,
    ),
    "with the incident it was added to; otherwise six years": (K.ALERT,),
    "until superseded or left + 1 school year; staff and governors 6 years after leaving; with the incident if cited": (
        K.AGREEMENT,
        K.AGREEMENT_STAFF,
    ),
    "until withdrawn or left + 1 year": (K.CONSENT,),
    "current year + 6": (K.FILTERING,),
    "six years after the end of the school year": (K.FILTERING, K.LOOK),
    "six years after employment": (K.TRAINING,),
    "with the minutes: permanently": (K.REPORT,),
    "six years": (K.OFFICE,),
    "as long as the record it speaks of; sign-ins twelve months": (K.TRAIL, K.SIGN_IN),
    "a month after it was brought in": (K.ROLL_LIST,),
    "permanent: the ledger of disposals": (K.LEDGER,),
}
"""What `fields.csv` says of a column → the rows of the schedule that say it too."""

FOLLOWS = {
    "with the incident",
    "as long as what was signed in it",
    "with its record",
    "with the person's entry",
    "while one of its incidents is kept",
    "as long as the record it speaks of",
    "as long as the signature",
    "with the latest record about the person",
    "as long as its report",
    "with its alerts",
    "with its policy",
    "while the register is kept",
    "as long as the report that prints it",
    "with the pupil's entry",
    "with its document",
    "with its risk",
    "with its report",
    "with its edition",
    "with its alert",
    "while its incident is kept",
    "while the school uses the product, so that what was signed can be read",
    "seven days; the row stays with the incident",
    "24 hours, a copy sent outside seven days; the row stays",
}
"""Follows a record that has a row of its own."""

OFFICE = {
    "six years after the last day",
    "six years after the visit",
    "six years after it was done",
    "six years after it was closed",
    "six years after the post ends",
    "six years after the edition is superseded",
    "six years after it went out of use",
}
"""Kept for six years after it ends: the row "Equipment lent, posts held, contacts"; a period of its own where named."""

NO_RECORD = {
    "while the school uses the product",
    "while the account exists",
    "while the account is open",
    "while the account is used",
    "no rows",
    "a year",
    "until the session ends",
    "never filled: providers are signin.SignInProvider",
    "seven days after it was last changed",
    "never filled: who is who is signin.SignInIdentity",
    "never filled: no token of a provider is kept",
    "one year after it ends",
    "always the latest run",
    "until signed out, at most 10 hours",
}
"""Set up, sessions and workings: no records about anybody's doings."""


def phrases() -> set[str]:
    with FIELDS.open(encoding="utf-8") as file:
        return {line["keep"] for line in csv.DictReader(file)}


def test_every_column_is_kept_by_a_row_of_the_schedule_or_follows_one() -> None:
    known = set(OF_A_RECORD) | FOLLOWS | OFFICE | NO_RECORD
    assert phrases() - known == set(), "Say which row of the schedule keeps this"
    assert known - phrases() == set(), "Nothing is kept so any more"


def test_every_row_of_the_schedule_keeps_some_column() -> None:
    assert {kind for kinds in OF_A_RECORD.values() for kind in kinds} | {K.DISPROVED} == set(RULE)


@pytest.mark.parametrize(
    "phrase, kind, years",
    [
        ("25 years from the pupil's birth", K.SAFEGUARDING, 25),
        ("10 years if longer", K.ALLEGATION, 10),
        ("+ 1 school year", K.AGREEMENT, 1),
        ("staff and governors 6 years", K.AGREEMENT_STAFF, 6),
        ("left + 1 year", K.CONSENT, 1),
        ("current year + 6", K.FILTERING, 6),
        ("six years after employment", K.TRAINING, 6),
        ("otherwise six years", K.ALERT, 6),
        ("sign-ins twelve months", K.SIGN_IN, 1),
    ],
)
def test_both_say_the_same_number(phrase: str, kind: RecordKind, years: int) -> None:
    assert any(phrase in one for one in phrases())
    assert RULE[kind].years == years


@pytest.mark.django_db
def test_a_period_is_the_schools_own_within_bounds_and_says_who_confirmed_it(cast: Cast) -> None:
    with pytest.raises(NotNow, match="from 25 to 75"):
        actions.confirm_period(school=cast.school, kind=K.SAFEGUARDING, years=24, by=cast.dsl)
    with pytest.raises(NotNow, match="no period"):
        actions.confirm_period(school=cast.school, kind=K.DISPROVED, years=1, by=cast.dsl)
    actions.confirm_period(school=cast.school, kind=K.SAFEGUARDING, years=50, by=cast.dsl)
    page = sign_in(Client(), cast.head).get("/keeping/schedule/").content.decode()
    assert "Ruth Adeyemi" in page
    assert Period.objects.get(school=cast.school).years == 50
    assert sign_in(Client(), cast.technician).get("/keeping/schedule/").status_code == 403


@pytest.mark.django_db
def test_what_is_due_is_worked_out_once_and_again_when_its_turn_comes(cast: Cast) -> None:
    three_years(cast)
    old = an_old_record(cast)
    assert worked_out(cast) == 1
    assert worked_out(cast) == 0, "nothing was closed since, and nothing is stale"
    row = DueDate.objects.get(incident=old)
    assert (str(row.due_on), row.kind) == ("2024-09-01", K.ONLINE_SAFETY)
    actions.confirm_period(school=cast.school, kind=K.ONLINE_SAFETY, years=6, by=cast.dsl)
    from datetime import timedelta

    DueDate.objects.update(worked_at=row.worked_at - timedelta(days=7))
    assert work_out(cast.school) == 1
    row.refresh_from_db()
    assert str(row.due_on) == "2027-09-01"


@pytest.mark.django_db
def test_the_list_and_a_disposal_cost_the_same_for_one_record_and_for_eight(
    cast: Cast, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    three_years(cast)
    counts: dict[str, list[int]] = {"list": [], "disposal": []}
    for more in (1, 7):
        for _ in range(more):
            one = an_old_record(cast, about=f"Somebody Else{more}")
            disposal = actions.put_forward(record=one, reason="Over.", by=cast.deputy)
        worked_out(cast)
        for name, url in (("list", "/keeping/"), ("disposal", disposal.get_absolute_url())):
            client = sign_in(Client(), cast.deputy)
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as caught:
                assert client.get(url).status_code == 200
            counts[name].append(len(caught))
    assert counts["list"][0] == counts["list"][1], counts
    assert counts["disposal"][0] == counts["disposal"][1], counts
