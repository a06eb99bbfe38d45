"""What the office keeps of its own, one noun a file."""

from esafety.office.models.account_change import AccountChange
from esafety.office.models.account_invitation import AccountInvitation

__all__ = ["AccountChange", "AccountInvitation"]
