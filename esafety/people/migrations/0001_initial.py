import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.people.models.school


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("is_active", models.BooleanField(default=True)),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "slug",
                    models.SlugField(
                        default=esafety.people.models.school.new_slug,
                        help_text="Its name in the address of its help page",
                        max_length=60,
                        unique=True,
                    ),
                ),
                ("address", models.TextField(blank=True)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                (
                    "nation",
                    models.CharField(
                        choices=[
                            ("ENG", "England"),
                            ("WLS", "Wales"),
                            ("SCT", "Scotland"),
                            ("NIR", "Northern Ireland"),
                        ],
                        default="ENG",
                        max_length=3,
                    ),
                ),
                (
                    "copy_to_authority",
                    models.CharField(
                        choices=[
                            ("every", "Every incident"),
                            ("serious", "Serious incidents only"),
                            ("never", "None"),
                        ],
                        default="serious",
                        max_length=8,
                    ),
                ),
                (
                    "word",
                    models.CharField(
                        choices=[("online_safety", "online safety"), ("e_safety", "e-safety")],
                        default="online_safety",
                        max_length=16,
                    ),
                ),
                (
                    "clocks",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Clock set by the school by the code of its rule; left out, the rule's own",
                    ),
                ),
                (
                    "alerts_to_business_manager",
                    models.BooleanField(
                        default=False, help_text="Whether the business manager reads monitoring alerts"
                    ),
                ),
                (
                    "pattern_counts",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="From how many a pattern is shown, by the code of its rule; left out, the suggested number",
                    ),
                ),
                (
                    "quiet_from",
                    models.TimeField(
                        blank=True, help_text="Local time; mails that may wait are kept", null=True
                    ),
                ),
                (
                    "quiet_until",
                    models.TimeField(blank=True, help_text="Local time; then they go out", null=True),
                ),
                (
                    "help_is_public",
                    models.BooleanField(default=False, help_text="Whether anybody may open its help page"),
                ),
                (
                    "help_names_co_ordinator",
                    models.BooleanField(
                        default=False,
                        help_text="Whether the help page names the co-ordinator, or only the post",
                    ),
                ),
                ("help_how_to_reach", models.TextField(blank=True)),
                ("help_for_pupils", models.TextField(blank=True)),
                ("help_for_parents", models.TextField(blank=True)),
                (
                    "went_live_at",
                    models.DateTimeField(
                        blank=True, help_text="When its head said that everything was in place", null=True
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("quiet_from__isnull", True), ("quiet_until__isnull", True)),
                            models.Q(
                                ("quiet_from__isnull", False),
                                ("quiet_until__isnull", False),
                                models.Q(("quiet_from", models.F("quiet_until")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="quiet_hours_begin_and_end",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Absence",
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
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["user", "until_at"], name="absence_user_until")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("from_at"))),
                        name="absence_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExternalContact",
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
                        related_name="contacts",
                        to="people.school",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("lado", "Local authority designated officer (LADO)"),
                            ("authority_officer", "Authority online safety officer"),
                            ("social_care", "Children's social care front door"),
                            ("police_emergency", "Police (emergency)"),
                            ("police_local", "Police (neighbourhood team)"),
                            ("police_cyber", "Police (cyber crime)"),
                            ("channel", "Channel co-ordinator (Prevent)"),
                            ("iwf", "Internet Watch Foundation"),
                            ("ceop", "CEOP"),
                            ("filtering", "Filtering provider's help desk"),
                            ("schools_hr", "Schools HR"),
                            ("union", "Union"),
                            ("helpline", "Professionals Online Safety Helpline"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                ("out_of_hours", models.CharField(blank=True, max_length=40)),
                ("secure_mail_note", models.TextField(blank=True)),
                ("verified_on", models.DateField(blank=True, null=True)),
                ("retired_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "ordering": ("kind", "name"),
                "indexes": [models.Index(fields=["school", "kind"], name="contact_school_kind")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
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
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="people.school",
                    ),
                ),
                (
                    "role",
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
                ("from_date", models.DateField(default=django.utils.timezone.localdate)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "ended_at",
                    models.DateTimeField(
                        blank=True, help_text="Ended before its last day, at this moment", null=True
                    ),
                ),
                (
                    "stands_in_for",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is away",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "duty_order",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="Among holders of one role, who is told first: lowest number"
                    ),
                ),
            ],
            options={
                "ordering": ("school", "role", "duty_order", "pk"),
                "indexes": [models.Index(fields=["school", "role"], name="membership_school_role")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gte", models.F("from_date")), _connector="OR"
                        ),
                        name="membership_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
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
                        related_name="persons",
                        to="people.school",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="persons",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pupil", "Pupil"),
                            ("staff", "Member of staff or volunteer"),
                            ("governor", "Governor"),
                            ("parent", "Parent or carer"),
                            ("other", "Someone else"),
                        ],
                        max_length=10,
                    ),
                ),
                ("given_name", models.CharField(max_length=100)),
                ("family_name", models.CharField(max_length=100)),
                ("known_as", models.CharField(blank=True, max_length=100)),
                ("known_as_family", models.CharField(blank=True, max_length=100)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("telephone", models.CharField(blank=True, max_length=40)),
                (
                    "upn",
                    models.CharField(
                        blank=True, help_text="Unique pupil number, without spaces", max_length=13
                    ),
                ),
                (
                    "source_id",
                    models.CharField(
                        blank=True,
                        help_text="How the school's information system names this person",
                        max_length=64,
                    ),
                ),
                ("born_on", models.DateField(blank=True, null=True)),
                (
                    "year_group",
                    models.CharField(blank=True, help_text="For example Year 5, Reception", max_length=12),
                ),
                ("class_name", models.CharField(blank=True, max_length=20)),
                ("left_on", models.DateField(blank=True, null=True)),
                ("search_text", models.CharField(editable=False, max_length=320)),
            ],
            options={
                "ordering": ("family_name", "given_name", "pk"),
                "indexes": [
                    models.Index(fields=["school", "kind", "search_text"], name="person_search"),
                    models.Index(fields=["account"], name="person_account"),
                    models.Index(fields=["school", "family_name", "given_name"], name="person_by_name"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("school", "account"),
                        name="one_person_per_account",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("upn", ""), _negated=True),
                        fields=("school", "upn"),
                        name="one_pupil_per_upn_in_a_school",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("school", "kind", "source_id"),
                        name="one_person_per_source_id_and_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Connection",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="connections",
                        to="people.person",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="connections_back",
                        to="people.person",
                    ),
                ),
                (
                    "closeness",
                    models.CharField(
                        choices=[
                            ("family", "Family"),
                            ("household", "Same household"),
                            ("friend", "Close friend"),
                            ("same", "The same human, entered twice"),
                            ("other", "Other close connection"),
                        ],
                        max_length=10,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "other"), name="one_connection_each"),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("other")), _negated=True),
                        name="nobody_is_close_to_themselves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Guardianship",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "pupil",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="guardianships",
                        to="people.person",
                    ),
                ),
                (
                    "guardian",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="wards", to="people.person"
                    ),
                ),
                ("relationship", models.CharField(default="Parent", max_length=60)),
                ("no_contact", models.BooleanField(default=False, help_text="A court order forbids contact")),
                ("priority", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("parental_responsibility", models.BooleanField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pupil", "guardian"), name="one_guardianship_each"),
                    models.CheckConstraint(
                        condition=models.Q(("pupil", models.F("guardian")), _negated=True),
                        name="nobody_is_their_own_guardian",
                    ),
                ],
            },
        ),
    ]
