"""A parent, a teacher, a former pupil asks what is held: gathered, read through, given, within the month."""

from __future__ import annotations

import datetime as dt
import io
import json
import re

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.papers import cabinet
from esafety.people.models import Guardianship, Person
from esafety.schooldays.queries import calendar_of
from esafety.subject_access import actions
from esafety.subject_access.contents import STRUCK, contents_of
from esafety.subject_access.gathering import gathered
from esafety.subject_access.models import AccessAnswer, AccessRequest, Withheld
from esafety.subject_access.package import as_data
from esafety.subject_access.policy.clock import answer_by
from esafety.subject_access.policy.exemptions import Exemption
from esafety.subject_access.queries import find, held_back, receivers, requests
from esafety.subject_access.vocabulary import AskedAs, GivenHow, RequestState, WaitingFor
from incidents.vocabulary import IncidentType
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.moving.moves import a_history
from tests.subject_access.asking import asked, fresh

TODAY = timezone.localdate


def answer_of(cast: Cast) -> AccessAnswer:
    """The lead's answer about Zoë, whose case they work on."""
    a_history(cast)
    return fresh(actions.begin_answer(asked=asked(cast), by=cast.dsl))


def as_told(answer: AccessAnswer, cast: Cast) -> str:
    return "\n".join(one.text for one in contents_of(answer, cast.dsl).going)


def key_with(answer: AccessAnswer, cast: Cast, words: str) -> str:
    return next(one.line.key for one in contents_of(answer, cast.dsl).told if words in one.text)


# -- what is held ------------------------------------------------------------------------------------


def test_everything_about_the_child_is_there_and_others_are_letters(cast: Cast) -> None:
    answer = answer_of(cast)
    told = as_told(answer, cast) + "".join(one.line.title for one in contents_of(answer, cast.dsl).told)
    assert all(words in told for words in ("Given name: Zoë", "Class name: 5H", "Part in a case", "cried"))
    assert "Marcus" not in told
    assert "Child B told Zoë Haddad to hurt herself" in told
    assert "Adult C saw it" in told


def test_what_is_about_another_child_alone_is_not_part_of_it(cast: Cast) -> None:
    from incidents.actions import add_note
    from incidents.models import Incident
    from incidents.vocabulary import Audience, Standing

    answer = answer_of(cast)
    before = gathered(cast.pupil, cast.dsl).of_others
    add_note(
        incident=Incident.objects.get(), text="Marcus Bright has a brother abroad.", standing=Standing.FACT,
        audience=Audience.EVERYONE, by=cast.dsl, referring_to=[],
    )  # fmt: skip
    assert "brother abroad" not in as_told(answer, cast)
    assert gathered(cast.pupil, cast.dsl).of_others == before + 1


def test_a_head_is_told_of_their_post_and_whoever_may_not_read_a_case_gathers_nothing_of_it(
    cast: Cast,
) -> None:
    incident = a_concern(cast, about="head", type=IncidentType.GROOMING)
    person = cast.person_of(cast.head)
    lead = {line.case for line in gathered(person, cast.dsl).lines}
    chair = {line.case for line in gathered(person, cast.chair).lines}
    assert incident.reference not in lead
    assert incident.reference in chair
    told = [line.text for line in gathered(person, cast.data_protection_lead).lines]
    assert any("Role: " in text for text in told)
    assert any("head@harbour.example" in text for text in told)


def test_who_reported_and_the_parents_browser_are_not_told_to_the_child(cast: Cast) -> None:
    a_concern(cast, about="pupil", by="second_teacher")
    told = "\n".join(line.text for line in gathered(cast.pupil, cast.dsl).lines)
    assert "Lowry" not in told


def test_others_are_letters_in_what_the_person_reported_themselves_too(cast: Cast) -> None:
    a_concern(cast, about="second_pupil", by="teacher", description="Marcus Bright pushed somebody.")
    request = asked(cast, about=cast.person_of(cast.teacher), asked_as=AskedAs.SELF)
    told = as_told(fresh(actions.begin_answer(asked=request, by=cast.dsl)), cast)
    assert "Child B pushed somebody" in told
    assert "Marcus" not in told


def test_as_many_queries_however_much_there_is(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_concern(cast, about="pupil")
    with CaptureQueriesContext(
        connection,
    ) as few:
        gathered(cast.pupil, cast.dsl)
    for _ in range(4):
        a_concern(cast, about="pupil", witnesses="Mr Tall")
    with CaptureQueriesContext(connection) as many:
        assert len(gathered(cast.pupil, cast.dsl).lines) > 10
    assert len(many) == len(few)


# -- who answers -------------------------------------------------------------------------------------


def test_whoever_reads_something_is_told_and_nobody_learns_that_somebody_was(cast: Cast) -> None:
    a_concern(cast, about="head", type=IncidentType.GROOMING)
    head = cast.person_of(cast.head)
    request = asked(cast, about=head, asked_as=AskedAs.SELF, by=cast.data_protection_lead)
    told = set(Message.objects.filter(notice="subject_access.came").values_list("to_user__email", flat=True))
    assert cast.chair.email in told
    assert not told & {cast.head.email, cast.dsl.email, cast.deputy.email, cast.co_ordinator.email}
    before = page_of(request, cast, "data_protection_lead")
    chair = actions.begin_answer(asked=request, by=cast.chair)
    assert page_of(request, cast, "data_protection_lead") == before
    assert chair.reference in page_of(request, cast, "chair")
    assert "26-" not in before


def page_of(request: AccessRequest, cast: Cast, name: str) -> str:
    page = sign_in(Client(), cast.user(name)).get(request.get_absolute_url()).content.decode()
    return re.sub(r'value="\w{64}"|absolute-seconds="\d+"', "", page)


def test_nobody_answers_about_themselves_or_somebody_close(cast: Cast) -> None:
    lead = cast.person_of(cast.dsl)
    with pytest.raises(PermissionDenied):
        asked(cast, about=lead)
    request = asked(cast, about=lead, by=cast.head, asked_as=AskedAs.SELF)
    child = asked(cast, about=cast.deputys_child, by=cast.head)
    assert not requests(cast.dsl, cast.school, standing=True).filter(pk=request.pk).exists()
    assert not requests(cast.deputy, cast.school, standing=True).filter(pk=child.pk).exists()
    missing = sign_in(Client(), cast.dsl).get(reverse("access_request", args=["AAAA-AAAA"]))
    assert (
        sign_in(Client(), cast.dsl).get(request.get_absolute_url()).status_code == missing.status_code == 404
    )
    assert [one.pk for one in find(cast.school, "Adeyemi", by=cast.dsl).people] == []


def test_another_s_answer_is_missing_to_everybody_else(cast: Cast) -> None:
    answer = answer_of(cast)
    for name in ("head", "deputy", "data_protection_lead", "other_dsl", "teacher"):
        for where in ("access_answer", "access_answer_names", "access_answer_data"):
            url = reverse(where, args=[answer.reference])
            assert sign_in(Client(), cast.user(name)).get(url).status_code in (403, 404), (name, where)
    with pytest.raises(PermissionDenied):
        actions.keep_back(
            answer=answer, key="x", words="", exemption=Exemption.OTHERS, why="x", version=1, by=cast.head
        )


def test_somebody_who_left_is_found(cast: Cast) -> None:
    Person.objects.filter(pk=cast.second_pupil.pk).update(left_on=TODAY())
    assert [one.pk for one in find(cast.school, "Marcus", by=cast.dsl).people] == [cast.second_pupil.pk]


# -- keeping back ------------------------------------------------------------------------------------


def test_words_are_struck_out_and_entries_kept_back_everywhere(cast: Cast) -> None:
    answer = answer_of(cast)
    note, report = key_with(answer, cast, "cried"), key_with(answer, cast, "hurt herself")
    given = {"answer": answer, "by": cast.dsl, "why": "The other family would know."}
    actions.keep_back(key=note, words="Child B laughed", exemption=Exemption.OTHERS, version=1, **given)
    actions.keep_back(key=report, words="", exemption=Exemption.CHILD_ABUSE, version=2, **given)
    data = json.loads(as_data(fresh(answer), cast.dsl))
    told = json.dumps(data, ensure_ascii=False)
    assert STRUCK in told
    assert "laughed" not in told
    assert "hurt herself" not in told
    assert data["kept_back"] == {"entries": 1, "all": 2}
    text = printed(answer, cast)
    assert "laughed" not in text
    assert "It tells about somebody else" in text
    assert "abuse" not in text
    row = Withheld.objects.get(words="")
    actions.let_go(answer=answer, withheld=row.pk, version=3, by=cast.dsl)
    assert "hurt herself" in as_told(fresh(answer), cast)
    row.refresh_from_db()
    assert row.restored_by == cast.dsl


def printed(answer: AccessAnswer, cast: Cast) -> str:
    paper = actions.print_answer(answer=fresh(answer), by=cast.dsl)
    drain()
    paper.refresh_from_db()
    assert paper.file is not None, paper.last_error
    read = PdfReader(io.BytesIO(b"".join(cabinet.read(paper.file))))
    return " ".join(" ".join(page.extract_text() for page in read.pages).split())


def test_words_that_do_not_stand_there_and_a_page_that_is_old_are_refused(cast: Cast) -> None:
    answer = answer_of(cast)
    key = key_with(answer, cast, "cried")
    given = {"answer": answer, "key": key, "exemption": Exemption.OTHERS, "why": "x", "by": cast.dsl}
    with pytest.raises(NotNow, match="do not stand in the entry"):
        actions.keep_back(words="Marcus laughed", version=1, **given)
    actions.keep_back(words="", version=1, **given)
    with pytest.raises(NotNow, match="kept back already"):
        actions.keep_back(words="", version=2, **given)
    with pytest.raises(NotNow, match="since you opened"):
        actions.choose_names(answer=answer, stand=[], version=1, by=cast.dsl)


def test_a_name_that_may_stand_stands(cast: Cast) -> None:
    a_concern(cast, about="second_pupil", harmed="pupil", description="Marcus Bright pushed Zoë Haddad.")
    answer = fresh(actions.begin_answer(asked=asked(cast), by=cast.dsl))
    assert "Child B pushed" in as_told(answer, cast)
    from esafety.subject_access.shown import names_offered

    parts = [part for part, _ in names_offered(answer, cast.dsl)]
    changed = actions.choose_names(answer=answer, stand=[*parts, 999_999], version=1, by=cast.dsl)
    assert "Marcus Bright pushed" in as_told(changed, cast)
    assert changed.clear_names == parts


# -- giving ------------------------------------------------------------------------------------------


def test_it_goes_by_a_sealed_link_to_the_parent_who_asked_and_to_nobody_forbidden(cast: Cast) -> None:
    answer = answer_of(cast)
    mother = cast.person_of(cast.parent)
    Person.objects.filter(pk=mother.pk).update(email="leila@home.example")
    Guardianship.objects.filter(guardian=mother).update(parental_responsibility=True)
    sent = actions.send_answer(answer=answer, to=mother, version=1, by=cast.dsl)
    drain()
    letter = next(one for one in mail.outbox if one.to == ["leila@home.example"])
    assert "Zoë" not in letter.subject + str(letter.body)
    sent.link.paper.refresh_from_db()
    assert sent.link.paper.file is not None
    sealed = PdfReader(io.BytesIO(b"".join(cabinet.read(sent.link.paper.file))))
    assert not sealed.decrypt("six wrong words of somebody else")
    assert sealed.decrypt(sent.passphrase)
    inside = {name: parts[0] for name, parts in sealed.attachments.items()}
    assert set(inside) == {"manifest.json", "answer.json"}
    assert any("cried" in one["text"] for one in json.loads(inside["answer.json"])["entries"])
    Guardianship.objects.filter(guardian=mother).update(no_contact=True)
    assert not receivers(answer.request).exists()


def test_a_given_answer_is_not_changed_any_more(cast: Cast) -> None:
    answer = answer_of(cast)
    given = {"to": "Leila Haddad", "how": GivenHow.HAND, "by": cast.dsl}
    with pytest.raises(NotNow, match="on or after the day of the request"):
        actions.give_answer(answer=answer, on=TODAY() - dt.timedelta(days=9), version=1, **given)
    actions.give_answer(answer=answer, on=TODAY(), version=1, **given)
    with pytest.raises(NotNow, match="was given"):
        actions.choose_names(answer=answer, stand=[], version=2, by=cast.dsl)
    with pytest.raises(NotNow, match="was given"):
        actions.print_answer(answer=answer, by=cast.dsl)


# -- the clock ---------------------------------------------------------------------------------------


def test_proof_of_identity_begins_the_clock_and_clarification_moves_it(cast: Cast) -> None:
    working = calendar_of(cast.school).is_working_day
    request = asked(cast, received_on=TODAY() - dt.timedelta(days=20))
    asked_on, came_on = TODAY() - dt.timedelta(days=19), TODAY() - dt.timedelta(days=5)
    request = actions.wait_for(
        asked=request, what=WaitingFor.IDENTITY, since=asked_on, version=1, by=cast.dsl
    )
    assert not request.is_overdue
    request = actions.go_on(asked=request, came_on=came_on, version=2, by=cast.dsl)
    assert request.due_on == answer_by(came_on, 1, working)
    due = request.due_on
    request = actions.wait_for(
        asked=request, what=WaitingFor.CLARIFICATION, since=came_on, version=3, by=cast.dsl
    )
    request = actions.go_on(asked=request, came_on=TODAY(), version=4, by=cast.dsl)
    assert request.due_on >= due + dt.timedelta(days=5)
    request = actions.extend_request(
        asked=request, told_on=TODAY(), why="Four hundred entries", version=5, by=cast.dsl
    )
    assert request.due_on == answer_by(came_on, 3, working)
    with pytest.raises(NotNow, match="allows it once"):
        actions.extend_request(asked=request, told_on=TODAY(), why="x", version=6, by=cast.dsl)


def test_reminders_come_before_the_last_day_on_it_and_each_day_after_and_stop_with_the_answer(
    cast: Cast,
) -> None:
    a_history(cast)
    request = asked(cast)
    days, day = [], TODAY()
    for _ in range(45):
        if actions.remind_of_requests(today=day):
            days.append((request.due_on - day).days)
        day += dt.timedelta(days=1)
    assert days[:3] == [10, 3, 0]
    assert days[3:] == [-one for one in range(1, len(days) - 2)]
    told = set(Message.objects.filter(notice="subject_access.due").values_list("to_user__email", flat=True))
    assert {cast.dsl.email, cast.data_protection_lead.email} <= told
    actions.end_request(
        asked=request, state=RequestState.ANSWERED, ended_on=TODAY(), why="", version=1, by=cast.dsl
    )
    assert actions.remind_of_requests(today=day + dt.timedelta(days=30)) == 0


def test_a_refusal_says_why_and_a_closed_request_stays_closed(cast: Cast) -> None:
    request = asked(cast)
    given = {"asked": request, "ended_on": TODAY(), "version": 1, "by": cast.dsl}
    with pytest.raises(NotNow, match="Say why"):
        actions.end_request(state=RequestState.REFUSED, why=" ", **given)
    actions.end_request(state=RequestState.REFUSED, why="The same as last week", **given)
    with pytest.raises(NotNow, match="closed"):
        actions.begin_answer(asked=request, by=cast.dsl)


# -- what it stands on -------------------------------------------------------------------------------


def test_an_open_request_holds_the_person_s_records(cast: Cast) -> None:
    incident = a_history(cast)
    other = a_concern(cast, about="third_pupil")
    both = frozenset({incident.pk, other.pk})
    assert held_back(both) == set()
    request = asked(cast)
    assert held_back(both) == {incident.pk}
    actions.end_request(
        asked=request,
        state=RequestState.WITHDRAWN,
        ended_on=TODAY(),
        why="They said so",
        version=1,
        by=cast.dsl,
    )
    assert held_back(both) == set()


def test_the_trail_says_who_did_what_and_no_name(cast: Cast) -> None:
    answer = answer_of(cast)
    key = key_with(answer, cast, "cried")
    actions.keep_back(
        answer=answer, key=key, words="Child B laughed", exemption=Exemption.OTHERS, why="secret reason", version=1,
        by=cast.dsl,
    )  # fmt: skip
    entries = AuditEvent.objects.filter(code__startswith="subject_access.")
    assert [one.code.split(".")[1] for one in entries.order_by("number")] == [
        "entered",
        "answer_begun",
        "withheld",
    ]
    assert "laughed" not in str(list(entries.values())) + str(AccessRequest.objects.values("reference"))
    assert "secret reason" not in str(list(entries.values()))
