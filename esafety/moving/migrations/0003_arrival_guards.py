"""What another school wrote, and to whom it was given, is only ever added: the database says so too."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    """Guards two tables."""

    dependencies = [("moving", "0002_arrivals")]

    operations = [AppendOnlyTable("ArrivalEntry"), AppendOnlyTable("ArrivalPlacing")]
