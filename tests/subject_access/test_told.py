"""What an answer must not tell, to whoever makes it or to whoever gets it. Findings of docs/security/findings.md."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from collections.abc import Callable

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from esafety.access.refusals import NotNow
from esafety.outbox.access import UndeliveredPolicy
from esafety.outbox.delivery import deliver
from esafety.outbox.models import Message
from esafety.outbox.relay import drain
from esafety.outbox.vocabulary import State
from esafety.papers import cabinet
from esafety.papers.actions import Sent
from esafety.papers.models import Paper
from esafety.papers.vocabulary import Why
from esafety.people.models import Guardianship, Membership, Person, User
from esafety.subject_access import actions
from esafety.subject_access.contents import contents_of
from esafety.subject_access.gathering import Line, gathered
from esafety.subject_access.models import AccessAnswer
from esafety.subject_access.package import as_data
from esafety.subject_access.policy.exemptions import Exemption
from esafety.subject_access.queries import due_here
from esafety.subject_access.sent import OPEN, READ
from esafety.subject_access.shown import names_offered
from esafety.subject_access.vocabulary import AskedAs, GivenHow, RequestState
from incidents.actions import add_note, file_evidence, print_chronology
from incidents.models import Incident, Involvement, Item
from incidents.vocabulary import Audience, IncidentType, Lane, Part, PersonSort, Standing
from incidents.vocabulary.speaking_up import AboutWhom
from tests.builders import a_concern
from tests.cast import Cast, sign_in
from tests.house.evidence_world import a_sealed_file
from tests.incidents.confiding import WORDS as WORDS_TOLD
from tests.incidents.confiding import a_page, come_back, confided
from tests.moving.arriving import opened, taken_in
from tests.moving.moves import a_history
from tests.moving.packages import WORDS, a_record, parts_of, sealed
from tests.subject_access.asking import asked, fresh

TODAY = timezone.localdate


def begun(cast: Cast) -> AccessAnswer:
    """The lead's answer about Zoë, whose mother asks and can be written to."""
    mother = cast.person_of(cast.parent)
    Person.objects.filter(pk=mother.pk).update(email="leila@home.example")
    Guardianship.objects.filter(guardian=mother).update(parental_responsibility=True)
    return fresh(actions.begin_answer(asked=asked(cast), by=cast.dsl))


def sent(answer: AccessAnswer, cast: Cast) -> Sent:
    """The same sent to her by a link, ready to be opened."""
    mother = cast.person_of(cast.parent)
    made = actions.send_answer(answer=answer, to=mother, version=answer.version, by=cast.dsl)
    drain()
    assert Client().get(made.link.path).status_code == 200
    return made


def key_with(answer: AccessAnswer, words: str, by: User) -> str:
    return next(one.line.key for one in contents_of(answer, by).told if words in one.text)


def struck(answer: AccessAnswer, words: str, cast: Cast) -> AccessAnswer:
    """Words of an entry struck out, or with none the whole entry that holds "cried" kept back."""
    actions.keep_back(
        answer=answer, key=key_with(answer, words or "cried", cast.dsl), words=words, exemption=Exemption.OTHERS,
        why="It is about Marcus.", version=answer.version, by=cast.dsl,
    )  # fmt: skip
    return fresh(answer)


# -- what whoever answers learns ---------------------------------------------------------------------


def test_a_mail_about_a_record_that_may_not_be_seen_is_not_told(cast: Cast) -> None:
    """The chair's mail about an allegation against the head would tell the head, who answers, that there is one."""
    chair = cast.person_of(cast.chair)

    def lines(by: User) -> set[Line]:
        return set(gathered(chair, by).lines)

    before = {name: lines(cast.user(name)) for name in ("head", "dsl", "data_protection_lead", "vice_chair")}
    a_concern(cast, about="head", type=IncidentType.GROOMING)
    drain()
    assert Message.objects.filter(to_user=cast.chair, state="done").exists()
    for name, was in before.items():
        assert lines(cast.user(name)) == was, name
    a_concern(cast, about="pupil", by="teacher")
    drain()
    teacher = cast.person_of(cast.teacher)
    assert any(line.title == "Message sent to them" for line in gathered(teacher, cast.dsl).lines)


def test_another_s_answer_does_not_show_by_the_link_that_took_it_there(cast: Cast) -> None:
    mother = cast.person_of(cast.parent)
    a_history(cast)
    answer = begun(cast)
    before = gathered(mother, cast.head).lines
    sent(answer, cast)
    assert gathered(mother, cast.head).lines == before
    titles = {line.title for line in gathered(mother, cast.dsl).lines}
    assert {"Document sent to them", "Message sent to them"} <= titles


def test_a_chronology_printed_is_told_by_whoever_reads_it_only(cast: Cast) -> None:
    a_history(cast)
    print_chronology(
        child=cast.pupil, purpose="Conference", significant_only=False, clear_names=[], by=cast.dsl
    )
    by = {name: gathered(cast.pupil, cast.user(name)).lines for name in ("dsl", "data_protection_lead")}
    titles = {name: {line.title for line in lines} for name, lines in by.items()}
    assert "Chronology printed" in titles["dsl"]
    assert "Chronology printed" not in titles["data_protection_lead"]


def test_every_kind_of_record_that_may_be_told_of_exists(cast: Cast) -> None:
    assert [apps.get_model(label)._meta.label_lower for label in [*READ, *OPEN]] == [*READ, *OPEN]
    assert not set(READ) & OPEN


def test_whether_a_lead_is_told_does_not_depend_on_what_the_head_alone_reads(cast: Cast) -> None:
    """Where nobody keeps data protection, a lead who was not mailed would know that somebody else reads something."""
    Membership.objects.filter(user=cast.data_protection_lead).update(until=TODAY() - dt.timedelta(days=1))

    def told(person: Person) -> set[str]:
        Message.objects.filter(notice="subject_access.came").delete()
        asked(cast, about=person, asked_as=AskedAs.SELF, by=cast.vice_chair)
        rows = Message.objects.filter(notice="subject_access.came")
        return set(rows.values_list("to_user__email", flat=True))

    without = told(cast.person_of(cast.technician))
    a_concern(cast, about="senior_leader", type=IncidentType.GROOMING)
    Incident.objects.update(lane=Lane.LOW_LEVEL)
    with_one = told(cast.person_of(cast.senior_leader))
    assert without == with_one == {cast.dsl.email, cast.head.email}


def test_whoever_reads_only_a_file_that_came_is_told_too(cast: Cast) -> None:
    child = Person.objects.get(pk=cast.third_pupil.pk)

    def told() -> set[str]:
        Message.objects.filter(notice="subject_access.came").delete()
        asked(cast, about=child, by=cast.head)
        rows = Message.objects.filter(notice="subject_access.came")
        return set(rows.values_list("to_user__email", flat=True))

    assert told() == {cast.data_protection_lead.email}
    came = opened(cast, sealed(parts_of(a_record())), WORDS, by=cast.dsl)
    taken_in(cast, came, child, by=cast.dsl)
    assert told() == {cast.data_protection_lead.email, cast.dsl.email, cast.deputy.email}


def test_a_mail_that_is_stuck_does_not_show_the_others_who_reads_something(cast: Cast) -> None:
    a_concern(cast, about="head", type=IncidentType.GROOMING)
    head = cast.person_of(cast.head)
    asked(cast, about=head, asked_as=AskedAs.SELF, by=cast.data_protection_lead)
    stuck = Message.objects.filter(notice="subject_access.came", to_user=cast.chair)
    assert stuck.update(state="parked", attempts=9) == 1
    for name in ("dsl", "deputy", "co_ordinator", "school_admin", "vice_chair"):
        assert not UndeliveredPolicy().visible_to(cast.user(name), stuck.all()).exists(), name
    assert due_here(cast.chair, cast.school)  # it is not lost with the mail


# -- what whoever asked gets -------------------------------------------------------------------------


def test_struck_words_never_go_because_a_name_is_written_otherwise_now(cast: Cast) -> None:
    a_concern(
        cast,
        about="second_pupil",
        harmed="pupil",
        description="Marcus Bright drinks at home. Zoë Haddad saw.",
    )
    answer = struck(begun(cast), "Child B drinks at home", cast)
    assert "drinks" not in as_data(answer, cast.dsl).decode()
    parts = [part for part, _ in names_offered(answer, cast.dsl)]
    named = actions.choose_names(answer=answer, stand=parts, version=answer.version, by=cast.dsl)
    assert "drinks" not in as_data(named, cast.dsl).decode()
    shown = sign_in(Client(), cast.dsl).get(answer.get_absolute_url()).content.decode()
    assert "stand here no longer as you copied them" in shown
    back = actions.choose_names(answer=named, stand=[], version=named.version, by=cast.dsl)
    assert "Zoë Haddad saw" in as_data(back, cast.dsl).decode()


def test_another_child_s_things_are_not_told(cast: Cast) -> None:
    incident = a_history(cast)
    kept = {"incident": incident, "kind": "phone", "added_by": cast.dsl}
    Item.objects.create(description="Pink phone", owner=cast.second_pupil, why="Pictures", **kept)
    Item.objects.create(description="Black phone", owner_name="Jordan Peake", why="Pictures", **kept)
    Item.objects.create(description="Her own phone", owner=cast.pupil, why="Pictures", **kept)
    Item.objects.create(description="A phone that lay there", why="Found", **kept)
    told = "\n".join(line.text for line in gathered(cast.pupil, cast.dsl).lines)
    assert [words in told for words in ("Pink", "Jordan", "Her own", "lay there")] == [
        False,
        False,
        True,
        True,
    ]


def test_a_given_answer_is_not_made_anew_as_data(cast: Cast) -> None:
    a_history(cast)
    answer = begun(cast)
    client, url = sign_in(Client(), cast.dsl), reverse("access_answer_data", args=[answer.reference])
    assert client.get(url)["Content-Type"] == "application/json"
    actions.give_answer(answer=answer, to="x", on=TODAY(), how=GivenHow.HAND, version=1, by=cast.dsl)
    assert client.get(url).status_code == 302
    page = client.get(answer.get_absolute_url()).content.decode()
    assert "What is held now" in page
    assert "Entries, as they go" not in page


@pytest.mark.parametrize("state", [RequestState.REFUSED, RequestState.WITHDRAWN])
def test_nothing_goes_to_a_request_that_was_refused_or_withdrawn(cast: Cast, state: RequestState) -> None:
    answer = begun(cast)
    link = sent(answer, cast).link
    now = fresh(answer)
    actions.end_request(asked=now.request, state=state, ended_on=TODAY(), why="x", version=1, by=cast.dsl)
    assert Client().get(link.path).status_code == 404
    with pytest.raises(NotNow, match="refused or withdrawn"):
        actions.print_answer(answer=now, by=cast.dsl)
    with pytest.raises(NotNow, match="refused or withdrawn"):
        actions.send_answer(answer=now, to=cast.person_of(cast.parent), version=2, by=cast.dsl)
    url = reverse("access_answer_data", args=[answer.reference])
    assert sign_in(Client(), cast.dsl).get(url).status_code == 302


def test_a_court_s_order_shuts_a_link_that_is_on_its_way(cast: Cast) -> None:
    made = sent(begun(cast), cast)
    client = Client()
    unlocked = client.post(made.link.path, {"passphrase": made.passphrase})
    ticket = {"ticket": unlocked.context["ticket"]}
    Guardianship.objects.filter(guardian=cast.person_of(cast.parent)).update(no_contact=True)
    nothing = client.get("/papers/document/nothing/")
    assert client.get(made.link.path).content == nothing.content
    for where in ("document_download", "document_acknowledge"):
        answer = client.post(reverse(f"papers:{where}", args=[made.link.token]), ticket)
        assert answer.status_code == 404, where
    made.link.refresh_from_db()
    assert (made.link.opens, made.link.acknowledged_at) == (0, None)


def test_nor_does_the_mail_with_the_link_leave_then(cast: Cast) -> None:
    actions.send_answer(answer=begun(cast), to=cast.person_of(cast.parent), version=1, by=cast.dsl)
    Guardianship.objects.filter(guardian=cast.person_of(cast.parent)).update(no_contact=True)
    drain()
    assert [one for one in mail.outbox if one.to == ["leila@home.example"]] == []


def test_what_was_changed_after_it_was_sent_is_called_back(cast: Cast) -> None:
    a_history(cast)
    answer = begun(cast)
    link = sent(answer, cast).link
    answer = struck(fresh(answer), "", cast)
    assert Client().get(link.path).status_code == 404
    again = sent(answer, cast).link
    answer = fresh(answer)
    row = answer.withheld.get()
    actions.let_go(answer=answer, withheld=row.pk, version=answer.version, by=cast.dsl)
    assert Client().get(again.path).status_code == 404


# -- a PDF made before a change ------------------------------------------------------------------------


def made_by(client: Client, answer: AccessAnswer) -> str:
    """The page of a PDF of an answer, made by pressing the button."""
    page: str = client.post(reverse("access_answer_print", args=[answer.reference]))["Location"]
    drain()
    return page


def opens(client: Client, page: str) -> bool:
    """Whether it is handed over. If not, its page says what to do."""
    shown, got = client.get(page).content.decode(), client.get(f"{page}download/")
    assert ("no longer opens" in shown) == (got.status_code == 302), got.status_code
    assert ("Download the PDF" in shown) == (got.status_code == 200)
    return got.status_code == 200


def kept_back_more(answer: AccessAnswer, cast: Cast) -> None:
    struck(answer, "", cast)


def let_go_again(answer: AccessAnswer, cast: Cast) -> None:
    struck(answer, "", cast)
    now = fresh(answer)
    row = now.withheld.get()
    actions.let_go(answer=now, withheld=row.pk, version=now.version, by=cast.dsl)


def named(answer: AccessAnswer, cast: Cast) -> None:
    part = names_offered(answer, cast.dsl)[0][0]
    actions.choose_names(answer=answer, stand=[part], version=answer.version, by=cast.dsl)


def something_came_in(answer: AccessAnswer, cast: Cast) -> None:
    a_concern(cast, about="pupil", by="teacher")


def not_theirs_to_read_any_more(answer: AccessAnswer, cast: Cast) -> None:
    incident = Incident.objects.filter(involvements__person=cast.pupil)[0]
    lead = cast.person_of(cast.dsl)
    Involvement.objects.create(incident=incident, part=Part.SUBJECT, sort=PersonSort.STAFF, person=lead)


@pytest.mark.parametrize(
    "change", [kept_back_more, let_go_again, named, something_came_in, not_theirs_to_read_any_more]
)
def test_a_pdf_that_was_made_before_a_change_does_not_open(
    cast: Cast, change: Callable[[AccessAnswer, Cast], None]
) -> None:
    a_history(cast)
    answer, client = begun(cast), sign_in(Client(), cast.dsl)
    before = made_by(client, answer)
    assert opens(client, before)
    change(answer, cast)
    assert not opens(client, before)
    assert answer.get_absolute_url() in client.get(before).content.decode()
    again = made_by(client, answer)
    assert opens(client, again)
    assert not opens(client, before)


def test_a_pdf_opens_though_the_person_uses_the_product_meanwhile(cast: Cast) -> None:
    device = {"ip": "192.0.2.7", "user_agent": "A browser", "session_key": "of-the-teacher"}
    seen = UserSession.objects.create(user=cast.teacher, **device)
    request = asked(cast, about=cast.person_of(cast.teacher), asked_as=AskedAs.SELF)
    answer, client = fresh(actions.begin_answer(asked=request, by=cast.dsl)), sign_in(Client(), cast.dsl)
    page = made_by(client, answer)
    assert any("A browser" in one.text for one in contents_of(answer, cast.dsl).going)
    UserSession.objects.filter(pk=seen.pk).update(last_seen_at=timezone.now() + dt.timedelta(minutes=9))
    assert opens(client, page)


# -- what was told in confidence -----------------------------------------------------------------------


def about_the_deputy(cast: Cast) -> tuple[AccessAnswer, str]:
    """The head's answer about the deputy, of whom somebody told in confidence; and the code they were given."""
    deputy = cast.person_of(cast.deputy)
    page = a_page(cast)
    told = confided(page, about=AboutWhom.ADULT, lead=deputy, name="Tom of 9B", when_where="The art room")
    come_back(page, told.code, text="It happened again.")
    drain()
    request = asked(cast, about=deputy, asked_as=AskedAs.SELF, by=cast.head)
    return fresh(actions.begin_answer(asked=request, by=cast.head)), told.code


def test_what_was_told_in_confidence_is_marked_for_whoever_answers(cast: Cast) -> None:
    answer, _ = about_the_deputy(cast)
    client = sign_in(Client(), cast.head)
    page = client.get(answer.get_absolute_url()).content.decode()
    entries = [one for one in contents_of(answer, cast.head).told if one.line.case]
    assert {"Report of a concern", "Note", "Part in a case", "Task"} <= {one.line.title for one in entries}
    assert page.count("This case was told in confidence") == len(entries)
    key = key_with(answer, WORDS_TOLD, cast.head)
    form = client.get(reverse("access_answer_keep_back", args=[answer.reference, key])).content.decode()
    assert "This case was told in confidence" in form
    a_concern(cast, about="deputy", by="teacher", type=IncidentType.GROOMING)
    again = client.get(answer.get_absolute_url()).content.decode()
    assert again.count("Report of a concern") > page.count("Report of a concern")
    assert again.count("This case was told in confidence") == len(entries), "of this case only"


def test_an_answer_says_neither_that_it_was_told_in_confidence_nor_when_nor_by_whom(cast: Cast) -> None:
    answer, code = about_the_deputy(cast)
    data = as_data(answer, cast.head).decode()
    paper = actions.print_answer(answer=answer, by=cast.head)
    drain()
    kept = Paper.objects.get(pk=paper.pk).file
    assert kept is not None
    pages = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(b"".join(cabinet.read(kept)))).pages
    )
    pages = " ".join(pages.split())
    for going in (data, pages):
        assert all(words in going for words in (WORDS_TOLD, "The art room", "It happened again."))
        assert "Somebody reported it" in going
        for hidden in ("confidence", "without an account", "Tom of 9B", code, code[:9]):
            assert hidden not in going, hidden
    days = [one["at"] for one in json.loads(data)["entries"] if one["at"]]
    assert days
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days), days


# -- what leaves is what was decided about ---------------------------------------------------------------


def a_note_came_in(incident: Incident, cast: Cast) -> None:
    words = {"text": "Seen since.", "standing": Standing.FACT, "audience": Audience.EVERYONE}
    add_note(incident=incident, by=cast.dsl, **words)


def a_file_came_in(incident: Incident, cast: Cast) -> None:
    file_evidence(incident=incident, sent=a_sealed_file("since.png"), description="Since.", by=cast.dsl)


@pytest.mark.parametrize("came", [a_note_came_in, a_file_came_in])
def test_what_came_in_between_sending_and_making_does_not_leave(
    cast: Cast, came: Callable[[Incident, Cast], None]
) -> None:
    incident, answer = a_concern(cast, about="pupil"), begun(cast)
    made = actions.send_answer(
        answer=answer, to=cast.person_of(cast.parent), version=answer.version, by=cast.dsl
    )
    came(incident, cast)
    drain()
    paper = Paper.objects.get(pk=made.link.paper_id)
    assert paper.file is None
    assert paper.why == Why.CHANGED.label
    page = sign_in(Client(), cast.dsl).get(answer.get_absolute_url()).content.decode()
    assert "Something in it changed before it was made" in page


def test_to_somebody_who_asked_for_themselves_it_leaves_though_it_was_sent_to_them(cast: Cast) -> None:
    """The mail about it, and its link, are entries of the very answer."""
    teacher = cast.person_of(cast.teacher)
    Person.objects.filter(pk=teacher.pk).update(email="jamal@home.example")
    teacher.refresh_from_db()
    request = asked(cast, about=teacher, asked_as=AskedAs.SELF)
    answer = fresh(actions.begin_answer(asked=request, by=cast.dsl))
    made = actions.send_answer(answer=answer, to=teacher, version=answer.version, by=cast.dsl)
    for message in Message.objects.filter(state=State.OWED):
        deliver(message.pk)
    drain()
    assert Paper.objects.get(pk=made.link.paper_id).file is not None
