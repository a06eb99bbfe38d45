"""Which role may do what, asked of an account. What each role may do at all: `role_tables.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from esafety.access.capabilities import Capability as C
from esafety.access.role_tables import CAPABILITIES
from esafety.people.models import Membership
from esafety.people.vocabulary import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from esafety.people.models import School, User
    from esafety.people.models.account import MembershipQuerySet

_CASEWORK = {
    C.SEE_INCIDENTS,
    C.NOTE,
    C.TRIAGE,
    C.WORK,
    C.SHARE,
    C.CLOSE,
    C.PRINT,
    C.EXPORT,
    C.SEE_TRAIL,
    C.SEND_COPY,
}
_LEAD = _CASEWORK | {
    C.REPORT,
    C.DO_TASKS,
    C.SET_DUTY,
    C.SEE_PARKED_MESSAGES,
    C.MANAGE_CONTACTS,
    C.SEE_REGISTER,
    C.OPEN_CLASS_SIGNING,
}
_GOVERNORS_LEAD = _CASEWORK | {C.REPORT, C.DO_TASKS, C.CONFIRM_ACCOUNTS}
_OFFICE = {
    C.MANAGE_ROLL,
    C.MANAGE_ACCOUNTS,
    C.MANAGE_SCHOOL,
    C.MANAGE_CONTACTS,
    C.MANAGE_DEVICES,
    C.SEE_REGISTER,
}
_INVITED = {C.SEE_INCIDENTS, C.NOTE, C.REPORT, C.DO_TASKS}

_CAPABILITIES: dict[Role, frozenset[C]] = {
    Role.DSL: frozenset(_LEAD | {C.CONFIRM_ACCOUNTS}),
    Role.DEPUTY_DSL: frozenset(_LEAD),
    Role.CO_ORDINATOR: frozenset(_LEAD),
    Role.HEAD: frozenset(_LEAD | {C.CONFIRM_ACCOUNTS, C.MANAGE_SCHOOL}),
    Role.CHAIR: frozenset(_GOVERNORS_LEAD),
    Role.VICE_CHAIR: frozenset(_GOVERNORS_LEAD),
    Role.SENIOR_LEADER: frozenset(_INVITED | {C.OPEN_CLASS_SIGNING}),
    Role.SENCO: frozenset(_INVITED | {C.OPEN_CLASS_SIGNING}),
    Role.BUSINESS_MANAGER: frozenset(_INVITED | {C.MANAGE_DEVICES}),
    Role.DATA_PROTECTION_LEAD: frozenset(_INVITED),
    Role.NETWORK_MANAGER: frozenset(
        {C.REPORT, C.DO_TASKS, C.MANAGE_DEVICES, C.SEE_REGISTER, C.KEEP_VISITORS}
    ),
    Role.STAFF: frozenset({C.REPORT, C.SEE_INCIDENTS, C.DO_TASKS, C.OPEN_CLASS_SIGNING}),
    Role.SAFETY_GOVERNOR: frozenset({C.REPORT}),
    Role.GOVERNOR: frozenset({C.REPORT}),
    Role.SCHOOL_ADMIN: frozenset({C.REPORT, C.SEE_PARKED_MESSAGES, C.KEEP_VISITORS} | _OFFICE),
    Role.PARENT: frozenset(),
    Role.PUPIL: frozenset(),
    Role.VISITOR: frozenset(),
    Role.AUTHORITY_OFFICER: frozenset(),
    Role.TRUST_ADMIN: frozenset(_OFFICE - {C.MANAGE_DEVICES} | {C.CONFIRM_ACCOUNTS, C.FOUND_SCHOOLS}),
}

_GOVERNANCE: dict[Role, frozenset[C]] = {
    Role.DSL: frozenset(
        {
            C.WRITE_REPORTS,
            C.APPROVE_REPORTS,
            C.READ_REPORTS,
            C.KEEP_REGISTERS,
            C.READ_REGISTERS,
            C.SEE_FIGURES,
        }
    ),
    Role.DEPUTY_DSL: frozenset(
        {C.WRITE_REPORTS, C.READ_REPORTS, C.KEEP_REGISTERS, C.READ_REGISTERS, C.SEE_FIGURES}
    ),
    Role.CO_ORDINATOR: frozenset(
        {C.WRITE_REPORTS, C.READ_REPORTS, C.KEEP_REGISTERS, C.READ_REGISTERS, C.SEE_FIGURES}
    ),
    Role.HEAD: frozenset(
        {
            C.WRITE_REPORTS,
            C.APPROVE_REPORTS,
            C.READ_REPORTS,
            C.KEEP_REGISTERS,
            C.READ_REGISTERS,
            C.SEE_FIGURES,
        }
    ),
    Role.SENIOR_LEADER: frozenset({C.READ_REPORTS, C.READ_REGISTERS, C.SEE_FIGURES}),
    Role.CHAIR: frozenset({C.READ_REPORTS, C.READ_REGISTERS}),
    Role.VICE_CHAIR: frozenset({C.READ_REPORTS, C.READ_REGISTERS}),
    Role.SAFETY_GOVERNOR: frozenset({C.READ_REPORTS, C.READ_REGISTERS}),
    Role.GOVERNOR: frozenset({C.READ_REPORTS, C.READ_REGISTERS}),
    Role.TRUST_ADMIN: frozenset({C.COMPARE_SCHOOLS}),
    Role.AUTHORITY_OFFICER: frozenset({C.COMPARE_SCHOOLS}),
}
"""Governance. Source: domain/governance.md; people-and-roles.md: head and lead approve, governors download reports,
the online safety governor reviews the logs, trust and authority see figures of schools and no case."""


CAPABILITIES: dict[Role, frozenset[C]] = {
    role: held
    | _GOVERNANCE.get(role, frozenset())
    | (frozenset({C.READ_POLICIES}) if C.REPORT in held else frozenset())
    for role, held in _CAPABILITIES.items()
}
"""What each role may do at all. Whoever reports concerns reads the school's policies (D 5.5)."""
_ASKS = frozenset({C.REQUEST_FILTERING})
_DECIDES = frozenset({C.REQUEST_FILTERING, C.DECIDE_FILTERING, C.SEE_FILTERING_LOG})
_RUNS = frozenset({C.REQUEST_FILTERING, C.RUN_FILTERING, C.SEE_FILTERING_LOG, C.SEE_LOOKS})

# fmt: off
_FILTERING: dict[Role, frozenset[C]] = {
    Role.CO_ORDINATOR:         _DECIDES | _RUNS,
    Role.DSL:                  _DECIDES | {C.SIGN_FILTERING_YEAR, C.ASK_LOOKS, C.SEE_LOOKS},
    Role.DEPUTY_DSL:           _DECIDES,
    Role.HEAD:                 _DECIDES | {C.ASK_LOOKS, C.DECIDE_LOOKS, C.SEE_LOOKS},
    Role.CHAIR:                frozenset({C.DECIDE_LOOKS, C.SEE_LOOKS}),
    Role.VICE_CHAIR:           frozenset({C.DECIDE_LOOKS, C.SEE_LOOKS}),
    Role.NETWORK_MANAGER:      _RUNS | {C.SIGN_FILTERING_YEAR},
    Role.SAFETY_GOVERNOR:      frozenset({C.SEE_FILTERING_LOG, C.SIGN_FILTERING_YEAR}),
    Role.SENIOR_LEADER:        _ASKS,
    Role.SENCO:                _ASKS,
    Role.BUSINESS_MANAGER:     _ASKS,
    Role.DATA_PROTECTION_LEAD: _ASKS,
    Role.STAFF:                _ASKS,
}
"""Filtering: who asks, decides, carries out, reviews. Source: domain/filtering.md; C 3.6.1, E 9, B."""
# fmt: on
CAPABILITIES.update({role: CAPABILITIES[role] | held for role, held in _FILTERING.items()})
_RUNS_AGREEMENTS = {C.READ_AGREEMENTS, C.MANAGE_AGREEMENTS, C.SEE_AGREEMENT_REGISTER, C.SEE_PHOTOGRAPH_LIST}
_TEACHES = {C.READ_AGREEMENTS, C.SEE_PHOTOGRAPH_LIST}
_FOR_AGREEMENTS: dict[Role, set[C]] = {
    Role.DSL: _RUNS_AGREEMENTS,
    Role.DEPUTY_DSL: _RUNS_AGREEMENTS,
    Role.CO_ORDINATOR: _RUNS_AGREEMENTS,
    Role.SCHOOL_ADMIN: _RUNS_AGREEMENTS,
    Role.HEAD: _RUNS_AGREEMENTS | {C.APPROVE_AGREEMENTS},
    Role.CHAIR: {C.READ_AGREEMENTS, C.APPROVE_AGREEMENTS},
    Role.VICE_CHAIR: {C.READ_AGREEMENTS, C.APPROVE_AGREEMENTS},
    Role.NETWORK_MANAGER: {C.READ_AGREEMENTS, C.SEE_AGREEMENT_REGISTER},
    Role.SENIOR_LEADER: _TEACHES,
    Role.SENCO: _TEACHES,
    Role.BUSINESS_MANAGER: _TEACHES,
    Role.STAFF: _TEACHES,
    Role.SAFETY_GOVERNOR: {C.READ_AGREEMENTS},
    Role.GOVERNOR: {C.READ_AGREEMENTS},
}
"""Source: C 2.2.3 (the co-ordinator runs the agreements), A and B (the governing body approves), C 2.2.4, A 10."""
CAPABILITIES |= {role: CAPABILITIES[role] | more for role, more in _FOR_AGREEMENTS.items()}

_NO_CASES = {Role.STAFF, Role.PARENT, Role.PUPIL, Role.VISITOR, Role.GOVERNOR, Role.SAFETY_GOVERNOR}
"""Roles that by themselves open no case and no account, and so need no second factor."""

ROLES_THAT_OPEN = frozenset(Role) - _NO_CASES
"""Roles that open cases or accounts: they need a second factor, and a second person before they are given."""

ROLES_THAT_HOLD = ROLES_THAT_OPEN | {role for role, held in CAPABILITIES.items() if held}
"""Roles that open anything of a school: cases, accounts, what is opened to their holder by name, their own reports."""

ROLES_THAT_HANDLE = frozenset(
    role for role, held in CAPABILITIES.items() if held & {C.TRIAGE, C.MANAGE_ACCOUNTS, C.CONFIRM_ACCOUNTS}
)
"""Roles whose holders act on cases or decide about accounts: ending one needs a second person too."""

_OPENED_BY_NAME: list[Callable[[User | AnonymousUser], bool]] = []


def holder(user_id: int) -> User | None:
    """The account with the posts it holds today, in one query; None for one that holds none or is closed."""
    held = list(_held_by(user_id).select_related("user", "school"))
    if not held:
        return None
    user = held[0].user
    user._held = _Held.of(held)  # type: ignore[attr-defined]
    return user


def posts_of(user: User | AnonymousUser) -> frozenset[tuple[int, Role]]:
    """The (school id, role) pairs the account holds today; kept on the object for one request."""
    return _kept(user).posts


def roles_in(user: User | AnonymousUser, school_id: int) -> frozenset[Role]:
    """The roles the account holds today in one school."""
    return frozenset(role for school, role in posts_of(user) if school == school_id)


def schools_of(user: User | AnonymousUser) -> Mapping[int, School]:
    """The schools in which the account holds any role today, by id."""
    return _kept(user).schools


class _Held(NamedTuple):
    posts: frozenset[tuple[int, Role]] = frozenset()
    schools: Mapping[int, School] = MappingProxyType({})

    @classmethod
    def of(cls, rows: Iterable[Membership]) -> _Held:
        rows = list(rows)
        return cls(
            frozenset((row.school_id, Role(row.role)) for row in rows),
            {row.school_id: row.school for row in rows},
        )


def _kept(user: User | AnonymousUser) -> _Held:
    if not user.is_authenticated or not user.is_active:
        return _Held()
    kept: _Held | None = getattr(user, "_held", None)
    if kept is None:
        kept = user._held = _Held.of(_held_by(user.pk).select_related("school"))  # type: ignore[attr-defined]
    return kept


def _held_by(user_id: int) -> MembershipQuerySet:
    return Membership.objects.current().filter(user_id=user_id).order_by()


def may(user: User | AnonymousUser, capability: C, school: School | int | None) -> bool:
    """Whether a role held today in the school carries the capability. Says nothing of any one record."""
    if school is None:
        return False
    school_id = school if isinstance(school, int) else school.pk
    return any(capability in CAPABILITIES[role] for role in roles_in(user, school_id))


def sees_cases(user: User | AnonymousUser) -> bool:
    """Whether the account can open cases or manage accounts, by its roles or by name: it needs a second factor."""
    if any(role in ROLES_THAT_OPEN for _, role in posts_of(user)):
        return True
    return bool(posts_of(user)) and any(opens(user) for opens in _OPENED_BY_NAME)


def opened_by_name(opens: Callable[[User | AnonymousUser], bool]) -> None:
    """Let a room say which accounts it has opened single records to (called from its `apps.py`)."""
    _OPENED_BY_NAME.append(opens)
