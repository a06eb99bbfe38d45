"""What is only ever added: the log, its reviews, decisions, signatures."""

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
