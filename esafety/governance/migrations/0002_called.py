"""What rows are called where they are counted: words, for whoever reads what would go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="training",
            options={"ordering": ("-taken_on", "pk"), "verbose_name_plural": "training entries"},
        ),
    ]
