"""What is only ever added of what was done with bodies outside."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0030_outside")]
    operations = [
        AppendOnlyTable("ReferralEntry"),
        AppendOnlyTable("ReferralForm"),
        AppendOnlyTable("AllegationOutcome"),
        AppendOnlyTable("PatternReview"),
        AppendOnlyTable("ChronologyMark"),
        AppendOnlyTable("ChronologyPrint"),
    ]
