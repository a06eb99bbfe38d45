"""What rows are called where they are counted: words, for whoever reads what would go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("moving", "0006_known_again"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="transferreceived",
            options={"verbose_name_plural": "files from other schools in a file"},
        ),
    ]
