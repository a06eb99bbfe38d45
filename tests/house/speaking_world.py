"""The page for reporting in confidence, in use: open, with something told, answered, and told more.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

from typing import Any

from incidents import actions
from incidents.models import SpeakUpPage
from incidents.vocabulary import Audience, Standing
from incidents.vocabulary.speaking_up import AboutWhom
from tests.cast import Cast
from tests.house.routes import Route
from tests.incidents.confiding import a_page, confided

LONG = "Rhosllanerchrugogpontrhydfendigaidllanuwchllyn"


def furnish(cast: Cast) -> None:
    """The school's page, one thing told with everything filled in, an answer and an addition."""
    page = a_page(cast)
    told: dict[str, Any] = {"about": AboutWhom.PUPIL, "who": LONG, "when_where": LONG, "name": LONG}
    incident = confided(page, f"{LONG} " * 20, **told).incident
    note = {"standing": Standing.FACT, "audience": Audience.REPORTER, "by": cast.dsl}
    actions.add_note(incident=incident, text=f"Thank you. {LONG}", **note)  # type: ignore[arg-type]
    actions.confide_more(way_back=incident.way_back, text=f"And more. {LONG}")


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """The address of the school's page; none when the route is of another room."""
    if route.name not in ("speak_up", "speak_up_back"):
        return None
    page = SpeakUpPage.objects.filter(school=cast.school).first()
    return [{"token": page.token if page else "nothing"}]
