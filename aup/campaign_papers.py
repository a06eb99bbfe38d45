"""The documents of a campaign: letters, packs to sign by hand, copies of a class, the square for the hall."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from aup.access.signing import CAMPAIGNS, CLASSES
from aup.copies import certificate
from aup.models import Campaign, CampaignClass, Edition, Wanted
from aup.policy.audiences import takes_mark
from aup.queries.progress import Missing, missing_in, signatures_of_class
from aup.told import Place
from aup.vocabulary import Audience, Capacity
from esafety.access.capabilities import Capability as C
from esafety.papers.kinds import PaperKind, declare_paper
from esafety.ui.squares import qr_code

if TYPE_CHECKING:
    from esafety.people.models import User

MOST_LETTERS = 400
"""Letters in one document. A campaign with more is printed class by class."""


def _may_campaign(campaign: Campaign, user: User) -> bool:
    return CAMPAIGNS.allows(user, C.MANAGE_AGREEMENTS, campaign)


def _may_class(row: CampaignClass, user: User) -> bool:
    return CLASSES.allows(user, C.MANAGE_AGREEMENTS, row)


def _letters(missing: list[Missing], campaign: Campaign) -> dict[str, Any]:
    return {"campaign": campaign, "letters": [one for one in missing if one.wanted.about.kind == "pupil"]}


LETTERS = declare_paper(
    PaperKind(
        code="aup.letters",
        title=lambda campaign: "Letters to those who have not signed",
        template="papers/agreement_letters.html",
        template_context=lambda campaign, user: _letters(missing_in(campaign, limit=MOST_LETTERS), campaign),
        may=_may_campaign,
        filename=lambda campaign: f"agreement-letters-{campaign.reference}.pdf",
    )
)
CLASS_LETTERS = declare_paper(
    PaperKind(
        code="aup.class_letters",
        title=lambda row: "Letters to those of a class who have not signed",
        template="papers/agreement_letters.html",
        template_context=lambda row, user: _letters(
            missing_in(row.campaign, row.class_name, limit=MOST_LETTERS), row.campaign
        ),
        may=_may_class,
        filename=lambda row: f"agreement-letters-{row.reference}-{row.pk}.pdf",
    )
)


def _pack(row: CampaignClass, user: User) -> dict[str, Any]:
    """A form for each signature of a class that is missing."""
    wanted = Wanted.objects.outstanding().filter(campaign=row.campaign_id, class_name=row.class_name)
    held = {one.audience: one for one in Edition.objects.holding().filter(school=row.school_id)}
    sheets = [
        {
            "about": one.about,
            "edition": held[one.audience],
            "for_child": one.capacity == Capacity.GUARDIAN,
            "takes_mark": takes_mark(Place(one.about, Audience(one.audience), Capacity(one.capacity))),
            "declaration": held[one.audience].declaration_as(one.capacity),
        }
        for one in wanted.select_related("about").order_by("about__family_name", "about__given_name", "pk")
        if one.audience in held
    ]
    return {"campaign": row.campaign, "row": row, "sheets": sheets}


PACK = declare_paper(
    PaperKind(
        code="aup.pack",
        title=lambda row: "Agreements of a class to sign on paper",
        template="papers/agreement_pack.html",
        template_context=_pack,
        may=_may_class,
        filename=lambda row: f"agreements-to-sign-{row.reference}-{row.pk}.pdf",
    )
)


def _copies(row: CampaignClass, user: User) -> dict[str, Any]:
    return {"row": row, "signed": [certificate(one) for one in signatures_of_class(row)]}


CLASS_COPIES = declare_paper(
    PaperKind(
        code="aup.class_copies",
        title=lambda row: "Signed agreements of a class",
        template="papers/agreement_copies.html",
        template_context=_copies,
        may=_may_class,
        filename=lambda row: f"signed-agreements-{row.reference}-{row.pk}.pdf",
    )
)


def _poster(row: CampaignClass, user: User) -> dict[str, Any]:
    address = settings.BASE_URL + row.evening_path
    return {"row": row, "campaign": row.campaign, "address": address, "qr": qr_code(address)}


POSTER = declare_paper(
    PaperKind(
        code="aup.poster",
        title=lambda row: "Sign tonight: a code for a parents’ evening",
        template="papers/agreement_poster.html",
        template_context=_poster,
        may=_may_class,
        filename=lambda row: f"agreement-poster-{row.reference}-{row.pk}.pdf",
    )
)
