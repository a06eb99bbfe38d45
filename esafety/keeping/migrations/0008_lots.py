"""A school year’s lot of one kind is a record too: this room’s tables lead to an incident, a received file or a lot."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import esafety.papers.models.paper
from esafety.audit.guards import WithGuardsKept


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0010_newest_of_a_type_indexed"),
        ("keeping", "0007_door_for_received_files"),
        ("moving", "0006_known_again"),
        ("people", "0002_next_school"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        WithGuardsKept(
            [
                migrations.CreateModel(
                    name="GoneRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=63)),
                        ("row", models.BigIntegerField()),
                    ],
                    options={
                        "ordering": ("pk",),
                    },
                ),
                migrations.CreateModel(
                    name="Lot",
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
                                    ("received", "File that another school sent about a pupil"),
                                    (
                                        "sexual_abuse",
                                        "Anything about child sexual abuse, substantiated or not",
                                    ),
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
                                    ("look", "Look into somebody’s use of the internet"),
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
                        ("begins_on", models.DateField()),
                        ("ends_on", models.DateField()),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "ordering": ("ends_on", "kind"),
                    },
                ),
                migrations.RemoveConstraint(
                    model_name="disposalitem",
                    name="disposal_of_one_record",
                ),
                migrations.RemoveConstraint(
                    model_name="duedate",
                    name="due_date_of_one_record",
                ),
                migrations.RemoveConstraint(
                    model_name="hold",
                    name="hold_on_one_record_or_all",
                ),
                migrations.RemoveConstraint(
                    model_name="review",
                    name="review_of_one_record",
                ),
                migrations.AddField(
                    model_name="sweep",
                    name="lots_at",
                    field=models.DateTimeField(
                        blank=True, help_text="When lots were last looked for", null=True
                    ),
                ),
                migrations.AlterField(
                    model_name="duedate",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("safeguarding", "Child protection or safeguarding incident"),
                            ("received", "File that another school sent about a pupil"),
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
                            ("look", "Look into somebody’s use of the internet"),
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
                migrations.AlterField(
                    model_name="hold",
                    name="kind",
                    field=models.CharField(
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
                            ("transfer", "It is in a file that is on its way to another school"),
                            ("still_here", "The adult has not left, or is not on the roll"),
                            ("nothing", "Nothing of it can go now"),
                        ],
                        max_length=16,
                    ),
                ),
                migrations.AlterField(
                    model_name="period",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("safeguarding", "Child protection or safeguarding incident"),
                            ("received", "File that another school sent about a pupil"),
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
                            ("look", "Look into somebody’s use of the internet"),
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
                migrations.AlterField(
                    model_name="tombstone",
                    name="kind",
                    field=models.CharField(
                        choices=[
                            ("safeguarding", "Child protection or safeguarding incident"),
                            ("received", "File that another school sent about a pupil"),
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
                            ("look", "Look into somebody’s use of the internet"),
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
                migrations.AddField(
                    model_name="gonerow",
                    name="tombstone",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gone",
                        to="keeping.tombstone",
                    ),
                ),
                migrations.AddField(
                    model_name="lot",
                    name="school",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.school"
                    ),
                ),
                migrations.AddField(
                    model_name="disposalitem",
                    name="lot",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disposal_item",
                        to="keeping.lot",
                    ),
                ),
                migrations.AddField(
                    model_name="duedate",
                    name="lot",
                    field=models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="due_date",
                        to="keeping.lot",
                    ),
                ),
                migrations.AddField(
                    model_name="hold",
                    name="lot",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_holds",
                        to="keeping.lot",
                    ),
                ),
                migrations.AddField(
                    model_name="review",
                    name="lot",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retention_reviews",
                        to="keeping.lot",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="disposalitem",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", False), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", False), ("incident__isnull", True), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", True), ("lot__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="disposal_of_one_record",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="duedate",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", False), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", False), ("incident__isnull", True), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", True), ("lot__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="due_date_of_one_record",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="hold",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", True), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", False), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", False), ("incident__isnull", True), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", True), ("lot__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="hold_on_one_record_or_all",
                    ),
                ),
                migrations.AddConstraint(
                    model_name="review",
                    constraint=models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", False), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", False), ("incident__isnull", True), ("lot__isnull", True)
                            ),
                            models.Q(
                                ("arrival__isnull", True), ("incident__isnull", True), ("lot__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="review_of_one_record",
                    ),
                ),
                migrations.AddIndex(
                    model_name="gonerow",
                    index=models.Index(fields=["table", "row"], name="gone_row"),
                ),
                migrations.AddConstraint(
                    model_name="lot",
                    constraint=models.UniqueConstraint(
                        fields=("school", "kind", "ends_on"), name="one_lot_of_a_kind_and_year"
                    ),
                ),
            ]
        )
    ]
