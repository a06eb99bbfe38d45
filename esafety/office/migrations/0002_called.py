"""What rows are called where they are counted: words, for whoever reads what would go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="visitoraccess",
            options={"ordering": ("name", "pk"), "verbose_name_plural": "access for visitors"},
        ),
    ]
