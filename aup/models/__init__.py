"""What this room keeps, one noun a file."""

from aup.models.campaign import Campaign, CampaignClass, Round
from aup.models.class_session import ClassSession
from aup.models.edition import Edition
from aup.models.invitation import Invitation, Wanted
from aup.models.list_copy import ListCopy
from aup.models.reception import Reception
from aup.models.renewal import SignAgain, YearlyRound
from aup.models.signature import ConsentAnswer, Signature
from aup.models.signed_copy import SignedCopy
from aup.models.suggestion import Suggestion
from aup.models.visit import Visit

__all__ = [
    "Campaign",
    "CampaignClass",
    "ClassSession",
    "ConsentAnswer",
    "Reception",
    "Edition",
    "Invitation",
    "ListCopy",
    "Round",
    "SignAgain",
    "Signature",
    "SignedCopy",
    "Suggestion",
    "Visit",
    "Wanted",
    "YearlyRound",
]
