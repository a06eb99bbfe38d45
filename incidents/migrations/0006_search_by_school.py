"""Every text that incidents are found by begins with the mark of its school (incidents/lists/search.py)."""

from typing import Any

from django.db import migrations
from django.db.models import F, Value
from django.db.models.functions import Concat


def mark(apps: Any, schema_editor: Any) -> None:
    texts = apps.get_model("incidents", "SearchText").objects.using(schema_editor.connection.alias)
    schools = apps.get_model("incidents", "Incident").objects.order_by().values_list("school_id", flat=True)
    for school in schools.distinct():
        texts.filter(incident__school=school).update(body=Concat(Value(f"zschool{school}\n"), F("body")))


class Migration(migrations.Migration):
    dependencies = [("incidents", "0005_closed_in_order")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
