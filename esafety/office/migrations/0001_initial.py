import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.office.models.account_change
import esafety.office.models.roll_import


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("papers", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountChange",
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
                        default=esafety.office.models.account_change.new_reference,
                        editable=False,
                        max_length=16,
                        unique=True,
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_changes",
                        to="people.school",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_changes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("give", "Give a role"),
                            ("move", "Change the dates of a role"),
                            ("end", "End a role"),
                            ("reset", "Reset the second step of signing in"),
                            ("email", "Change the email address"),
                            ("leave", "Close the account in this school"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for confirmation"),
                            ("confirmed", "Confirmed"),
                            ("done", "Done"),
                            ("declined", "Declined"),
                            ("stopped", "Stopped"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
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
                        max_length=24,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.membership",
                    ),
                ),
                ("from_date", models.DateField(blank=True, null=True)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "stands_in_for",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("email", models.EmailField(blank=True, help_text="The new address", max_length=254)),
                (
                    "hand_over_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                ("takes_effect_at", models.DateTimeField(blank=True, null=True)),
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("salt", models.CharField(max_length=32)),
                ("key_id", models.CharField(max_length=16)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("-asked_at", "-pk"),
                "indexes": [
                    models.Index(fields=["school", "stage"], name="account_change_stage"),
                    models.Index(fields=["user", "stage"], name="account_change_user"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("post__isnull", True), ("stage__in", ("waiting", "confirmed"))),
                        fields=("school", "user", "kind", "role"),
                        name="one_open_change_each",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stage__in", ("waiting", "confirmed"))),
                        fields=("post",),
                        name="one_open_change_a_post",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(
                                models.Q(("confirmed_by", models.F("asked_by")), _negated=True),
                                models.Q(("confirmed_by", models.F("user")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="change_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stage__in", ("waiting", "confirmed")),
                            ("ended_at__isnull", False),
                            _connector="XOR",
                        ),
                        name="ended_change_has_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountInvitation",
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
                        related_name="account_invitations",
                        to="people.school",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        help_text="None: by a command on the server",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "sent_at",
                    models.DateTimeField(default=django.utils.timezone.now, help_text="The last time"),
                ),
                ("expires_at", models.DateTimeField()),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("salt", models.CharField(max_length=32)),
                ("key_id", models.CharField(max_length=16)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "ordering": ("-made_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at__isnull", True), ("revoked_at__isnull", True)),
                        fields=("school", "user"),
                        name="one_pending_invitation_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                        ),
                        name="invitation_accepted_or_revoked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("sent_at"))),
                        name="invitation_expires_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Device",
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
                        related_name="devices",
                        to="people.school",
                    ),
                ),
                ("asset_tag", models.CharField(help_text="In capitals, as on the label", max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("laptop", "Laptop"),
                            ("tablet", "Tablet"),
                            ("phone", "Phone"),
                            ("camera", "Camera"),
                            ("storage", "Memory stick or drive"),
                            ("other", "Other device"),
                        ],
                        max_length=12,
                    ),
                ),
                ("description", models.CharField(blank=True, max_length=200)),
                ("serial_number", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in_service", "In service"),
                            ("lost", "Lost"),
                            ("stolen", "Stolen"),
                            ("withdrawn", "Out of service"),
                        ],
                        default="in_service",
                        max_length=12,
                    ),
                ),
            ],
            options={
                "ordering": ("asset_tag",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "asset_tag"), name="one_device_per_tag_in_a_school"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RollImport",
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
                        default=esafety.office.models.roll_import.new_reference, max_length=10, unique=True
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
                            ("pupils", "Pupils"),
                            ("staff", "Staff"),
                            ("contacts", "Parents and carers"),
                            ("families", "Pupils with their parents and carers"),
                            ("ctf", "Common Transfer File"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("columns", "Waiting for its columns"),
                            ("checking", "Being checked"),
                            ("checked", "Checked, not brought in yet"),
                            ("applying", "Being brought in"),
                            ("applied", "Brought in"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                            ("discarded", "Put aside"),
                        ],
                        default="columns",
                        max_length=10,
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                ("file_name", models.CharField(blank=True, max_length=100)),
                (
                    "encoding",
                    models.CharField(
                        choices=[
                            ("utf-8", "UTF-8"),
                            ("utf-16-le", "UTF-16 (Unicode text of Excel)"),
                            ("utf-16-be", "UTF-16, big end first"),
                            ("cp1252", "Windows (Western European)"),
                        ],
                        default="utf-8",
                        max_length=10,
                    ),
                ),
                (
                    "delimiter",
                    models.CharField(
                        choices=[(",", "Comma"), (";", "Semicolon"), ("\t", "Tab"), ("|", "Vertical bar")],
                        default=",",
                        max_length=1,
                    ),
                ),
                (
                    "date_order",
                    models.CharField(
                        choices=[("dmy", "Day first: 21/03/2017"), ("mdy", "Month first: 03/21/2017")],
                        default="dmy",
                        max_length=3,
                    ),
                ),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=list)),
                (
                    "lines",
                    models.PositiveIntegerField(default=0, help_text="Lines that say something of somebody"),
                ),
                ("added", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("same", models.PositiveIntegerField(default=0)),
                ("unmatched", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
                (
                    "differed",
                    models.PositiveIntegerField(
                        default=0, help_text="Lines that came out otherwise than checked"
                    ),
                ),
            ],
            options={
                "ordering": ("-begun_at", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("stage__in", ("columns", "checking", "checked", "applying", "undoing"))
                        ),
                        fields=("school",),
                        name="one_import_of_a_school_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegisterDay",
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
                        related_name="register_days",
                        to="people.school",
                    ),
                ),
                ("day", models.DateField()),
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
            name="RememberedColumns",
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
                            ("pupils", "Pupils"),
                            ("staff", "Staff"),
                            ("contacts", "Parents and carers"),
                            ("families", "Pupils with their parents and carers"),
                            ("ctf", "Common Transfer File"),
                        ],
                        max_length=10,
                    ),
                ),
                ("signature", models.CharField(help_text="SHA-256 of the folded headings", max_length=64)),
                ("columns", models.JSONField(default=list)),
                (
                    "date_order",
                    models.CharField(
                        choices=[("dmy", "Day first: 21/03/2017"), ("mdy", "Month first: 03/21/2017")],
                        default="dmy",
                        max_length=3,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("school", "kind", "signature"), name="one_memory_of_columns"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitorAccess",
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
                        related_name="visitor_access",
                        to="people.school",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(blank=True, max_length=200)),
                (
                    "use",
                    models.CharField(
                        choices=[
                            ("guest_network", "Guest network"),
                            ("network", "School network"),
                            ("device", "School device"),
                            ("system", "School system"),
                        ],
                        max_length=16,
                    ),
                ),
                ("which", models.CharField(blank=True, max_length=200)),
                ("from_date", models.DateField()),
                ("until", models.DateField()),
                (
                    "permitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "agreed_on",
                    models.DateField(blank=True, help_text="When they signed the agreement", null=True),
                ),
                ("agreement_note", models.CharField(blank=True, max_length=200)),
                ("entered_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "ordering": ("name", "pk"),
                "indexes": [models.Index(fields=["school", "until"], name="visitor_school_until")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until__gte", models.F("from_date"))),
                        name="visitor_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="visitor_ended_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Loan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "device",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="office.device"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="loans", to="people.person"
                    ),
                ),
                ("out_on", models.DateField()),
                (
                    "due_back",
                    models.DateField(
                        blank=True, help_text="Left out: as long as they are at the school", null=True
                    ),
                ),
                (
                    "condition_out",
                    models.CharField(
                        choices=[("good", "Good"), ("worn", "Worn, but works"), ("damaged", "Damaged")],
                        max_length=8,
                    ),
                ),
                (
                    "signed_out_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("returned_on", models.DateField(blank=True, null=True)),
                (
                    "condition_in",
                    models.CharField(
                        blank=True,
                        choices=[("good", "Good"), ("worn", "Worn, but works"), ("damaged", "Damaged")],
                        max_length=8,
                    ),
                ),
                (
                    "signed_in_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note_out", models.TextField(blank=True)),
                ("note_in", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("-out_on", "-pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_on__isnull", True)),
                        fields=("device",),
                        name="one_open_loan_per_device",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_back__isnull", True), ("due_back__gte", models.F("out_on")), _connector="OR"
                        ),
                        name="loan_due_after_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_on__isnull", True),
                            ("returned_on__gte", models.F("out_on")),
                            _connector="OR",
                        ),
                        name="loan_returned_after_out",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roll_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="office.rollimport",
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="Line of the file")),
                (
                    "table",
                    models.CharField(
                        choices=[("person", "Person"), ("link", "Parent or carer of a pupil")], max_length=6
                    ),
                ),
                ("row_id", models.BigIntegerField()),
                ("added", models.BooleanField()),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("withdrawn", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [
                    models.Index(fields=["table", "row_id"], name="import_change_row"),
                    models.Index(fields=["roll_import", "table"], name="import_change_import"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "roll_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="line_rows",
                        to="office.rollimport",
                    ),
                ),
                ("number", models.PositiveIntegerField(help_text="Line of the file, from 1")),
                (
                    "part",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0 the person of the line, then contacts"
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
                ("name", models.CharField(blank=True, max_length=200)),
                ("told", models.JSONField(default=dict)),
                (
                    "first_key",
                    models.CharField(
                        blank=True, help_text="What tells the person apart, for pairs", max_length=380
                    ),
                ),
                ("second_key", models.CharField(blank=True, max_length=380)),
                (
                    "is_repeat",
                    models.BooleanField(default=False, help_text="An earlier line told of the same person"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("same", "Left as they are"),
                            ("unmatched", "Unmatched"),
                            ("refused", "Refused"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "asks",
                    models.CharField(
                        blank=True,
                        choices=[("who", "Who is it?"), ("lift", "Was the court order lifted?")],
                        max_length=4,
                    ),
                ),
                ("choice", models.CharField(blank=True, max_length=20)),
                ("found", models.JSONField(default=dict)),
                ("person_id", models.BigIntegerField(blank=True, null=True)),
            ],
            options={
                "ordering": ("roll_import", "number", "part"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("first_key", ""), _negated=True),
                        fields=["roll_import", "first_key"],
                        name="import_line_first_key",
                    ),
                    models.Index(
                        condition=models.Q(("second_key", ""), _negated=True),
                        fields=["roll_import", "second_key"],
                        name="import_line_second_key",
                    ),
                    models.Index(
                        condition=models.Q(("person_id__isnull", False)),
                        fields=["roll_import", "person_id"],
                        name="import_line_person",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("roll_import", "number", "part"), name="one_row_a_line_and_part"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRun",
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
                    "roll_import",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="office.rollimport",
                    ),
                ),
                (
                    "job",
                    models.CharField(
                        choices=[
                            ("check", "Checking the lines"),
                            ("apply", "Bringing people in"),
                            ("undo", "Undoing"),
                        ],
                        max_length=5,
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
                ("reached", models.BigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0, help_text="Lines done")),
                (
                    "total",
                    models.PositiveIntegerField(
                        blank=True, help_text="Lines to do, where it is known", null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="office_importrun_due",
                    )
                ],
            },
        ),
    ]
