import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import aup.models.signature
import aup.models.visit
import esafety.papers.models.paper


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("papers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_campaigns",
                        to="people.school",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("to_families", models.BooleanField(default=True)),
                ("to_staff", models.BooleanField(default=False)),
                ("to_governors", models.BooleanField(default=False)),
                ("year_groups", models.JSONField(blank=True, default=list)),
                ("class_names", models.JSONField(blank=True, default=list)),
                (
                    "only_missing",
                    models.BooleanField(default=True, help_text="Leave out whoever has signed already"),
                ),
                ("sign_by", models.DateField()),
                (
                    "remind_every",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Days between reminders; none: nobody is reminded", null=True
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Not sent yet"), ("running", "Running"), ("closed", "Closed")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
                "indexes": [models.Index(fields=["school", "state", "made_at"], name="campaign_of_school")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_families", True), ("to_staff", True), ("to_governors", True), _connector="OR"
                        ),
                        name="campaign_asks_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_at__isnull", True), ("state", "draft")),
                            models.Q(
                                ("closed_at__isnull", True),
                                ("started_at__isnull", False),
                                ("state", "running"),
                            ),
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="campaign_started_when_running",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("remind_every__isnull", True),
                            models.Q(("remind_every__gte", 1), ("remind_every__lte", 28)),
                            _connector="OR",
                        ),
                        name="campaign_reminds_within_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Edition",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="people.school",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("ks1", "Early years and Key Stage 1"),
                            ("ks2", "Key Stage 2"),
                            ("ks3_4", "Secondary pupils"),
                            ("parent", "Parents and carers"),
                            ("staff", "Staff and volunteers"),
                            ("governor", "Governors"),
                            ("visitor", "Visitors"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="Counts from 1 for each school and audience"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("approved", "Approved"),
                            ("in_force", "In force"),
                            ("superseded", "Superseded"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("body", models.TextField(help_text="Sections; see aup.canonical", max_length=20000)),
                (
                    "consents",
                    models.JSONField(
                        blank=True, default=list, help_text="Codes, names and words; see aup.canonical"
                    ),
                ),
                (
                    "declaration",
                    models.TextField(
                        help_text="What somebody agrees to who signs for themselves", max_length=600
                    ),
                ),
                ("declaration_for_child", models.TextField(blank=True, max_length=600)),
                (
                    "version",
                    models.PositiveIntegerField(default=1, help_text="Counts the changes of the draft"),
                ),
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
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(
                        blank=True, help_text="When these words were sent for approval", null=True
                    ),
                ),
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
                ("approved_on", models.DateField(blank=True, help_text="The day of the decision", null=True)),
                (
                    "approving_body",
                    models.CharField(blank=True, help_text="For example Full governing body", max_length=120),
                ),
                ("minute", models.CharField(blank=True, help_text="Reference of the minute", max_length=60)),
                ("in_force_from", models.DateField(blank=True, null=True)),
                ("superseded_on", models.DateField(blank=True, null=True)),
                (
                    "requires_new_signature",
                    models.BooleanField(
                        default=False,
                        help_text="Signatures of earlier editions no longer count from its first day",
                    ),
                ),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ("audience", "-number"),
                "indexes": [
                    models.Index(fields=["school", "audience", "in_force_from"], name="edition_in_force")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "audience", "number"), name="edition_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "draft")),
                        fields=("school", "audience"),
                        name="one_draft_for_an_audience",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "in_force")),
                        fields=("school", "audience"),
                        name="one_edition_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("draft", "withdrawn")),
                            models.Q(
                                ("approved_by__isnull", False),
                                ("approved_on__isnull", False),
                                models.Q(("fingerprint", ""), _negated=True),
                                models.Q(("minute", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="edition_approved_with_minute",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(
                                models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                                models.Q(
                                    ("changed_by__isnull", True),
                                    models.Q(("approved_by", models.F("changed_by")), _negated=True),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="edition_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("in_force", "superseded")), _negated=True),
                            ("in_force_from__isnull", False),
                            _connector="OR",
                        ),
                        name="edition_in_force_from_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("superseded_on__isnull", True),
                            ("superseded_on__gte", models.F("in_force_from")),
                            _connector="OR",
                        ),
                        name="edition_superseded_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ListCopy",
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
                            ("register", "Who may use the systems"),
                            ("photographs", "Children without photograph permission"),
                        ],
                        max_length=12,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "group",
                    models.CharField(
                        blank=True, help_text="A class, staff, governors; none: everybody", max_length=40
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
            },
        ),
        migrations.CreateModel(
            name="Reception",
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
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("salt", models.CharField(max_length=32)),
                ("key_id", models.CharField(max_length=16)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("-opened_at", "-pk"),
                "indexes": [models.Index(fields=["school", "closes_at"], name="reception_of_school")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opened_at"))),
                        name="reception_closes_later",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SignAgain",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("after_incident", "After an incident: meet and sign again"),
                            ("appointment", "A new post"),
                            ("mistake", "The last signature was a mistake"),
                        ],
                        max_length=16,
                    ),
                ),
                ("incident_reference", models.CharField(blank=True, max_length=12)),
                ("demanded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "demanded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-demanded_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "person", "demanded_at"], name="sign_again_of_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="YearlyRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_round",
                        to="people.school",
                    ),
                ),
                ("month", models.PositiveSmallIntegerField(default=8)),
                ("day", models.PositiveSmallIntegerField(default=1)),
                (
                    "days_to_sign",
                    models.PositiveSmallIntegerField(
                        default=61, help_text="Last year's signatures count so many days more"
                    ),
                ),
                (
                    "days_for_edition",
                    models.PositiveSmallIntegerField(
                        default=28, help_text="The same, after an edition that asks to sign again"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("day__gte", 1), ("day__lte", 28), ("month__gte", 1), ("month__lte", 12)
                        ),
                        name="round_on_a_real_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days_for_edition__lte", 150), ("days_to_sign__lte", 150)),
                        name="round_within_bounds",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignClass",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="classes", to="aup.campaign"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("class_name", models.CharField(max_length=20)),
            ],
            options={
                "ordering": ("class_name",),
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "class_name"), name="one_row_for_a_class")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClassSession",
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="class_sessions",
                        to="aup.campaign",
                    ),
                ),
                ("class_name", models.CharField(max_length=20)),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("closes_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                ("salt", models.CharField(max_length=32)),
                ("key_id", models.CharField(max_length=16)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("wrong_facts", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ("-opened_at", "-pk"),
                "indexes": [models.Index(fields=["campaign", "opened_by"], name="class_session_of_teacher")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_at__gt", models.F("opened_at"))),
                        name="class_session_closes_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_facts__lte", 30)), name="class_session_wrong_facts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="aup.campaign",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "signer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agreement_invitations",
                        to="people.person",
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("mail", "A personal link by email"),
                            ("account", "An email to sign in"),
                            ("paper", "On paper"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "why_paper",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_email", "no email address on the roll"),
                            ("no_fact", "no date of birth of a child on the roll, to confirm the link with"),
                            ("no_account", "no account to sign in with"),
                        ],
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                (
                    "replaced_at",
                    models.DateTimeField(blank=True, help_text="A newer link of theirs was sent", null=True),
                ),
                ("salt", models.CharField(blank=True, max_length=32)),
                ("key_id", models.CharField(blank=True, max_length=16)),
                ("token_hash", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                ("wrong_facts", models.PositiveSmallIntegerField(default=0)),
                (
                    "sendings",
                    models.PositiveIntegerField(
                        default=1, help_text="How often a link was made: each mail of a link once"
                    ),
                ),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["campaign", "route", "id"], name="invitation_of_campaign"),
                    models.Index(fields=["signer", "made_at"], name="invitation_of_signer"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "signer"), name="one_invitation_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False),
                                ("route", "mail"),
                                ("token_hash__isnull", False),
                            ),
                            models.Q(
                                models.Q(("route", "mail"), _negated=True), ("token_hash__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="invitation_by_mail_has_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("route", "paper"), models.Q(("why_paper", ""), _negated=True)),
                            models.Q(models.Q(("route", "paper"), _negated=True), ("why_paper", "")),
                            _connector="OR",
                        ),
                        name="invitation_on_paper_says_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("wrong_facts__lte", 5)), name="invitation_wrong_facts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Round",
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
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="aup.campaign"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "reached",
                    models.BigIntegerField(
                        default=0, help_text="The last person or invitation that was dealt with"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="aup_round_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "number"), name="one_round_of_each_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Wanted",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wanted", to="aup.campaign"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures_wanted",
                        to="people.person",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("ks1", "Early years and Key Stage 1"),
                            ("ks2", "Key Stage 2"),
                            ("ks3_4", "Secondary pupils"),
                            ("parent", "Parents and carers"),
                            ("staff", "Staff and volunteers"),
                            ("governor", "Governors"),
                            ("visitor", "Visitors"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("self", "For themselves"), ("guardian", "Parent or carer, for the child")],
                        max_length=8,
                    ),
                ),
                ("year_group", models.CharField(blank=True, max_length=12)),
                ("class_name", models.CharField(blank=True, max_length=20)),
                ("signed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["campaign", "class_name", "capacity"], name="wanted_of_class"),
                    models.Index(fields=["about", "campaign"], name="wanted_about"),
                    models.Index(
                        condition=models.Q(("signed_at__isnull", True)),
                        fields=["campaign", "id"],
                        name="wanted_outstanding",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("campaign", "about", "audience", "capacity"), name="one_signature_wanted_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
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
                        related_name="suggestions",
                        to="aup.edition",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who sent it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("words", models.TextField(max_length=2000)),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("new", "Not looked at yet"),
                            ("kept", "Kept for the next review"),
                            ("answered", "Answered"),
                        ],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, max_length=2000)),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "looked_at_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-sent_at", "-pk"),
                "indexes": [models.Index(fields=["edition", "status"], name="suggestion_of_edition")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "answered"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="suggestion_answered_in_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("looked_at__isnull", True), ("looked_at_by__isnull", True), ("status", "new")
                            ),
                            models.Q(
                                models.Q(("status", "new"), _negated=True),
                                ("looked_at__isnull", False),
                                ("looked_at_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_looked_at_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="people.school",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                ("code", models.CharField(default=aup.models.signature.new_code, max_length=14)),
                (
                    "signer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures_given",
                        to="people.person",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures_about",
                        to="people.person",
                    ),
                ),
                ("typed_name", models.CharField(max_length=200)),
                ("relationship", models.CharField(blank=True, max_length=60)),
                (
                    "mark",
                    models.CharField(
                        blank=True, help_text="What a young child wrote beside it, if anything", max_length=60
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[("self", "For themselves"), ("guardian", "Parent or carer, for the child")],
                        max_length=8,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("ks1", "Early years and Key Stage 1"),
                            ("ks2", "Key Stage 2"),
                            ("ks3_4", "Secondary pupils"),
                            ("parent", "Parents and carers"),
                            ("staff", "Staff and volunteers"),
                            ("governor", "Governors"),
                            ("visitor", "Visitors"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="aup.edition",
                    ),
                ),
                ("edition_fingerprint", models.CharField(max_length=64)),
                ("words", models.TextField(help_text="The declaration that was ticked", max_length=600)),
                (
                    "consents",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="What was asked with it and answered: code, words, given",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("signed_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("online", "Online, by a personal link"),
                            ("account", "Online, signed in"),
                            ("in_class", "In class, on a shared device"),
                            ("paper", "On paper"),
                            ("reception", "At reception"),
                        ],
                        max_length=9,
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=45)),
                ("browser", models.CharField(blank=True, max_length=300)),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who entered a paper, or opened the class's session",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "wanted",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="aup.wanted",
                    ),
                ),
                (
                    "previous",
                    models.BigIntegerField(
                        default=0,
                        help_text="Number of the signature of theirs before this one: two cannot follow the same",
                    ),
                ),
                ("seal", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [
                    models.Index(fields=["about", "audience", "at"], name="signature_about"),
                    models.Index(fields=["signer", "at"], name="signature_of_signer"),
                    models.Index(fields=["school", "audience", "at"], name="signature_of_audience"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("signer", "about", "audience", "capacity", "previous"),
                        name="signatures_follow_one_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("about__isnull", False), ("signer__isnull", False)),
                            models.Q(
                                ("about__isnull", True), ("audience", "visitor"), ("signer__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="signature_has_signer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("typed_name", ""), _negated=True), name="signature_has_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("entered_by__isnull", False),
                                ("route__in", ("paper", "in_class", "reception")),
                            ),
                            models.Q(("entered_by__isnull", True), ("route__in", ("online", "account"))),
                            _connector="OR",
                        ),
                        name="signature_entered_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentAnswer",
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
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consent_answers",
                        to="people.person",
                    ),
                ),
                ("code", models.CharField(max_length=30)),
                ("words", models.CharField(help_text="What was asked", max_length=600)),
                ("given", models.BooleanField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "answered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("online", "Online, by a personal link"),
                            ("account", "Online, signed in"),
                            ("in_class", "In class, on a shared device"),
                            ("paper", "On paper"),
                            ("reception", "At reception"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="aup.signature",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [
                    models.Index(fields=["child", "code", "answered_by", "id"], name="consent_of_child"),
                    models.Index(fields=["school", "code", "given"], name="consent_of_school"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="scans", to="aup.signature"
                    ),
                ),
                (
                    "received",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.receivedfile",
                    ),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["signature", "added_at"], name="scan_of_signature")],
            },
        ),
        migrations.CreateModel(
            name="SignedCopy",
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
                (
                    "signature",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="copy", to="aup.signature"
                    ),
                ),
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
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="aup_signedcopy_due",
                    ),
                    models.Index(
                        condition=models.Q(("sha256", ""), _negated=True),
                        fields=["sha256"],
                        name="signed_copy_by_hash",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(
                                ("file__isnull", False),
                                ("pages__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signed_copy_done_has_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="people.school"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                ("host", models.CharField(help_text="Whom they visit", max_length=200)),
                ("came_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("came_on", models.DateField(default=django.utils.timezone.localdate)),
                ("holds_until", models.DateField()),
                (
                    "signature",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="visits", to="aup.signature"
                    ),
                ),
                (
                    "once",
                    models.CharField(
                        default=aup.models.visit.new_once,
                        help_text="Drawn with the form: sent twice it is one visit",
                        max_length=32,
                        unique=True,
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
                ("left_at", models.DateTimeField(blank=True, null=True)),
                (
                    "left_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-came_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "came_on"], name="visit_of_day"),
                    models.Index(fields=["school", "holds_until"], name="visit_holds_until"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("holds_until__gte", models.F("came_on"))),
                        name="visit_holds_its_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("left_at__isnull", True), ("left_by__isnull", True)),
                            models.Q(("left_at__isnull", False), ("left_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="visit_left_by_somebody",
                    ),
                ],
            },
        ),
    ]
