"""The moment of the report stands beside each type, so that a list by type is read along an index."""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    alias = schema_editor.connection.alias
    moment = apps.get_model("incidents", "Incident").objects.filter(pk=OuterRef("incident"))
    tags = apps.get_model("incidents", "IncidentTag").objects.using(alias)
    tags.update(reported_at=Subquery(moment.order_by().values("reported_at")[:1]))


class Migration(migrations.Migration):
    dependencies = [("incidents", "0008_in_confidence")]
    operations = [
        migrations.AddField("incidenttag", "reported_at", models.DateTimeField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
