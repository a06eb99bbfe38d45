"""From the mailbox to the school: whose mail it is, and what is done with it."""

from __future__ import annotations

import logging

from esafety.access.refusals import NotNow
from incidents.actions.alerts import receive_alerts
from incidents.alerts.incoming import Unreadable
from incidents.alerts.mail import Letter, alert_of, letter_of
from incidents.alerts.mailbox import Mailbox, open_mailbox
from incidents.models import AlertSource
from incidents.vocabulary.watching import Way

log = logging.getLogger(__name__)


def collect() -> int:
    """Take in what waits in the mailbox. Returns how many mails were understood. Raises MailboxDown.

    One mail that cannot be taken in does not hold up the others. A mistake of ours leaves the mail unseen: the next
    run tries it again; RuntimeError is raised at the end.
    """
    understood, failed = 0, 0
    with open_mailbox() as box:
        for number in box.unseen():
            try:
                understood += _deal_with(box, number)
            except OSError:
                raise
            except Exception:
                failed += 1
                log.exception("A mail with an alert could not be taken in; it stays unseen")
    if failed:
        raise RuntimeError(f"{failed} mail(s) with alerts could not be taken in")
    return understood


def _deal_with(box: Mailbox, number: str) -> bool:
    raw = box.read(number)
    taken = raw is not None and take_letter(raw)
    if not taken:
        log.warning("A mail in the mailbox of alerts was not understood; it is flagged there for a person")
    box.done(number, understood=taken)
    return taken


def take_letter(raw: bytes) -> bool:
    """Keep the alert of one mail. Whether it was understood and some source is written to at its address."""
    try:
        letter = letter_of(raw)
        source = source_for(letter)
        if source is None:
            return False
        alert = alert_of(letter, doubtful=bool(source.mail_from) and letter.sender != source.mail_from)
        receive_alerts(source=source, told=[alert], by=None)
    except (Unreadable, NotNow):
        return False
    return True


def source_for(letter: Letter) -> AlertSource | None:
    """The source whose address the mail was sent to."""
    sources = AlertSource.objects.current().filter(way=Way.MAIL)
    return sources.filter(mail_to__in=letter.to).order_by("pk").first()
