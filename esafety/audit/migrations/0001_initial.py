from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("school_id", models.BigIntegerField()),
                ("number", models.BigIntegerField(help_text="Position in the school's chain, from 1")),
                ("at", models.DateTimeField()),
                ("code", models.CharField(max_length=60)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(blank=True, max_length=200)),
                ("about_label", models.CharField(blank=True, max_length=60)),
                ("about_id", models.BigIntegerField(null=True)),
                ("about_reference", models.CharField(blank=True, max_length=40)),
                ("detail", models.JSONField(default=dict)),
                ("address", models.CharField(blank=True, max_length=45)),
                ("request_id", models.CharField(blank=True, max_length=36)),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "ordering": ("pk",),
                "indexes": [models.Index(fields=["about_label", "about_id", "at"], name="trail_about")],
                "constraints": [models.UniqueConstraint(fields=("school_id", "number"), name="trail_chain")],
            },
        ),
    ]
