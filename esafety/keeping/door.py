"""The database's side of the one door: which rows of a record may go at all, and only with an approved disposal.

A row goes while its incident, or its received file, has a tombstone in a disposal that is approved and not finished.
The tombstone's kind says which of the two its number is of. A row of a lot goes while it was written down, table and
number, with such a tombstone, whose own number is 0. Changing such a row is refused as before, and everything
that is only ever added and belongs to no record stays as it was.
"""

from __future__ import annotations

from typing import NamedTuple


class Guarded(NamedTuple):
    """A table, its column that leads to the incident, the table in between where there is one, and its column that
    leads to a received file. An empty name: it leads to none. `listed`: its rows may go with a lot."""

    table: str
    column: str = "incident_id"
    through: str = ""
    arrival: str = ""
    listed: bool = False


GUARDED: tuple[Guarded, ...] = (
    Guarded("incidents_statement"),
    Guarded("incidents_note"),
    Guarded("incidents_decision"),
    Guarded("incidents_routingnote"),
    Guarded("incidents_partentry"),
    Guarded("incidents_sanction"),
    Guarded("incidents_taskpause", "task_id", "incidents_task"),
    Guarded("incidents_custodyentry", "item_id", "incidents_item"),
    Guarded("incidents_evidenceopening", "item_id", "incidents_evidenceitem"),
    Guarded("incidents_referralentry", "referral_id", "incidents_referral"),
    Guarded("incidents_referralform", "referral_id", "incidents_referral"),
    Guarded("incidents_allegationoutcome"),
    Guarded("incidents_chronologymark"),
    Guarded("incidents_alertreading", "alert_id", "incidents_alert"),
)
"""Only ever added: the guards of `incidents` 0002, opened for a disposal."""
ALERT = Guarded("incidents_alert")
"""Kept as it came (`incidents` 0004), opened for a disposal of the incident it became part of."""
INCIDENT = Guarded("incidents_incident", "id")
NEW: tuple[Guarded, ...] = (INCIDENT, Guarded("keeping_review"))
"""Guarded against deletion from migration 0002 on."""
REVIEW = Guarded("keeping_review", arrival="arrival_id")
"""The same table from migration 0007 on, when it can be about a received file too."""
RECEIVED: tuple[Guarded, ...] = (
    Guarded("moving_arrival", "", arrival="id"),
    Guarded("moving_arrivalentry", "", arrival="arrival_id"),
    Guarded("moving_arrivalplacing", "", arrival="arrival_id"),
    Guarded("moving_arrivalfile", "", arrival="arrival_id"),
    Guarded("moving_arrivalnamed", "", arrival="arrival_id"),
)
"""Of received files: guarded against deletion from migration 0007 on."""

WITH_LOTS_TOO: tuple[Guarded, ...] = (
    Guarded("incidents_alert", listed=True),
    Guarded("incidents_alertreading", "alert_id", "incidents_alert", listed=True),
)
"""The same tables from migration 0009 on: an alert that became part of no incident goes with its lot."""
ONLY_ADDED_TO: tuple[Guarded, ...] = tuple(
    Guarded(table, "", listed=True)
    for table in (
        "aup_signature", "aup_consentanswer", "aup_signagain",
        "filtering_logline", "filtering_logreview", "filtering_decision", "filtering_reviewsignature",
    )
)  # fmt: skip
"""The guards of `aup` and `filtering` 0002, opened for lots."""
OF_LOTS: tuple[Guarded, ...] = tuple(
    Guarded(table, "", listed=True)
    for table in (
        "aup_campaign", "aup_campaignclass", "aup_classsession", "aup_invitation", "aup_paperscan", "aup_round",
        "aup_signedcopy", "aup_suggestion", "aup_visit", "aup_wanted",
        "filtering_address", "filtering_authorisation", "filtering_certificate", "filtering_check",
        "filtering_checkresult", "filtering_filteringrequest", "filtering_frozenreview", "filtering_logextract",
        "filtering_yearlyreview",
        "governance_acknowledgement", "governance_inductiontick", "governance_training", "governance_trainingneed",
        "office_accountchange", "office_accountinvitation", "office_loan", "office_visitoraccess",
    )
)  # fmt: skip
"""Guarded against deletion from migration 0009 on."""

_LISTED = (
    "EXISTS (SELECT 1 FROM keeping_gonerow g JOIN keeping_tombstone t ON t.id = g.tombstone_id + 0 "
    "JOIN keeping_disposal d ON d.id = t.disposal_id "
    'WHERE d.stage = \'approved\' AND g."table" = {table} AND g."row" = OLD.id)'
)
"""`+ 0`: a row is looked for by its table and number, and never among all that went with one tombstone. PostgreSQL
planned that for an empty table, and 45,000 rows took 284 s; 27,000 take 3 s."""
_APPROVED = (
    "EXISTS (SELECT 1 FROM keeping_tombstone t JOIN keeping_disposal d ON d.id = t.disposal_id "
    "WHERE d.stage = 'approved' AND t.kind {is_file} 'received' AND t.was_id = {record})"
)
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_unless_disposed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE incident bigint := (to_jsonb(OLD) ->> TG_ARGV[0])::bigint;
        arrival bigint := (to_jsonb(OLD) ->> TG_ARGV[2])::bigint;
BEGIN
  IF TG_ARGV[1] <> '' THEN
    EXECUTE format('SELECT incident_id FROM %I WHERE id = $1', TG_ARGV[1]) INTO incident USING incident;
  END IF;
  IF EXISTS (SELECT 1 FROM keeping_tombstone t JOIN keeping_disposal d ON d.id = t.disposal_id
             WHERE d.stage = 'approved' AND (t.kind <> 'received' AND t.was_id = incident
                                             OR t.kind = 'received' AND t.was_id = arrival)) THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END $$
"""

POSTGRES_FUNCTION_WITH_LOTS = POSTGRES_FUNCTION.replace(
    "BEGIN\n", "        in_table text := TG_TABLE_NAME;\nBEGIN\n", 1
).replace("THEN\n    RETURN OLD", f"\n     OR {_LISTED.format(table='in_table')} THEN\n    RETURN OLD")
"""From migration 0009 on: a row that was written down goes too."""


def on_sqlite(one: Guarded) -> str:
    """The sentence that guards a table against deletion on SQLite."""
    return (
        f"CREATE TRIGGER {one.table}_no_delete BEFORE DELETE ON {one.table} "
        f"WHEN NOT ({' OR '.join(_approved(one))}) "
        f"BEGIN SELECT RAISE(ABORT, '{one.table} is append-only'); END"
    )


def _approved(one: Guarded) -> list[str]:
    found = []
    if one.column:
        inner = f"(SELECT p.incident_id FROM {one.through} p WHERE p.id = OLD.{one.column})"  # noqa: S608  # names of tables from the list above
        found.append(_APPROVED.format(is_file="<>", record=inner if one.through else f"OLD.{one.column}"))
    if one.arrival:
        found.append(_APPROVED.format(is_file="=", record=f"OLD.{one.arrival}"))
    if one.listed:
        found.append(_LISTED.format(table=f"'{one.table}'"))
    return found


def on_postgres(one: Guarded) -> str:
    """The same on PostgreSQL. What an argument does not name, an empty name is, reads as nothing."""
    return (
        f"CREATE TRIGGER {one.table}_no_delete BEFORE DELETE ON {one.table} FOR EACH ROW "
        f"EXECUTE FUNCTION refuse_unless_disposed('{one.column}', '{one.through}', '{one.arrival}')"
    )
