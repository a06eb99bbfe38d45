"""An edition of a school's text of a letter is never changed: letters say which one they had."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0022_letters")]
    operations = [AppendOnlyTable("LetterText")]
