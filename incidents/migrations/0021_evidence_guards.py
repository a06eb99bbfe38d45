"""A chain of custody, and who took a copy of what, are only ever added to: the database refuses the rest."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0020_evidence")]
    operations = [AppendOnlyTable("CustodyEntry"), AppendOnlyTable("EvidenceOpening")]
