"""What rows are called where they are counted: words, for whoever reads what would go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0010_newest_of_a_type_indexed"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="custodyentry",
            options={
                "ordering": ("item", "number"),
                "verbose_name_plural": "entries on things in safe keeping",
            },
        ),
        migrations.AlterModelOptions(
            name="letterpdf",
            options={"verbose_name_plural": "letters as PDF"},
        ),
        migrations.AlterModelOptions(
            name="partentry",
            options={"ordering": ("at", "pk"), "verbose_name_plural": "entries on people’s part"},
        ),
        migrations.AlterModelOptions(
            name="patternevidence",
            options={"ordering": ("pk",), "verbose_name_plural": "incidents in patterns"},
        ),
        migrations.AlterModelOptions(
            name="referralentry",
            options={"ordering": ("happened_at", "pk"), "verbose_name_plural": "entries on referrals"},
        ),
        migrations.AlterModelOptions(
            name="wayback",
            options={"verbose_name_plural": "codes for the way back"},
        ),
        migrations.AlterModelOptions(
            name="webaddress",
            options={"ordering": ("pk",), "verbose_name_plural": "web addresses"},
        ),
    ]
