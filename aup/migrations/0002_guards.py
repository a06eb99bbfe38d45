"""What the database itself refuses to change: rows that are only ever added, words once settled."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable, FrozenColumns


class Migration(migrations.Migration):
    dependencies = [("aup", "0001_initial")]
    operations = [
        FrozenColumns(
            "Edition",
            "words",
            (
                "school_id",
                "audience",
                "number",
                "title",
                "body",
                "consents",
                "declaration",
                "declaration_for_child",
                "drafted_by_id",
                "drafted_at",
                "changed_by_id",
                "version",
                "approved_by_id",
                "approved_on",
                "approving_body",
                "minute",
                "fingerprint",
            ),
            ("status", ("draft",)),
        ),
        FrozenColumns(
            "Edition", "force", ("in_force_from", "requires_new_signature"), ("status", ("draft", "approved"))
        ),
        AppendOnlyTable("Signature"),
        AppendOnlyTable("ConsentAnswer"),
        AppendOnlyTable("SignAgain"),
    ]
