"""What the office keeps of its own, one noun a file."""

from esafety.office.models.account_change import AccountChange
from esafety.office.models.account_invitation import AccountInvitation
from esafety.office.models.device import Device
from esafety.office.models.import_change import ImportChange
from esafety.office.models.import_line import ImportLine
from esafety.office.models.loan import Loan
from esafety.office.models.register_day import RegisterDay
from esafety.office.models.remembered_columns import RememberedColumns
from esafety.office.models.roll_import import ImportRun, RollImport
from esafety.office.models.visitor_access import VisitorAccess

__all__ = [
    "AccountChange",
    "AccountInvitation",
    "Device",
    "ImportChange",
    "ImportLine",
    "ImportRun",
    "RegisterDay",
    "Loan",
    "RememberedColumns",
    "RollImport",
    "VisitorAccess",
]
