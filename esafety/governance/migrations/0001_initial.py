import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.governance.models.report


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("papers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("provider", models.CharField(blank=True, max_length=120)),
                (
                    "lasts_months",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Months until it is taken again; empty: once is enough",
                        null=True,
                    ),
                ),
                (
                    "for_everybody",
                    models.BooleanField(
                        default=False, help_text="Every member of staff and governor takes it"
                    ),
                ),
            ],
            options={
                "ordering": ("title", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("school", "title"), name="one_course_a_title")
                ],
            },
        ),
        migrations.CreateModel(
            name="InductionStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                ("place", models.PositiveSmallIntegerField(default=100)),
                ("in_use", models.BooleanField(default=True)),
            ],
            options={
                "ordering": ("place", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("school", "words"), name="one_step_a_wording")
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("held_on", models.DateField(help_text="The day it is or was to be held")),
                (
                    "agenda",
                    models.JSONField(
                        default=list, help_text="Headings, each with its lines, as they stood that day"
                    ),
                ),
                ("present", models.CharField(blank=True, help_text="Posts, not names", max_length=200)),
                ("minutes", models.TextField(blank=True)),
                (
                    "planned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("planned_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("minuted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-held_on", "-pk"),
                "indexes": [models.Index(fields=["school", "-held_on"], name="meeting_school")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("minuted_at__isnull", True),
                            models.Q(("minutes", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="held_meeting_has_minutes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PeriodCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "is_year",
                    models.BooleanField(
                        default=False, help_text="Counted as a year: a year of one term has the same days"
                    ),
                ),
                (
                    "true",
                    models.JSONField(
                        default=dict, help_text="Counts before disclosure control; shown to nobody"
                    ),
                ),
                ("printed", models.JSONField(default=dict, help_text="What may be printed, by section")),
                ("counted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("frozen_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("school", "first_day"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "first_day", "last_day", "is_year"), name="one_count_of_a_period"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="count_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Policy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("title", models.CharField(max_length=160)),
                ("owner", models.CharField(help_text="A post, not a name", max_length=120)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody: it is there to be looked up"),
                            ("staff", "Every member of staff"),
                            ("governors", "Every governor"),
                            ("both", "Every member of staff and every governor"),
                        ],
                        default="staff",
                        max_length=10,
                    ),
                ),
                ("review_due", models.DateField()),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("title", "pk"),
                "indexes": [models.Index(fields=["school", "title"], name="policy_school")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("school", "title"),
                        name="one_policy_a_title",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("content", "Content"),
                            ("contact", "Contact"),
                            ("conduct", "Conduct"),
                            ("commerce", "Commerce"),
                            ("technology", "New technology, before it is used"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.CharField(max_length=200)),
                (
                    "likelihood",
                    models.CharField(choices=[("1", "Low"), ("2", "Medium"), ("3", "High")], max_length=1),
                ),
                (
                    "impact",
                    models.CharField(choices=[("1", "Low"), ("2", "Medium"), ("3", "High")], max_length=1),
                ),
                ("controls", models.TextField()),
                ("owner", models.CharField(help_text="A post, not a name", max_length=120)),
                ("review_due", models.DateField()),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("kind", "-likelihood", "-impact", "pk"),
                "indexes": [models.Index(fields=["school", "kind"], name="risk_school")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at__isnull", True)),
                        fields=("school", "words"),
                        name="one_risk_a_wording",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingNeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="The school year that begins in August of this year"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("confident", "Confident"),
                            ("refresh", "Needs a refresher"),
                            ("training", "Needs training"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "about",
                    models.CharField(blank=True, help_text="What they would like to learn", max_length=300),
                ),
                ("said_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-year", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("school", "year", "user"), name="one_answer_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken",
                        to="governance.course",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("taken_on", models.DateField()),
                ("expires_on", models.DateField(blank=True, null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-taken_on", "pk"),
                "indexes": [models.Index(fields=["person", "course", "-taken_on"], name="training_person")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("course", "person", "taken_on"), name="one_training_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InductionTick",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticks",
                        to="governance.inductionstep",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("person", "step"),
                "constraints": [models.UniqueConstraint(fields=("step", "person"), name="one_tick_each")],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=esafety.governance.models.report.new_reference, max_length=10, unique=True
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="people.school",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("termly", "Termly report"), ("annual", "Annual report on the strategy")],
                        max_length=8,
                    ),
                ),
                (
                    "period",
                    models.CharField(
                        help_text="What the school calls the days, e.g. Autumn term 2026", max_length=80
                    ),
                ),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="governance.report",
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Waiting for approval"),
                            ("approved", "Approved, being printed"),
                            ("published", "Published"),
                            ("withdrawn", "Withdrawn"),
                            ("replaced", "Replaced by a later edition"),
                            ("discarded", "Discarded before approval"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "count",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.periodcount",
                    ),
                ),
                (
                    "count_before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.periodcount",
                    ),
                ),
                (
                    "count_a_year_before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.periodcount",
                    ),
                ),
                (
                    "figures",
                    models.JSONField(default=list, help_text="The sections as printed, once counted"),
                ),
                ("asks", models.TextField(blank=True, help_text="What is asked of the meeting")),
                ("said_back", models.TextField(blank=True, help_text="Why it was sent back last")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("drafted_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.storedfile",
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, help_text="SHA-256 of the file", max_length=64)),
                ("pages", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-last_day", "kind", "-edition"),
                "indexes": [
                    models.Index(fields=["school", "stage", "-last_day"], name="report_school_stage")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "discarded"), _negated=True),
                        fields=("school", "kind", "first_day", "last_day", "edition"),
                        name="one_report_an_edition",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("draft", "submitted", "approved"))),
                        fields=("school", "kind", "first_day", "last_day"),
                        name="one_draft_of_a_report",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage", "published")),
                        fields=("school", "kind", "first_day", "last_day"),
                        name="one_published_edition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="report_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage__in", ("published", "withdrawn", "replaced")), _negated=True),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("file__isnull", False),
                                models.Q(("fingerprint", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="published_report_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="report_is_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "withdrawn"), _negated=True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawn_report_has_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyEdition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="governance.policy",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "approved_by",
                    models.CharField(help_text="The body: full board, a committee, the head", max_length=120),
                ),
                ("approved_on", models.DateField()),
                ("minute", models.CharField(blank=True, max_length=60)),
                ("changes", models.CharField(blank=True, help_text="What is new in it", max_length=500)),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.receivedfile",
                    ),
                ),
                (
                    "where",
                    models.CharField(
                        blank=True, help_text="Where the text is kept, in words", max_length=300
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("policy", "-number"),
                "constraints": [
                    models.UniqueConstraint(fields=("policy", "number"), name="one_edition_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="governance.risk",
                    ),
                ),
                ("on", models.DateField()),
                (
                    "likelihood",
                    models.CharField(choices=[("1", "Low"), ("2", "Medium"), ("3", "High")], max_length=1),
                ),
                (
                    "impact",
                    models.CharField(choices=[("1", "Low"), ("2", "Medium"), ("3", "High")], max_length=1),
                ),
                ("words", models.CharField(max_length=500)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-on", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="governance.report",
                    ),
                ),
                ("section", models.CharField(max_length=20)),
                ("text", models.TextField(blank=True)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("report", "section"),
                "constraints": [
                    models.UniqueConstraint(fields=("report", "section"), name="one_comment_a_section")
                ],
            },
        ),
        migrations.CreateModel(
            name="Point",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="governance.meeting",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="points",
                        to="governance.report",
                    ),
                ),
                ("words", models.CharField(max_length=300)),
                (
                    "owner",
                    models.CharField(
                        help_text="A post, not a name: reports carry it to governors", max_length=120
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("result", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ("due_on", "pk"),
                "indexes": [models.Index(fields=["school", "done_at", "due_on"], name="point_school")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="done_point_says_by_whom",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRun",
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
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="governance.report",
                    ),
                ),
                (
                    "job",
                    models.CharField(choices=[("count", "Counting"), ("print", "Printing")], max_length=5),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("done", models.PositiveSmallIntegerField(default=0, help_text="Steps done")),
                ("total", models.PositiveSmallIntegerField(default=1, help_text="Steps there are")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="governance_reportrun_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="governance.policyedition",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-at",),
                "constraints": [models.UniqueConstraint(fields=("edition", "user"), name="one_reading_each")],
            },
        ),
    ]
