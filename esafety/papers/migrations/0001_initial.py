import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.papers.models.paper


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="Random; the file's name on disk", max_length=32, unique=True),
                ),
                (
                    "key_id",
                    models.CharField(help_text="Which master key wraps the file's key", max_length=16),
                ),
                ("wrapped_key", models.CharField(blank=True, max_length=80)),
                ("size", models.BigIntegerField(help_text="Bytes, before encryption")),
                ("sha256", models.CharField(help_text="Of the content before encryption", max_length=64)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("destroyed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("destroyed_at__isnull", True), ("wrapped_key", ""), _connector="XOR"
                        ),
                        name="stored_file_has_key_or_is_destroyed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadPermit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("accepts", models.CharField(help_text="Which use of the gate", max_length=20)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("about_label", models.CharField(max_length=60)),
                ("about_id", models.BigIntegerField()),
                (
                    "given_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["about_label", "about_id"], name="papers_permit_about")],
            },
        ),
        migrations.CreateModel(
            name="Paper",
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
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("about_label", models.CharField(max_length=60)),
                ("about_id", models.BigIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipient",
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
                    "step",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for its turn"),
                            ("collecting", "Collecting what the document will hold"),
                            ("laying_out", "Laying out the pages"),
                            ("writing", "Writing the document"),
                            ("locking", "Locking it away"),
                            ("ready", "Ready"),
                        ],
                        default="waiting",
                        max_length=12,
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="papers.storedfile",
                    ),
                ),
                ("pages", models.PositiveIntegerField(blank=True, null=True)),
                ("expires_at", models.DateTimeField(default=esafety.papers.models.paper.in_a_day)),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="papers_paper_due",
                    ),
                    models.Index(fields=["about_label", "about_id"], name="papers_paper_about"),
                    models.Index(fields=["expires_at"], name="papers_paper_expires"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("file__isnull", False), ("pages__isnull", False)),
                            _connector="OR",
                        ),
                        name="paper_done_has_file",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceivedFile",
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
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to="papers.storedfile",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                ("about_label", models.CharField(max_length=60)),
                ("about_id", models.BigIntegerField()),
                ("name", models.CharField(help_text="What it was called by whoever sent it", max_length=200)),
                ("kind", models.CharField(help_text="What it is by its content", max_length=8)),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the virus scanner"),
                            ("clean", "No virus found"),
                            ("infected", "Holds a virus"),
                            ("unscanned", "Not checked for viruses"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                (
                    "found",
                    models.CharField(
                        blank=True, help_text="The scanner's name for what it found", max_length=100
                    ),
                ),
                ("set_aside_at", models.DateTimeField(blank=True, null=True)),
                (
                    "set_aside_by",
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
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "owed")),
                        fields=["state", "due_at"],
                        name="papers_receivedfile_due",
                    ),
                    models.Index(fields=["about_label", "about_id"], name="papers_received_about"),
                    models.Index(fields=["verdict"], name="papers_received_verdict"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("set_aside_at__isnull", True), ("set_aside_by__isnull", True)),
                            models.Q(("set_aside_at__isnull", False), ("set_aside_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="received_file_set_aside_by",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="link", to="papers.paper"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
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
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                ("salt", models.CharField(max_length=32)),
                ("key_id", models.CharField(max_length=16)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("passphrase_hash", models.CharField(max_length=200)),
                (
                    "opens",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How often the document was handed over"
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, help_text="Wrong passphrases")),
                ("opened_at", models.DateTimeField(blank=True, help_text="The first time", null=True)),
                ("acknowledged_at", models.DateTimeField(blank=True, null=True)),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("by_sender", "closed by the school"),
                            ("tries", "closed after too many wrong passphrases"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "closed_reason",
                    models.CharField(blank=True, help_text="The school's own words", max_length=200),
                ),
            ],
            options={
                "ordering": ("-created_at", "-pk"),
                "indexes": [models.Index(fields=["expires_at"], name="papers_link_expires")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contact__isnull", True), ("person__isnull", True), _connector="XOR"
                        ),
                        name="document_link_has_one_recipient",
                    ),
                    models.CheckConstraint(condition=models.Q(("opens__lte", 3)), name="document_link_opens"),
                    models.CheckConstraint(condition=models.Q(("tries__lte", 5)), name="document_link_tries"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_at__isnull", True),
                            models.Q(("closed_because", ""), _negated=True),
                            _connector="XOR",
                        ),
                        name="document_link_closed_because",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("opened_at__isnull", True), ("opens", 0)),
                            models.Q(("opened_at__isnull", False), ("opens__gt", 0)),
                            _connector="OR",
                        ),
                        name="document_link_opened_at",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="document_link_expires_later",
                    ),
                ],
            },
        ),
    ]
