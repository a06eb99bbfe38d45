"""The signing half of the agreements room in use: campaigns in every state, links that open and that do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from aup import actions
from aup.models import Campaign, CampaignClass, ClassSession, Invitation, PaperScan, Signature, Wanted
from aup.opening import confirm
from aup.sending import invite
from aup.told import Chosen
from aup.vocabulary import Audience
from aup.vocabulary import Route as Way
from tests.aup.editions import in_force
from tests.aup.signing import a_child, a_parent, signs
from tests.cast import Cast
from tests.house.routes import Route
from tests.house.sealed import a_scan

LONG = "Wolstenholme-Featherstonehaugh"
BORN = dt.date(2016, 3, 3)


def furnish(cast: Cast) -> None:
    """Campaigns that wait, run and are closed; a lesson; a paper with its scan; a link that is locked."""
    in_force(cast, Audience.KS3_4)
    child = a_child(cast.school, f"Una {LONG}", "Year 5", "5H", BORN)
    senior = a_child(cast.school, f"Sol {LONG}", "Year 9", "9Z", BORN)
    mother = a_parent(cast.school, f"Jill {LONG}", [child, senior], f"jill.{LONG}@mail.example")
    guesser = a_parent(cast.school, "Greta Guess", [child], "greta@mail.example")
    on_paper = a_parent(cast.school, "Paul Paper", [child], "")
    a_parent(cast.school, "Craig Barred", [child], "craig@mail.example", no_contact=True)
    _campaign(cast, f"Not sent: {LONG}")
    closed = _campaign(cast, "Closed")
    actions.close_campaign(campaign=closed, by=cast.co_ordinator)
    running = actions.start_campaign(campaign=_campaign(cast, f"Running {LONG}"), by=cast.co_ordinator)
    invite(running.rounds.select_related("campaign__school").get())
    for _ in range(5):
        confirm(Invitation.objects.get(signer=guesser), dt.date(2001, 1, 1))
    signs(mother, child, Audience.KS2, say=False)
    more: dict[str, Any] = {"entered_by": cast.co_ordinator, "signed_on": timezone.localdate()}
    entered = signs(on_paper, child, Audience.KS2, route=Way.PAPER, **more)
    actions.add_scan(signature=entered, sent=a_scan("paper.pdf"), by=cast.co_ordinator)
    actions.open_class_session(campaign=running, class_name="9Z", by=cast.teacher)


def _campaign(cast: Cast, title: str) -> Campaign:
    day = timezone.localdate() + dt.timedelta(days=21)
    chosen = Chosen(title, day, to_staff=True, only_missing=False)
    return actions.draft_campaign(school=cast.school, chosen=chosen, by=cast.co_ordinator)


def keys(route: Route, cast: Cast) -> list[dict[str, Any]] | None:
    """What an address of signing takes, one entry for each address; none when the route is no page of it."""
    name = route.name
    mine = Invitation.objects.filter(route="mail").select_related("campaign").order_by("pk")
    if name.startswith("sign") and "token" in route.takes:
        child = _last(Wanted.objects.filter(capacity="guardian").values_list("about", flat=True))
        more = {"about": child, "audience": "ks2", "child": child, "reference": "AAAA-AAAA"}
        kept = {key: value for key, value in more.items() if key in route.takes}
        return [{"token": token} | kept for token in (*(one.token for one in mine[:2]), "nothing")]
    if name.startswith("my_") and route.takes:
        person = cast.person_of(cast.teacher).pk
        more = {"about": person, "audience": "staff", "child": cast.pupil.pk, "reference": "AAAA-AAAA"}
        return [{key: value for key, value in more.items() if key in route.takes}]
    if name.startswith("campaign") and "reference" in route.takes:
        return [{"reference": one} for one in Campaign.objects.values_list("reference", flat=True)]
    if name == "signature_scan":
        scans = PaperScan.objects.values_list("signature__reference", "pk")
        return [{"reference": reference, "pk": pk} for reference, pk in scans]
    if name.startswith("signature"):
        return [{"reference": one} for one in Signature.objects.values_list("reference", flat=True)]
    if name in ("class_list", "class_done", "class_sign"):
        waiting = Wanted.objects.filter(class_name="9Z", capacity="self").values_list("pk", flat=True)
        pupil = {"pk": _last(waiting)} if "pk" in route.takes else {}
        tokens = [one.token for one in ClassSession.objects.open()]
        return [{"token": token} | pupil for token in (*tokens, "nothing")]
    if name == "evening":
        codes = [one.evening_path.split("/")[-2] for one in CampaignClass.objects.all()[:1]]
        return [{"code": code} for code in (*codes, "nothing")]
    pks = _pks(name)
    return None if pks is None else [{"pk": pk} for pk in pks]


def _last(rows: Any) -> int:
    """The last of some numbers; one that nothing has where the room is empty."""
    return rows.order_by("pk").last() or 1


def _pks(name: str) -> list[int] | None:
    """The rows an address stands for, by how its route is called."""
    if name in ("class_session", "class_close"):
        return list(ClassSession.objects.values_list("pk", flat=True))
    if name.startswith("class_") or name == "campaign_class":
        return list(CampaignClass.objects.values_list("pk", flat=True))
    if name == "invitation_again":
        return list(Invitation.objects.exclude(route="paper").values_list("pk", flat=True)[:2])
    if name == "paper_signature":
        return list(Wanted.objects.outstanding().values_list("pk", flat=True)[:2])
    return None
