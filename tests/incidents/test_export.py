"""The list as a file: the same rows, no stories, no formulas, asked for again at every part."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from esafety.audit.models import AuditEvent
from esafety.papers.spreadsheet import line
from esafety.people.models import Membership
from incidents.lists import exporting
from incidents.lists.filters import Filters, View
from incidents.vocabulary import IncidentType, Status
from tests.builders import a_concern, advance
from tests.cast import Cast, sign_in

As = Callable[[str], Client]
STARTS = "=+-@\t\r\0＝＋－＠"
SPACES = " \n\u00a0\u3000\u200b\ufeff\v"
cells = st.one_of(
    st.text(max_size=12),
    st.builds(
        lambda spaces, start, rest: spaces + start + rest,
        st.text(alphabet=SPACES, max_size=3),
        st.sampled_from(STARTS),
        st.text(max_size=8),
    ),
)


def table(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_every_row_of_the_list_and_nothing_that_was_told(cast: Cast, as_: As) -> None:
    first = a_concern(cast, description="CANARY story", types=[IncidentType.GAMING], witnesses="third_pupil")
    closed = advance(a_concern(cast), to=Status.CLOSED)
    response = as_("dsl").get("/incidents/export.csv?view=all")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="incidents-')
    rows = table(response)
    assert [row[0] for row in rows] == ["Reference", closed.reference, first.reference]
    got = dict(zip(rows[0], rows[2], strict=True))
    assert got["All types"] == "Bullying or harassment (online bullying); Gaming or buying online"
    assert (got["Status"], got["People involved"], got["Open tasks"], got["Assigned"]) == (
        "New",
        "2",
        "1",
        "No",
    )
    everything = str(rows)
    for private in ("CANARY", "Haddad", "Kowalska", "Rashid"):
        assert private not in everything


def test_the_filters_of_the_list_hold(cast: Cast, as_: As) -> None:
    a_concern(cast)
    closed = advance(a_concern(cast), to=Status.CLOSED)
    rows = table(as_("dsl").get("/incidents/export.csv?view=all&status=closed"))
    assert [row[0] for row in rows[1:]] == [closed.reference]


def test_it_is_written_down_before_the_first_line_leaves(cast: Cast, as_: As) -> None:
    a_concern(cast)
    query = Filters(view=View.ALL, words="class chat").encoded(cast.dsl)
    as_("dsl").get(f"/incidents/export.csv?{query}")
    entry = AuditEvent.objects.get(code="incident.exported")
    assert entry.detail == {"count": 1, "filters": ["view=all", "words=yes"]}


def test_it_asks_again_who_it_is(cast: Cast) -> None:
    client = sign_in(Client(), cast.dsl, recently=False)
    response = client.get("/incidents/export.csv?view=all")
    assert response.status_code == 302
    assert urlsplit(response.url).path == reverse("account_reauthenticate")
    assert not AuditEvent.objects.filter(code="incident.exported").exists()


@pytest.mark.parametrize("name", ["teacher", "senior_leader", "technician", "governor", "parent"])
def test_it_is_for_those_who_may_export(cast: Cast, as_: As, name: str) -> None:
    assert as_(name).get("/incidents/export.csv").status_code == 403


def test_a_right_lost_on_the_way_ends_the_file(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    for _ in range(5):
        a_concern(cast)
    lines = exporting.export_lines(cast.dsl, cast.school, Filters())
    got = [next(lines) for _ in range(2)]
    Membership.objects.filter(user=cast.dsl).update(until="2026-01-01")
    got += list(lines)
    assert len(got) == 3, "the headings and the part that was read before"


@settings(max_examples=1000, deadline=None)
@given(st.lists(cells, min_size=20, max_size=20))
def test_of_twenty_thousand_cells_none_starts_a_formula(row: list[str]) -> None:
    read = list(csv.reader(io.StringIO(line(row), newline="")))
    assert len(read) == 1
    for written, cell in zip(row, read[0], strict=True):
        assert cell in (written, f"'{written}")
        trimmed = cell.strip(SPACES)
        assert trimmed[:1] not in STARTS or not trimmed
        assert cell[:1] not in STARTS or not cell
    assert line(row).endswith("\r\n")
