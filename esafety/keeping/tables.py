"""Which rows go with a record of which sort: the lists that the one door (`striking.py`) works through."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.apps import apps


class Lies(NamedTuple):
    """A table whose rows belong to a record, and how to get from a row to it."""

    model: str
    path: str = "incident"

    @property
    def table(self) -> Any:
        """The model's class."""
        return apps.get_model(self.model)


WITH_IT: tuple[Lies, ...] = (
    Lies("keeping.Review"),
    Lies("keeping.Hold"),
    Lies("keeping.DueDate"),
    Lies("keeping.DisposalItem"),
    Lies("moving.TransferPart"),
    Lies("incidents.TaskPause", "task__incident"),
    Lies("incidents.Sanction"),
    Lies("incidents.PartEntry"),
    Lies("incidents.ChronologyMark"),
    Lies("incidents.AllegationOutcome"),
    Lies("incidents.ReferralEntry", "referral__incident"),
    Lies("incidents.ReferralForm", "referral__incident"),
    Lies("incidents.Task"),
    Lies("incidents.Referral"),
    Lies("incidents.EvidenceOpening", "item__incident"),
    Lies("incidents.EvidenceItem"),
    Lies("incidents.DeviceReview"),
    Lies("incidents.CustodyEntry", "item__incident"),
    Lies("incidents.Item"),
    Lies("incidents.LetterPdf", "letter__incident"),
    Lies("incidents.Letter"),
    Lies("incidents.Link", "incident"),
    Lies("incidents.Link", "other"),
    Lies("incidents.PatternEvidence"),
    Lies("incidents.AlertReading", "alert__incident"),
    Lies("incidents.Alert"),
    Lies("incidents.DesignatedComputer"),
    Lies("incidents.ViewingDecision"),
    Lies("incidents.SearchRecord"),
    Lies("incidents.RoutingNote"),
    Lies("incidents.WayBack"),
    Lies("incidents.SearchText"),
    Lies("incidents.Statement"),
    Lies("incidents.WebAddress"),
    Lies("incidents.IncidentTag"),
    Lies("incidents.IncidentInvitation", "content_object"),
    Lies("incidents.Decision"),
    Lies("incidents.Note"),
    Lies("incidents.Involvement"),
)
"""In the order in which they go: what points at a table goes before it. A test finds a table that is missing."""


WITH_A_FILE: tuple[Lies, ...] = (
    Lies("keeping.Review", "arrival"),
    Lies("keeping.Hold", "arrival"),
    Lies("keeping.DueDate", "arrival"),
    Lies("keeping.DisposalItem", "arrival"),
    Lies("moving.TransferReceived", "arrival"),
    Lies("moving.ArrivalPlacing", "arrival"),
    Lies("moving.ArrivalNamed", "arrival"),
    Lies("moving.ArrivalEntry", "arrival"),
    Lies("moving.ArrivalFile", "arrival"),
)
"""The same of a file that another school sent."""

TIES = frozenset(
    {"incidents.Link", "incidents.PatternEvidence", "moving.TransferPart", "moving.TransferReceived"}
)
"""Rows that tie a record to others, which not everybody who reads it may see: they go, and are never counted."""
