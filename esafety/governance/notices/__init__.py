"""What this room mails: that something is there, never what it says."""

from esafety.governance.notices.reports import REPORT_READY, REPORT_TO_APPROVE

__all__ = ["REPORT_READY", "REPORT_TO_APPROVE"]
