"""The trail's table only ever grows."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [AppendOnlyTable("AuditEvent")]
