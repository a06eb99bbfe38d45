"""Signatures and answers about consents are only ever added."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("aup", "0002_signing")]
    operations = [AppendOnlyTable("Signature"), AppendOnlyTable("ConsentAnswer")]
