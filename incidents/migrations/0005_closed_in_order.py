"""Closed incidents in the order in which they were closed, for working out what is due."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_alerts_are_kept"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="incident",
            index=models.Index(
                condition=models.Q(("status", "closed")),
                fields=["school", "closed_at", "id"],
                name="incident_closed",
            ),
        ),
    ]
