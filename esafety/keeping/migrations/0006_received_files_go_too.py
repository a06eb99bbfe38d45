"""What this room keeps of a record is of an incident or of a file that another school sent."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from esafety.audit.guards import WithGuardsKept


def _one(name: str) -> Any:
    condition = models.Q(("arrival__isnull", True), ("incident__isnull", False)) | models.Q(
        ("arrival__isnull", False), ("incident__isnull", True)
    )
    return models.CheckConstraint(condition=condition, name=name)


def _tie(field: Any, to: str, **more: Any) -> Any:
    return field(on_delete=django.db.models.deletion.PROTECT, to=to, **more)


_EMPTY = {"blank": True, "null": True}
_ONCE, _MANY = models.OneToOneField, models.ForeignKey


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_alerts_are_kept"),
        ("keeping", "0005_received_files"),
        ("moving", "0006_known_again"),
        ("people", "0002_next_school"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WithGuardsKept(
            [
                migrations.AddField(
                    "disposalitem",
                    "arrival",
                    _tie(_ONCE, "moving.arrival", related_name="disposal_item", **_EMPTY),
                ),
                migrations.AlterField(
                    "disposalitem",
                    "incident",
                    _tie(_ONCE, "incidents.incident", related_name="disposal_item", **_EMPTY),
                ),
                migrations.AddConstraint("disposalitem", _one("disposal_of_one_record")),
                migrations.AddField(
                    "duedate", "arrival", _tie(_ONCE, "moving.arrival", related_name="due_date", **_EMPTY)
                ),
                migrations.AlterField(
                    "duedate",
                    "incident",
                    _tie(_ONCE, "incidents.incident", related_name="due_date", **_EMPTY),
                ),
                migrations.AddConstraint("duedate", _one("due_date_of_one_record")),
                migrations.AddField(
                    "hold", "arrival", _tie(_MANY, "moving.arrival", related_name="retention_holds", **_EMPTY)
                ),
                migrations.AddConstraint(
                    "hold",
                    models.CheckConstraint(
                        condition=models.Q(
                            ("incident__isnull", True), ("arrival__isnull", True), _connector="OR"
                        ),
                        name="hold_on_one_record_or_all",
                    ),
                ),
                migrations.AddField(
                    "review",
                    "arrival",
                    _tie(_MANY, "moving.arrival", related_name="retention_reviews", **_EMPTY),
                ),
                migrations.AlterField(
                    "review",
                    "incident",
                    _tie(_MANY, "incidents.incident", related_name="retention_reviews", **_EMPTY),
                ),
                migrations.AddConstraint("review", _one("review_of_one_record")),
                migrations.AddField(
                    "review", "school", _tie(_MANY, "people.school", related_name="+", null=True)
                ),
                migrations.AddField("sweep", "came_at", models.DateTimeField(**_EMPTY)),
                migrations.AddField(
                    "sweep",
                    "arrival_id",
                    models.BigIntegerField(default=0, help_text="The last file of that moment"),
                ),
                migrations.AlterField(
                    "tombstone",
                    "school_year",
                    models.CharField(help_text="In which it was closed, or taken in: 2019/20", max_length=9),
                ),
            ]
        ),
    ]
