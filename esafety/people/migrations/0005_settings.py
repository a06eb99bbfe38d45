"""What a school sets for itself; contacts that are no longer used."""

from django.db import migrations, models

import esafety.people.models.school


def give_slugs(apps, schema_editor):
    """Every school gets an address of its own, which the office can change."""
    for school in apps.get_model("people", "School").objects.all():
        school.slug = esafety.people.models.school.new_slug()
        school.save(update_fields=["slug"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_roll"),
    ]

    operations = [
        migrations.AddField(
            model_name="externalcontact",
            name="retired_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="school",
            name="clocks",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Clock set by the school by the code of its rule; left out, the rule's own",
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="help_for_parents",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="school",
            name="help_for_pupils",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="school",
            name="help_how_to_reach",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="school",
            name="help_is_public",
            field=models.BooleanField(default=False, help_text="Whether anybody may open its help page"),
        ),
        migrations.AddField(
            model_name="school",
            name="help_names_co_ordinator",
            field=models.BooleanField(
                default=False, help_text="Whether the help page names the co-ordinator, or only the post"
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="quiet_from",
            field=models.TimeField(
                blank=True, help_text="Local time; mails that may wait are kept", null=True
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="quiet_until",
            field=models.TimeField(blank=True, help_text="Local time; then they go out", null=True),
        ),
        migrations.AddField(
            model_name="school",
            name="slug",
            field=models.SlugField(max_length=60, null=True, db_index=False),
        ),
        migrations.RunPython(give_slugs, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="school",
            name="slug",
            field=models.SlugField(
                default=esafety.people.models.school.new_slug,
                help_text="Its name in the address of its help page",
                max_length=60,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="school",
            name="word",
            field=models.CharField(
                choices=[("online_safety", "online safety"), ("e_safety", "e-safety")],
                default="online_safety",
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.CheckConstraint(
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
            ),
        ),
    ]
