"""What the database itself refuses to change: rows that are only ever added, words once settled."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        AppendOnlyTable("AuditEvent"),
    ]
