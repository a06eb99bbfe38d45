"""What this room mails: that something is there, never what it says."""

from esafety.governance.notices.registers import DIGEST, POLICIES_TO_READ
from esafety.governance.notices.reports import REPORT_READY, REPORT_TO_APPROVE

__all__ = ["DIGEST", "POLICIES_TO_READ", "REPORT_READY", "REPORT_TO_APPROVE"]
