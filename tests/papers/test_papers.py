"""A paper from wish to download: who gets it, who gets nothing, and what a person sees on the way."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esafety.audit.models import AuditEvent
from esafety.outbox.patience import NotDone
from esafety.outbox.registry import promises
from esafety.outbox.schedule import plans
from esafety.outbox.vocabulary import State
from esafety.papers import making
from esafety.papers.actions import try_again, want
from esafety.papers.models import Paper
from esafety.papers.purging import purge
from esafety.papers.vocabulary import Stage, Why
from esafety.people.models import School, User
from tests.papers.conftest import body, end_post, kept_files, read_pdf, run, signed_in, text_of, trail
from tests.papers.posters import CANARY, POSTER

pytestmark = pytest.mark.django_db


def page(user: User, paper: Paper, name: str = "paper", **headers: Any) -> Any:
    return signed_in(user).get(reverse(f"papers:{name}", args=[paper.reference]), headers=headers)


def words(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_from_wish_to_download(dsl: User, school: School, paper: Paper) -> None:
    waiting = page(dsl, paper)
    assert "Waiting for its turn" in words(waiting)
    assert "0%" in words(waiting)
    done = run(paper)
    assert (done.stage, done.percent) == (Stage.READY, 100)
    ready = page(dsl, paper)
    assert "The document is ready: 1 page" in words(ready)
    answer = page(dsl, paper, "download")
    reader = read_pdf(answer)
    assert CANARY in text_of(reader)
    assert f"Printed by Ada Byrne on {timezone.localdate():%-d %B %Y}" in text_of(reader)
    assert paper.reference in text_of(reader)
    assert trail(school) == ["paper.requested", "paper.made", "paper.downloaded"]


def test_a_download_is_saved_and_never_runs_in_the_site(dsl: User, made: Paper) -> None:
    answer = page(dsl, made, "download")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="poster-{made.school_id}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert "no-store" in answer["Cache-Control"]
    assert int(answer["Content-Length"]) == len(body(answer))


def test_the_waiting_page_asks_again_with_and_without_scripts(dsl: User, paper: Paper) -> None:
    whole = page(dsl, paper).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in whole
    part = page(dsl, paper, HX_Request="true").content.decode()
    assert "<html" not in part
    assert "every 2s" in part or "delay:2s" in part
    run(paper)
    assert "hx-get" not in page(dsl, paper, HX_Request="true").content.decode()
    assert "refresh" not in page(dsl, paper).content.decode()


def test_the_steps_are_seen_while_it_is_made(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    real = Paper.reach
    monkeypatch.setattr(Paper, "reach", lambda self, step: (real(self, step), seen.append(_percent(self)))[0])
    run(paper)
    assert seen == [10, 25, 75, 95]


def _percent(paper: Paper) -> int:
    return Paper.objects.get(pk=paper.pk).percent


def _steady(answer: Any) -> dict[str, str]:
    """The headers that do not carry the request's own number."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-ID"}


def test_nobody_else_learns_that_it_exists(head: User, dsl: User, made: Paper) -> None:
    for name in ("paper", "download"):
        answer, missing = (
            page(head, made, name),
            signed_in(head).get(f"/papers/AAAA-AAAA/{'download/' * (name == 'download')}"),
        )
        assert (answer.status_code, missing.status_code) == (404, 404)
        assert answer.content == missing.content
        assert _steady(answer) == _steady(missing)
    stranger = Client().get(reverse("papers:download", args=[made.reference]))
    assert stranger.status_code == 302
    assert "paper.downloaded" not in trail(made.school)


def test_a_right_that_ended_before_it_was_made_leaves_nothing(dsl: User, paper: Paper, settings: Any) -> None:
    end_post(dsl)
    done = run(paper)
    assert (done.stage, done.last_error, done.file) == (Stage.WITHHELD, Why.RIGHT_ENDED, None)
    assert kept_files(settings) == []
    assert trail(paper.school)[-1] == "paper.withheld"


def test_a_closed_account_gets_nothing(dsl: User, paper: Paper) -> None:
    User.objects.filter(pk=dsl.pk).update(is_active=False)
    assert run(paper).stage == Stage.WITHHELD


def test_a_right_that_ended_after_it_was_made_ends_the_download(dsl: User, made: Paper) -> None:
    end_post(dsl)
    missing = signed_in(dsl).get("/papers/AAAA-AAAA/download/")
    for name in ("paper", "download"):
        assert page(dsl, made, name).content == missing.content
    assert "paper.downloaded" not in trail(made.school)


def test_who_may_not_cannot_even_ask(school: School, dsl: User) -> None:
    end_post(dsl)
    with pytest.raises(PermissionDenied):
        want(POSTER, about=school, by=dsl)
    assert not Paper.objects.exists()


def test_pressed_twice_one_paper_is_made(school: School, dsl: User, head: User) -> None:
    first = want(POSTER, about=school, by=dsl)
    assert want(POSTER, about=school, by=dsl) == first
    assert want(POSTER, about=school, by=head) != first
    run(first)
    assert want(POSTER, about=school, by=dsl) != first


def test_made_twice_at_once_one_file_is_kept(paper: Paper, settings: Any) -> None:
    """A worker whose lease ran out comes back after another has finished."""
    late = Paper.objects.claim(paper.pk)
    assert late is not None
    other = Paper.objects.get(pk=paper.pk)
    making.make(other)
    making.make(late)
    settled = Paper.objects.get(pk=paper.pk)
    assert settled.stage == Stage.READY
    assert trail(paper.school).count("paper.made") == 1
    assert settled.file is not None
    assert settled.file.destroyed_at is None


def test_nothing_of_a_paper_is_on_disk_in_clear(made: Paper, settings: Any) -> None:
    (file,) = kept_files(settings)
    assert b"%PDF" not in file.read_bytes()
    assert CANARY.encode() not in file.read_bytes()


def test_an_altered_file_gives_a_plain_page_and_no_entry(dsl: User, made: Paper, settings: Any) -> None:
    (file,) = kept_files(settings)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    answer = page(dsl, made, "download")
    assert answer.status_code == 500
    assert "missing or was altered" in words(answer)
    assert "paper.downloaded" not in trail(made.school)


def test_a_server_without_pango_says_what_to_install(
    dsl: User, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*args: Any) -> Any:
        raise making.pdf.LibrariesMissing("libpango")

    with monkeypatch.context() as broken:
        broken.setattr(making.pdf, "render", missing)
        run(paper)
    said = words(page(dsl, paper))
    assert "libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0" in said
    assert "print that page from your browser" in said
    assert "Try again" in said
    answer = signed_in(dsl).post(reverse("papers:again", args=[paper.reference]))
    assert answer.status_code == 302
    assert run(paper).stage == Stage.READY
    assert trail(paper.school) == ["paper.requested", "paper.failed", "paper.retried", "paper.made"]


def test_a_template_that_breaks_gives_up_after_three_tries(
    dsl: User, paper: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "_html", lambda *args: 1 / 0)
    for _ in range(2):
        Paper.objects.update(due_at=timezone.now())
        with pytest.raises(NotDone):
            run(paper)
        assert Paper.objects.get().stage == Stage.PREPARING
    Paper.objects.update(due_at=timezone.now())
    assert run(paper).stage == Stage.FAILED
    assert "Something went wrong" in words(page(dsl, paper))


def test_a_paper_whose_makers_died_three_times_kills_no_fourth(paper: Paper) -> None:
    Paper.objects.update(attempts=3)
    assert run(paper).stage == Stage.FAILED


def test_trying_again_is_for_its_requester_who_still_may(dsl: User, head: User, paper: Paper) -> None:
    with pytest.raises(PermissionDenied):
        try_again(paper=paper, by=head)
    end_post(dsl)
    with pytest.raises(PermissionDenied):
        try_again(paper=paper, by=dsl)


def test_a_paper_not_made_in_time_is_not_made_late(paper: Paper) -> None:
    Paper.objects.update(expires_at=timezone.now())
    assert run(paper).last_error == Why.TOO_LATE


def test_a_paper_whose_record_is_gone_is_withheld(paper: Paper) -> None:
    Paper.objects.update(about_id=0)
    assert run(Paper.objects.get()).stage == Stage.WITHHELD


@pytest.mark.django_db(transaction=True)
def test_after_a_day_it_is_gone_but_known(dsl: User, made: Paper, settings: Any) -> None:
    assert purge() == 0
    assert len(kept_files(settings)) == 1
    Paper.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    assert page(dsl, made).status_code == 404
    assert purge() == 1
    assert kept_files(settings) == []
    made.refresh_from_db()
    assert made.file is not None
    assert re.fullmatch("[0-9a-f]{64}", made.file.sha256)
    assert purge() == 0


def test_looking_writes_nothing_and_each_download_writes_one_entry(dsl: User, made: Paper) -> None:
    before = AuditEvent.objects.count()
    for _ in range(5):
        page(dsl, made)
    assert AuditEvent.objects.count() == before
    body(page(dsl, made, "download"))
    assert signed_in(dsl).head(reverse("papers:download", args=[made.reference])).status_code == 405
    assert AuditEvent.objects.count() == before + 1


def test_done_without_a_file_is_impossible(paper: Paper) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.update(state=State.DONE)


def test_the_relay_makes_papers_and_clears_out_by_itself() -> None:
    assert Paper in [promise.model for promise in promises()]
    assert "papers.purge" in plans()
