"""What rows are called where they are counted: words, for whoever reads what would go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("aup", "0002_guards"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="campaignclass",
            options={"ordering": ("class_name",), "verbose_name_plural": "classes in campaigns"},
        ),
        migrations.AlterModelOptions(
            name="round",
            options={"verbose_name_plural": "rounds of mails"},
        ),
        migrations.AlterModelOptions(
            name="signagain",
            options={"ordering": ("-demanded_at", "-pk"), "verbose_name_plural": "demands to sign again"},
        ),
        migrations.AlterModelOptions(
            name="signedcopy",
            options={"verbose_name_plural": "signed copies"},
        ),
        migrations.AlterModelOptions(
            name="wanted",
            options={"ordering": ("pk",), "verbose_name_plural": "signatures asked for"},
        ),
    ]
