import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.papers.models.paper
import filtering.models.log


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("papers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FilteringRequest",
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
                        related_name="filtering_requests",
                        to="people.school",
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
                            ("unblock", "Open a website for teaching, for a time"),
                            ("block", "Block a website"),
                            ("email", "Let pupils write to an external email address"),
                            ("social", "Use a social site, forum or video platform in a lesson"),
                            ("technology", "Use new technology or software"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for a decision"),
                            ("second", "Waiting for a second approver"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("agreed", "Agreed, to be carried out"),
                            ("sent", "Sent to the provider"),
                            ("open", "In force"),
                            ("closing", "To be closed"),
                            ("closed", "Closed, to be checked"),
                            ("done", "Closed and checked"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "category",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("social", "Social media, chat or forum"),
                            ("video", "Video or music"),
                            ("games", "Games"),
                            ("shopping", "Shopping or advertising"),
                            ("news", "News or opinion"),
                            ("storage", "File sharing or storage"),
                            ("health", "Health, bodies or relationships"),
                            ("ai", "Artificial intelligence that writes or draws"),
                            ("weapons", "Weapons or violence"),
                            ("drugs", "Alcohol, tobacco or drugs"),
                            ("gambling", "Gambling"),
                            ("self_harm", "Self-harm, suicide or eating disorders"),
                            ("hate", "Hate or extremist views, as a subject of study"),
                            ("adult", "Adult content"),
                            ("bypass", "Proxies, VPNs and other ways round the filter"),
                            ("unknown", "Something else, or I do not know"),
                            ("child_abuse", "Child abuse images"),
                            ("terrorist", "Terrorist content"),
                        ],
                        max_length=12,
                    ),
                ),
                ("purpose", models.TextField(max_length=2000)),
                ("lesson", models.CharField(blank=True, max_length=200)),
                (
                    "for_group",
                    models.CharField(
                        choices=[
                            ("eyfs", "Early years"),
                            ("ks1", "Pupils, key stage 1"),
                            ("ks2", "Pupils, key stage 2"),
                            ("ks3", "Pupils, key stage 3"),
                            ("ks4", "Pupils, key stage 4"),
                            ("ks5", "Pupils, sixth form"),
                            ("pupils", "All pupils"),
                            ("staff", "Staff"),
                            ("guests", "Guests"),
                            ("everyone", "Everybody"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                ("supervised_by", models.CharField(blank=True, max_length=200)),
                ("alternatives", models.TextField(blank=True, max_length=2000)),
                ("data_note", models.TextField(blank=True, max_length=2000)),
                ("risk_note", models.TextField(blank=True, max_length=2000)),
                ("needs_second", models.BooleanField(default=False)),
                (
                    "renews",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="filtering.filteringrequest",
                    ),
                ),
                ("incident_reference", models.CharField(blank=True, max_length=20)),
                (
                    "review_due_at",
                    models.DateTimeField(
                        blank=True, help_text="Of a block that was acted on first", null=True
                    ),
                ),
                ("review_chase_at", models.DateTimeField(blank=True, null=True)),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "sent_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.externalcontact",
                    ),
                ),
                (
                    "salt",
                    models.CharField(
                        blank=True, help_text="Of the link that the provider was sent", max_length=32
                    ),
                ),
                ("key_id", models.CharField(blank=True, max_length=16)),
                ("token_hash", models.CharField(blank=True, max_length=64)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("remind_at", models.DateTimeField(blank=True, null=True)),
                ("not_needed_at", models.DateTimeField(blank=True, null=True)),
                ("closing_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "checked_by",
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
                "verbose_name": "request",
                "ordering": ("-asked_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "stage", "-asked_at"], name="filtering_request_stage"),
                    models.Index(fields=["school", "asked_by", "-asked_at"], name="filtering_request_asker"),
                    models.Index(fields=["stage", "ends_at"], name="filtering_request_ends"),
                    models.Index(fields=["stage", "remind_at"], name="filtering_request_remind"),
                    models.Index(fields=["review_chase_at"], name="filtering_request_review"),
                    models.Index(fields=["school", "incident_reference"], name="filtering_request_incident"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("from_on__isnull", True),
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="filtering_request_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ("unblock", "email", "social")), _negated=True),
                            models.Q(("from_on__isnull", False), ("until_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="filtering_exception_has_dates",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ("unblock", "email", "social")),
                                ("stage__in", ("agreed", "sent", "open", "closing", "closed")),
                                _negated=True,
                            ),
                            models.Q(("ends_at__isnull", False), ("remind_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="filtering_exception_is_watched",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("token_hash",),
                        name="filtering_request_one_token",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authorisation",
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
                    "reference",
                    models.CharField(
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for a decision"),
                            ("authorised", "Authorised"),
                            ("declined", "Declined"),
                            ("done", "Carried out"),
                            ("lapsed", "Lapsed: its time ended unused"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "concerns",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                ("purpose", models.TextField(max_length=2000)),
                ("scope", models.JSONField(default=list, help_text="Codes of what may be looked into")),
                ("period_from", models.DateField(help_text="First day of the activity looked into")),
                ("period_until", models.DateField()),
                ("carry_out_from", models.DateField(help_text="First day on which the look may be done")),
                ("carry_out_until", models.DateField()),
                ("lapses_at", models.DateTimeField()),
                (
                    "technician",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "decider",
                    models.CharField(
                        choices=[
                            ("dsl", "Designated safeguarding lead"),
                            ("deputy_dsl", "Deputy designated safeguarding lead"),
                            ("co_ordinator", "Online safety co-ordinator"),
                            ("head", "Head of school"),
                            ("senior_leader", "Senior leader"),
                            ("chair", "Chair of governors"),
                            ("vice_chair", "Vice-chair of governors"),
                            ("safety_governor", "Online safety governor"),
                            ("governor", "Governor"),
                            ("senco", "Special educational needs co-ordinator"),
                            ("staff", "Teacher, member of staff or volunteer"),
                            ("network_manager", "Network manager or technician"),
                            ("business_manager", "School business manager"),
                            ("data_protection_lead", "Data protection lead"),
                            ("parent", "Parent or carer"),
                            ("pupil", "Pupil"),
                            ("visitor", "Visitor or community user"),
                            ("authority_officer", "Authority online safety officer"),
                            ("school_admin", "School administrator (accounts)"),
                            ("trust_admin", "Trust or authority administrator"),
                        ],
                        help_text="The post that decides this one",
                        max_length=20,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("reason", models.TextField(blank=True, max_length=2000)),
                ("done_on", models.DateField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "handed_to",
                    models.CharField(blank=True, help_text="Who was given what was found", max_length=200),
                ),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "stage"], name="filtering_look_stage"),
                    models.Index(fields=["stage", "lapses_at"], name="filtering_look_lapses"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("carry_out_until__gte", models.F("carry_out_from")),
                            ("period_until__gte", models.F("period_from")),
                        ),
                        name="filtering_look_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("technician", models.F("second_person")), _negated=True),
                        name="filtering_look_never_alone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
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
                    "reference",
                    models.CharField(
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                ("done_on", models.DateField()),
                ("was_due_on", models.DateField()),
                (
                    "first_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "fault",
                    models.TextField(blank=True, help_text="What was not as it should be", max_length=2000),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-done_on", "-pk"),
                "indexes": [models.Index(fields=["school", "-done_on"], name="filtering_check_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_person", models.F("second_person")), _negated=True),
                        name="filtering_check_never_alone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckPlan",
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
                        related_name="filtering_plan",
                        to="people.school",
                    ),
                ),
                ("every_days", models.PositiveSmallIntegerField(default=14)),
                (
                    "samples",
                    models.TextField(
                        blank=True, help_text="Addresses the school tries, one a line", max_length=2000
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "chase_at",
                    models.DateTimeField(help_text="When somebody is next reminded of a missed check"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["chase_at"], name="filtering_plan_chase")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("every_days__gte", 1), ("every_days__lte", 92)),
                        name="filtering_plan_within_bounds",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckPoint",
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
                    "device",
                    models.CharField(
                        choices=[
                            ("computer", "School computer or laptop"),
                            ("tablet", "School tablet"),
                            ("phone", "School telephone"),
                            ("own", "Somebody's own device"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "user_group",
                    models.CharField(
                        choices=[
                            ("eyfs", "Early years"),
                            ("ks1", "Pupils, key stage 1"),
                            ("ks2", "Pupils, key stage 2"),
                            ("ks3", "Pupils, key stage 3"),
                            ("ks4", "Pupils, key stage 4"),
                            ("ks5", "Pupils, sixth form"),
                            ("pupils", "All pupils"),
                            ("staff", "Staff"),
                            ("guests", "Guests"),
                            ("everyone", "Everybody"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "location",
                    models.CharField(
                        choices=[
                            ("cable", "School network, by cable"),
                            ("wifi", "School wifi"),
                            ("guest_wifi", "Guest wifi"),
                            ("mobile", "Mobile data (4G, 5G)"),
                            ("away", "Away from school"),
                        ],
                        max_length=10,
                    ),
                ),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("user_group", "device", "location", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at__isnull", True)),
                        fields=("school", "device", "user_group", "location"),
                        name="one_check_point_of_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="YearlyReview",
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
                    models.PositiveSmallIntegerField(help_text="The year in which the school year begins"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("ready", "Ready to sign"),
                            ("signed", "Signed off"),
                        ],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("edition", models.PositiveIntegerField(default=1)),
                ("risk_profile", models.TextField(blank=True, max_length=4000)),
                ("blocked_why", models.TextField(blank=True, max_length=4000)),
                ("monitoring", models.TextField(blank=True, max_length=4000)),
                ("actions", models.TextField(blank=True, max_length=4000)),
                (
                    "evidence",
                    models.JSONField(
                        blank=True, default=dict, help_text="What the year showed, as it was put forward"
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ready_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "review",
                "ordering": ("-year",),
                "constraints": [
                    models.UniqueConstraint(fields=("school", "year"), name="one_filtering_review_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="LogExtract",
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
                    "entry",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("asked", "Asked"),
                            ("renewal", "Renewal asked"),
                            ("withdrawn", "Withdrawn"),
                            ("agreed_first", "Agreed by the first approver"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("blocked_first", "Emergency block"),
                            ("reviewed", "Emergency block reviewed"),
                            ("renewed", "Replaced by a renewal"),
                            ("opened", "Carried out"),
                            ("ended_early", "No longer needed"),
                            ("ended", "Time reached"),
                            ("closed", "Closed"),
                            ("checked", "Closing checked"),
                            ("still_open", "Found still open"),
                            ("check_done", "Check of the filter"),
                            ("fault_fixed", "Fault of the filter fixed"),
                            ("look_asked", "Look into activity asked"),
                            ("look_authorised", "Look into activity authorised"),
                            ("look_declined", "Look into activity declined"),
                            ("look_carried_out", "Look into activity carried out"),
                            ("look_lapsed", "Look into activity lapsed"),
                        ],
                        max_length=16,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=60)),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
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
            name="LogReview",
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
                ("held_on", models.DateField()),
                ("from_on", models.DateField(help_text="First day of the log that was gone through")),
                ("until_on", models.DateField()),
                (
                    "co_ordinator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "governor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("seen", models.TextField(max_length=4000)),
                ("actions", models.TextField(blank=True, max_length=4000)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-held_on", "-pk"),
                "indexes": [models.Index(fields=["school", "-held_on"], name="filtering_review_day")],
            },
        ),
        migrations.CreateModel(
            name="PullAddress",
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
                ("token_hash", models.CharField(max_length=64, unique=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stopped_at__isnull", True)),
                        fields=("school",),
                        name="one_pull_address_a_school",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Address",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="addresses",
                        to="filtering.filteringrequest",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("site", "A whole site"),
                            ("page", "Part of a site"),
                            ("pattern", "Every site under a name"),
                            ("email", "An email address"),
                        ],
                        max_length=8,
                    ),
                ),
                ("address", models.CharField(max_length=1000)),
                ("shown", models.CharField(max_length=600)),
                ("warning", models.CharField(blank=True, max_length=600)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["address"], name="filtering_address_text")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "address"), name="one_address_once_in_a_request"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="filtering.filteringrequest",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(choices=[("agreed", "Agreed"), ("declined", "Declined")], max_length=8),
                ),
                ("reason", models.TextField(max_length=2000)),
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
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(fields=("request", "by"), name="nobody_decides_a_request_twice")
                ],
            },
        ),
        migrations.CreateModel(
            name="Certificate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "check_done",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="certificates",
                        to="filtering.check",
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
                ("title", models.CharField(max_length=200)),
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
            },
        ),
        migrations.CreateModel(
            name="LogLine",
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
                ("mark", models.CharField(default=filtering.models.log.new_mark, max_length=12, unique=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entry",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("renewal", "Renewal asked"),
                            ("withdrawn", "Withdrawn"),
                            ("agreed_first", "Agreed by the first approver"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("blocked_first", "Emergency block"),
                            ("reviewed", "Emergency block reviewed"),
                            ("renewed", "Replaced by a renewal"),
                            ("opened", "Carried out"),
                            ("ended_early", "No longer needed"),
                            ("ended", "Time reached"),
                            ("closed", "Closed"),
                            ("checked", "Closing checked"),
                            ("still_open", "Found still open"),
                            ("check_done", "Check of the filter"),
                            ("fault_fixed", "Fault of the filter fixed"),
                            ("look_asked", "Look into activity asked"),
                            ("look_authorised", "Look into activity authorised"),
                            ("look_declined", "Look into activity declined"),
                            ("look_carried_out", "Look into activity carried out"),
                            ("look_lapsed", "Look into activity lapsed"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log_lines",
                        to="filtering.filteringrequest",
                    ),
                ),
                (
                    "authorisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log_lines",
                        to="filtering.authorisation",
                    ),
                ),
                (
                    "check_done",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="log_lines",
                        to="filtering.check",
                    ),
                ),
                ("reference", models.CharField(max_length=9)),
                ("what", models.TextField(help_text="Kind and addresses, as they were", max_length=21000)),
                (
                    "for_group",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("eyfs", "Early years"),
                            ("ks1", "Pupils, key stage 1"),
                            ("ks2", "Pupils, key stage 2"),
                            ("ks3", "Pupils, key stage 3"),
                            ("ks4", "Pupils, key stage 4"),
                            ("ks5", "Pupils, sixth form"),
                            ("pupils", "All pupils"),
                            ("staff", "Staff"),
                            ("guests", "Guests"),
                            ("everyone", "Everybody"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "by_name",
                    models.CharField(
                        blank=True, help_text="As it was; empty for the product itself", max_length=200
                    ),
                ),
                ("why", models.TextField(blank=True, max_length=2000)),
                ("until_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-pk",),
                "indexes": [models.Index(fields=["school", "-id"], name="filtering_log_newest")],
            },
        ),
        migrations.CreateModel(
            name="CheckResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "check_done",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="filtering.check",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="filtering.checkpoint",
                    ),
                ),
                (
                    "test",
                    models.CharField(
                        choices=[
                            ("child_abuse", "Child abuse image list"),
                            ("terrorist", "Terrorist content list"),
                            ("adult", "Adult content"),
                            ("samples", "The school's own sample addresses"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("blocked", "Blocked"),
                            ("reached", "Not blocked"),
                            ("not_tried", "Not tried"),
                        ],
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("chase_at", models.DateTimeField(blank=True, null=True)),
                ("action", models.TextField(blank=True, max_length=2000)),
                ("fixed_on", models.DateField(blank=True, null=True)),
                (
                    "fixed_by",
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
                "ordering": ("pk",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("chase_at__isnull", False)),
                        fields=["chase_at"],
                        name="filtering_fault_chase",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("check_done", "point", "test"), name="one_result_a_test"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "reached"), _negated=True),
                            ("due_at__isnull", False),
                            _connector="OR",
                        ),
                        name="filtering_fault_has_clock",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FrozenReview",
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
                    "reference",
                    models.CharField(
                        default=esafety.papers.models.paper.new_reference, max_length=9, unique=True
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="frozen",
                        to="filtering.yearlyreview",
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
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="filtering_frozenreview_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="filtering.yearlyreview",
                    ),
                ),
                ("edition", models.PositiveIntegerField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("dsl", "Designated safeguarding lead"),
                            ("it", "IT: network manager or technician"),
                            ("governor", "Online safety governor"),
                        ],
                        max_length=8,
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
                ("by_name", models.CharField(max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("at", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "edition", "role"), name="one_signature_a_role"
                    ),
                    models.UniqueConstraint(
                        fields=("review", "edition", "by"), name="one_signature_a_person"
                    ),
                ],
            },
        ),
    ]
