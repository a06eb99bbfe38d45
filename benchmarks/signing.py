"""`python -m benchmarks.signing`: an evening of signing, in full. Counts must be nought; times are rough.

10,000 parents are asked by mail, in batches; then parents sign with real double clicks (two threads press at once),
Back and Sign again; then 100,000 links that are none are opened. Each part can be made smaller by an option.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import random
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.scratch import say, scratch, where, write

if TYPE_CHECKING:
    from aup.models import Campaign
    from esafety.people.models import School, User

SAY_EVERY, SAY_EVERY_LINKS = 100, 10_000


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.signing")
    parser.add_argument("--families", type=int, default=10_000)
    parser.add_argument("--signatures", type=int, default=3_000)
    parser.add_argument("--links", type=int, default=100_000)
    parser.add_argument("--sqlite", action="store_true")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    asked = parser.parse_args()
    with scratch(asked.sqlite):
        lines = list(_measure(asked.families, asked.signatures, asked.links))
    table = "\n".join(lines)
    print(table)
    if asked.write:
        write("signing", table)
    return 0


def _measure(families: int, signatures: int, links: int) -> Iterator[str]:
    from django.conf import settings
    from django.db import connection

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    school, user = evening(families)
    machine = where(connection.vendor, 1).partition("gunicorn")[0]
    logging.getLogger("django.request").setLevel(logging.ERROR)  # a line for each link that is none
    yield f"{machine}in one process; begun at {time.strftime('%H:%M')}."
    yield ""
    yield "| what | count | seconds | lost | duplicated | unexpected |"
    yield "| --- | --- | --- | --- | --- | --- |"
    parts = (lambda: _ask(school, user, families), lambda: [_evening(signatures)], lambda: [_none(links)])
    for part in parts:
        for line in part():
            say(line)
            yield line


def evening(families: int) -> tuple[School, User]:
    """A school whose parents are to sign, and who asks them."""
    school, user, head = _place()
    _rules(school, user, head)
    _roll(school, families)
    return school, user


def invite(school: School, user: User) -> float:
    """Ask every parent, as far as the promise of a mail to each. Returns how many seconds that took."""
    from django.utils import timezone

    from aup import actions
    from aup.models import Round
    from aup.sending import work
    from aup.told import Chosen

    day = timezone.localdate() + dt.timedelta(days=21)
    campaign: Campaign = actions.draft_campaign(school=school, chosen=Chosen("Autumn", day), by=user)
    actions.start_campaign(campaign=campaign, by=user)
    return _timed(lambda: work(Round.objects.select_related("campaign__school").get()))


def _ask(school: School, user: User, families: int) -> Iterator[str]:
    """Invitations made and promised in batches, then delivered."""
    from django.core import mail

    from aup.models import Invitation
    from esafety.outbox.delivery import deliver
    from esafety.outbox.models import Message

    took = invite(school, user)
    signers = list(Invitation.objects.values_list("signer", flat=True))
    yield _line("invitations made and promised", len(signers), took, families, signers)
    mail.outbox = []
    waiting = list(Message.objects.filter(state="owed").values_list("pk", flat=True))
    took = _timed(lambda: [deliver(pk) for pk in waiting])
    to = [one.to[0] for one in mail.outbox]
    yield _line("mails handed over", len(to), took, families, to)


def _line(what: str, count: int, took: float, wanted: int, got: list[Any]) -> str:
    lost, twice = wanted - len(set(got)), len(got) - len(set(got))
    return f"| {what} | {count:,} | {took:.0f} | {lost} | {twice} | 0 |"


def _evening(signatures: int) -> str:
    """Parents at the desk, each press of Sign by two threads at once."""
    from django.core.cache import cache

    from aup.models import Invitation
    from tests.aup.evening import Evening

    evening = PressedTwice(Evening(random.Random(11)))
    began = time.monotonic()
    for invitation in Invitation.objects.select_related("signer", "school").order_by("pk").iterator():
        if len(evening.evening.acknowledged) >= signatures:
            break
        cache.clear()
        evening.evening.sit_down(invitation)
        if evening.evening.sittings % SAY_EVERY == 0:
            done = len(evening.evening.acknowledged)
            say(f"{done:,} signatures after {time.monotonic() - began:.0f} s: {evening.evening.tally()}")
    took, tally = time.monotonic() - began, evening.evening.tally()
    done = len(evening.evening.acknowledged)
    counts = f"{tally.lost} | {tally.duplicated} | {tally.unexpected}"
    return f"| signatures, each pressed twice at once, with Back | {done:,} | {took:.0f} | {counts} |"


class PressedTwice:
    """Makes every confirming press of an evening two presses at the same moment, from two threads."""

    def __init__(self, evening: Any) -> None:
        from django.db import connections
        from django.test import Client

        self.evening = evening
        ordinary = Client.post

        def post(client: Client, path: str, data: Any = None, **more: Any) -> Any:
            if not data or data.get("step") != "confirm":
                return ordinary(client, path, data, **more)
            second = Client()
            second.cookies = client.cookies

            def press() -> None:
                ordinary(second, path, data)
                connections.close_all()

            other = threading.Thread(target=press)
            other.start()
            answer = ordinary(client, path, data, **more)
            other.join()
            return answer

        Client.post = post  # type: ignore[method-assign]


def _none(links: int) -> str:
    """Links that are none: every answer must be the same bytes."""
    from django.test import Client

    from aup.models import Invitation
    from tests.aup.test_links import mutated

    token, chance, browser = Invitation.objects.latest("pk").token, random.Random(5), Client()
    answers: set[tuple[int, bytes]] = set()

    def ask() -> None:
        for number in range(links):
            if number and number % SAY_EVERY_LINKS == 0:
                say(f"{number:,} links: {len(answers)} kind of answer")
            answer = browser.get(f"/agreements/sign/{mutated(token, chance)}/")
            answers.add((answer.status_code, answer.content))

    took = _timed(ask)
    alike = len(answers) == 1 and {status for status, _ in answers} == {404}
    said = "all the same 404" if alike else "NOT ALIKE"
    return f"| links that are none ({said}) | {links:,} | {took:.0f} | 0 | 0 | 0 |"


def _place() -> tuple[School, User, User]:
    from esafety.office.actions import add_account, add_person, add_school, give_post
    from esafety.people.vocabulary import PersonKind, Role

    school = add_school(name="Evening School", by=None)
    found = []
    for name, role in (("Co Ordinator", Role.CO_ORDINATOR), ("He Ad", Role.HEAD)):
        user = add_account(email=f"{role.value}@evening.example", name=name, by=None)
        given, family = name.split()
        add_person(
            school=school, kind=PersonKind.STAFF, given_name=given, family_name=family, account=user, by=None
        )
        give_post(user=user, school=school, role=role, by=None)
        found.append(user)
    return school, found[0], found[1]


def _rules(school: School, user: User, head: User) -> None:
    from types import SimpleNamespace

    from aup.vocabulary import Audience
    from tests.aup.editions import in_force

    cast: Any = SimpleNamespace(school=school, co_ordinator=user, head=head)
    for audience in (Audience.KS2, Audience.PARENT):
        in_force(cast, audience)


def _roll(school: School, families: int) -> None:
    from types import SimpleNamespace

    from tests.aup.test_signing_evening import a_roll

    cast: Any = SimpleNamespace(school=school)
    say(f"bringing in {families:,} families")
    a_roll(cast, families)


def _timed(work: Any) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
