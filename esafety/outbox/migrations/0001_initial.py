import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.outbox.models.message


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("owed", "Owed"),
                            ("done", "Done"),
                            ("withheld", "Withheld"),
                            ("parked", "Parked"),
                        ],
                        default="owed",
                        max_length=8,
                    ),
                ),
                ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("attempts", models.PositiveIntegerField(default=0, help_text="How often it was taken up")),
                (
                    "failures",
                    models.PositiveIntegerField(
                        default=0, help_text="Tries that failed through the row itself"
                    ),
                ),
                (
                    "outages",
                    models.PositiveIntegerField(
                        default=0, help_text="Tries that failed because the other side was away"
                    ),
                ),
                (
                    "last_error",
                    models.CharField(
                        blank=True, help_text="Kind and code only, never content", max_length=200
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("notice", models.CharField(max_length=60)),
                ("about_label", models.CharField(max_length=60)),
                ("about_id", models.BigIntegerField()),
                (
                    "to_user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to_contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.externalcontact",
                    ),
                ),
                (
                    "to_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="What happened: the same event never mails one person twice", max_length=200
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=esafety.outbox.models.message.new_reference,
                        editable=False,
                        max_length=32,
                        unique=True,
                    ),
                ),
                ("message_id", models.CharField(max_length=320, unique=True)),
            ],
            options={
                "ordering": ("created_at", "pk"),
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="outbox_message_due",
                    ),
                    models.Index(fields=["about_label", "about_id"], name="outbox_message_about"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key", "to_user"), name="one_message_per_event_and_user"),
                    models.UniqueConstraint(
                        fields=("key", "to_contact"), name="one_message_per_event_and_contact"
                    ),
                    models.UniqueConstraint(
                        fields=("key", "to_person"), name="one_message_per_event_and_person"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("to_contact__isnull", True),
                                ("to_person__isnull", True),
                                ("to_user__isnull", False),
                            ),
                            models.Q(
                                ("to_contact__isnull", False),
                                ("to_person__isnull", True),
                                ("to_user__isnull", True),
                            ),
                            models.Q(
                                ("to_contact__isnull", True),
                                ("to_person__isnull", False),
                                ("to_user__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="message_has_one_recipient",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlannedRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, unique=True)),
                ("last_run_at", models.DateTimeField()),
                ("held_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Trouble",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "work",
                    models.CharField(help_text="The table of promises, or the scheduled job", max_length=120),
                ),
                ("fault", models.CharField(help_text="A word of patience.Fault, or crash", max_length=12)),
                ("times", models.PositiveBigIntegerField(default=0)),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("work", "fault"), name="one_count_per_work_and_fault")
                ],
            },
        ),
    ]
