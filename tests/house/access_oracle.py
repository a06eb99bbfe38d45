"""What the published rules say about who sees and who closes what. Imports nothing of the product.

Written from domain/people-and-roles.md ("Roles (per school)", "Rules of access") and domain/routing.md, and
from the decisions in docs/decisions/0013 to 0016. Run it to write `access_matrix.csv`; read the difference,
which a safeguarding lead should be able to do; commit both. Product code never writes that file.
"""

from __future__ import annotations

import csv
from pathlib import Path

FILE = Path(__file__).with_name("access_matrix.csv")

ROLES = (
    "dsl", "deputy_dsl", "co_ordinator", "head", "senior_leader", "chair", "vice_chair", "safety_governor",
    "governor", "senco", "staff", "network_manager", "business_manager", "data_protection_lead", "parent",
    "pupil", "visitor", "authority_officer", "school_admin", "trust_admin",
)  # fmt: skip
RECORDS = {
    "online_safety": "a pupil's online-safety incident",
    "safeguarding": "a pupil's safeguarding matter",
    "about_staff": "an allegation against a member of staff",
    "about_dsl": "an allegation against the safeguarding lead",
    "low_level": "a low-level concern about a member of staff",
    "about_governor": "a concern about a governor",
    "about_chair": "a concern about the chair of governors",
    "about_head": "an allegation against the head",
}
RELATIONS = (
    "none", "reporter", "subject", "close", "parent", "assigned", "invited", "invitation_ended", "other_school",
)  # fmt: skip

# -- by post -------------------------------------------------------------------------------------

READ_BY_POST: dict[str, dict[str, str]] = {
    "online_safety": {
        "co_ordinator": "roles: online-safety incidents of the school (C 2.2.3)",
        "dsl": "roles: all of the school (C 2.2.6)",
        "deputy_dsl": "roles: as DSL (D flowchart)",
        "head": "roles: all but those about the head (C 2.2.1)",
    },
    "safeguarding": {
        "dsl": "routing: risk of harm, owner DSL (C 2.2.6)",
        "deputy_dsl": "routing: risk of harm, tell the deputy (C 2.2.6)",
        "head": "roles: all but those about the head (C 2.2.1)",
    },
    "about_staff": {
        "head": "routing: staff is a subject, owner head (C 4.1, C 4.4)",
        "dsl": "routing: staff is a subject, tell DSL (A flow 2)",
        "deputy_dsl": "roles: as DSL (D flowchart)",
    },
    "about_dsl": {
        "head": "routing: DSL is a subject, owner head (C 4.4)",
        "dsl": "routing: the other DSL if not connected (conflict rule)",
        "deputy_dsl": "routing: the other DSL if not connected (conflict rule)",
    },
    "low_level": {
        "head": "KCSIE: the head decides in respect of all low-level concerns",
    },
    "about_governor": {
        "chair": "routing: a governor is a subject, owner chair (C 4.4)",
        "head": "routing: a governor is a subject, tell head (C 4.4)",
    },
    "about_chair": {
        "vice_chair": "routing: the chair is a subject, owner vice-chair (C 4.4)",
        "head": "routing: a governor is a subject, tell head (C 4.4)",
        "chair": "routing: a governor is a subject, owner chair (C 4.4): another holder of the post",
    },
    "about_head": {
        "chair": "routing: the head is a subject, owner chair (A flow 1, C 4.1, E 4.4)",
    },
}
"""Who reads a record because of the post alone, and the rule that says so. Everybody else does not (C 3.2)."""

CLOSES = {
    "dsl": "roles: triage, assign, refer, close (C 2.2.6)",
    "deputy_dsl": "roles: as DSL (D flowchart)",
    "co_ordinator": "roles: close non-safeguarding (C 2.2.3)",
    "head": "roles: decides staff matters, sanctions (C 2.2.1, C 4.4)",
    "chair": "roles: decides those (A, C 4.1)",
    "vice_chair": "routing: stands in for the chair (C 4.4)",
}
"""Posts that may close what they read by post. An invitation or an assignment opens, it does not close."""

DECIDED_BY = {
    "about_staff": {"head"},
    "about_dsl": {"head"},
    "low_level": {"head"},
    "about_governor": {"chair"},
    "about_chair": {"chair", "vice_chair"},
    "about_head": {"chair"},
}
"""A matter about an adult of the school is closed by its owner or decider; others only read it (decision 13)."""

# -- by name -------------------------------------------------------------------------------------

OPENED_BY_NAME = {
    "dsl", "deputy_dsl", "co_ordinator", "head", "chair", "vice_chair", "senior_leader", "senco",
    "business_manager", "data_protection_lead", "staff",
}  # fmt: skip
"""Posts whose holders can be given one record by name (rules of access, 1). Not the technician: only the task,
without the narrative (C 2.2.4); not governors: no individual incident (B); not administrators: no case by
virtue of that role; not parents, pupils, visitors, the authority's officer."""

REPORTS = {
    *OPENED_BY_NAME, "network_manager", "safety_governor", "governor", "school_admin",
}  # fmt: skip
"""Posts that report a concern: every member of staff and every governor (C 2.2.5)."""


def cell(role: str, record: str, relation: str) -> dict[str, str]:
    """What one person, standing like this to such a record, sees and closes; `holds` says whether the
    relation can come about at all or the act that would make it is refused."""
    by_post = READ_BY_POST[record].get(role)
    holds = "yes"
    if relation in {"subject", "close", "parent"}:
        return _row(role, record, relation, holds, "", "conflict of interest beats everything (rule 2)")
    if relation == "other_school":
        return _row(role, record, relation, holds, "", "nothing crosses schools (two different things)")
    if relation == "reporter" and role not in REPORTS:
        holds = "refused"
    if relation in {"assigned", "invited", "invitation_ended"} and role not in OPENED_BY_NAME:
        holds = "refused"
    if by_post:
        decides = role in DECIDED_BY.get(record, CLOSES)
        return _row(role, record, relation, holds, by_post, CLOSES.get(role, "") if decides else "")
    if relation in {"assigned", "invited"} and holds == "yes":
        return _row(role, record, relation, holds, "an explicit grant on this incident (rule 1)", "")
    if relation == "reporter" and holds == "yes":
        return _row(role, record, relation, holds, "", "own words and the status, not the case (rule 3)")
    return _row(role, record, relation, holds, "", "need to know (rule 1, C 3.2)")


def _row(role: str, record: str, relation: str, holds: str, seen: str, other: str) -> dict[str, str]:
    closes = bool(seen) and other in CLOSES.values()
    return {
        "record": record,
        "relation": relation,
        "role": role,
        "holds": holds,
        "sees": "yes" if seen else "no",
        "may_close": "yes" if closes else "no",
        "rule": f"{seen}; {other}" if seen and other else seen or other,
    }


def rows() -> list[dict[str, str]]:
    """Every cell."""
    return [cell(role, record, relation) for record in RECORDS for relation in RELATIONS for role in ROLES]


def write() -> None:
    """Write the file."""
    with FILE.open("w", newline="", encoding="utf-8") as out:
        table = csv.DictWriter(out, list(rows()[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows())


if __name__ == "__main__":
    write()
