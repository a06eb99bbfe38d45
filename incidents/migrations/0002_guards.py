"""What the database itself refuses to change: rows that are only ever added, words once settled."""

from django.db import migrations

from esafety.audit.guards import AppendOnlyTable


class Migration(migrations.Migration):
    dependencies = [("incidents", "0001_initial")]
    operations = [
        AppendOnlyTable("Statement"),
        AppendOnlyTable("Note"),
        AppendOnlyTable("Decision"),
        AppendOnlyTable("RoutingNote"),
        AppendOnlyTable("PartEntry"),
        AppendOnlyTable("Sanction"),
        AppendOnlyTable("TaskPause"),
        AppendOnlyTable("CustodyEntry"),
        AppendOnlyTable("EvidenceOpening"),
        AppendOnlyTable("LetterText"),
        AppendOnlyTable("ReferralEntry"),
        AppendOnlyTable("ReferralForm"),
        AppendOnlyTable("AllegationOutcome"),
        AppendOnlyTable("PatternReview"),
        AppendOnlyTable("ChronologyMark"),
        AppendOnlyTable("ChronologyPrint"),
        AppendOnlyTable("AlertReading"),
        AppendOnlyTable("PatternDecision"),
    ]
