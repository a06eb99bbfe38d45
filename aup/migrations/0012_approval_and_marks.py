"""When a draft was sent for approval; what a young child wrote beside a parent's name."""

from django.db import migrations, models

from esafety.audit.guards import AppendOnlyTable, GuardsDown


class Migration(migrations.Migration):
    dependencies = [("aup", "0011_paper_scan")]
    operations = [
        migrations.AddField(
            model_name="edition",
            name="asked_at",
            field=models.DateTimeField(
                blank=True, help_text="When these words were sent for approval", null=True
            ),
        ),
        GuardsDown("Signature"),
        migrations.AddField(
            model_name="signature",
            name="mark",
            field=models.CharField(
                blank=True,
                default="",
                help_text="What a young child wrote beside it, if anything",
                max_length=60,
            ),
            preserve_default=False,
        ),
        AppendOnlyTable("Signature"),
    ]
