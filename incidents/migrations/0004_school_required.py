"""Every tag and task has its school; lists by type, and what is to do, are read along one school's rows."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def school() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
    )


class Migration(migrations.Migration):
    dependencies = [("incidents", "0003_school_beside")]
    operations = [
        migrations.AlterField("IncidentTag", "school", school()),
        migrations.AlterField("Task", "school", school()),
        migrations.RemoveIndex("IncidentTag", "tag_type"),
        migrations.AddIndex(
            "IncidentTag", models.Index(fields=["school", "type", "incident"], name="tag_school_type")
        ),
        migrations.AddIndex(
            "Task",
            models.Index(
                condition=models.Q(("state", "open")), fields=["school", "due_at"], name="task_school_due"
            ),
        ),
    ]
