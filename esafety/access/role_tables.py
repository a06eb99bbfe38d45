"""What each role may do at all: one table for each part of the building, joined into `CAPABILITIES`.

Which records it may do it to is the policy of each room. Trust and authority administrators manage schools and see
no case by virtue of that role. Source: domain/people-and-roles.md, "Roles (per school)", and what each table names.
"""

from __future__ import annotations

from collections.abc import Mapping

from esafety.access.capabilities import Capability as C
from esafety.people.vocabulary import Role

Table = Mapping[Role, set[C]]

_CASEWORK = {
    C.SEE_INCIDENTS, C.NOTE, C.TRIAGE, C.WORK, C.SHARE, C.CLOSE, C.PRINT, C.EXPORT, C.SEE_TRAIL, C.SEND_COPY,
    C.REPORT, C.DO_TASKS, C.TRIAGE_ALERTS,
}  # fmt: skip
_LEADS = _CASEWORK | {C.SET_DUTY, C.SEE_PARKED_MESSAGES, C.KEEP_ALERT_SOURCES}
_GOVERNORS_LEAD = _CASEWORK | {C.READ_LOW_LEVEL}
_INVITED = {C.SEE_INCIDENTS, C.NOTE, C.REPORT, C.DO_TASKS}

# fmt: off
CASES: Table = {
    Role.DSL:                  _LEADS | {C.SET_WATCH},
    Role.DEPUTY_DSL:           _LEADS,
    Role.CO_ORDINATOR:         _LEADS,
    Role.HEAD:                 _LEADS | {C.SET_WATCH, C.READ_LOW_LEVEL},
    Role.CHAIR:                _GOVERNORS_LEAD,
    Role.VICE_CHAIR:           _GOVERNORS_LEAD,
    Role.SENIOR_LEADER:        _INVITED,
    Role.SENCO:                _INVITED,
    Role.BUSINESS_MANAGER:     _INVITED | {C.TRIAGE_ALERTS},
    Role.DATA_PROTECTION_LEAD: _INVITED,
    Role.NETWORK_MANAGER:      {C.REPORT, C.DO_TASKS, C.KEEP_ALERT_SOURCES},
    Role.STAFF:                {C.REPORT, C.SEE_INCIDENTS, C.DO_TASKS},
    Role.SAFETY_GOVERNOR:      {C.REPORT},
    Role.GOVERNOR:             {C.REPORT},
    Role.SCHOOL_ADMIN:         {C.REPORT, C.SEE_PARKED_MESSAGES},
}
"""Concerns and alerts. Source: people-and-roles.md; A 4 (the business manager receives alerts)."""

_OFFICE = {C.MANAGE_ROLL, C.MANAGE_ACCOUNTS, C.MANAGE_SCHOOL, C.MANAGE_CONTACTS, C.SEE_REGISTER}
_LEAD_OFFICE = {C.MANAGE_CONTACTS, C.SEE_REGISTER}

OFFICE: Table = {
    Role.DSL:              _LEAD_OFFICE | {C.CONFIRM_ACCOUNTS},
    Role.DEPUTY_DSL:       _LEAD_OFFICE,
    Role.CO_ORDINATOR:     _LEAD_OFFICE,
    Role.HEAD:             _LEAD_OFFICE | {C.CONFIRM_ACCOUNTS, C.MANAGE_SCHOOL},
    Role.CHAIR:            {C.CONFIRM_ACCOUNTS},
    Role.VICE_CHAIR:       {C.CONFIRM_ACCOUNTS},
    Role.BUSINESS_MANAGER: {C.MANAGE_DEVICES},
    Role.NETWORK_MANAGER:  {C.MANAGE_DEVICES, C.SEE_REGISTER, C.KEEP_VISITORS},
    Role.SCHOOL_ADMIN:     _OFFICE | {C.MANAGE_DEVICES, C.KEEP_VISITORS},
    Role.TRUST_ADMIN:      _OFFICE | {C.CONFIRM_ACCOUNTS, C.FOUND_SCHOOLS},
}
"""People, accounts, the calendar, contacts, equipment. Source: people-and-roles.md; C 3.1, C 3.5.3."""

_RUNS_AGREEMENTS = {
    C.READ_AGREEMENTS, C.MANAGE_AGREEMENTS, C.SEE_AGREEMENT_REGISTER, C.SEE_PHOTOGRAPH_LIST,
}
_LEADS_AGREEMENTS = _RUNS_AGREEMENTS | {C.OPEN_CLASS_SIGNING}
_TEACHES = {C.READ_AGREEMENTS, C.SEE_PHOTOGRAPH_LIST, C.OPEN_CLASS_SIGNING}

AGREEMENTS: Table = {
    Role.DSL:              _LEADS_AGREEMENTS,
    Role.DEPUTY_DSL:       _LEADS_AGREEMENTS,
    Role.CO_ORDINATOR:     _LEADS_AGREEMENTS,
    Role.HEAD:             _LEADS_AGREEMENTS | {C.APPROVE_AGREEMENTS},
    Role.SCHOOL_ADMIN:     _RUNS_AGREEMENTS,
    Role.CHAIR:            {C.READ_AGREEMENTS, C.APPROVE_AGREEMENTS},
    Role.VICE_CHAIR:       {C.READ_AGREEMENTS, C.APPROVE_AGREEMENTS},
    Role.NETWORK_MANAGER:  {C.READ_AGREEMENTS, C.SEE_AGREEMENT_REGISTER},
    Role.SENIOR_LEADER:    _TEACHES,
    Role.SENCO:            _TEACHES,
    Role.STAFF:            _TEACHES,
    Role.BUSINESS_MANAGER: {C.READ_AGREEMENTS, C.SEE_PHOTOGRAPH_LIST},
    Role.SAFETY_GOVERNOR:  {C.READ_AGREEMENTS},
    Role.GOVERNOR:         {C.READ_AGREEMENTS},
}
"""Source: C 2.2.3 (the co-ordinator runs the agreements), A and B (the governing body approves), C 2.2.4, A 10."""

_ASKS = {C.REQUEST_FILTERING}
_DECIDES = {C.REQUEST_FILTERING, C.DECIDE_FILTERING, C.SEE_FILTERING_LOG}
_RUNS = {C.REQUEST_FILTERING, C.RUN_FILTERING, C.SEE_FILTERING_LOG, C.SEE_LOOKS}

FILTERING: Table = {
    Role.CO_ORDINATOR:         _DECIDES | _RUNS,
    Role.DSL:                  _DECIDES | {C.SIGN_FILTERING_YEAR, C.ASK_LOOKS, C.SEE_LOOKS},
    Role.DEPUTY_DSL:           _DECIDES,
    Role.HEAD:                 _DECIDES | {C.ASK_LOOKS, C.DECIDE_LOOKS, C.SEE_LOOKS},
    Role.CHAIR:                {C.DECIDE_LOOKS, C.SEE_LOOKS},
    Role.VICE_CHAIR:           {C.DECIDE_LOOKS, C.SEE_LOOKS},
    Role.NETWORK_MANAGER:      _RUNS | {C.SIGN_FILTERING_YEAR},
    Role.SAFETY_GOVERNOR:      {C.SEE_FILTERING_LOG, C.SIGN_FILTERING_YEAR},
    Role.SENIOR_LEADER:        _ASKS,
    Role.SENCO:                _ASKS,
    Role.BUSINESS_MANAGER:     _ASKS,
    Role.DATA_PROTECTION_LEAD: _ASKS,
    Role.STAFF:                _ASKS,
}
"""Who asks, decides, carries out, reviews. Source: domain/filtering.md; C 3.6.1, E 9, B."""

MOVING: Table = {
    Role.DSL:        {C.MOVE_FILES},
    Role.DEPUTY_DSL: {C.MOVE_FILES},
    Role.HEAD:       {C.MOVE_FILES},
    Role.CHAIR:      {C.MOVE_FILES},
    Role.VICE_CHAIR: {C.MOVE_FILES},
}
"""Source: domain/records.md, "Transfer": from lead to lead. Head and chair send the part that the lead may not read."""

_READS_REPORTS = {C.READ_REPORTS, C.READ_REGISTERS}
_WRITES_REPORTS = _READS_REPORTS | {C.WRITE_REPORTS, C.KEEP_REGISTERS, C.SEE_FIGURES}

GOVERNANCE: Table = {
    Role.DSL:               _WRITES_REPORTS | {C.APPROVE_REPORTS},
    Role.DEPUTY_DSL:        _WRITES_REPORTS,
    Role.CO_ORDINATOR:      _WRITES_REPORTS,
    Role.HEAD:              _WRITES_REPORTS | {C.APPROVE_REPORTS},
    Role.SENIOR_LEADER:     _READS_REPORTS | {C.SEE_FIGURES},
    Role.CHAIR:             _READS_REPORTS,
    Role.VICE_CHAIR:        _READS_REPORTS,
    Role.SAFETY_GOVERNOR:   _READS_REPORTS,
    Role.GOVERNOR:          _READS_REPORTS,
    Role.TRUST_ADMIN:       {C.COMPARE_SCHOOLS},
    Role.AUTHORITY_OFFICER: {C.COMPARE_SCHOOLS},
}
"""Source: domain/governance.md; people-and-roles.md: head and lead approve, governors download reports, the online
safety governor reviews the logs, trust and authority see figures of schools and no case."""
# fmt: on

KEEPING: Table = {
    role: {C.KEEP_RECORDS}
    for role in (
        Role.DSL, Role.DEPUTY_DSL, Role.HEAD, Role.CHAIR, Role.VICE_CHAIR, Role.DATA_PROTECTION_LEAD,
    )
}  # fmt: skip
"""Source: issue 8 (a lead, the head, the person named for records); the chair for matters about the head. Each only
for the records they see."""

SUBJECT_ACCESS: Table = {role: {C.ANSWER_REQUESTS} for role in KEEPING}
"""Source: domain/records.md, "Access request". The same posts: each answers with what they read, the person named for
data protection keeps the clock."""

_TABLES = (CASES, OFFICE, AGREEMENTS, FILTERING, MOVING, GOVERNANCE, KEEPING, SUBJECT_ACCESS)


def _held_by(role: Role) -> frozenset[C]:
    """All that one role carries. Whoever reports concerns reads the school's policies (D 5.5)."""
    held = frozenset().union(*(table.get(role, set()) for table in _TABLES))
    return held | {C.READ_POLICIES} if C.REPORT in held else held


CAPABILITIES: dict[Role, frozenset[C]] = {role: _held_by(role) for role in Role}
