"""A file that another school sent is opened, compared, taken in: whole, as that school's words, for whoever may."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esafety.access.capabilities import Capability
from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.moving import actions
from esafety.moving.access import ARRIVALS, TRANSFERS
from esafety.moving.going_on import described
from esafety.moving.models import Arrival, ArrivalFile, Transfer
from esafety.moving.vocabulary import ArrivalState
from esafety.office.actions import add_contact
from esafety.outbox.models import Message
from esafety.papers import cabinet
from esafety.papers.models import ReceivedFile
from esafety.people.models import Guardianship, Person
from esafety.people.vocabulary import ContactKind, PersonKind
from esafety.ui.templatetags.ui import day
from incidents.access_people import CHILDREN
from incidents.record.child import chronology_of
from tests.cast import Cast, sign_in
from tests.moving.arriving import (
    a_package,
    arrived,
    opened,
    put_by_form,
    taken_in,
    the_pupil_there,
    uploaded,
)
from tests.moving.moves import begun, sealed_file, sent_out
from tests.moving.packages import WORDS, a_record, an_entry, parts_of, sealed
from tests.papers.hostile import pdf, png

As = Callable[[str], Client]


def came_as(arrival: Arrival) -> ReceivedFile:
    assert arrival.came_as is not None
    return arrival.came_as


def here(row: ArrivalFile) -> ReceivedFile:
    assert row.file is not None
    return row.file


# -- the round trip --------------------------------------------------------------------------------


def test_what_one_school_sends_is_what_the_other_takes_in(cast: Cast, as_: As) -> None:
    package, pupil = a_package(cast, as_), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    told = json.loads(package.parts["pupil-file.json"])
    assert [
        {
            "at": row.at, "incident": row.incident, "kind": row.kind, "title": row.title, "headline": row.headline,
            "text": row.text, "impact": row.impact, "significant": row.significant, "by": row.written_by,
        }
        for row in arrival.entries.all()
    ] == [row | {"at": dt.datetime.fromisoformat(row["at"])} for row in told["entries"]]  # fmt: skip
    beside = ("from", "to", "starts_on", "pupil", "household", "incidents", "left_out", "made_at")
    assert {name: arrival.told[name] for name in beside} == {name: told[name] for name in beside}
    kept = {row.name: b"".join(cabinet.read(here(row).file)) for row in arrival.files.all()}
    assert kept == {name: package.parts[name] for name in ("pupil-file.pdf", "file-1.png")}
    assert kept["file-1.png"] == png()
    assert arrival.manifest_sha256 == hashlib.sha256(package.parts["manifest.json"]).hexdigest()
    assert came_as(arrival).file.sha256 == hashlib.sha256(package.content).hexdigest()
    assert (arrival.sender, arrival.pupil) == (cast.school.name, pupil)


def test_it_stands_in_the_childs_chronology_as_the_other_schools_words(cast: Cast, as_: As) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    client = sign_in(Client(), cast.other_dsl)
    page = reverse("child_chronology", args=[pupil.pk])
    missing = client.get(reverse("child_chronology", args=[cast.pupil.pk]))
    assert client.get(page).status_code == 404
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    text = client.get(page).content.decode()
    assert "Zoë cried" in text
    assert f"Some of it was written at {cast.school.name}" in text
    assert text.count("The file it came in") == arrival.entries.count()
    assert arrival.get_absolute_url() in text
    assert missing.status_code == 404
    found = chronology_of(pupil, cast.other_dsl)
    assert (len(found.entries), len(found.received)) == (0, arrival.entries.count())


def test_it_is_printed_apart_and_files_that_name_others_are_not(cast: Cast) -> None:
    from incidents.actions import print_chronology
    from incidents.record.chronology_paper import chronology_paper

    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    made = print_chronology(
        child=pupil, purpose="Conference", significant_only=False, clear_names=[], by=cast.other_dsl
    )
    shown = chronology_paper(made, cast.other_dsl)
    assert (len(shown["received"]), shown["rows"], shown["left_in_files"]) == (
        arrival.entries.count(),
        [],
        False,
    )
    Arrival.objects.filter(pk=arrival.pk).update(others="names")
    shown = chronology_paper(made, cast.other_dsl)
    assert (shown["received"], shown["left_in_files"]) == ([], True)


def test_words_are_found_on_the_page_of_the_file(cast: Cast) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    client, url = sign_in(Client(), cast.other_dsl), arrival.get_absolute_url()
    for words, count in (("cried", 1), ("nothing-like-it", 0), ("\x00", 3)):
        assert client.post(url, {"words": words}, follow=True).context["count"] == count, words


def test_no_word_and_no_name_that_is_looked_for_stands_in_an_address(cast: Cast) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival, client = opened(cast, package.content, package.words), sign_in(Client(), cast.other_dsl)
    whose = reverse("arrival_pupil", args=[arrival.reference])
    assert client.get(whose, {"q": "theo", "search": "theo"}).context["offered"] == [pupil]
    found = client.post(whose, {"search": "theo", "find": "1"})
    assert (found.status_code, "theo" in found.content.decode()) == (200, True)
    assert not re.findall(r'(?:href|action)="[^"]*theo', found.content.decode())
    taken_in(cast, arrival, pupil)
    to = client.post(arrival.get_absolute_url(), {"words": "cried"})["Location"]
    assert "cried" not in to
    assert client.get(to).context["typed"] == "cried"
    assert sign_in(Client(), cast.other_head).get(to).context["typed"] == "", "opens for who typed it only"
    for page in (found, client.get(to)):
        assert not re.findall(r'<form method="get"', page.content.decode())


def test_the_pages_of_a_search_search_for_the_same(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("esafety.moving.shown_arrivals.A_PAGE", 1)
    told = a_record(entries=[an_entry(text=f"{which} R&B.") for which in ("Likes", "Hates")])
    arrival = taken_in(cast, opened(cast, sealed(parts_of(told)), WORDS), the_pupil_there(cast))
    client, url = sign_in(Client(), cast.other_dsl), arrival.get_absolute_url()
    first = client.post(url, {"words": "R&B"}, follow=True)
    second = client.get(f"{url}{first.context['next_url']}")
    assert (second.context["typed"], second.context["count"], len(second.context["entries"])) == ("R&B", 2, 1)
    assert second.context["entries"] != first.context["entries"]


# -- and on to the next ----------------------------------------------------------------------------


def test_what_came_goes_on_with_what_was_written_here_and_says_whose_it_is(cast: Cast, as_: As) -> None:
    package, pupil = a_package(cast, as_), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    contact = add_contact(
        school=cast.other, kind=ContactKind.NEXT_SCHOOL, name="Ruth Adeyemi", email="ruth@harbour.example",
        telephone="01632 960111", verified_on=timezone.localdate(), by=None,
    )  # fmt: skip
    transfer = begun(cast, by=cast.other_dsl, pupil=pupil, contact=contact)
    assert TRANSFERS.visible_to(cast.other_dsl, Transfer.objects.all()).exists()
    client = sign_in(Client(), cast.other_dsl)
    shown = client.get(reverse("transfer_contents", args=[transfer.reference])).context["form"].initial
    given = {name: shown[name] for name in ("version", "shown", "others")}
    assert client.post(reverse("transfer_contents", args=[transfer.reference]), given).status_code == 302
    made = sent_out(Transfer.objects.get(pk=transfer.pk), cast.other_dsl)
    back = opened(cast, sealed_file(made), made.passphrase, by=cast.dsl)
    assert (back.sender, back.told["schools"]) == (cast.other.name, [cast.school.name])
    back = taken_in(cast, back, cast.pupil, by=cast.dsl)
    words = ("at", "incident", "kind", "title", "headline", "text", "impact", "significant", "written_by")
    assert list(back.entries.values_list(*words)) == list(arrival.entries.values_list(*words))
    assert {row.school for row in back.entries.all()} == {cast.school.name}
    first = {row.sha256 for row in arrival.files.all() if not row.is_pages}
    assert first <= {row.sha256 for row in back.files.all()}
    page = as_("dsl").get(reverse("child_chronology", args=[cast.pupil.pk])).content.decode()
    assert f"Some of it was written at {cast.school.name}" in page


def test_who_may_not_read_what_came_does_not_see_the_file_it_goes_on_with(cast: Cast) -> None:
    own = cast.person_of(cast.other_head, cast.other)
    Person.objects.filter(pk=own.pk).update(
        given_name="Leila", family_name="Haddad", search_text="leila haddad"
    )
    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    contact = add_contact(
        school=cast.other, kind=ContactKind.NEXT_SCHOOL, name="Ruth Adeyemi", email="ruth@harbour.example",
        telephone="01632 960111", verified_on=timezone.localdate(), by=None,
    )  # fmt: skip
    transfer = begun(cast, by=cast.other_dsl, pupil=pupil, contact=contact)
    head = cast.user("other_head")
    assert not TRANSFERS.visible_to(head, Transfer.objects.all()).exists()
    assert not TRANSFERS.allows(head, Capability.MOVE_FILES, transfer)
    actions.take_arrival_out(arrival=arrival, why="No", version=arrival.version, by=cast.other_dsl)
    assert described(transfer) == []


# -- the words -------------------------------------------------------------------------------------


def test_wrong_words_lose_nothing_and_are_kept_nowhere(cast: Cast) -> None:
    package = a_package(cast)
    arrival = arrived(cast, package.content)
    with pytest.raises(NotNow, match="do not open the file"):
        actions.open_arrival(
            arrival=arrival, words="six other words than these ones", version=1, by=cast.other_dsl
        )
    as_typed = package.words.upper().replace(" ", ", ")
    done = actions.open_arrival(arrival=arrival, words=as_typed, version=1, by=cast.other_dsl)
    assert done.state == ArrivalState.OPENED
    kept = str(list(Arrival.objects.values())) + str(list(AuditEvent.objects.values()))
    assert not any(f" {word} " in kept for word in [package.words, "other words"])
    codes = set(AuditEvent.objects.about(arrival).values_list("code", flat=True))
    assert {"moving.arrival_came", "moving.arrival_wrong_words", "moving.arrival_opened"} <= codes


def test_opened_the_sealed_copy_is_destroyed_and_its_fingerprint_stays(cast: Cast) -> None:
    package = a_package(cast)
    arrival = Arrival.objects.get(pk=opened(cast, package.content, package.words).pk)
    assert came_as(arrival).file.destroyed_at is not None
    with pytest.raises(cabinet.FileGone):
        cabinet.read(came_as(arrival).file).__next__()


def test_the_same_file_twice_is_noticed(cast: Cast) -> None:
    package = a_package(cast)
    opened(cast, package.content, package.words)
    with pytest.raises(NotNow, match="opened here before"):
        opened(cast, package.content, package.words)
    assert Arrival.objects.filter(state=ArrivalState.OPENED).count() == 1


# -- whose it is -----------------------------------------------------------------------------------


def test_the_pupil_is_suggested_and_never_chosen(cast: Cast) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival = opened(cast, package.content, package.words)
    assert arrival.pupil is None
    client = sign_in(Client(), cast.other_dsl)
    page = reverse("arrival_pupil", args=[arrival.reference])
    first = client.get(page)
    assert [one.pk for one in first.context["offered"]] == [pupil.pk]
    assert first.context["form"]["pupil"].value() is None
    assert client.post(page, {"version": arrival.version}).status_code == 422
    other = client.post(page, {"search": "theo", "find": "1"})
    assert cast.other_pupil in other.context["offered"]
    nothing_chosen = client.post(page, {"search": "theo", "version": arrival.version})
    assert cast.other_pupil in nothing_chosen.context["offered"], "what was found stays"
    client.post(page, {"search": "theo", "version": arrival.version, "pupil": cast.other_pupil.pk})
    assert Arrival.objects.get(pk=arrival.pk).pupil == cast.other_pupil
    assert AuditEvent.objects.about(arrival).filter(code="moving.arrival_searched").exists()


def test_a_pupil_of_another_school_or_no_pupil_is_not_taken(cast: Cast) -> None:
    package = a_package(cast)
    arrival = opened(cast, package.content, package.words)
    for person in (cast.pupil, cast.person_of(cast.other_head, cast.other)):
        with pytest.raises(NotNow, match="pupil of this school"):
            taken_in(cast, arrival, person)


def test_the_wrong_pupil_is_put_right_and_both_acts_stay(cast: Cast) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), cast.other_pupil)
    before = list(arrival.entries.values_list("pk", flat=True))
    arrival = actions.take_arrival_out(
        arrival=arrival, why="It is about Zoë.", version=arrival.version, by=cast.other_dsl
    )
    assert not CHILDREN.visible_to(cast.other_dsl, Person.objects.filter(pk=cast.other_pupil.pk)).exists()
    with pytest.raises(NotNow, match="taken in before"):
        actions.discard_arrival(arrival=arrival, why="No", version=arrival.version, by=cast.other_dsl)
    arrival = taken_in(cast, arrival, pupil)
    assert list(arrival.entries.values_list("pk", flat=True)) == before
    told = [(row.pupil, row.is_out, row.why) for row in arrival.placings.all()]
    assert told == [
        (cast.other_pupil, False, ""),
        (cast.other_pupil, True, "It is about Zoë."),
        (pupil, False, ""),
    ]


def test_what_is_not_kept_is_destroyed_and_the_reason_stays(cast: Cast, as_: As) -> None:
    package = a_package(cast, as_)
    arrival = opened(cast, package.content, package.words)
    done = actions.discard_arrival(
        arrival=arrival, why="For Mill Road.", version=arrival.version, by=cast.other_dsl
    )
    assert (done.state, done.told, done.not_kept_why) == (ArrivalState.NOT_KEPT, {}, "For Mill Road.")
    kept = Arrival.objects.get(pk=done.pk).record
    assert kept is not None
    assert kept.destroyed_at is not None
    assert all(here(row).file.destroyed_at for row in done.files.select_related("file__file"))
    opened(cast, package.content, package.words)  # and it may come again


# -- who may ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", Cast.accounts())
def test_leads_and_head_of_the_school_it_came_to_and_nobody_else(cast: Cast, name: str) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    arrival = taken_in(cast, opened(cast, package.content, package.words), pupil)
    user = cast.user(name)
    seen = ARRIVALS.visible_to(user, Arrival.objects.all()).exists()
    assert (
        seen
        == ARRIVALS.allows(user, Capability.RECEIVE_FILES, arrival)
        == (name in {"other_dsl", "other_head"})
    )
    found = CHILDREN.visible_to(user, Person.objects.filter(pk=pupil.pk)).exists()
    assert found == CHILDREN.allows(user, Capability.WORK, pupil) == seen


def test_a_parent_among_the_leads_sees_nothing_of_it_before_or_after(cast: Cast) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    own = cast.person_of(cast.other_head, cast.other)
    Guardianship.objects.create(pupil=pupil, guardian=own)
    arrival = opened(cast, package.content, package.words)
    head = cast.user("other_head")
    assert not ARRIVALS.visible_to(head, Arrival.objects.all()).exists()
    arrival = taken_in(cast, arrival, pupil)
    assert not ARRIVALS.visible_to(head, Arrival.objects.all()).exists()
    assert not CHILDREN.visible_to(head, Person.objects.filter(pk=pupil.pk)).exists()
    assert not Message.objects.filter(notice="moving.file_taken_in", to_user=head).exists()
    client = sign_in(Client(), head)
    hidden = client.get(arrival.get_absolute_url())
    missing = client.get(reverse("arrival", args=["AAAA-AAAA"]))
    assert (hidden.status_code, len(hidden.content)) == (404, len(missing.content))


def test_somebody_of_the_household_who_works_there_does_not_see_it(cast: Cast) -> None:
    package = a_package(cast)  # Zoë's mother is Leila Haddad
    own = cast.person_of(cast.other_head, cast.other)
    Person.objects.filter(pk=own.pk).update(
        given_name="Leila", family_name="Haddad", search_text="leila haddad"
    )
    arrival = opened(cast, package.content, package.words)
    assert not ARRIVALS.visible_to(cast.user("other_head"), Arrival.objects.filter(pk=arrival.pk)).exists()
    assert ARRIVALS.visible_to(cast.other_dsl, Arrival.objects.filter(pk=arrival.pk)).exists()


def test_nobody_else_puts_a_file_here(cast: Cast) -> None:
    for user in (cast.other_dsl, cast.chair, cast.teacher):
        sent = uploaded(pdf(), sealed=False)
        with pytest.raises(PermissionDenied):
            actions.receive_file(school=cast.school, sent=sent, by=user)
        sent.close()


# -- pages -----------------------------------------------------------------------------------------


def test_from_the_upload_to_the_receipt_by_pages(cast: Cast, as_: As) -> None:
    package, pupil = a_package(cast, as_), the_pupil_there(cast)
    client = sign_in(Client(), cast.other_dsl)
    to = put_by_form(client, package.content)["Location"]
    arrival = Arrival.objects.get()
    assert to == reverse("arrival_open", args=[arrival.reference])
    wrong = client.post(to, {"version": 1, "words": "maple river seven kettle oak tin"})
    assert wrong.status_code == 422
    assert "do not open the file" in wrong.content.decode()
    assert client.post(to, {"version": 1, "words": package.words})["Location"] == arrival.get_absolute_url()
    page = client.get(arrival.get_absolute_url()).content.decode()
    assert all(word in page for word in ("Zoë Haddad", "Leila Haddad", "Child B", cast.school.name))
    assert f"Sent on {day(timezone.localdate())}" in page
    whose = reverse("arrival_pupil", args=[arrival.reference])
    client.post(whose, {"version": 2, "pupil": pupil.pk})
    page = client.get(arrival.get_absolute_url()).content.decode()
    assert "Until then they chase it" in page
    file = client.post(reverse("arrival_file", args=[arrival.reference, 2]), {"confirmed": "on"})
    assert b"".join(file.streaming_content) == png()  # type: ignore[attr-defined]
    assert AuditEvent.objects.about(arrival).filter(code="moving.arrival_file_opened").exists()


def test_words_can_be_tried_ten_times_in_ten_minutes(cast: Cast) -> None:
    arrival, client = arrived(cast, sealed(parts_of(a_record()))), sign_in(Client(), cast.other_dsl)
    cache.clear()
    page = reverse("arrival_open", args=[arrival.reference])
    said = [client.post(page, {"version": 1, "words": "no"}).content.decode() for _ in range(11)]
    assert "Wait ten minutes" not in said[9]
    assert "Wait ten minutes" in said[10]


def test_an_ordinary_document_is_kept_with_who_sent_it_and_when(cast: Cast) -> None:
    client, pupil = sign_in(Client(), cast.other_dsl), the_pupil_there(cast)
    to = put_by_form(client, pdf())["Location"]
    arrival = Arrival.objects.get()
    assert to == reverse("arrival_describe", args=[arrival.reference])
    day = {"sent_on_0": "2", "sent_on_1": "11", "sent_on_2": "2026"}
    given = {"version": 1, "sender": "Eastbrook Academy", "sent_by": "M Lindqvist, lead", **day}
    assert client.post(to, given)["Location"] == arrival.get_absolute_url()
    taken_in(cast, Arrival.objects.get(), pupil)
    page = client.get(reverse("child_chronology", args=[pupil.pk])).content.decode()
    assert "A document from another school" in page
    file = client.post(reverse("arrival_file", args=[arrival.reference, 1]), {"confirmed": "on"})
    assert b"".join(file.streaming_content) == pdf()  # type: ignore[attr-defined]


def test_a_file_inside_that_may_be_illegal_is_closed_for_good(cast: Cast, as_: As) -> None:
    package = a_package(cast, as_)
    arrival = opened(cast, package.content, package.words)
    client = sign_in(Client(), cast.other_dsl)
    client.post(reverse("arrival_doubt", args=[arrival.reference, 2]))
    refused = client.post(reverse("arrival_file", args=[arrival.reference, 2]), {"confirmed": "on"})
    assert refused.status_code == 422
    with pytest.raises(NotNow, match="may be illegal"):
        actions.discard_arrival(arrival=arrival, why="No", version=arrival.version, by=cast.other_dsl)


def test_the_pages_ask_the_same_number_of_questions_however_much_came(cast: Cast, as_: As) -> None:
    package, pupil = a_package(cast), the_pupil_there(cast)
    client = sign_in(Client(), cast.other_dsl)
    taken_in(cast, opened(cast, package.content, package.words), pupil)
    pages = [
        reverse("arrivals"),
        f"{reverse('arrivals')}?show=done",
        reverse("child_chronology", args=[pupil.pk]),
    ]

    def counted() -> list[int]:
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            found.append(len(asked))
        return found

    first = counted()
    for number in range(3):
        made = arrived(cast, pdf(), sealed=False)
        described = actions.describe_arrival(
            arrival=made, sender=f"School {number}", sent_by="Lead", sent_on=timezone.localdate(), version=1,
            by=cast.other_dsl,
        )  # fmt: skip
        taken_in(cast, described, pupil)
    assert counted() == first
    assert max(first) <= 30


def test_a_kind_that_is_no_pupil_is_not_suggested(cast: Cast) -> None:
    package = a_package(cast)
    Person.objects.create(
        school=cast.other,
        kind=PersonKind.OTHER,
        given_name="Zoë",
        family_name="Haddad",
        search_text="zoe haddad",
    )
    arrival = opened(cast, package.content, package.words)
    assert not arrival.named.filter(is_pupil=True).exists()
