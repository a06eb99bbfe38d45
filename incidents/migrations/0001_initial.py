import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.papers.models.paper
import incidents.models.alert
import incidents.models.evidence
import incidents.models.task


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("papers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertSource",
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
                        related_name="alert_sources",
                        to="people.school",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=incidents.models.task.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("file", "A file that somebody brings"),
                            ("mail", "By email"),
                            ("hook", "From the provider’s system (web hook)"),
                        ],
                        max_length=8,
                    ),
                ),
                ("token_hash", models.CharField(blank=True, editable=False, max_length=64)),
                ("token_made_at", models.DateTimeField(blank=True, null=True)),
                (
                    "mail_to",
                    models.EmailField(
                        blank=True, help_text="Where the provider writes to, in small letters", max_length=254
                    ),
                ),
                (
                    "mail_from",
                    models.EmailField(
                        blank=True,
                        help_text="Where the provider writes from, in small letters",
                        max_length=254,
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
                ("last_seen_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("name", "pk"),
                "indexes": [models.Index(fields=["school", "name"], name="alert_source_school")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "hook"), _negated=True),
                            models.Q(("token_hash", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="hook_has_a_key",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "mail"), _negated=True),
                            models.Q(("mail_to", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="mail_source_has_address",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True), ("way", "mail")),
                        fields=("mail_to",),
                        name="one_source_a_mail_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Incident",
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
                        related_name="incidents",
                        to="people.school",
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("submitted", "New"),
                            ("triaged", "Triaged"),
                            ("in_progress", "In progress"),
                            ("awaiting_outside", "Awaiting outside decision"),
                            ("closed", "Closed"),
                            ("reopened", "Reopened"),
                        ],
                        default="submitted",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "lane",
                    models.CharField(
                        choices=[
                            ("online_safety", "Online safety"),
                            ("safeguarding", "Safeguarding"),
                            ("staff", "Concern about staff"),
                            ("low_level", "Low-level concern about an adult"),
                            ("governor", "Concern about a governor"),
                            ("head", "Concern about the head"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "owner_role",
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
                        max_length=24,
                    ),
                ),
                (
                    "owned",
                    models.BooleanField(
                        default=True, help_text="Whether somebody without a conflict holds that role"
                    ),
                ),
                (
                    "passed_over",
                    models.JSONField(default=list, help_text="Roles whose clock ran out or who passed it up"),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_assigned",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "accepted_as",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("online_safety", "An online-safety incident"),
                            ("safeguarding", "A safeguarding matter"),
                            ("staff_allegation", "A matter about a member of staff, governor or the head"),
                            (
                                "low_level",
                                "A low-level concern about an adult of the school: below the harm threshold",
                            ),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "harm_test",
                    models.BooleanField(
                        default=False, help_text="Triage found that the harm test may be met"
                    ),
                ),
                ("reported_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents_reported",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reporter_kind",
                    models.CharField(
                        choices=[
                            ("self", "My own"),
                            ("on_behalf", "Somebody else's, who told me"),
                            ("on_paper", "Somebody else's, handed in on paper"),
                            ("withheld", "From somebody who is not known or does not want to be named"),
                        ],
                        default="self",
                        max_length=12,
                    ),
                ),
                ("reporter_name", models.CharField(blank=True, max_length=200)),
                ("submission_key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "primary_type",
                    models.CharField(
                        choices=[
                            ("bullying", "Bullying or harassment (online bullying)"),
                            ("bypass", "Deliberately bypassing security or access"),
                            ("hacking", "Hacking or spreading a virus"),
                            ("hate", "Racist, sexist, homophobic or religious hate material"),
                            ("terrorist", "Terrorist material"),
                            ("grooming", "Online grooming"),
                            ("radicalisation", "Online radicalisation"),
                            ("csa_images", "Child abuse images"),
                            ("gambling", "Online gambling"),
                            ("soft_porn", "Soft-core pornographic material"),
                            ("illegal_porn", "Illegal hard-core pornographic material"),
                            ("other", "Something else"),
                            ("nudes", "Nudes or semi-nudes shared between young people"),
                            ("sexual_harassment", "Sexual harassment between pupils"),
                            ("adult_contact", "Contact by an unknown adult"),
                            ("obscene_to_child", "Obscene material sent to a child"),
                            ("self_harm", "Suicide, self-harm or eating-disorder content"),
                            ("staff_pupil_contact", "Inappropriate contact between staff and pupil"),
                            ("staff_comments", "Malicious comments about staff"),
                            ("data_loss", "Personal data published or lost"),
                            ("copyright", "Copyright or illegal downloading"),
                            ("gaming", "Gaming or buying online"),
                            ("scam", "Scam or fraud"),
                            ("device_misuse", "Misuse of a personal device"),
                            ("technical", "Technical incident or security breach"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "risk_area",
                    models.CharField(
                        choices=[
                            ("content", "Content"),
                            ("contact", "Contact"),
                            ("conduct", "Conduct"),
                            ("commerce", "Commerce"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("deliberate", "Deliberate"),
                            ("accidental", "Accidental"),
                            ("not_known", "Not known yet"),
                        ],
                        default="not_known",
                        max_length=12,
                    ),
                ),
                (
                    "found_by",
                    models.CharField(
                        choices=[
                            ("reported", "Somebody reported it"),
                            ("monitoring", "Monitoring alert"),
                            ("check", "Routine check"),
                            ("overheard", "Seen or overheard"),
                            ("complaint", "Complaint"),
                            ("low_level", "Shared as a low-level concern"),
                            ("other", "Another way"),
                        ],
                        default="reported",
                        max_length=12,
                    ),
                ),
                ("danger", models.BooleanField(default=False)),
                (
                    "happened_on",
                    models.DateField(blank=True, help_text="First day it happened, if known", null=True),
                ),
                ("actions_staff", models.JSONField(default=list)),
                ("actions_child", models.JSONField(default=list)),
                ("specific_action", models.TextField(blank=True)),
                ("outcome", models.TextField(blank=True)),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("substantiated", "Substantiated: enough evidence to prove it"),
                            ("malicious", "Malicious: disproved, and meant to deceive"),
                            ("false", "False: disproved"),
                            ("unsubstantiated", "Unsubstantiated: neither proved nor disproved"),
                            ("unfounded", "Unfounded: no evidence or proper basis"),
                            ("low_level", "Low-level concern: below the harm threshold"),
                        ],
                        help_text="Of a matter about an adult of the school",
                        max_length=16,
                    ),
                ),
                (
                    "learning_area",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("nothing", "Nothing needs to change"),
                            ("policy", "The policy"),
                            ("filter", "The filtering or monitoring"),
                            ("teaching", "The teaching"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("learning", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_from",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("-reported_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "-reported_at", "-id"], name="incident_newest"),
                    models.Index(fields=["school", "status", "-reported_at"], name="incident_status"),
                    models.Index(fields=["school", "primary_type", "-reported_at"], name="incident_type"),
                    models.Index(fields=["school", "lane", "-reported_at"], name="incident_lane"),
                    models.Index(fields=["school", "owner_role", "-reported_at"], name="incident_owner"),
                    models.Index(fields=["assigned_to", "-reported_at"], name="incident_assigned"),
                    models.Index(fields=["reported_by", "-reported_at"], name="incident_reporter"),
                    models.Index(
                        condition=models.Q(("status", "closed"), _negated=True),
                        fields=["school", "-reported_at", "-id"],
                        name="incident_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="closed_incident_has_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "closed"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="closed_incident_has_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)), fields=("user",), name="one_feed_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ChronologyPrint",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chronologies",
                        to="people.person",
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("significant_only", models.BooleanField(default=False)),
                (
                    "clear_names",
                    models.JSONField(default=list, help_text="Ids of persons whose names were let stand"),
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
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["person", "-at"], name="chronology_person")],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("sections", models.JSONField(default=dict)),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-changed_at",),
                "indexes": [
                    models.Index(fields=["user", "-changed_at"], name="draft_user"),
                    models.Index(fields=["changed_at"], name="draft_changed"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterText",
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
                            ("parents_informed", "Parents informed"),
                            ("sanction_a", "After a response of category A"),
                            ("sanction_b", "After a response of category B"),
                            ("sanction_c", "After a response of category C or D"),
                            ("meeting", "Invitation to meet and sign anew"),
                            ("access_withdrawn", "Access withdrawn"),
                            ("access_restored", "Access given back"),
                            ("device_confiscated", "Device or other thing kept"),
                            ("cover_police", "Covering letter to the police"),
                            ("cover_authority", "Covering letter to the authority"),
                            ("complaint_acknowledged", "Complaint acknowledged"),
                            ("complaint_answered", "Complaint answered"),
                        ],
                        max_length=24,
                    ),
                ),
                ("language", models.CharField(default="en-GB", max_length=12)),
                ("edition", models.PositiveIntegerField()),
                ("subject", models.CharField(max_length=160)),
                ("text", models.TextField()),
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
                "ordering": ("kind", "-edition"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind", "language", "edition"),
                        name="letter_text_one_of_each_edition",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Pattern",
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
                    "key",
                    models.CharField(
                        default=incidents.models.task.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("person", "The same person again"),
                            ("site", "The same site with several people"),
                            ("username", "The same user name with several people"),
                            ("place", "The same place again"),
                            ("hour", "The same time of day again"),
                            ("low_level", "Low-level concerns about one adult"),
                            ("rising", "One kind is rising"),
                            ("filter", "The same site reached by accident"),
                        ],
                        max_length=12,
                    ),
                ),
                ("about", models.CharField(max_length=260)),
                ("circle", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To answer"), ("acted", "Acted on"), ("dismissed", "Dismissed")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "grew_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="When evidence was last added"
                    ),
                ),
            ],
            options={
                "ordering": ("-grew_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "state", "-grew_at", "-key"], name="pattern_open")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "rule", "about", "circle"), name="one_pattern_each"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternLook",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("trail_number", models.PositiveBigIntegerField(default=0)),
                ("looked_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="PatternReview",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pattern_reviews",
                        to="people.person",
                    ),
                ),
                ("concerns", models.JSONField(default=list)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("no_pattern", "No pattern"),
                            ("watch", "Something to watch: look again by a day"),
                            (
                                "allegation",
                                "Together they may meet the harm threshold: it becomes an allegation",
                            ),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("again_on", models.DateField(blank=True, null=True)),
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
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["person", "-at"], name="pattern_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pattern_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SanctionSettings",
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
                        related_name="sanction_settings",
                        to="people.school",
                    ),
                ),
                ("ladder", models.CharField(max_length=12)),
                (
                    "measures",
                    models.JSONField(blank=True, default=list, help_text="What the school makes use of"),
                ),
                (
                    "months",
                    models.PositiveSmallIntegerField(
                        default=12, help_text="How long an earlier sanction counts"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("filters", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("user", "school", "name"), name="one_view_a_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Alert",
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
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="incidents.alertsource",
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=incidents.models.alert.new_alert_reference,
                        editable=False,
                        max_length=12,
                        unique=True,
                    ),
                ),
                ("external_id", models.CharField(max_length=200)),
                ("raised_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("user_typed", models.CharField(blank=True, max_length=200)),
                ("user_letters", models.CharField(blank=True, editable=False, max_length=200)),
                ("device", models.CharField(blank=True, max_length=200)),
                ("content", models.TextField(blank=True)),
                ("category", models.CharField(blank=True, max_length=120)),
                (
                    "severity",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Low"), (2, "Not said"), (3, "Medium"), (4, "High"), (5, "Urgent")],
                        default=2,
                    ),
                ),
                (
                    "capture",
                    models.BooleanField(
                        default=False, help_text="The provider keeps a capture; it is not stored here"
                    ),
                ),
                ("capture_reference", models.CharField(blank=True, max_length=200)),
                (
                    "doubtful",
                    models.BooleanField(
                        default=False, help_text="The mail was not from the provider's address"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "held_by",
                    models.CharField(
                        blank=True,
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
                        max_length=24,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "To decide"),
                            ("taken_on", "Taken on"),
                            ("set_aside", "Set aside"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("unread", models.BooleanField(default=True)),
                ("rank", models.CharField(max_length=2)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                ("missed_at", models.DateTimeField(blank=True, null=True)),
                ("passed_up", models.PositiveSmallIntegerField(default=0)),
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
                ("reason", models.TextField(blank=True)),
                (
                    "incident",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="alerts",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("-raised_at", "-reference"),
                "indexes": [
                    models.Index(
                        fields=["school", "state", "rank", "raised_at", "reference"], name="alert_to_decide"
                    ),
                    models.Index(fields=["school", "-raised_at", "-reference"], name="alert_newest"),
                    models.Index(condition=models.Q(("unread", True)), fields=["due_at"], name="alert_due"),
                    models.Index(fields=["incident"], name="alert_incident"),
                    models.Index(fields=["person"], name="alert_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="one_alert_each"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "set_aside"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="alert_set_aside_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "taken_on"), _negated=True),
                            ("incident__isnull", False),
                            _connector="OR",
                        ),
                        name="alert_taken_on_has_incident",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "waiting"), ("decided_at__isnull", False), _connector="OR"
                        ),
                        name="decided_alert_has_moment",
                    ),
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
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="incidents.incident",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("triage", "Triage"),
                            ("refer", "Referral to an outside body made"),
                            ("not_refer", "Referral considered and not made"),
                            ("advice", "Advice sought from an outside body"),
                            ("allegation", "Outcome of an allegation"),
                            ("parents_told", "Parents told"),
                            ("parents_not_told", "Parents not told"),
                            ("protect", "Steps to protect a child"),
                            ("discipline", "Sanction or disciplinary step"),
                            ("close", "Closing"),
                            ("reopen", "Reopening"),
                            ("escalate", "Escalation"),
                            ("other", "Other decision"),
                        ],
                        max_length=18,
                    ),
                ),
                ("words", models.TextField()),
                ("reason", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("edition", models.CharField(max_length=10)),
            ],
            options={
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["incident", "at"], name="decision_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="decision_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DesignatedComputer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="computers",
                        to="incidents.incident",
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("place", models.CharField(max_length=120)),
                (
                    "access",
                    models.TextField(blank=True, help_text="What access was arranged for it, and by whom"),
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
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["incident", "-at"], name="computer_incident")],
            },
        ),
        migrations.CreateModel(
            name="EvidenceItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=incidents.models.evidence.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="incidents.incident",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("file", "A file kept here, sealed"),
                            ("on_device", "Something on a device, left where it is"),
                            ("paper", "Paper or a printed screenshot, signed"),
                            ("account", "An account or profile"),
                            ("website", "A web page"),
                            (
                                "illegal",
                                "Something that may be illegal: a reference only, never the thing itself",
                            ),
                        ],
                        max_length=10,
                    ),
                ),
                ("description", models.TextField()),
                ("kept_where", models.CharField(blank=True, max_length=200)),
                ("kept_by", models.CharField(blank=True, max_length=200)),
                ("police_reference", models.CharField(blank=True, max_length=60)),
                ("iwf_reference", models.CharField(blank=True, max_length=60)),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
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
                "ordering": ("added_at", "pk"),
                "indexes": [models.Index(fields=["incident", "added_at"], name="evidence_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("kind", "file")),
                            models.Q(models.Q(("kind", "file"), _negated=True), ("file__isnull", True)),
                            _connector="OR",
                        ),
                        name="evidence_file_or_note",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncidentInvitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="auth.permission"),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.TextField()),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "unique_together": {("user", "permission", "content_object")},
                "abstract": False,
                "indexes": [models.Index(fields=["user", "content_object", "until"], name="invitation_user")],
            },
        ),
        migrations.CreateModel(
            name="IncidentTag",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tags",
                        to="incidents.incident",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("bullying", "Bullying or harassment (online bullying)"),
                            ("bypass", "Deliberately bypassing security or access"),
                            ("hacking", "Hacking or spreading a virus"),
                            ("hate", "Racist, sexist, homophobic or religious hate material"),
                            ("terrorist", "Terrorist material"),
                            ("grooming", "Online grooming"),
                            ("radicalisation", "Online radicalisation"),
                            ("csa_images", "Child abuse images"),
                            ("gambling", "Online gambling"),
                            ("soft_porn", "Soft-core pornographic material"),
                            ("illegal_porn", "Illegal hard-core pornographic material"),
                            ("other", "Something else"),
                            ("nudes", "Nudes or semi-nudes shared between young people"),
                            ("sexual_harassment", "Sexual harassment between pupils"),
                            ("adult_contact", "Contact by an unknown adult"),
                            ("obscene_to_child", "Obscene material sent to a child"),
                            ("self_harm", "Suicide, self-harm or eating-disorder content"),
                            ("staff_pupil_contact", "Inappropriate contact between staff and pupil"),
                            ("staff_comments", "Malicious comments about staff"),
                            ("data_loss", "Personal data published or lost"),
                            ("copyright", "Copyright or illegal downloading"),
                            ("gaming", "Gaming or buying online"),
                            ("scam", "Scam or fraud"),
                            ("device_misuse", "Misuse of a personal device"),
                            ("technical", "Technical incident or security breach"),
                        ],
                        max_length=24,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["school", "type", "incident"], name="tag_school_type")],
                "constraints": [models.UniqueConstraint(fields=("incident", "type"), name="one_tag_each")],
            },
        ),
        migrations.CreateModel(
            name="Involvement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="incidents.incident",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involvements",
                        to="people.person",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                (
                    "folded",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="The typed name for comparing, with spaces round it",
                        max_length=220,
                    ),
                ),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("child", "Child or young person"),
                            ("staff", "Member of staff or volunteer"),
                            ("head", "The head of school"),
                            ("governor", "Governor"),
                            ("parent", "Parent or carer"),
                            ("other", "Someone else"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("subject", "Subject or instigator"),
                            ("harmed", "Harmed, or a victim"),
                            ("witness", "Witness"),
                            ("other", "Other part"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("deliberate", "Deliberate"),
                            ("accidental", "Accidental"),
                            ("not_known", "Not known yet"),
                        ],
                        default="not_known",
                        max_length=12,
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
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["person", "part", "incident"], name="involvement_person"),
                    models.Index(fields=["incident", "part"], name="involvement_incident"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("name", ""), _negated=True), _connector="OR"
                        ),
                        name="involvement_says_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at__isnull", True),
                            models.Q(("withdrawn_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="withdrawal_has_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False), ("withdrawn_at__isnull", True)),
                        fields=("incident", "person", "part"),
                        name="one_standing_part_each",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=incidents.models.evidence.new_key, editable=False, max_length=16, unique=True
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="incidents.incident",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("phone", "Mobile phone"),
                            ("tablet", "Tablet"),
                            ("laptop", "Laptop"),
                            ("computer", "Computer"),
                            ("storage", "Memory stick, disc or memory card"),
                            ("watch", "Smart watch"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("description", models.CharField(max_length=200)),
                (
                    "mark",
                    models.CharField(
                        blank=True, help_text="Serial number, asset tag or other mark", max_length=60
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "owner_name",
                    models.CharField(
                        blank=True, help_text="Where the owner is nobody of the school", max_length=200
                    ),
                ),
                ("why", models.TextField()),
                ("may_be_illegal", models.BooleanField(default=False)),
                ("return_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "In school"),
                            ("with_police", "With the police"),
                            ("returned", "Returned"),
                        ],
                        default="held",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                "ordering": ("added_at", "pk"),
                "indexes": [models.Index(fields=["incident", "state"], name="item_incident")],
            },
        ),
        migrations.CreateModel(
            name="Letter",
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
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="incidents.incident",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("parents_informed", "Parents informed"),
                            ("sanction_a", "After a response of category A"),
                            ("sanction_b", "After a response of category B"),
                            ("sanction_c", "After a response of category C or D"),
                            ("meeting", "Invitation to meet and sign anew"),
                            ("access_withdrawn", "Access withdrawn"),
                            ("access_restored", "Access given back"),
                            ("device_confiscated", "Device or other thing kept"),
                            ("cover_police", "Covering letter to the police"),
                            ("cover_authority", "Covering letter to the authority"),
                            ("complaint_acknowledged", "Complaint acknowledged"),
                            ("complaint_answered", "Complaint answered"),
                        ],
                        max_length=24,
                    ),
                ),
                ("language", models.CharField(default="en-GB", max_length=12)),
                (
                    "edition",
                    models.PositiveIntegerField(
                        help_text="Of the school's text; 0 is the text of the product"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.externalcontact",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
                ("recipient", models.CharField(max_length=200)),
                ("address", models.TextField(blank=True)),
                ("subject", models.CharField(max_length=160)),
                ("text", models.TextField()),
                ("second_needed", models.BooleanField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("waiting", "Waits for a second person"),
                            ("approved", "Ready to send"),
                            ("sent", "Sent"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                    "sent_back",
                    models.TextField(blank=True, help_text="Why the second person sent it back, last time"),
                ),
                (
                    "how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("post", "By post"),
                            ("by_hand", "Handed over in person"),
                            ("link", "By a link that opens with words told by telephone"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "sent_by",
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
                    "link",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="papers.documentlink",
                    ),
                ),
            ],
            options={
                "ordering": ("-written_at", "-pk"),
                "indexes": [models.Index(fields=["incident", "-written_at"], name="letter_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("draft", "waiting")),
                            ("approved_by__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_approved_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("second_needed", True), _negated=True),
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("written_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="letter_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            ("sent_at__isnull", False),
                            _connector="OR",
                        ),
                        name="letter_sent_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="incidents.incident",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links_back",
                        to="incidents.incident",
                    ),
                ),
                ("reason", models.TextField()),
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
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "other"), name="one_link_each"),
                    models.CheckConstraint(
                        condition=models.Q(("incident", models.F("other")), _negated=True),
                        name="link_is_to_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="incidents.incident",
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
                ("text", models.TextField()),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("fact", "Fact: seen, heard or done by me"),
                            ("hearsay", "Told to me by somebody else"),
                            ("opinion", "My professional opinion"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everyone", "Everyone who can open this incident"),
                            ("leads", "The owner and the safeguarding leads only"),
                            ("reporter", "The person who reported it, and everyone who can open it"),
                        ],
                        max_length=8,
                    ),
                ),
                ("addendum", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["incident", "at"], name="note_incident")],
            },
        ),
        migrations.CreateModel(
            name="RoutingNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="routing_notes",
                        to="incidents.incident",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("rule", models.CharField(max_length=24)),
                ("because", models.CharField(max_length=200)),
                ("effect", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=80)),
                ("edition", models.CharField(max_length=10)),
            ],
            options={
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["incident", "at"], name="routing_note_incident")],
            },
        ),
        migrations.CreateModel(
            name="SearchRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="searches",
                        to="incidents.incident",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("place", models.CharField(max_length=200)),
                ("searched", models.CharField(max_length=200)),
                ("searched_by", models.CharField(max_length=200)),
                ("witness", models.CharField(max_length=200)),
                ("grounds", models.TextField()),
                ("looked_for", models.CharField(max_length=300)),
                ("found", models.TextField()),
                ("disposal", models.TextField(blank=True)),
                ("risk", models.TextField(help_text="Risk and vulnerability that were considered")),
                ("parents", models.TextField(help_text="When and how parents were told, or why not")),
                ("lead_told_at", models.DateTimeField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["incident", "-at"], name="search_incident")],
            },
        ),
        migrations.CreateModel(
            name="SearchText",
            fields=[
                (
                    "incident",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="search_text",
                        serialize=False,
                        to="incidents.incident",
                    ),
                ),
                ("body", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="incidents.incident",
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("reason", models.TextField(blank=True)),
                (
                    "when_known",
                    models.CharField(
                        choices=[
                            ("day", "On one day"),
                            ("range", "Over several days"),
                            ("not_known", "Not known yet"),
                        ],
                        default="not_known",
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField(blank=True, null=True)),
                ("happened_until", models.DateField(blank=True, null=True)),
                ("happened_time", models.TimeField(blank=True, null=True)),
                (
                    "found_by",
                    models.CharField(
                        choices=[
                            ("reported", "Somebody reported it"),
                            ("monitoring", "Monitoring alert"),
                            ("check", "Routine check"),
                            ("overheard", "Seen or overheard"),
                            ("complaint", "Complaint"),
                            ("low_level", "Shared as a low-level concern"),
                            ("other", "Another way"),
                        ],
                        max_length=12,
                    ),
                ),
                ("found_by_other", models.CharField(blank=True, max_length=300)),
                (
                    "place",
                    models.CharField(
                        choices=[
                            ("in_school", "In school or setting"),
                            ("outside", "Outside school or setting"),
                            ("not_known", "Not known yet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("place_detail", models.CharField(blank=True, max_length=300)),
                ("types", models.JSONField(default=list)),
                (
                    "primary_type",
                    models.CharField(
                        choices=[
                            ("bullying", "Bullying or harassment (online bullying)"),
                            ("bypass", "Deliberately bypassing security or access"),
                            ("hacking", "Hacking or spreading a virus"),
                            ("hate", "Racist, sexist, homophobic or religious hate material"),
                            ("terrorist", "Terrorist material"),
                            ("grooming", "Online grooming"),
                            ("radicalisation", "Online radicalisation"),
                            ("csa_images", "Child abuse images"),
                            ("gambling", "Online gambling"),
                            ("soft_porn", "Soft-core pornographic material"),
                            ("illegal_porn", "Illegal hard-core pornographic material"),
                            ("other", "Something else"),
                            ("nudes", "Nudes or semi-nudes shared between young people"),
                            ("sexual_harassment", "Sexual harassment between pupils"),
                            ("adult_contact", "Contact by an unknown adult"),
                            ("obscene_to_child", "Obscene material sent to a child"),
                            ("self_harm", "Suicide, self-harm or eating-disorder content"),
                            ("staff_pupil_contact", "Inappropriate contact between staff and pupil"),
                            ("staff_comments", "Malicious comments about staff"),
                            ("data_loss", "Personal data published or lost"),
                            ("copyright", "Copyright or illegal downloading"),
                            ("gaming", "Gaming or buying online"),
                            ("scam", "Scam or fraud"),
                            ("device_misuse", "Misuse of a personal device"),
                            ("technical", "Technical incident or security breach"),
                        ],
                        max_length=24,
                    ),
                ),
                ("other_type", models.CharField(blank=True, max_length=300)),
                ("description", models.TextField()),
                ("child_words", models.TextField(blank=True)),
                ("hearsay", models.TextField(blank=True)),
                ("opinion", models.TextField(blank=True)),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("deliberate", "Deliberate"),
                            ("accidental", "Accidental"),
                            ("not_known", "Not known yet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("material", models.JSONField(default=list)),
                ("considered_as", models.JSONField(default=list)),
                ("addresses", models.TextField(blank=True)),
                ("platform", models.CharField(blank=True, max_length=300)),
                (
                    "device",
                    models.CharField(
                        choices=[
                            ("school", "A school device"),
                            ("own", "Their own device"),
                            ("other", "Somebody else's device"),
                            ("not_known", "Not known yet"),
                        ],
                        default="not_known",
                        max_length=12,
                    ),
                ),
                ("asset_tag", models.CharField(blank=True, max_length=60)),
                ("danger", models.BooleanField(default=False)),
                (
                    "told_lead",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("yes", "Yes"),
                            ("no", "No, not yet"),
                            ("is_lead", "I am a safeguarding lead"),
                        ],
                        max_length=10,
                    ),
                ),
                ("actions_staff", models.JSONField(default=list)),
                ("actions_child", models.JSONField(default=list)),
                ("specific_action", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("incident", "edition"),
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "edition"), name="one_statement_an_edition"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("edition", 1), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="correction_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("happened_until__isnull", True),
                            ("happened_until__gte", models.F("happened_on")),
                            _connector="OR",
                        ),
                        name="statement_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewingDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="viewings",
                        to="incidents.incident",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("not_viewed", "Decided not to view"),
                            ("viewed", "Viewed by the safeguarding lead, in exceptional circumstances"),
                            ("by_accident", "Seen by accident before anybody could decide"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was decided or seen")),
                ("reason", models.TextField()),
                (
                    "conditions",
                    models.JSONField(default=list, help_text="Codes of the conditions that were met"),
                ),
                ("viewer", models.CharField(blank=True, max_length=200)),
                ("viewer_sex", models.CharField(blank=True, max_length=40)),
                ("present", models.CharField(blank=True, max_length=200)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("head_told", models.CharField(blank=True, max_length=200)),
                ("done", models.TextField(blank=True, help_text="What was done afterwards")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["incident", "-at"], name="viewing_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="viewing_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="web_addresses",
                        to="incidents.incident",
                    ),
                ),
                ("text", models.CharField(max_length=500)),
                ("site", models.CharField(max_length=260)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["site", "incident"], name="address_site")],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "text"), name="one_address_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="incidents.pattern",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("task", "Open a task on the newest incident"),
                            ("link", "Link the incidents with one another"),
                            ("filter_review", "Have the filter reviewed"),
                            ("dismiss", "Nothing more is needed"),
                        ],
                        max_length=14,
                    ),
                ),
                ("reason", models.TextField()),
                ("incidents", models.JSONField(default=list, help_text="Ids of the incidents it rested on")),
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
                "ordering": ("-at", "-pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pattern_decision_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PatternEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pattern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="incidents.pattern",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="incidents.incident"
                    ),
                ),
                ("before", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["incident", "pattern"], name="pattern_evidence_incident")],
                "constraints": [
                    models.UniqueConstraint(fields=("pattern", "incident"), name="one_evidence_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="AlertReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="incidents.alert",
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
                "ordering": ("at", "pk"),
                "constraints": [models.UniqueConstraint(fields=("alert", "by"), name="one_reading_an_alert")],
            },
        ),
        migrations.CreateModel(
            name="EvidenceOpening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="openings",
                        to="incidents.evidenceitem",
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
                ("reason", models.TextField()),
            ],
            options={
                "ordering": ("-at", "-pk"),
                "indexes": [models.Index(fields=["item", "-at"], name="evidence_opening_item")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="evidence_opening_has_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AllegationOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allegation_outcomes",
                        to="incidents.incident",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allegation_outcomes",
                        to="incidents.involvement",
                    ),
                ),
                (
                    "finding",
                    models.CharField(
                        choices=[
                            ("substantiated", "Substantiated: enough evidence to prove it"),
                            ("malicious", "Malicious: disproved, and meant to deceive"),
                            ("false", "False: disproved"),
                            ("unsubstantiated", "Unsubstantiated: neither proved nor disproved"),
                            ("unfounded", "Unfounded: no evidence or proper basis"),
                            ("low_level", "Low-level concern: below the harm threshold"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "decided_by",
                    models.CharField(help_text="In words: the LADO, a meeting, the head", max_length=200),
                ),
                ("decided_on", models.DateField()),
                ("evidence", models.TextField(help_text="What it rests on")),
                (
                    "referred_on",
                    models.TextField(
                        blank=True, help_text="Barring service, teaching regulator: told, or why not"
                    ),
                ),
                (
                    "in_reference",
                    models.TextField(
                        blank=True, help_text="What a future reference will say, or that it will not"
                    ),
                ),
                (
                    "told_on",
                    models.DateField(blank=True, help_text="When the adult was told the outcome", null=True),
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
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["incident", "at"], name="outcome_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True), name="outcome_has_evidence"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "involvement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="incidents.involvement",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="part_entries",
                        to="incidents.incident",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nature", "Deliberate or accidental, on their part"),
                            ("support", "Support given"),
                            ("parents_told", "Parents told"),
                            ("parents_not", "Parents not told"),
                            ("outcome", "Outcome for them"),
                        ],
                        max_length=12,
                    ),
                ),
                ("words", models.TextField()),
                (
                    "nature",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("deliberate", "Deliberate"),
                            ("accidental", "Accidental"),
                            ("not_known", "Not known yet"),
                        ],
                        max_length=12,
                    ),
                ),
                ("told_on", models.DateField(blank=True, help_text="When the parents were told", null=True)),
                ("told_by", models.CharField(blank=True, help_text="Who told them", max_length=200)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ("at", "pk"),
                "indexes": [models.Index(fields=["incident", "involvement"], name="part_entry_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="part_entry_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "parents_told"), _negated=True),
                            models.Q(("told_on__isnull", False), models.Q(("told_by", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="parents_told_says_when_and_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="incidents.incident",
                    ),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="referrals",
                        to="incidents.involvement",
                    ),
                ),
                (
                    "agency",
                    models.CharField(
                        choices=[
                            ("police_now", "Police: 999, immediate danger"),
                            ("police", "Police: 101, neighbourhood or cyber crime team"),
                            ("social_care", "Children's social care"),
                            ("lado", "Local authority designated officer (LADO)"),
                            ("channel", "Channel (Prevent)"),
                            ("ceop", "CEOP"),
                            ("iwf", "Internet Watch Foundation"),
                            ("early_help", "Early help or Family Help"),
                            ("health", "Health: school nurse, doctor, mental health service"),
                            ("authority", "Authority online safety officer"),
                            ("hr", "Schools HR"),
                            ("regulator", "Information Commissioner's Office"),
                            ("helpline", "Professionals Online Safety Helpline"),
                            ("platform", "The site, app or network itself"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.externalcontact",
                    ),
                ),
                (
                    "approach",
                    models.CharField(
                        choices=[
                            ("advice", "Advice sought"),
                            ("referred", "Referral or report made"),
                            ("not_referred", "Considered, and not referred"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("telephone", "By telephone"),
                            ("secure_mail", "By secure email"),
                            ("own_form", "On the agency's own online form"),
                            ("our_form", "With a form filled and sent from here"),
                            ("in_person", "In person or at a meeting"),
                        ],
                        max_length=12,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("spoke_to", models.CharField(blank=True, max_length=200)),
                ("said", models.TextField(blank=True, help_text="What was said, and by whom")),
                ("reference", models.CharField(blank=True, help_text="The agency's own", max_length=60)),
                (
                    "harm_tests",
                    models.JSONField(default=list, help_text="Which of the four the LADO is told of"),
                ),
                (
                    "consent",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("given", "Asked for, and given"),
                            ("overridden", "Asked for, refused, and overridden"),
                            ("not_asked", "Not asked for: asking or telling would raise the risk"),
                            ("not_needed", "Not needed: nobody is named to this agency"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "consent_reason",
                    models.TextField(blank=True, help_text="Why it was overridden or not asked for"),
                ),
                ("reason", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("edition", models.CharField(max_length=10)),
            ],
            options={
                "ordering": ("made_at", "pk"),
                "indexes": [models.Index(fields=["incident", "made_at"], name="referral_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="referral_has_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consent__in", ("overridden", "not_asked")), _negated=True),
                            models.Q(("consent_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_without_consent_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approach", "not_referred"),
                            models.Q(("method", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="referral_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CustodyEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="incidents.item",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("taken", "Taken or handed in"),
                            ("sealed", "Sealed"),
                            ("moved", "Moved"),
                            ("examined", "Examined"),
                            ("parents_told", "Parents or carers told"),
                            ("to_police", "Handed to the police"),
                            ("from_police", "Back from the police"),
                            ("returned", "Returned"),
                        ],
                        max_length=12,
                    ),
                ),
                ("at", models.DateTimeField(help_text="When it was done")),
                ("place", models.CharField(max_length=200)),
                (
                    "other",
                    models.CharField(blank=True, help_text="Who handed it over or took it", max_length=200),
                ),
                ("witness", models.CharField(blank=True, max_length=200)),
                ("seal", models.CharField(blank=True, max_length=40)),
                ("receipt", models.CharField(blank=True, max_length=60)),
                ("note", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ("item", "number"),
                "constraints": [
                    models.UniqueConstraint(fields=("item", "number"), name="custody_entry_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "sealed"), _negated=True),
                            models.Q(("seal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="custody_seal_has_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("step", "to_police"), _negated=True),
                            models.Q(
                                models.Q(("receipt", ""), _negated=True),
                                models.Q(("other", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="custody_police_gave_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeviceReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="incidents.incident",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="incidents.item",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("device", "A device"),
                            ("site", "A web site, an account or a conversation"),
                        ],
                        max_length=10,
                    ),
                ),
                ("subject", models.CharField(help_text="The device or the address, as text", max_length=300)),
                ("reviewed_at", models.DateTimeField()),
                (
                    "computer",
                    models.CharField(help_text="The computer used, and where it stands", max_length=240),
                ),
                ("reason", models.TextField()),
                ("seen", models.TextField(help_text="The nature of what was seen, in words")),
                ("conclusion", models.TextField()),
                ("action", models.TextField()),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_position", models.CharField(max_length=120)),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("second_position", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "signed_at",
                    models.DateTimeField(blank=True, help_text="When the second person signed", null=True),
                ),
            ],
            options={
                "ordering": ("-reviewed_at", "-pk"),
                "indexes": [models.Index(fields=["incident", "-reviewed_at"], name="review_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="review_by_two_people",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterPdf",
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
                    "letter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pdf", to="incidents.letter"
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
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="incidents_letterpdf_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReferralEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="incidents.referral",
                    ),
                ),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("reference", "Their reference"),
                            ("acknowledged", "They confirmed that they have it"),
                            ("written", "Confirmed in writing"),
                            ("chased", "Chased"),
                            ("escalated", "Taken further up at the agency"),
                            ("decided", "Their decision"),
                            ("happened", "Assessment finished or conference held"),
                            ("reviewed", "The child's situation reviewed"),
                            ("pressed", "Reconsideration pressed for"),
                            ("ended", "Outcome"),
                        ],
                        max_length=12,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                ("spoke_to", models.CharField(blank=True, max_length=200)),
                ("words", models.TextField()),
                (
                    "answered",
                    models.BooleanField(
                        blank=True, help_text="Of a chase: whether anybody answered", null=True
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("advice", "Advice only: the school goes on by itself"),
                            ("no_action", "No further action"),
                            ("early_help", "No assessment: early help"),
                            ("assessment", "Child in need assessment"),
                            ("strategy", "Strategy discussion"),
                            ("protection", "Immediate protection"),
                            ("below_harm", "Harm threshold not met: the school decides"),
                            ("harm_met", "Harm threshold met: the LADO oversees it"),
                            ("accepted", "Taken on"),
                        ],
                        help_text="Of a decision",
                        max_length=12,
                    ),
                ),
                (
                    "improving",
                    models.BooleanField(
                        blank=True,
                        help_text="Of a review: whether the child's situation is better",
                        null=True,
                    ),
                ),
                (
                    "rung",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Of an escalation: how far up, from 1", null=True
                    ),
                ),
                ("next_on", models.DateField(blank=True, help_text="When it is looked at again", null=True)),
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
                "ordering": ("happened_at", "pk"),
                "indexes": [models.Index(fields=["referral", "happened_at"], name="referral_entry")],
            },
        ),
        migrations.CreateModel(
            name="ReferralForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="incidents.referral",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("edition", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField(default=dict)),
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
                "ordering": ("edition",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("referral", "edition"), name="one_referral_form_an_edition"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        default=incidents.models.task.new_key, editable=False, max_length=20, unique=True
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="incidents.incident",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=32)),
                ("words", models.CharField(max_length=200)),
                ("detail", models.TextField(blank=True)),
                ("guidance", models.CharField(blank=True, max_length=600)),
                (
                    "records",
                    models.CharField(
                        choices=[
                            ("tick", "That it was done"),
                            ("words", "What was found, said or decided, in words"),
                            ("reason", "What was decided, and why"),
                            ("referral", "A referral, or why none was made"),
                            ("police", "A report to the police with their reference"),
                            ("letter", "A letter"),
                            ("block", "A request to have a site blocked"),
                            ("parents", "Parents told, or why not"),
                            ("sanction", "A response: support, sanction or both"),
                            ("device", "A device or an item secured"),
                            ("evidence", "Where evidence is kept"),
                            ("agreement", "The agreement that was signed"),
                        ],
                        default="words",
                        max_length=10,
                    ),
                ),
                (
                    "asked_by",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="The procedures that ask for it, by the names they had",
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(default=0, help_text="Where it stands in its procedure"),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
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
                        help_text="Empty: the incident's owner",
                        max_length=24,
                    ),
                ),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incident_tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("required", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
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
                ("due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "warn_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When to remind whoever it falls to; empty once reminded",
                        null=True,
                    ),
                ),
                (
                    "missed_at",
                    models.DateTimeField(blank=True, help_text="When the clock ran out unmet", null=True),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="incidents.referral",
                    ),
                ),
                ("rule", models.CharField(blank=True, max_length=40)),
                ("edition", models.CharField(blank=True, max_length=10)),
                ("source", models.CharField(blank=True, max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To do"), ("done", "Done"), ("not_needed", "Not needed")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("result", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("due_at", "pk"),
                "indexes": [
                    models.Index(fields=["incident", "state", "due_at"], name="task_incident"),
                    models.Index(condition=models.Q(("state", "open")), fields=["due_at"], name="task_due"),
                    models.Index(condition=models.Q(("state", "open")), fields=["warn_at"], name="task_warn"),
                    models.Index(fields=["assigned_to", "state"], name="task_assigned"),
                    models.Index(fields=["role", "state"], name="task_role"),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["school", "due_at"],
                        name="task_school_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("incident", "code"),
                        name="one_task_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "not_needed"), _negated=True),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_not_needed_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "open"), ("ended_at__isnull", False), _connector="OR"),
                        name="ended_task_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChronologyMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="incidents.incident",
                    ),
                ),
                (
                    "note",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="incidents.note",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="incidents.decision",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="marks",
                        to="incidents.referralentry",
                    ),
                ),
                ("significant", models.BooleanField(default=True)),
                ("headline", models.CharField(blank=True, max_length=120)),
                ("impact", models.TextField(blank=True)),
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
                "indexes": [models.Index(fields=["incident", "at"], name="mark_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("significant", False), models.Q(("headline", ""), _negated=True), _connector="OR"
                        ),
                        name="significant_has_headline",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "involvement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sanctions",
                        to="incidents.involvement",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sanctions",
                        to="incidents.incident",
                    ),
                ),
                ("ladder", models.CharField(max_length=12)),
                ("rung", models.CharField(blank=True, help_text="Empty: support, no sanction", max_length=4)),
                ("proposed", models.CharField(blank=True, max_length=4)),
                (
                    "because",
                    models.JSONField(
                        blank=True, default=list, help_text="Why it was proposed, as it was shown"
                    ),
                ),
                ("measures", models.JSONField(blank=True, default=list)),
                ("proportion", models.TextField(help_text="Why it is in proportion")),
                (
                    "context",
                    models.TextField(blank=True, help_text="Age, need, what happened before and at home"),
                ),
                ("loss_from", models.DateField(blank=True, null=True)),
                ("loss_until", models.DateField(blank=True, null=True)),
                (
                    "restore_task",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restores",
                        to="incidents.task",
                    ),
                ),
                ("edition", models.CharField(max_length=10)),
                ("decided_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("decided_at", "pk"),
                "indexes": [models.Index(fields=["incident", "involvement"], name="sanction_incident")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("proportion", ""), _negated=True),
                        name="sanction_is_in_proportion",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("loss_from__isnull", True), ("loss_until__isnull", True)),
                            models.Q(
                                ("loss_until__gte", models.F("loss_from")), ("restore_task__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="loss_of_access_ends_and_is_restored",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskPause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pauses",
                        to="incidents.task",
                    ),
                ),
                (
                    "waits_for",
                    models.CharField(
                        choices=[
                            ("police", "The police"),
                            ("social_care", "Children's social care"),
                            ("lado", "The LADO"),
                            ("complainant", "Whoever complained"),
                        ],
                        max_length=12,
                    ),
                ),
                ("reason", models.TextField()),
                ("until", models.DateField()),
                ("due_before", models.DateTimeField()),
                ("due_after", models.DateTimeField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
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
                "ordering": ("at", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("due_after__gt", models.F("due_before"))), name="pause_moves_on"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="pause_has_reason"
                    ),
                ],
            },
        ),
    ]
