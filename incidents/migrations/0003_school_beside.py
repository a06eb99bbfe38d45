"""The school of an incident stands on its tags and tasks too. Filled here, required in the next step."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, schema_editor: Any) -> None:
    schools = apps.get_model("incidents", "Incident").objects.filter(pk=OuterRef("incident_id"))
    for name in ("IncidentTag", "Task"):
        apps.get_model("incidents", name).objects.update(school_id=Subquery(schools.values("school_id")[:1]))


def school() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("incidents", "0002_guards_and_search")]
    operations = [
        migrations.AddField("IncidentTag", "school", school()),
        migrations.AddField("Task", "school", school()),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
