"""A random number on each file that came, by which it is known again once it was disposed of; names for people."""

import hashlib
import uuid
from typing import Any

from django.conf import settings
from django.db import migrations, models


def from_the_name_on_the_disk(apps: Any, schema_editor: Any) -> None:
    """What is here already gets its number from the random name of its file on the disk, which nobody was shown: a
    backup of before this step, restored and brought up to date, gives the same one."""
    arrivals = apps.get_model("moving", "Arrival").objects
    names = arrivals.exclude(came_as=None).values_list("pk", "came_as__file__name")
    for pk, name in names.iterator():
        number = uuid.UUID(bytes=hashlib.sha256(name.encode()).digest()[:16])
        arrivals.filter(pk=pk).update(key=number)


class Migration(migrations.Migration):
    dependencies = [
        ("moving", "0005_same_arrival_once"),
        ("papers", "0001_initial"),
        ("people", "0002_next_school"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            "arrival",
            {"ordering": ("-came_at", "-pk"), "verbose_name_plural": "files from other schools"},
        ),
        migrations.AlterModelOptions(
            "arrivalentry",
            {"ordering": ("arrival", "number"), "verbose_name_plural": "entries in files from other schools"},
        ),
        migrations.AlterModelOptions(
            "arrivalfile",
            {
                "ordering": ("arrival", "number"),
                "verbose_name_plural": "files inside files from other schools",
            },
        ),
        migrations.AlterModelOptions(
            "arrivalplacing",
            {
                "ordering": ("at", "pk"),
                "verbose_name_plural": "notes of whose file from another school it is",
            },
        ),
        migrations.AlterModelOptions(
            "arrivalnamed", {"verbose_name_plural": "people here whom files from other schools name"}
        ),
        migrations.AddField(
            model_name="arrival", name="key", field=models.UUIDField(default=uuid.uuid4, editable=False)
        ),
        migrations.AddIndex(
            model_name="arrival",
            index=models.Index(fields=["school", "came_at", "id"], name="arrival_came"),
        ),
        migrations.RunPython(from_the_name_on_the_disk, migrations.RunPython.noop),
    ]
