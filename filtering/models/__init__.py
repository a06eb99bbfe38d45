"""The nouns of this room."""

from filtering.models.address import Address
from filtering.models.authorisation import Authorisation
from filtering.models.check import Certificate, Check, CheckPlan, CheckPoint, CheckResult
from filtering.models.decision import Decision
from filtering.models.log import LogExtract, LogLine, LogReview
from filtering.models.pull import PullAddress
from filtering.models.request import FilteringRequest
from filtering.models.year import FrozenReview, ReviewSignature, YearlyReview

__all__ = [
    "Address",
    "Authorisation",
    "Certificate",
    "Check",
    "CheckPlan",
    "CheckPoint",
    "CheckResult",
    "Decision",
    "FilteringRequest",
    "FrozenReview",
    "LogExtract",
    "LogLine",
    "LogReview",
    "PullAddress",
    "ReviewSignature",
    "YearlyReview",
]
