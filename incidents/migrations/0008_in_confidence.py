"""Reporting in confidence: nobody stands where an account stood, and a school's page for it."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import incidents.models.speak_up
from esafety.audit.guards import WithGuardsKept


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0007_search_behind_the_wall"),
        ("people", "0002_next_school"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SpeakUpPage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(default=incidents.models.speak_up.new_token, max_length=16, unique=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("off", "Off: its address leads nowhere"),
                            ("open", "Open"),
                            ("paused", "Paused: it takes nothing new, and answers can still be read"),
                        ],
                        default="off",
                        max_length=8,
                    ),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("school",),
            },
        ),
        migrations.CreateModel(
            name="WayBack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("gathered", models.BooleanField(default=False)),
                (
                    "last_used_on",
                    models.DateField(
                        blank=True, help_text="The last day somebody came with the code", null=True
                    ),
                ),
            ],
        ),
        WithGuardsKept(
            [
                migrations.AlterField(
                    model_name="incident",
                    name="found_by",
                    field=models.CharField(
                        choices=[
                            ("reported", "Somebody reported it"),
                            ("monitoring", "Monitoring alert"),
                            ("check", "Routine check"),
                            ("overheard", "Seen or overheard"),
                            ("complaint", "Complaint"),
                            ("low_level", "Shared as a low-level concern"),
                            ("confided", "Told in confidence, without an account"),
                            ("other", "Another way"),
                        ],
                        default="reported",
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="incident",
                    name="reported_by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Nobody: it came in confidence, from somebody without an account",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_reported",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="incident",
                    name="reporter_kind",
                    field=models.CharField(
                        choices=[
                            ("self", "My own"),
                            ("on_behalf", "Somebody else's, who told me"),
                            ("on_paper", "Somebody else's, handed in on paper"),
                            ("withheld", "From somebody who is not known or does not want to be named"),
                            ("no_account", "From somebody without an account, in confidence"),
                        ],
                        default="self",
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="involvement",
                    name="added_by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Nobody: it came in confidence",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="note",
                    name="by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Nobody: added by whoever reported in confidence",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AlterField(
                    model_name="statement",
                    name="found_by",
                    field=models.CharField(
                        choices=[
                            ("reported", "Somebody reported it"),
                            ("monitoring", "Monitoring alert"),
                            ("check", "Routine check"),
                            ("overheard", "Seen or overheard"),
                            ("complaint", "Complaint"),
                            ("low_level", "Shared as a low-level concern"),
                            ("confided", "Told in confidence, without an account"),
                            ("other", "Another way"),
                        ],
                        max_length=12,
                    ),
                ),
                migrations.AlterField(
                    model_name="statement",
                    name="made_by",
                    field=models.ForeignKey(
                        blank=True,
                        help_text="Nobody: it came in confidence",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                migrations.AddConstraint(
                    model_name="incident",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reported_by__isnull", True), ("reporter_kind", "no_account")),
                            models.Q(
                                models.Q(("reporter_kind", "no_account"), _negated=True),
                                ("reported_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="in_confidence_is_without_account",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="note",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            ("by__isnull", False),
                            models.Q(("addendum", True), ("audience", "reporter")),
                            _connector="OR",
                        ),
                        name="note_says_whose",
                    ),
                ),
            ]
        ),
        migrations.AddField(
            model_name="speakuppage",
            name="changed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="speakuppage",
            name="school",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="speak_up_page", to="people.school"
            ),
        ),
        migrations.AddField(
            model_name="wayback",
            name="incident",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="way_back", to="incidents.incident"
            ),
        ),
    ]
