"""Agreements: drafted, approved by somebody else, in force, superseded, and never changed once approved."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from aup import actions
from aup.access.editions import approvers
from aup.lifecycle import MOVES, diagram, moves_open_to
from aup.models import Edition
from aup.vocabulary import Audience, EditionStatus, SuggestionStatus
from esafety.access.refusals import NotNow, Stale
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.people.models import Membership
from tests.aup.editions import a_consent, a_draft, approved, changed, in_force, today
from tests.cast import Cast

FOREVER = {
    "title": "'Other'",
    "body": "'Other'",
    "consents": "'[1]'",
    "declaration": "'Other'",
    "declaration_for_child": "'Other'",
    "number": "77",
    "audience": "'visitor'",
    "fingerprint": "'00'",
    "minute": "'Other'",
    "approving_body": "'Other'",
    "approved_on": "'2020-01-01'",
    "status": "'draft'",
    "version": "9",
}


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def test_an_agreement_is_drafted_approved_and_brought_into_force_through_the_pages(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    author, head = as_("co_ordinator"), as_("head")
    author.post(reverse("edition_draft", args=["ks2"]), {"start": "suggested"})
    edition = Edition.objects.get()
    assert (edition.audience, edition.number, edition.status) == ("ks2", 1, "draft")
    told = {
        "version": edition.version,
        "title": "Our rules",
        "body": "At school\n- I ask first.\nI am kind.\n\nHelp\nI tell a teacher.",
        "declaration": "I will keep them.",
        "declaration_for_child": "I agree for my child.",
        "consent_internet": "My child may use the internet.",
        "own_1_name": "Trips",
        "own_1_words": "My child may go on trips.",
    }
    answer = author.post(reverse("edition_change", args=[edition.pk]), told, follow=True)
    assert "reads at the age of 4" in answer.content.decode()
    edition.refresh_from_db()
    assert edition.body == "At school\nI ask first.\nI am kind.\n\nHelp\nI tell a teacher."
    assert [one.code for one in edition.consents_asked] == ["internet", "own_trips"]
    entered = {"version": edition.version, "approving_body": "Governing body", "minute": "7"}
    head.post(reverse("edition_approve", args=[edition.pk]), entered | boxes("approved_on", today()))
    begun = {"requires_new_signature": "no"} | boxes("in_force_from", today())
    author.post(reverse("edition_force", args=[edition.pk]), begun)
    assert Edition.objects.in_force(cast.school, Audience.KS2) == edition
    codes = AuditEvent.objects.filter(code__startswith="agreement.").order_by("number")
    assert [entry.code.split(".")[1] for entry in codes] == [
        "drafted",
        "draft_changed",
        "approved",
        "brought_into_force",
    ]


def test_whoever_wrote_the_words_cannot_approve_them(cast: Cast) -> None:
    edition = actions.draft_edition(school=cast.school, audience=Audience.STAFF, after=None, by=cast.head)
    with pytest.raises(NotNow, match="Somebody else has to approve"):
        approved(cast, edition)
    by_another = a_draft(cast, Audience.KS1)
    Edition.objects.filter(pk=by_another.pk).update(changed_by=cast.head)
    with pytest.raises(NotNow, match="Somebody else has to approve"):
        approved(cast, Edition.objects.get(pk=by_another.pk))
    with pytest.raises(NotNow, match="for others"):
        actions.approve_edition(
            edition=by_another,
            version=1,
            approved_on=today(),
            approving_body="Us",
            minute="1",
            by=cast.school_admin,
        )


def test_whoever_may_approve_is_told_that_a_draft_waits_and_nobody_else(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    edition, author = a_draft(cast, Audience.KS2, title="Marcus and the new rules"), as_("co_ordinator")
    page = author.get(reverse("edition_send", args=[edition.pk])).content.decode()
    assert cast.head.name in page
    author.post(reverse("edition_send", args=[edition.pk]), {"version": edition.version})
    drain()
    to = {one.to[0] for one in mail.outbox}
    assert to == {cast.head.email, cast.chair.email, cast.vice_chair.email}
    for one in mail.outbox:
        assert reverse("edition", args=[edition.pk]) in one.body
        assert "Marcus" not in one.subject + one.body
    assert "Waits for approval" in as_("head").get(reverse("edition", args=[edition.pk])).content.decode()
    assert "Waits for approval" in as_("head").get(reverse("agreements")).content.decode()
    assert AuditEvent.objects.filter(code="agreement.sent_for_approval").count() == 1


def test_the_same_words_are_sent_for_approval_once_and_changed_words_again(cast: Cast) -> None:
    sent = actions.send_for_approval(edition=a_draft(cast), version=1, by=cast.co_ordinator)
    with pytest.raises(NotNow, match="sent for approval already"):
        actions.send_for_approval(edition=sent, version=1, by=cast.co_ordinator)
    again = changed(cast, sent, title="Another title")
    assert again.asked_at is None
    assert actions.send_for_approval(edition=again, version=2, by=cast.co_ordinator).asked_at
    assert Message.objects.filter(notice="agreement.to_approve", to_user=cast.head).count() == 2


def test_who_wrote_some_of_the_words_is_not_asked_to_approve_them(cast: Cast) -> None:
    edition = a_draft(cast)
    Edition.objects.filter(pk=edition.pk).update(changed_by=cast.head)
    edition.refresh_from_db()
    assert cast.head not in approvers(edition)
    Membership.objects.filter(role__in=["chair", "vice_chair"]).update(until=dt.date(2021, 1, 1))
    with pytest.raises(NotNow, match="Nobody else here may approve it"):
        actions.send_for_approval(edition=edition, version=1, by=cast.co_ordinator)


def test_a_mail_about_a_draft_that_is_approved_meanwhile_is_not_sent(cast: Cast) -> None:
    sent = actions.send_for_approval(edition=a_draft(cast), version=1, by=cast.co_ordinator)
    approved(cast, sent)
    drain()
    assert not mail.outbox


def test_the_database_itself_refuses_an_approval_by_the_author(cast: Cast) -> None:
    edition = a_draft(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(approved_by=cast.co_ordinator)


@pytest.mark.parametrize("column", FOREVER)
@pytest.mark.parametrize("status", ["approved", "in_force", "superseded"])
def test_once_approved_no_word_of_it_ever_changes(cast: Cast, column: str, status: str) -> None:
    edition = approved(cast, a_draft(cast)) if status == "approved" else in_force(cast)
    if status == "superseded":
        in_force(cast, after=edition)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE aup_edition SET {column} = {FOREVER[column]} WHERE id = %s", [edition.pk])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM aup_edition WHERE id = %s", [edition.pk])
    kept = Edition.objects.get(pk=edition.pk)
    assert kept.status == status
    assert kept.fingerprint == kept.fingerprint_now() == edition.fingerprint


@pytest.mark.parametrize(
    ("column", "value"),
    [("in_force_from", "'2020-01-01'"), ("requires_new_signature", "NOT requires_new_signature")],
)
def test_once_in_force_its_first_day_is_settled(cast: Cast, column: str, value: str) -> None:
    edition = in_force(cast)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE aup_edition SET {column} = {value} WHERE id = %s", [edition.pk])


def test_a_draft_changes_freely(cast: Cast) -> None:
    edition = changed(cast, a_draft(cast), title="Another title")
    assert (edition.title, edition.version, edition.changed_by) == ("Another title", 2, cast.co_ordinator)
    assert edition.fingerprint == ""


def test_anybody_can_compute_the_fingerprint_from_the_description(cast: Cast) -> None:
    """The description in `aup.canonical`, followed by hand."""
    edition = approved(
        cast,
        a_draft(
            cast,
            Audience.KS1,
            title="  Our   rules ",
            body="Online\r\n* A grown-up is with me. \r\n\r\n\r\nHelp\nCafe\u0301 staff help me.",
            consents=[a_consent()],
            declaration="I will.",
            declaration_for_child="I agree.",
        ),
    )
    form = (
        '{"audience":"ks1","body":"Online\\nA grown-up is with me.\\n\\nHelp\\nCafé staff help me.",'
        '"consents":[{"code":"own_trips","name":"Trips","words":"My child may go on trips."}],'
        '"declaration":"I will.","declaration_for_child":"I agree.","form":1,"number":1,"title":"Our rules"}'
    )
    assert json.loads(form)["form"] == 1
    assert edition.fingerprint == hashlib.sha256(form.encode()).hexdigest()


@pytest.mark.parametrize(
    "words",
    [
        {"title": "Other"},
        {"body": "Other\nwords"},
        {"declaration": "Other"},
        {"declaration_for_child": "Other"},
        {"consents": []},
    ],
)
def test_any_other_word_has_another_fingerprint(cast: Cast, words: dict[str, object]) -> None:
    edition = a_draft(cast, Audience.KS1)
    assert changed(cast, edition, **words).fingerprint_now() != edition.fingerprint_now()


def test_the_next_edition_ends_the_one_before_on_its_first_day(cast: Cast) -> None:
    first = in_force(cast)
    second = in_force(cast, after=first, ahead=10, again=True)
    first.refresh_from_db()
    begins = today() + dt.timedelta(days=10)
    assert (first.status, first.superseded_on, first.stands) == ("superseded", begins, "in_force")
    assert second.stands == "waiting"

    def holds(day: dt.date) -> Edition | None:
        return Edition.objects.in_force(cast.school, Audience.STAFF, on=day)

    assert holds(today() - dt.timedelta(days=1)) is None
    assert holds(begins - dt.timedelta(days=1)) == first
    assert holds(begins) == second
    assert Edition.objects.in_force(cast.other, Audience.STAFF, on=begins) is None
    assert Edition.objects.in_force(cast.school, Audience.GOVERNOR, on=begins) is None


def test_an_edition_that_waits_for_its_day_can_be_withdrawn_and_the_one_before_goes_on(cast: Cast) -> None:
    first = in_force(cast)
    second = in_force(cast, after=first, ahead=10)
    with pytest.raises(NotNow, match="waits for its first day"):
        in_force(cast, after=first, ahead=20)
    actions.withdraw_edition(edition=second, version=second.version, by=cast.co_ordinator)
    first.refresh_from_db()
    assert (first.status, first.superseded_on) == (EditionStatus.IN_FORCE, None)
    assert Edition.objects.in_force(cast.school, Audience.STAFF, on=today() + dt.timedelta(days=30)) == first


def test_an_edition_that_has_been_in_force_is_superseded_not_withdrawn(cast: Cast) -> None:
    edition = in_force(cast)
    with pytest.raises(NotNow, match="nobody is left without rules"):
        actions.withdraw_edition(edition=edition, version=edition.version, by=cast.co_ordinator)


def test_there_is_one_draft_at_a_time_and_numbers_are_never_used_twice(cast: Cast) -> None:
    draft = a_draft(cast)
    with pytest.raises(NotNow, match="waits already"):
        a_draft(cast)
    actions.withdraw_edition(edition=draft, version=draft.version, by=cast.co_ordinator)
    assert a_draft(cast).number == 2


def test_approval_is_of_the_words_that_were_seen(cast: Cast) -> None:
    seen = a_draft(cast)
    changed(cast, seen, title="Changed meanwhile")
    with pytest.raises(Stale):
        approved(cast, seen)
    assert Edition.objects.get().status == "draft"


def test_two_authors_at_once_lose_nothing(as_: Callable[[str], Client], cast: Cast) -> None:
    edition = a_draft(cast, Audience.VISITOR)
    told = {
        "version": edition.version,
        "title": "Mine",
        "body": "Head\nTyped with care.",
        "declaration": "I agree.",
    }
    changed(cast, edition, title="Theirs")
    answer = as_("school_admin").post(reverse("edition_change", args=[edition.pk]), told)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Typed with care." in page
    assert "Nothing was saved" in page
    assert Edition.objects.get().title == "Theirs"
    assert 'name="version" value="2"' in page


def test_a_past_first_day_and_a_future_approval_are_refused(cast: Cast) -> None:
    draft = a_draft(cast)
    with pytest.raises(NotNow, match="today or in the past"):
        actions.approve_edition(
            edition=draft,
            version=1,
            approved_on=today() + dt.timedelta(days=1),
            approving_body="Us",
            minute="1",
            by=cast.head,
        )
    ready = approved(cast, draft)
    with pytest.raises(NotNow, match="today or later"):
        actions.bring_into_force(
            edition=ready,
            in_force_from=today() - dt.timedelta(days=1),
            requires_new_signature=False,
            by=cast.head,
        )


def test_only_those_who_run_agreements_write_them(cast: Cast) -> None:
    for name in ("teacher", "technician", "governor", "chair", "trust_admin", "other_head"):
        with pytest.raises(PermissionDenied):
            actions.draft_edition(school=cast.school, audience=Audience.STAFF, after=None, by=cast.user(name))


def test_words_of_another_schools_edition_are_not_begun_with(cast: Cast) -> None:
    theirs = actions.draft_edition(school=cast.other, audience=Audience.STAFF, after=None, by=cast.other_head)
    with pytest.raises(LookupError):
        actions.draft_edition(school=cast.school, audience=Audience.STAFF, after=theirs, by=cast.co_ordinator)


def test_a_school_that_says_e_safety_gets_its_word(cast: Cast) -> None:
    school = cast.school
    school.word = school.Word.E_SAFETY
    school.save()
    assert "e-safety co-ordinator" in a_draft(cast, Audience.PARENT).body


def test_the_moves_a_person_sees_are_the_moves_that_work(cast: Cast) -> None:
    edition = a_draft(cast)
    assert [move.name for move in moves_open_to(cast.co_ordinator, edition)] == ["change", "send", "withdraw"]
    assert [move.name for move in moves_open_to(cast.chair, edition)] == ["approve"]
    assert [move.name for move in moves_open_to(cast.head, edition)] == [
        "change",
        "send",
        "approve",
        "withdraw",
    ]
    assert moves_open_to(cast.teacher, edition) == []
    assert moves_open_to(cast.other_head, edition) == []
    assert all(f"{move.origin[0]} --> {move.target}" in diagram() for move in MOVES)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"body": ""}, "Enter the text"),
        ({"body": "x" * 20_001}, "20,000 characters or fewer"),
        ({"body": "Heading alone"}, "There is no point under “Heading alone”"),
        ({"body": "A\none\n\nA\ntwo"}, "The heading “A” stands twice"),
        ({"title": "a\x00b"}, "invisible character"),
        ({"title": "t" * 121}, "120 characters or fewer"),
        ({"declaration": " "}, "Enter the declaration"),
        ({"own_1_name": "Trips"}, "Give both a short name and what the parent allows"),
        ({"own_1_name": "Video", "own_1_words": "Yes."}, "Another consent has this name"),
        ({"version": "x"}, "Enter a whole number"),
    ],
)
def test_a_mistake_in_the_words_is_named_and_nothing_typed_is_lost(
    as_: Callable[[str], Client], cast: Cast, typed: dict[str, str], told: str
) -> None:
    edition = a_draft(cast, Audience.KS1)
    sent = {
        "version": "1",
        "title": "Kept title",
        "body": "Heading\nKept point.",
        "declaration": "I will.",
        "declaration_for_child": "I agree.",
    }
    answer = as_("co_ordinator").post(reverse("edition_change", args=[edition.pk]), sent | typed)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert "Kept" in answer.content.decode()
    assert Edition.objects.get().version == 1


def test_a_consent_keeps_its_code_when_its_words_change(as_: Callable[[str], Client], cast: Cast) -> None:
    edition = a_draft(cast, Audience.KS1, consents=[a_consent("own_code_of_last_year")])
    sent = {
        "version": str(edition.version),
        "title": "T",
        "body": "H\np.",
        "declaration": "I will.",
        "declaration_for_child": "I agree.",
        "own_1_name": "trips",
        "own_1_words": "My child may go on day trips.",
    }
    as_("co_ordinator").post(reverse("edition_change", args=[edition.pk]), sent)
    assert [one.code for one in Edition.objects.get().consents_asked] == ["own_code_of_last_year"]


def test_a_suggestion_is_kept_then_answered_and_answered_once(
    as_: Callable[[str], Client], cast: Cast
) -> None:
    edition = in_force(cast)
    made = actions.suggest(edition=edition, words="Shorter, please", person=None, by=None)
    client = as_("co_ordinator")
    assert "Shorter, please" in client.get(reverse("suggestions")).content.decode()
    client.post(reverse("suggestion_keep", args=[made.pk]))
    client.post(reverse("suggestion_answer", args=[made.pk]), {"answer": "Done in edition 2"})
    made.refresh_from_db()
    assert (made.status, made.answer) == (SuggestionStatus.ANSWERED, "Done in edition 2")
    again = client.post(reverse("suggestion_answer", args=[made.pk]), {"answer": "No, wait"})
    assert again.status_code == 422
    assert "No, wait" in again.content.decode()
    with pytest.raises(LookupError):
        actions.suggest(edition=edition, words="Hello", person=cast.other_pupil, by=None)


@pytest.mark.parametrize("name", ["agreements", "agreement", "edition", "edition_preview", "suggestions"])
def test_a_page_costs_the_same_however_much_there_is(
    as_: Callable[[str], Client], cast: Cast, name: str, django_assert_max_num_queries: Callable[..., object]
) -> None:
    edition = in_force(cast)
    for _ in range(4):
        edition = in_force(cast, after=edition)
        actions.suggest(edition=edition, words="Please", person=cast.pupil, by=None)
    args = {"agreement": ["staff"], "edition": [edition.pk], "edition_preview": [edition.pk]}.get(name, [])
    client = as_("co_ordinator")
    client.get(reverse(name, args=args))
    with django_assert_max_num_queries(14):
        assert client.get(reverse(name, args=args)).status_code == 200


def test_a_reader_sees_what_was_published_and_no_draft(as_: Callable[[str], Client], cast: Cast) -> None:
    edition = in_force(cast)
    draft = actions.draft_edition(
        school=cast.school, audience=Audience.STAFF, after=edition, by=cast.co_ordinator
    )
    teacher = as_("teacher")
    assert teacher.get(reverse("edition", args=[edition.pk])).status_code == 200
    assert teacher.get(reverse("edition", args=[draft.pk])).status_code == 404
    assert teacher.get(reverse("edition_compare", args=[edition.pk, draft.pk])).status_code == 404
    assert "Edition 2" not in teacher.get(reverse("agreement", args=["staff"])).content.decode()
    assert as_("other_head").get(reverse("edition", args=[edition.pk])).status_code == 404
    assert reverse("my_home") in teacher.get(reverse("agreements")).content.decode().split("<main", 1)[1]
    assert as_("parent").get(reverse("agreements")).status_code == 403


def test_two_editions_stand_beside_each_other(as_: Callable[[str], Client], cast: Cast) -> None:
    first = in_force(cast, body="Rules\nI log out at night.\nI am kind to all.\nI sing.")
    second = in_force(
        cast, after=first, body="Rules\nI log out at noon.\nI am kind to all.\nI report worries."
    )
    page = as_("teacher").get(reverse("edition_compare", args=[second.pk, first.pk])).content.decode()
    assert "<del>night." in page
    assert "<ins>noon." in page
    assert "Changed" in page
    assert "Removed" in page
    assert "Added" in page
    assert as_("teacher").get(reverse("edition_compare", args=[second.pk, 999_999])).status_code == 404
