"""Reports and their figures; the registers of policies, training, risks and meetings."""

from esafety.governance.models.comment import Comment
from esafety.governance.models.course import Course, Training
from esafety.governance.models.induction import InductionStep, InductionTick
from esafety.governance.models.meeting import Meeting
from esafety.governance.models.need import TrainingNeed
from esafety.governance.models.period_count import PeriodCount
from esafety.governance.models.point import Point
from esafety.governance.models.policy import Acknowledgement, Policy, PolicyEdition
from esafety.governance.models.report import Report
from esafety.governance.models.report_run import ReportRun
from esafety.governance.models.risk import Risk, RiskReview

__all__ = [
    "Acknowledgement",
    "Comment",
    "Course",
    "InductionStep",
    "InductionTick",
    "Meeting",
    "PeriodCount",
    "Point",
    "Policy",
    "PolicyEdition",
    "Report",
    "ReportRun",
    "Risk",
    "RiskReview",
    "Training",
    "TrainingNeed",
]
