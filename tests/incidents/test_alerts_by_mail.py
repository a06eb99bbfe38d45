"""Alerts by email: a real conversation with a real IMAP server over TLS, and mails that mean no good."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents import tasks
from incidents.alerts import collecting
from incidents.alerts.collecting import collect
from incidents.alerts.incoming import Unreadable
from incidents.alerts.mail import LARGEST, alert_of, letter_of, words_of
from incidents.alerts.mailbox import MailboxDown
from incidents.models import Alert
from incidents.vocabulary.watching import Severity, Way
from tests.cast import Cast
from tests.incidents.alerting import a_source
from tests.incidents.imap import MailboxServer, mailbox

__all__ = ["mailbox"]

BODY = """Lookout has raised an alert.

Alert ID: 4711
Date and time: 27/11/2026 13:05
Username: zoe.haddad
Computer: LAP-0042
Risk level: 4
Category: Self harm
URL: https://nasty.example/bruises
Screenshot: yes
"""


def a_mail(body: str = BODY, *, to: str = "alerts@harbour.example", **headers: str) -> bytes:
    mail = EmailMessage()
    told = {
        "From": "Lookout <no-reply@lookout.example>", "To": to, "Subject": "Alert", "Message-ID": "<1@lookout.example>",
        "Date": "Fri, 27 Nov 2026 13:06:00 +0000", **headers,
    }  # fmt: skip
    for name, value in told.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    return mail.as_bytes()


@pytest.fixture
def source(cast: Cast) -> Any:
    return a_source(cast, Way.MAIL)


def test_a_mail_becomes_an_alert_and_is_marked_only_then(
    cast: Cast, source: Any, mailbox: MailboxServer
) -> None:
    mail = mailbox.put(a_mail())
    assert collect() == 1
    alert = Alert.objects.get()
    assert (alert.external_id, alert.user_typed, alert.person, alert.device) == (
        "4711", "zoe.haddad", cast.pupil, "LAP-0042",
    )  # fmt: skip
    assert (alert.content, alert.category, alert.severity) == (
        "https://nasty.example/bruises", "Self harm", Severity.HIGH,
    )  # fmt: skip
    assert (alert.capture, alert.doubtful) == (True, False)
    assert alert.raised_at == dt.datetime(2026, 11, 27, 13, 5, tzinfo=dt.UTC)
    assert mail.flags == {"\\Seen"}
    assert mailbox.said.index("STORE") > mailbox.said.index("FETCH")
    source.refresh_from_db()
    assert source.last_seen_at is not None


def test_what_cannot_be_kept_leaves_the_mail_unseen_and_it_is_read_again(
    cast: Cast, source: Any, mailbox: MailboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = mailbox.put(a_mail())

    def fails(**told: Any) -> None:
        raise ValueError("the database is away")

    with monkeypatch.context() as patch:
        patch.setattr(collecting, "receive_alerts", fails)
        with pytest.raises(RuntimeError):
            collect()
    assert mail.flags == set()
    assert collect() == 1
    assert Alert.objects.count() == 1


def test_a_line_cut_after_it_was_kept_makes_no_second_alert(
    cast: Cast, source: Any, mailbox: MailboxServer
) -> None:
    mail = mailbox.put(a_mail())
    mailbox.cut = {"STORE"}
    with pytest.raises(MailboxDown):
        collect()
    assert (Alert.objects.count(), mail.flags) == (1, set())
    mailbox.cut = set()
    assert collect() == 1
    assert (Alert.objects.count(), mail.flags) == (1, {"\\Seen"})


@pytest.mark.parametrize("what", ["LOGIN", "SELECT", "SEARCH", "FETCH"])
@pytest.mark.parametrize("how", ["refuse", "cut"])
def test_a_mailbox_that_misbehaves_loses_nothing(
    cast: Cast, source: Any, mailbox: MailboxServer, what: str, how: str
) -> None:
    mail = mailbox.put(a_mail())
    setattr(mailbox, how, {what})
    with pytest.raises(MailboxDown) as why:
        collect()
    assert "lantern" not in str(why.value)
    assert (Alert.objects.count(), mail.flags) == (0, set())


def test_a_server_whose_certificate_nobody_signed_is_told_nothing(
    cast: Cast, source: Any, mailbox: MailboxServer, settings: Any
) -> None:
    settings.ALERTS_MAILBOX_CA = ""
    with pytest.raises(MailboxDown):
        collect()
    assert mailbox.said == []


def test_without_a_mailbox_nothing_is_tried(cast: Cast, settings: Any) -> None:
    settings.ALERTS_MAILBOX_URL = ""
    tasks.collect_alerts()


def test_the_task_reads_the_mailbox(cast: Cast, source: Any, mailbox: MailboxServer) -> None:
    mailbox.put(a_mail())
    tasks.collect_alerts()
    assert Alert.objects.count() == 1


def test_each_school_has_its_own_address_and_a_strange_one_is_flagged(
    cast: Cast, source: Any, mailbox: MailboxServer
) -> None:
    a_source(cast, Way.MAIL, school=cast.other, by="other_dsl", mail_to="alerts@mill.example")
    mailbox.put(a_mail(to="alerts@mill.example"))
    strange = mailbox.put(a_mail(to="somebody@else.example"))
    collect()
    assert Alert.objects.get().school == cast.other
    assert strange.flags == {"\\Seen", "\\Flagged"}


def test_a_mail_from_another_address_is_taken_and_marked_as_doubtful(
    cast: Cast, source: Any, mailbox: MailboxServer
) -> None:
    mailbox.put(a_mail(From="somebody@forged.example"))
    collect()
    assert Alert.objects.get().doubtful


def test_what_is_attached_is_never_kept(cast: Cast, source: Any, mailbox: MailboxServer) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = "no-reply@lookout.example", "alerts@harbour.example"
    mail.set_content("Username: zoe.haddad\nURL: nasty.example")
    mail.add_attachment(b"\xff\xd8\xff zqpicqz", maintype="image", subtype="jpeg", filename="screen.jpg")
    mail.add_attachment("zqtextqz", filename="log.txt")
    mailbox.put(mail.as_bytes())
    collect()
    alert = Alert.objects.get()
    assert "zq" not in "".join(str(value) for value in vars(alert).values())


def test_a_mail_that_is_too_large_stays_and_is_flagged(
    cast: Cast, source: Any, mailbox: MailboxServer
) -> None:
    large = mailbox.put(a_mail("x\n" * LARGEST))
    mailbox.put(a_mail())
    collect()
    assert Alert.objects.count() == 1
    assert "\\Flagged" in large.flags


def test_only_html_is_read_as_its_words() -> None:
    html = (
        "<html><head><title>t</title><style>p{}</style><script>evil()</script></head><body><table><tr><td>Username:</td>"
        "<td>zoe.haddad</td></tr><tr><td>URL:</td><td>nasty.example &lt;b&gt;</td></tr></table><p>&amp; more"
    )
    assert words_of(html) == "Username: zoe.haddad\nURL: nasty.example <b>\n& more"


def test_a_mail_without_known_lines_is_kept_whole() -> None:
    letter = letter_of(a_mail("Somebody searched for something bad.", Subject="Danger"))
    alert = alert_of(letter, doubtful=False)
    assert alert.content == "Danger\nSomebody searched for something bad."
    assert alert.external_id == "<1@lookout.example>"
    assert alert.raised_at == dt.datetime(2026, 11, 27, 13, 6, tzinfo=dt.UTC)


HOSTILE = [
    b"",
    b"\x00" * 1000,
    b"From: \xff\xfe\nTo: =?utf-8?q?=00?= <alerts@harbour.example>\n\nUsername: x\x00y",
    b"Content-Type: text/plain; charset=nonsense\nTo: alerts@harbour.example\n\nUsername: \xe9\xe8",
    b"Content-Type: multipart/mixed; boundary=\n\n--\n--\n",
    b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!",
    b"Date: Fri, 99 Foo 99999 99:99:99 +9999\nTo: alerts@harbour.example\n\nUser: x",
    b"To: " + b"a@b.example, " * 5000 + b"\n\nUser: x",
    b"Subject: " + b"=?utf-8?b?" * 500 + b"\n\nUser: x",
    b"Content-Type: message/rfc822\n\n" * 400 + b"User: x",
]


@pytest.mark.parametrize("raw", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_mail_is_an_alert_or_is_refused_and_breaks_nothing(raw: bytes) -> None:
    try:
        alert = alert_of(letter_of(raw), doubtful=False)
    except Unreadable:
        return
    assert "\x00" not in f"{alert.user}{alert.content}{alert.external_id}"
    assert alert.raised_at <= timezone.now() + dt.timedelta(days=1)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_a_mail(head: bytes, body: bytes) -> None:
    with suppress(Unreadable):
        alert_of(letter_of(head + b"\n\n" + body), doubtful=False)


def test_a_hostile_mail_does_not_hold_up_the_next(cast: Cast, source: Any, mailbox: MailboxServer) -> None:
    for raw in HOSTILE:
        mailbox.put(raw)
    mailbox.put(a_mail())
    collect()
    assert Alert.objects.filter(external_id="4711").exists()
    assert all("\\Seen" in mail.flags for mail in mailbox.mails)
