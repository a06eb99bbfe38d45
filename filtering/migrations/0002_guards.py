"""What the database itself refuses to change: rows that are only ever added, words once settled."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("filtering", "0001_initial")]
    operations = [
        AppendOnlyTable("LogLine"),
        AppendOnlyTable("LogReview"),
        AppendOnlyTable("Decision"),
        AppendOnlyTable("ReviewSignature"),
    ]
