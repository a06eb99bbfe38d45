import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInProvider",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=16, unique=True)),
                (
                    "school",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_in_provider",
                        to="people.school",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("entra", "Microsoft"), ("google", "Google"), ("other", "Another provider")],
                        max_length=8,
                    ),
                ),
                ("label", models.CharField(max_length=60)),
                ("issuer", models.CharField(max_length=300)),
                ("tenant", models.CharField(blank=True, max_length=36)),
                ("client_id", models.CharField(max_length=200)),
                ("sealed_secret", models.TextField()),
                ("domains", models.JSONField(default=list)),
                ("is_on", models.BooleanField(default=False)),
                ("replaces_password", models.BooleanField(default=False)),
                ("proves_second_step", models.BooleanField(default=False)),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "entered_by",
                    models.ForeignKey(
                        help_text="The present settings",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            ],
            options={
                "ordering": ("label", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", False),
                            models.Q(("checked_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="provider_on_only_when_checked_and_confirmed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            models.Q(("confirmed_by", models.F("entered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="provider_confirmed_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("replaces_password", False), ("is_on", True), _connector="OR"),
                        name="passwords_off_only_when_provider_on",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignInIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="signin.signinprovider",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_in_identities",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("subject", models.CharField(max_length=255)),
                ("tied_at", models.DateTimeField(auto_now_add=True)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(fields=("provider", "subject"), name="one_account_per_identity"),
                    models.UniqueConstraint(fields=("provider", "user"), name="one_identity_per_account"),
                ],
            },
        ),
    ]
