import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.papers.models.paper


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("incidents", "0005_closed_in_order"),
        ("people", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Disposal",
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
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Being gathered"),
                            ("proposed", "Waiting for a second person"),
                            ("approved", "Approved, being carried out"),
                            ("done", "Carried out"),
                            ("discarded", "Given up"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("proposed_at", models.DateTimeField(blank=True, null=True)),
                ("said_back", models.TextField(blank=True, max_length=1000)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reason",
                    models.TextField(
                        blank=True, help_text="Names nobody: it stays on the certificate", max_length=1000
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("kept", models.JSONField(default=dict)),
                ("reapplied", models.BooleanField(default=False)),
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
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposals",
                        to="people.school",
                    ),
                ),
            ],
            options={
                "ordering": ("-begun_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="DisposalItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="keeping.disposal",
                    ),
                ),
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposal_item",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.CreateModel(
            name="DisposalRun",
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
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("total", models.PositiveSmallIntegerField(default=0)),
                (
                    "disposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="run", to="keeping.disposal"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DueDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("safeguarding", "Child protection or safeguarding incident"),
                            ("sexual_abuse", "Anything about child sexual abuse, substantiated or not"),
                            ("online_safety", "Other online-safety incident"),
                            ("allegation", "Allegation against an adult of the school"),
                            ("allegation_age", "The same: the adult’s normal pension age"),
                            ("disproved", "Allegation found false or malicious"),
                            ("low_level", "Low-level concern about an adult of the school"),
                            ("alert", "Monitoring alert that became part of no incident"),
                            ("agreement", "Signed agreement of a pupil, parent or visitor"),
                            ("agreement_staff", "Signed agreement of staff and governors"),
                            ("consent", "Consent"),
                            ("filtering", "Filtering log, checks and reviews"),
                            ("training", "Training, policies read, inductions"),
                            ("report", "Report to governors, risks, meetings"),
                            ("office", "Equipment lent, posts held, contacts"),
                            ("sign_in", "Sign-ins and ordinary access log"),
                            ("roll_list", "List that was brought in from another system"),
                            ("trail", "Audit trail of a record"),
                            ("ledger", "Ledger of disposals"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="Empty: a date it depends on is not known", null=True
                    ),
                ),
                ("worked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="due_date",
                        to="incidents.incident",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Hold",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("not_due", "Not due yet"),
                            (
                                "open_case",
                                "It is open, has something still to do, or another open case is about the same person",
                            ),
                            ("police", "Police or court"),
                            ("lado", "The local authority’s designated officer"),
                            ("access_request", "A request to see what is held is open"),
                            ("complaint", "Complaint"),
                            ("insurance", "Insurance claim"),
                            ("inquiry", "Inquiry"),
                            ("linked", "It is linked to a record that must be kept"),
                            ("sexual_abuse", "It is about child sexual abuse"),
                            ("unknown_birth", "A date of birth is not known"),
                            ("still_here", "The adult has not left, or is not on the roll"),
                        ],
                        max_length=16,
                    ),
                ),
                ("reason", models.TextField(max_length=1000)),
                ("laid_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lift_asked_at", models.DateTimeField(blank=True, null=True)),
                ("lift_reason", models.TextField(blank=True, max_length=1000)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_holds",
                        to="incidents.incident",
                    ),
                ),
                (
                    "laid_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lift_asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
            options={
                "ordering": ("laid_at", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("safeguarding", "Child protection or safeguarding incident"),
                            ("sexual_abuse", "Anything about child sexual abuse, substantiated or not"),
                            ("online_safety", "Other online-safety incident"),
                            ("allegation", "Allegation against an adult of the school"),
                            ("allegation_age", "The same: the adult’s normal pension age"),
                            ("disproved", "Allegation found false or malicious"),
                            ("low_level", "Low-level concern about an adult of the school"),
                            ("alert", "Monitoring alert that became part of no incident"),
                            ("agreement", "Signed agreement of a pupil, parent or visitor"),
                            ("agreement_staff", "Signed agreement of staff and governors"),
                            ("consent", "Consent"),
                            ("filtering", "Filtering log, checks and reviews"),
                            ("training", "Training, policies read, inductions"),
                            ("report", "Report to governors, risks, meetings"),
                            ("office", "Equipment lent, posts held, contacts"),
                            ("sign_in", "Sign-ins and ordinary access log"),
                            ("roll_list", "List that was brought in from another system"),
                            ("trail", "Audit trail of a record"),
                            ("ledger", "Ledger of disposals"),
                        ],
                        max_length=16,
                    ),
                ),
                ("years", models.PositiveSmallIntegerField()),
                ("confirmed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("keep", "Keep it longer"), ("dispose", "Dispose of it")], max_length=8
                    ),
                ),
                ("until", models.DateField(blank=True, null=True)),
                ("reason", models.TextField(max_length=1000)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_reviews",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Sweep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("incident_id", models.BigIntegerField(default=0, help_text="The last of that moment")),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Tombstone",
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
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("safeguarding", "Child protection or safeguarding incident"),
                            ("sexual_abuse", "Anything about child sexual abuse, substantiated or not"),
                            ("online_safety", "Other online-safety incident"),
                            ("allegation", "Allegation against an adult of the school"),
                            ("allegation_age", "The same: the adult’s normal pension age"),
                            ("disproved", "Allegation found false or malicious"),
                            ("low_level", "Low-level concern about an adult of the school"),
                            ("alert", "Monitoring alert that became part of no incident"),
                            ("agreement", "Signed agreement of a pupil, parent or visitor"),
                            ("agreement_staff", "Signed agreement of staff and governors"),
                            ("consent", "Consent"),
                            ("filtering", "Filtering log, checks and reviews"),
                            ("training", "Training, policies read, inductions"),
                            ("report", "Report to governors, risks, meetings"),
                            ("office", "Equipment lent, posts held, contacts"),
                            ("sign_in", "Sign-ins and ordinary access log"),
                            ("roll_list", "List that was brought in from another system"),
                            ("trail", "Audit trail of a record"),
                            ("ledger", "Ledger of disposals"),
                        ],
                        max_length=16,
                    ),
                ),
                ("school_year", models.CharField(help_text="In which it was closed: 2019/20", max_length=9)),
                ("was_id", models.BigIntegerField()),
                ("fingerprint", models.CharField(max_length=64)),
                ("rows", models.PositiveIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("disposed_at", models.DateTimeField()),
                (
                    "disposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tombstones",
                        to="keeping.disposal",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
            },
        ),
        migrations.AddIndex(
            model_name="disposal",
            index=models.Index(fields=["school", "-begun_at", "-id"], name="disposal_school"),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stage__in", ("approved", "done")), _negated=True),
                    ("reapplied", True),
                    models.Q(
                        ("approved_by__isnull", False),
                        ("proposed_by__isnull", False),
                        models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="disposal_approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="disposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("stage", "draft")),
                fields=("school", "proposed_by"),
                name="one_disposal_gathered_each",
            ),
        ),
        migrations.AddIndex(
            model_name="disposalrun",
            index=models.Index(
                condition=models.Q(("state", "owed")),
                fields=["state", "due_at"],
                name="keeping_disposalrun_due",
            ),
        ),
        migrations.AddIndex(
            model_name="duedate",
            index=models.Index(fields=["school", "due_on", "id"], name="due_date_school"),
        ),
        migrations.AddIndex(
            model_name="duedate",
            index=models.Index(fields=["school", "worked_at"], name="due_date_worked"),
        ),
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["school"], name="hold_standing"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="hold_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at__isnull", True),
                    models.Q(
                        ("lift_asked_by__isnull", False),
                        ("lifted_by__isnull", False),
                        models.Q(("lifted_by", models.F("lift_asked_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="hold_lifted_by_two",
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.UniqueConstraint(fields=("school", "kind"), name="one_period_a_kind"),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("years__lte", 75)), name="period_is_a_life"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="retention_review_has_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("until__isnull", False), ("verdict", "keep")),
                    models.Q(("until__isnull", True), ("verdict", "dispose")),
                    _connector="OR",
                ),
                name="kept_until_a_day",
            ),
        ),
        migrations.AddIndex(
            model_name="tombstone",
            index=models.Index(fields=["was_id"], name="tombstone_was"),
        ),
        migrations.AddIndex(
            model_name="tombstone",
            index=models.Index(fields=["school", "id"], name="tombstone_school"),
        ),
    ]
