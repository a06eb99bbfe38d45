"""What rows are called where they are counted: words, for whoever reads what would go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("filtering", "0002_guards"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="address",
            options={"ordering": ("pk",), "verbose_name_plural": "addresses"},
        ),
        migrations.AlterModelOptions(
            name="frozenreview",
            options={"verbose_name_plural": "signed reviews as PDF"},
        ),
    ]
