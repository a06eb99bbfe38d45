"""What this room keeps, one noun a file."""

from aup.models.campaign import Campaign, CampaignClass, Round
from aup.models.class_session import ClassSession
from aup.models.edition import Edition
from aup.models.invitation import Invitation, Wanted
from aup.models.signature import ConsentAnswer, Signature
from aup.models.signed_copy import SignedCopy
from aup.models.suggestion import Suggestion

__all__ = [
    "Campaign",
    "CampaignClass",
    "ClassSession",
    "ConsentAnswer",
    "Edition",
    "Invitation",
    "Round",
    "Signature",
    "SignedCopy",
    "Suggestion",
    "Wanted",
]
