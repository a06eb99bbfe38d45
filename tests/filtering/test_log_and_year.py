"""The change-control log, its reviews, the provider's list, the yearly review."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.governance.models import Course, Training
from esafety.outbox.relay import drain
from esafety.papers import cabinet
from esafety.schooldays.calendar import Span
from esafety.schooldays.years import year_of
from filtering import actions, evidence
from filtering.actions.guard import fresh
from filtering.evidence import NOT_RECORDED, Topic, told
from filtering.links import token_of
from filtering.models import Decision, FrozenReview, LogLine, LogReview, ReviewSignature, YearlyReview
from filtering.queries.evidence import evidence_of
from filtering.queries.log import A_PAGE, Sought, lines, page
from filtering.vocabulary import Entry, Kind, ReviewStage, Signatory, Stage
from incidents.filter_weakness import suppressed
from tests.cast import Cast, sign_in
from tests.filtering.asking import advance, agree, ask, today
from tests.house.filtering_world import a_check, a_year, sign


def review_the_log(cast: Cast, **more: Any) -> LogReview:
    """The co-ordinator and the governor go through the last month."""
    told: dict[str, Any] = {
        "held_on": today(),
        "from_on": today() - dt.timedelta(days=30),
        "until_on": today(),
        "co_ordinator": cast.co_ordinator,
        "governor": cast.safety_governor,
        "seen": "All of it",
        "actions": "",
    }
    return actions.record_log_review(school=cast.school, by=cast.co_ordinator, **(told | more))


def test_the_database_refuses_to_change_the_log(cast: Cast) -> None:
    advance(cast, ask(cast), Stage.SENT)
    review_the_log(cast)
    sign(cast, a_year(cast, year_of(today()).begins))
    for model in (LogLine, Decision, LogReview, ReviewSignature):
        row = model.objects.all()[0]
        for attempt in (lambda r=row: r.delete(), lambda m=model: m.objects.update(id=0)):
            with pytest.raises(DatabaseError), transaction.atomic():
                attempt()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM filtering_logline")


def test_pages_of_the_log_hold_every_line_once(cast: Cast) -> None:
    for number in range(A_PAGE + 7):
        ask(cast, Kind.BLOCK, addresses=f"site{number}.example")
    first = page(cast.school, cast.co_ordinator, Sought())
    second = page(cast.school, cast.co_ordinator, Sought(), before=first.older)
    seen = [one.pk for one in (*first.lines, *second.lines)]
    assert seen == sorted(LogLine.objects.values_list("pk", flat=True), reverse=True)
    back = page(cast.school, cast.co_ordinator, Sought(), after=second.newer)
    assert [one.pk for one in back.lines] == seen[:A_PAGE][-len(back.lines) :]
    assert (first.newer, second.older) == ("", "")
    assert page(cast.school, cast.co_ordinator, Sought(), before="nobody").lines == first.lines


def test_the_log_is_found_in(cast: Cast) -> None:
    mine, _ = ask(cast, addresses="vikings.example"), ask(cast, addresses="romans.example")
    agree(cast, mine)
    found = lambda **how: {one.reference for one in lines(cast.school, cast.co_ordinator, Sought(**how))}  # noqa: E731
    assert (
        found(words="vikings") == found(entry=Entry.AGREED) == found(words=mine.reference) == {mine.reference}
    )
    assert found(until_on=today() - dt.timedelta(days=1)) == set()
    assert len(found(from_on=today())) == 2
    client = sign_in(Client(), cast.safety_governor)
    url = reverse("filtering_log")
    assert "romans.example" not in client.get(f"{url}?words=vikings").content.decode()
    assert client.get(f"{url}?entry=nonsense&from_on_0=99&before=%00&words=%00").status_code == 200


def test_the_file_holds_no_formula(cast: Cast) -> None:
    ask(cast, Kind.BLOCK, purpose="=HYPERLINK(1)")
    client = sign_in(Client(), cast.safety_governor)
    answer = client.get(reverse("filtering_log_export"))
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[1][6] == "'=HYPERLINK(1)"
    assert AuditEvent.objects.get(code="filtering.log_exported").detail == {"count": 1}
    assert (
        sign_in(Client(), cast.safety_governor, recently=False)
        .get(reverse("filtering_log_export"))["Location"]
        .startswith("/account/confirm/")
    )


def test_the_log_as_a_document(cast: Cast, settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    ask(cast, addresses="vikings.example")
    ask(cast, addresses="romans.example")
    client = sign_in(Client(), cast.safety_governor)
    answer = client.post(reverse("filtering_log_print") + "?words=vikings", follow=True)
    drain()
    made = client.get(answer.request["PATH_INFO"].rstrip("/") + "/download/")
    body = b"".join(made.streaming_content)
    text = " ".join(one.extract_text() for one in PdfReader(io.BytesIO(body)).pages)
    assert "vikings.example" in text
    assert "romans.example" not in text


def test_the_governor_and_the_co_ordinator_review_the_log(cast: Cast) -> None:
    review_the_log(cast)
    assert (
        "Mary Quill with Priya Nair"
        in sign_in(Client(), cast.dsl).get(reverse("filtering_log")).content.decode()
    )
    with pytest.raises(NotNow, match="online safety governor of this school"):
        review_the_log(cast, governor=cast.governor)
    with pytest.raises(NotNow, match="today or in the past"):
        review_the_log(cast, held_on=today() + dt.timedelta(days=1))


# -- the provider ------------------------------------------------------------------------------------


def fetch(token: str) -> list[dict[str, str]]:
    answer = Client().get(reverse("filtering_pull_json", args=[token]))
    assert answer.status_code == 200
    found: list[dict[str, str]] = json.loads(answer.content)["changes"]
    return found


def test_the_providers_system_fetches_addresses_and_nobodys_name(cast: Cast) -> None:
    token = actions.turn_pull_address(school=cast.school, by=cast.technician).token
    request = agree(cast, ask(cast, addresses="münchen.example", purpose="zqpurposeqz"))
    ask(cast, addresses="undecided.example")
    (line,) = fetch(token)
    assert line == {
        "action": "open",
        "address": "https://xn--mnchen-3ya.example",
        "group": "ks2",
        "from": today().isoformat(),
        "until": (today() + dt.timedelta(days=4)).isoformat(),
        "reference": request.reference,
    }
    actions.say_not_needed(asked=request, by=cast.teacher)
    assert fetch(token)[0]["action"] == "close"
    body = b"".join(Client().get(reverse("filtering_pull_csv", args=[token])).streaming_content).decode()
    assert body.splitlines()[0] == "action,address,group,from,until,reference"
    for word in ("zqpurposeqz", "Rashid", "History"):
        assert word not in body
    actions.confirm_closed(asked=fresh(request), by=cast.technician)
    assert fetch(token) == []


def test_a_new_address_stops_the_old_and_its_token_is_kept_nowhere(cast: Cast) -> None:
    old = actions.turn_pull_address(school=cast.school, by=cast.technician)
    client = sign_in(Client(), cast.technician)
    shown = client.post(reverse("filtering_pull_turn")).content.decode()
    assert "shown once" in shown
    assert Client().get(reverse("filtering_pull_json", args=[old.token])).status_code == 404
    assert old.token not in str(vars(old.address))
    assert "filtering/pull/" not in client.get(reverse("filtering_pull")).content.decode()
    client.post(reverse("filtering_pull_stop"))
    with pytest.raises(NotNow):
        actions.stop_pull_address(school=cast.school, by=cast.technician)
    with pytest.raises(PermissionDenied):
        actions.turn_pull_address(school=cast.school, by=cast.teacher)


def test_last_used_is_told_and_written_down_once_an_hour(cast: Cast) -> None:
    token = actions.turn_pull_address(school=cast.school, by=cast.technician).token
    client = sign_in(Client(), cast.technician)
    assert "has not been used yet" in client.get(reverse("filtering_pull")).content.decode()
    for _ in range(5):
        fetch(token)
    assert AuditEvent.objects.filter(code="filtering.pulled").count() == 1
    assert "It was last used on" in client.get(reverse("filtering_pull")).content.decode()


def test_whoever_asks_too_often_is_told_to_wait(cast: Cast) -> None:
    token = actions.turn_pull_address(school=cast.school, by=cast.technician).token
    url = reverse("filtering_pull_csv", args=[token])
    statuses = [Client().get(url).status_code for _ in range(61)]
    assert statuses[-1] == 429
    assert set(statuses[:60]) == {200}


def test_the_page_in_the_providers_mail_shows_what_to_do_until_it_is_over(cast: Cast) -> None:
    request = agree(cast, ask(cast, addresses="vikings.example", purpose="zqpurposeqz"))
    url = reverse("filtering_instruction", args=[token_of(request)])
    text = Client().get(url).content.decode()
    assert "Please open these addresses." in text
    assert "vikings.example" in text
    assert 'href="https://vikings.example' not in text
    for word in ("zqpurposeqz", "Rashid", "History"):
        assert word not in text
    advance(cast, request, Stage.CLOSING)
    assert "Please close the exception" in Client().get(url).content.decode()
    advance(cast, request, Stage.DONE)
    assert Client().get(url).status_code == 404
    assert Client().get(reverse("filtering_instruction", args=["wrong"])).status_code == 404


# -- the year ----------------------------------------------------------------------------------------


def test_a_year_is_written_put_forward_signed_by_three_and_frozen(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    advance(cast, ask(cast), Stage.DONE)
    a_check(cast, reached=1)
    review = sign(cast, a_year(cast, year_of(today()).begins))
    assert review.stage == ReviewStage.SIGNED
    drain()
    frozen = FrozenReview.objects.get(review=review)
    assert frozen.file is not None
    client = sign_in(Client(), cast.safety_governor)
    answer = client.get(reverse("filtering_year_download", args=[review.pk]))
    text = " ".join(
        one.extract_text() for one in PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    )
    for words in (
        "As agreed in the meeting.",
        "Ruth Adeyemi",
        "Nick Farrow",
        "Mary Quill",
        "7 or fewer",
        "No course was taken in the year.",
        "1 exception was closed, 0 of them more than a day after the end.",
        "1 fault was found; 1 is not put right yet.",
    ):
        assert words in " ".join(text.split()), words
    assert b"".join(cabinet.read(frozen.file)).startswith(b"%PDF")
    with pytest.raises(NotNow):
        actions.take_year_back(review=review, by=cast.co_ordinator)


def test_each_signs_once_in_their_own_role_what_they_read(cast: Cast) -> None:
    review = a_year(cast, year_of(today()).begins)
    with pytest.raises(NotNow, match="not the one you read"):
        actions.sign_year(review=review, role=Signatory.DSL, edition=1, by=cast.dsl)
    review = actions.put_year_forward(review=review, by=cast.co_ordinator)
    with pytest.raises(PermissionDenied):
        actions.sign_year(review=review, role=Signatory.GOVERNOR, edition=1, by=cast.dsl)
    actions.sign_year(review=review, role=Signatory.DSL, edition=1, by=cast.dsl)
    with pytest.raises(NotNow, match="signed already"):
        actions.sign_year(review=review, role=Signatory.DSL, edition=1, by=cast.dsl)
    review = actions.take_year_back(review=YearlyReview.objects.get(), by=cast.co_ordinator)
    review = actions.put_year_forward(review=review, by=cast.co_ordinator)
    assert review.edition == 2
    assert not review.signatures.filter(edition=2).exists()
    with pytest.raises(NotNow, match="not the one you read"):
        actions.sign_year(review=review, role=Signatory.IT, edition=1, by=cast.technician)


def test_an_empty_part_is_not_put_forward(cast: Cast) -> None:
    review = actions.begin_year(school=cast.school, year=year_of(today()), by=cast.co_ordinator)
    with pytest.raises(NotNow, match="Write every part first"):
        actions.put_year_forward(review=review, by=cast.co_ordinator)
    with pytest.raises(NotNow, match="there already"):
        actions.begin_year(school=cast.school, year=year_of(today()), by=cast.co_ordinator)
    with pytest.raises(NotNow, match="has not begun"):
        actions.begin_year(school=cast.school, year=year_of(today()).next, by=cast.co_ordinator)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "7 or fewer"), (7, "7 or fewer"), (8, "about 10"), (12, "about 10"), (13, "about 15")],
)
def test_incidents_are_told_in_numbers_that_hide_people(count: int, said: str) -> None:
    assert suppressed(count) == said


def test_the_next_review_begins_where_the_last_ended(cast: Cast) -> None:
    last = review_the_log(cast)
    page = sign_in(Client(), cast.safety_governor).get(reverse("filtering_log_review")).content.decode()
    for name, day in (("held_on", today()), ("from_on", last.until_on), ("until_on", today())):
        assert re.search(rf'name="{name}_0"[^>]* value="{day.day}"', page), name
    for user in (cast.safety_governor, cast.co_ordinator):
        assert re.search(rf'<option value="{user.pk}" selected>', page), str(user)


def test_agreed_and_declined_stand_in_their_own_columns(cast: Cast) -> None:
    advance(cast, ask(cast), Stage.SENT)
    advance(cast, ask(cast, addresses="second.example"), Stage.SENT)
    refused = ask(cast, addresses="third.example")
    actions.decline(asked=refused, reason="Not needed.", version=refused.version, by=cast.co_ordinator)
    for name in "abc":
        ask(cast, addresses=f"{name}.example")
    review = a_year(cast, year_of(today()).begins)
    page = sign_in(Client(), cast.safety_governor).get(review.get_absolute_url()).content.decode()
    row = re.search(rf'<tr[^>]*><th scope="row"[^>]*>{Kind.UNBLOCK.label}</th>(.*?)</tr>', page)
    assert row is not None
    cells = dict(re.findall(r'data-label="(\w+)">(\d+)<', row[1]))
    assert cells == {"Asked": "6", "Agreed": "2", "Declined": "1", "Waiting": "3"}
    context = {"review": review, "evidence": evidence_of(cast.school, review.school_year.span)}
    paper = render_to_string("papers/filtering_year.html", context)
    row = re.search(rf'<th scope="row">{Kind.UNBLOCK.label}</th>(.*?)</tr>', paper)
    assert row is not None
    assert re.findall(r"<td>(\d+)</td>", row[1]) == ["6", "2", "1", "3"]
    assert (
        paper.index(">Asked<")
        < paper.index(">Agreed<")
        < paper.index(">Declined<")
        < paper.index(">Waiting<")
    )


def test_training_comes_from_its_register_and_names_nobody(cast: Cast) -> None:
    year = year_of(today())
    course = Course.objects.create(school=cast.school, title="Online safety", for_everybody=True)
    for one in (cast.teacher, cast.dsl):
        Training.objects.create(
            course=course, person=cast.person_of(one), taken_on=today(), entered_by=cast.dsl
        )
    said = evidence_of(cast.school, year.span)["training"]
    assert "Online safety (2)" in said
    assert "Courses for everybody, in date: Online safety, " in said
    assert str(cast.teacher) not in said


def test_what_no_room_gives_is_not_recorded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    span = Span(today(), today())
    monkeypatch.delitem(evidence._tellers, Topic.TRAINING)
    assert told(Topic.TRAINING, cast.school, span) == NOT_RECORDED
    assert told(Topic.INCIDENTS, cast.school, span).endswith("7 or fewer.")
