"""The documents of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from esafety.access.capabilities import Capability
from esafety.office.access.devices import DEVICES
from esafety.papers.kinds import PaperKind, declare_paper

if TYPE_CHECKING:
    from esafety.office.models import Loan
    from esafety.people.models import User


def _may_print(loan: Loan, user: User) -> bool:
    return DEVICES.allows(user, Capability.MANAGE_DEVICES, loan.device)


LOAN_SLIP = declare_paper(
    PaperKind(
        code="office.loan_slip",
        title=lambda loan: f"Loan of {loan.device}",
        template="papers/loan_slip.html",
        template_context=lambda loan, user: {"loan": loan, "device": loan.device, "person": loan.person},
        may=_may_print,
        filename=lambda loan: f"loan-{loan.device.asset_tag}-{loan.pk}.pdf",
    )
)
