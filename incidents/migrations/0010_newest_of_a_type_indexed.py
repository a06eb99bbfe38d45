"""Every type has the moment by now: it may not be missing any more, and its index takes the place of the older one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_newest_of_a_type")]
    operations = [
        migrations.AlterField("incidenttag", "reported_at", models.DateTimeField()),
        migrations.AddIndex(
            "incidenttag",
            models.Index(fields=["school", "type", "-reported_at", "incident"], name="tag_newest"),
        ),
        migrations.RemoveIndex("incidenttag", "tag_school_type"),
    ]
