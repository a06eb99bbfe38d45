"""What whoever reported in confidence reads when they come back: the answers, and that they added something.

Not what they told: somebody else may have found the code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from incidents.models import Note
from incidents.names import for_reading
from incidents.vocabulary import Audience

if TYPE_CHECKING:
    from incidents.models import WayBack


def answers(way_back: WayBack) -> list[dict[str, Any]]:
    """The talk in its order, as the timeline component wants it. No name of who answered stands in it."""
    notes = Note.objects.filter(incident=way_back.incident, audience=Audience.REPORTER).order_by("pk")
    return [
        {
            "title": "You told us more" if note.addendum else "The school answered",
            "at": note.at,
            "half_day": True,
            "text": "" if note.addendum else for_reading(note.text),
        }
        for note in notes
    ]
