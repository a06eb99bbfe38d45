"""Which post signs the yearly review as what. Source: domain/filtering.md ("sign-off by DSL, IT and governor")."""

from __future__ import annotations

from esafety.people.vocabulary import Role
from filtering.vocabulary import Signatory

SIGNS: dict[Signatory, Role] = {
    Signatory.DSL: Role.DSL,
    Signatory.IT: Role.NETWORK_MANAGER,
    Signatory.GOVERNOR: Role.SAFETY_GOVERNOR,
}
