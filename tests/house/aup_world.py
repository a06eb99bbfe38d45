"""The agreements room in use: something of every kind that has a page, in every state a page can show.

`furnish` makes it, through the actions; `keys` says which of it the addresses of a route are filled with.
"""

from __future__ import annotations

from typing import Any

from aup import actions
from aup.models import Edition, Reception, Suggestion, Visit
from aup.vocabulary import Audience
from tests.aup.editions import a_draft, approved, changed, in_force
from tests.aup.register import a_visit, the_mother_signs
from tests.cast import Cast
from tests.house import aup_signing_world
from tests.house.routes import Route

LONG = "Wolstenholme-Featherstonehaugh"


def furnish(cast: Cast) -> None:
    """Fill the room."""
    _write_rules(cast)
    _sign_and_allow(cast)
    _receive_visitors(cast)
    aup_signing_world.furnish(cast)


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of the room takes, one entry for each address; none when the route is no page of it."""
    if route.name == "edition_compare":
        staff = Edition.objects.filter(school=cast.school, audience="staff").order_by("number")
        pks = list(staff.values_list("pk", flat=True)[:2])
        return [{"pk": pks[1], "other": pks[0]}] if len(pks) > 1 else []
    if route.name in ("edition_change", "edition_send", "edition_approve", "edition_force"):
        status = "approved" if route.name == "edition_force" else "draft"
        waiting = Edition.objects.filter(school=cast.school, status=status)
        return [{"pk": pk} for pk in waiting.values_list("pk", flat=True)[:1]]
    if route.name.startswith("edition") and "pk" in route.takes:
        return [{"pk": pk} for pk in Edition.objects.filter(school=cast.school).values_list("pk", flat=True)]
    if route.name in ("agreement", "edition_draft"):
        return [{"audience": Audience.STAFF}, {"audience": Audience.KS1}]
    if route.name.startswith("suggestion") and "pk" in route.takes:
        return [{"pk": pk} for pk in Suggestion.objects.values_list("pk", flat=True)]
    if route.name in ("signer", "signer_again"):
        return [{"pk": cast.pupil.pk}, {"pk": cast.person_of(cast.teacher).pk}]
    if route.name.startswith("visit_"):
        return [{"pk": pk} for pk in Visit.objects.values_list("pk", flat=True)]
    if route.name == "reception_close":
        return [{"pk": pk} for pk in Reception.objects.order_by("-pk").values_list("pk", flat=True)[:1]]
    if route.name in ("reception", "reception_done"):
        return [{"token": one.token} for one in Reception.objects.order_by("-pk")[:1]]
    return aup_signing_world.keys(route, cast)


def _write_rules(cast: Cast) -> None:
    """Agreements in every state: superseded, in force, waiting, approved, draft, withdrawn, none."""
    first = in_force(cast, Audience.STAFF)
    second = in_force(cast, Audience.STAFF, after=first, body=f"{LONG}\n{LONG * 6}\nI log out.", again=True)
    in_force(cast, Audience.STAFF, after=second, ahead=20)
    in_force(cast, Audience.KS2)
    approved(cast, a_draft(cast, Audience.GOVERNOR))
    withdrawn = a_draft(cast, Audience.PARENT)
    actions.withdraw_edition(edition=withdrawn, version=withdrawn.version, by=cast.co_ordinator)
    changed(cast, a_draft(cast, Audience.KS1), title=f"Rules {LONG}")
    for words in (f"{LONG} {LONG}", "Shorter, please", "In pictures, please"):
        actions.suggest(edition=first, words=words, person=cast.person_of(cast.teacher), by=None)
    kept, answered = Suggestion.objects.order_by("pk")[:2]
    actions.keep_suggestion(suggestion=kept, by=cast.co_ordinator)
    actions.answer_suggestion(suggestion=answered, answer=f"{LONG}: taken up", by=cast.co_ordinator)


def _sign_and_allow(cast: Cast) -> None:
    """A child whose mother signed, and said no to photographs."""
    the_mother_signs(cast, photographs=False)


def _receive_visitors(cast: Cast) -> None:
    """One in, one gone, one for the year."""
    in_force(cast, Audience.VISITOR)
    reception = actions.open_reception(school=cast.school, by=cast.technician)
    a_visit(reception, f"Ida {LONG}", year=True)
    gone = a_visit(reception, "Onno Day", once="b" * 32)
    actions.sign_visitor_out(visit=gone, by=cast.technician)
