"""Where the walls between schools are opened wide, function by function: the whole list (docs/decisions/0034)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("esafety", "incidents", "aup", "filtering")

# fmt: off
EVERY_SCHOOL = {
    # whose posts and whose conflicts: by account, before or besides any one school
    "esafety/access/roles.py::holder": "the posts of one account",
    "esafety/access/roles.py::_kept": "the posts of one account",
    "esafety/access/roles.py::posts_ahead": "schools and roles of one account",
    "esafety/access/roles.py::sees_cases": "yes or no",
    "esafety/access/conflict.py::_find": "numbers of people, and the account's own family names",
    "incidents/facts.py::accounts_close_to": "numbers of accounts",
    "incidents/actions/handing_over.py::_posts_of_people": "posts; the work is done school by school",
    "esafety/office/queries/second_person.py::_open_records_about": "numbers of records, judged by a policy after",
    "esafety/office/forms/duty.py::AbsenceForm.__init__": "numbers of accounts",
    "esafety/office/actions/invitations.py::accept_invitation": "a moment is written, nothing is read",
    "esafety/office/actions/invitations.py::_took_one_up": "yes or no",
    "esafety/signin/without_password.py::_all_off": "a count",
    # before anybody is known: by a secret, or by an address
    "esafety/walls/scope.py::by_secret.looking": "one row by a secret; its school is entered",
    "esafety/signin/single_sign_on/ways_in.py::ways_in": "labels of providers, on the page of signing in",
    "esafety/signin/single_sign_on/ways_in.py::providers_for": "providers by the domain of an address",
    "aup/queries/proof.py::issued": "a certificate by its code, without whose it is",
    # in the background: what is due, wherever; each row is then worked on in its own school
    "esafety/outbox/models/owed.py::attempt": "one row by its number; the work is done in its school",
    "esafety/outbox/relay.py::keep_due": "numbers of rows",
    "esafety/outbox/schedule.py::_run": "jobs for all schools",
    "esafety/serve/metrics.py::text": "sums",
    "esafety/keeping/ledger.py::write_ledger_file": "the ledger of disposals, which holds nobody's data",
    # a school that is made
    "esafety/office/actions/school.py::add_school": "one new row",
    # what whoever runs the server does by hand
    "esafety/walls/management/commands/migrate.py::Command.handle": "a command",
    "esafety/audit/management/commands/verify_trail.py::Command.handle": "a command",
    "esafety/backup/management/commands/backup.py::Command.handle": "a command",
    "esafety/backup/management/commands/restore.py::Command.handle": "a command",
    "esafety/keeping/management/commands/export_ledger.py::Command.handle": "a command",
    "esafety/keeping/management/commands/reapply_disposals.py::Command.handle": "a command",
    "esafety/office/management/commands/found_school.py::Command.handle": "a command",
    "esafety/office/management/commands/seed_demo.py::Command.handle": "a command",
    "esafety/papers/management/commands/rotate_files_key.py::Command.handle": "a command",
    "aup/management/commands/verify_signatures.py::Command.handle": "a command",
}
"""What is looked at across all schools there, in a word; the reason stands where it is done."""
# fmt: on
BY_SECRET = {
    "aup/models/campaign.py::of_evening",
    "aup/models/class_session.py::with_token",
    "aup/models/invitation.py::with_token",
    "aup/models/reception.py::with_token",
    "esafety/office/models/account_change.py::with_token",
    "esafety/office/models/account_invitation.py::with_token",
    "esafety/papers/models/document_link.py::with_token",
    "esafety/signin/single_sign_on/views.py::_provider",
    "filtering/views/pulling.py::_address",
    "filtering/views/pulling.py::_asked",
    "incidents/alerts/hook.py::source_of",
    "incidents/views/speaking_up.py::_page",
}
"""Where a row is found by a link, a key or a provider's address, and its school entered."""
AS_OWNER = {
    "esafety/walls/management/commands/migrate.py::Command.handle",
    "esafety/backup/management/commands/backup.py::Command.handle",
    "esafety/backup/management/commands/restore.py::Command.handle",
}
"""Where the owner of the tables works instead of the product's role."""


def calls_of(name: str) -> Iterator[str]:
    """Every function of the product in which `name` is called, as a block or as a decorator."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if name in (text := path.read_text(encoding="utf-8")):
                place = path.relative_to(ROOT).as_posix()
                yield from (f"{place}::{within}" for within in _calls(ast.parse(text), name, ()))


def decorated_with(name: str) -> Iterator[str]:
    """Every function of the product that wears the decorator `name`."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if f"@{name}\n" in (text := path.read_text(encoding="utf-8")):
                yield from (
                    f"{path.relative_to(ROOT).as_posix()}::{node.name}"
                    for node in ast.walk(ast.parse(text))
                    if isinstance(node, ast.FunctionDef)
                    and any(isinstance(one, ast.Name) and one.id == name for one in node.decorator_list)
                )


def _calls(node: ast.AST, name: str, within: tuple[str, ...]) -> Iterator[str]:
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == name:
        yield ".".join(within)
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        within = (*within, node.name)
    for child in ast.iter_child_nodes(node):
        yield from _calls(child, name, within)
