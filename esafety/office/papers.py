"""The documents of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from esafety.access.capabilities import Capability
from esafety.access.roles import may
from esafety.office.access.devices import DEVICES
from esafety.office.queries.register import register_on
from esafety.papers.kinds import PaperKind, declare_paper

if TYPE_CHECKING:
    from esafety.office.models import Loan, RegisterDay
    from esafety.people.models import User


def _shown(about: RegisterDay, user: User) -> dict[str, Any]:
    return {"register": register_on(about.school, about.day), "day": about.day}


REGISTER = declare_paper(
    PaperKind(
        code="office.register",
        title=lambda about: f"Register of access on {about.day:%-d %B %Y}",
        template="papers/register.html",
        template_context=_shown,
        may=lambda about, user: may(user, Capability.SEE_REGISTER, about.school),
        filename=lambda about: f"register-of-access-{about.day:%Y-%m-%d}.pdf",
    )
)


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
