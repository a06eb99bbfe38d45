"""What stories about files for the next school need."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone

from esafety.moving import actions
from esafety.moving.models import Transfer
from esafety.moving.vocabulary import Others
from esafety.office.actions import add_contact
from esafety.outbox.relay import drain
from esafety.papers import cabinet
from esafety.papers.actions import Sent
from esafety.people.models import ExternalContact, Person, User
from esafety.people.vocabulary import ContactKind
from incidents import actions as incident_actions
from incidents.models import Incident
from incidents.vocabulary import Audience, IncidentType, Standing, Status
from tests.builders import a_concern, advance
from tests.cast import Cast

DOCS = Path(__file__).resolve().parents[2] / "docs" / "transfer-format.md"


def a_receiver(cast: Cast, **more: Any) -> ExternalContact:
    """The safeguarding lead of the next school, checked yesterday."""
    given = {
        "name": "Moira Lindqvist, Eastbrook",
        "email": "lead@eastbrook.example",
        "telephone": "01632 960221",
    }
    checked = timezone.localdate() - dt.timedelta(days=1)
    return add_contact(
        school=cast.school, kind=ContactKind.NEXT_SCHOOL, by=None, **{"verified_on": checked, **given, **more}
    )


def a_history(cast: Cast) -> Incident:
    """Zoë was bullied by Marcus; the safeguarding lead worked on it and wrote a note that names both."""
    incident = a_concern(
        cast,
        about="second_pupil",
        harmed="pupil",
        witnesses="Mr Tall",
        type=IncidentType.SELF_HARM,
        description="Marcus Bright told Zoë Haddad to hurt herself. Mr Tall saw it.",
    )
    incident = advance(incident, Status.IN_PROGRESS)
    incident_actions.add_note(
        incident=incident,
        text="Zoë cried; Marcus laughed.",
        standing=Standing.FACT,
        audience=Audience.EVERYONE,
        by=cast.dsl,
        referring_to=list(incident.involvements.all()),
    )
    return incident


def begun(cast: Cast, *, by: User | None = None, pupil: Person | None = None, **more: Any) -> Transfer:
    """A file that is being prepared, first day there next Monday week."""
    contact = more.pop("contact", None) or a_receiver(cast)
    starts_on = more.pop("starts_on", dt.date(2026, 11, 9))
    return actions.begin_transfer(
        pupil=pupil or cast.pupil, contact=contact, starts_on=starts_on, by=by or cast.dsl
    )


def chosen(transfer: Transfer, by: User, *, leave_out: tuple[str, ...] = (), **more: Any) -> Transfer:
    """The same with a choice made: everything goes but what is left out."""
    given: dict[str, Any] = {
        "left_out": list(leave_out),
        "left_out_why": "It is about something else." if leave_out else "",
        "others": Others.LETTERS,
        "clear_names": [],
        "files": [],
        "version": Transfer.objects.get(pk=transfer.pk).version,
    }
    return actions.choose_contents(transfer=transfer, by=by, **{**given, **more})


def sent_out(transfer: Transfer, by: User) -> Sent:
    """Sent, and the document made."""
    version = Transfer.objects.get(pk=transfer.pk).version
    made = actions.send_transfer(transfer=transfer, version=version, by=by)
    drain()
    made.link.refresh_from_db()
    return made


def sealed_file(made: Sent) -> bytes:
    """The file as the receiver saves it."""
    made.link.paper.refresh_from_db()
    assert made.link.paper.file is not None
    return b"".join(cabinet.read(made.link.paper.file))


def taken_apart(content: bytes, words: str, tmp_path: Path) -> tuple[str, dict[str, bytes]]:
    """What the recipe in the documentation says and writes: another process, none of our code."""
    recipe = re.search(r"```python\n(.+?)```", DOCS.read_text(), re.DOTALL)
    assert recipe is not None
    script, source, target = tmp_path / "recipe.py", tmp_path / "sealed.pdf", tmp_path / "parts"
    script.write_text(recipe.group(1))
    source.write_bytes(content)
    target.mkdir(exist_ok=True)
    command = [sys.executable, str(script), str(source), words, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr, {one.name: one.read_bytes() for one in target.iterdir()}
