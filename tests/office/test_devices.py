"""School equipment: signed out and in, overdue, missing, printed, exported, and asked back from whoever leaves."""

from __future__ import annotations

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from esafety.access.refusals import NotNow
from esafety.audit.models import AuditEvent
from esafety.office import actions
from esafety.office.models import Device, Loan
from esafety.office.queries.devices import Show, devices, things_to_return
from esafety.office.vocabulary import Condition, DeviceKind, DeviceState
from esafety.outbox.relay import drain
from esafety.people.models import Person
from tests.cast import Cast, sign_in


def today() -> dt.date:
    return timezone.localdate()


def boxes(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}


def a_device(cast: Cast, tag: str = "LAP-0042", **more: Any) -> Device:
    told = {"kind": DeviceKind.LAPTOP, "description": "13 inch, grey", "serial_number": "SN-77"} | more
    return actions.add_device(school=cast.school, asset_tag=tag, by=None, **told)


def teacher(cast: Cast) -> Person:
    return cast.person_of(cast.teacher)


def lend(
    cast: Cast, device: Device, person: Person | None = None, due: int | None = 30, ago: int = 0
) -> Loan:
    return actions.sign_device_out(
        device=device,
        person=person or teacher(cast),
        out_on=today() - dt.timedelta(days=ago),
        due_back=None if due is None else today() + dt.timedelta(days=due),
        condition=Condition.GOOD,
        note="With charger",
        by=cast.technician,
    )


def keeper(cast: Cast) -> Client:
    return sign_in(Client(), cast.technician)


def test_a_technician_lends_a_laptop_prints_the_slip_and_takes_it_back(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client = keeper(cast)
    client.post(
        reverse("device_add"), {"asset_tag": " lap-0042 ", "kind": "laptop", "description": "13 inch"}
    )
    device = Device.objects.get()
    assert device.asset_tag == "LAP-0042"
    found = client.post(reverse("device_lend", args=[device.pk]), {"search": "rashid"}).content.decode()
    out = reverse("device_sign_out", args=[device.pk, teacher(cast).pk])
    assert out in found
    assert "Jamal Rashid" in found
    sent = {"condition": "good", "note": "With charger"} | boxes("out_on", today())
    page = client.post(
        out, sent | boxes("due_back", today() + dt.timedelta(days=7)), follow=True
    ).content.decode()
    assert "is signed out. Print the slip" in page
    assert "Jamal Rashid" in page
    slip = client.post(reverse("device_slip", args=[device.pk]), follow=True)
    drain()
    text = pdf_text(client, slip.request["PATH_INFO"])
    for words in (
        "Loan of school equipment",
        "LAP-0042",
        "Jamal Rashid",
        "Signature",
        "lost, stolen or damaged",
    ):
        assert words in text
    back = {"condition": "worn", "note": "Scratched lid"} | boxes("returned_on", today())
    page = client.post(reverse("device_sign_in", args=[device.pk]), back, follow=True).content.decode()
    assert "LAP-0042 is signed in." in page
    assert "Good, then worn, but works" in page
    codes = AuditEvent.objects.filter(about_id=device.pk, about_label="office.device").values_list(
        "code", flat=True
    )
    assert {"office.device_added", "office.device_signed_out", "office.device_signed_in"} <= set(codes)


def pdf_text(client: Client, page: str) -> str:
    """The document behind a paper's page, read back in the order it was written: the mark across it comes last."""
    answer = client.get(f"{page}download/") if page.endswith("/") else client.get(f"{page}/download/")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    read = PdfReader(io.BytesIO(body))
    return " ".join(" ".join(one.extract_text() for one in read.pages).split())


def test_the_trail_of_a_loan_holds_numbers_and_no_name(cast: Cast) -> None:
    loan = lend(cast, a_device(cast))
    event = AuditEvent.objects.get(code="office.device_signed_out")
    assert event.detail == {"loan": loan.pk, "person": teacher(cast).pk}


def test_a_device_is_out_once(cast: Cast) -> None:
    device = a_device(cast)
    lend(cast, device)
    with pytest.raises(NotNow, match="signed out already"):
        lend(cast, device)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.create(
            device=device,
            person=teacher(cast),
            out_on=today(),
            condition_out="good",
            signed_out_by=cast.technician,
        )


def test_two_devices_do_not_share_a_tag_and_two_schools_may(cast: Cast) -> None:
    a_device(cast)
    answer = keeper(cast).post(reverse("device_add"), {"asset_tag": "lap-0042", "kind": "tablet"})
    assert answer.status_code == 422
    assert "Another device has the tag LAP-0042. Look at both labels." in answer.content.decode()
    there = {"kind": DeviceKind.LAPTOP, "description": "", "serial_number": ""}
    actions.add_device(school=cast.other, asset_tag="LAP-0042", by=None, **there)
    assert Device.objects.count() == 2


def test_changing_a_device_to_its_own_tag_is_no_clash(cast: Cast) -> None:
    device = a_device(cast)
    sent = {"asset_tag": "LAP-0042", "kind": "laptop", "serial_number": "SN-78"}
    assert keeper(cast).post(reverse("device_change", args=[device.pk]), sent).status_code == 302
    assert AuditEvent.objects.get(code="office.device_changed").detail["changed"] == [
        "description",
        "serial_number",
    ]


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({}, "Select the condition"),
        (
            {"condition": "good"} | boxes("due_back", dt.date(2020, 1, 1)),
            "must be on or after the day it goes out",
        ),
        ({"condition": "good"} | boxes("out_on", dt.date(2090, 1, 1)), "must be today or in the past"),
    ],
)
def test_a_loan_that_makes_no_sense_is_explained(cast: Cast, sent: dict[str, str], says: str) -> None:
    url = reverse("device_sign_out", args=[a_device(cast).pk, teacher(cast).pk])
    answer = keeper(cast).post(url, boxes("out_on", today()) | sent)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Loan.objects.exists()


def test_it_cannot_come_back_before_it_went_out(cast: Cast) -> None:
    device = a_device(cast)
    lend(cast, device)
    with pytest.raises(NotNow, match="on or after the day it went out"):
        actions.sign_device_in(
            device=device,
            returned_on=today() - dt.timedelta(days=1),
            condition=Condition.GOOD,
            note="",
            by=cast.technician,
        )


def test_overdue_is_a_list_and_a_line_at_the_entrance(cast: Cast) -> None:
    lend(cast, a_device(cast), due=-1, ago=5)
    lend(cast, a_device(cast, "LAP-0043"), due=0)
    lend(cast, a_device(cast, "LAP-0044"), due=None)
    assert [one.asset_tag for one in devices(cast.school, Show.OVERDUE)] == ["LAP-0042"]
    client = keeper(cast)
    page = client.get(reverse("devices") + "?show=overdue").content.decode()
    assert "LAP-0042" in page
    assert "LAP-0043" not in page
    assert "Overdue (1)" in page
    assert "1 overdue." in client.get(reverse("office")).content.decode()


def test_every_list_holds_what_it_says(cast: Cast) -> None:
    lend(cast, a_device(cast, "OUT"))
    a_device(cast, "HERE")
    for tag, state in (("LOST", DeviceState.LOST), ("GONE", DeviceState.WITHDRAWN)):
        actions.set_device_state(device=a_device(cast, tag), state=state, by=cast.technician)
    held = {show: [one.asset_tag for one in devices(cast.school, show)] for show in Show}
    assert held == {
        Show.ALL: ["GONE", "HERE", "LOST", "OUT"],
        Show.OUT: ["OUT"],
        Show.OVERDUE: [],
        Show.HERE: ["HERE"],
        Show.MISSING: ["LOST"],
        Show.WITHDRAWN: ["GONE"],
    }
    assert [one.asset_tag for one in devices(cast.school, Show.ALL, "he")] == ["HERE"]
    assert devices(cast.school, Show.ALL, "grey sn-77").count() == 4


def test_a_lost_laptop_leads_to_a_report_and_names_nobody_in_the_address(cast: Cast) -> None:
    device, client = a_device(cast), keeper(cast)
    lend(cast, device)
    page = client.post(
        reverse("device_missing", args=[device.pk]), {"state": "stolen"}, follow=True
    ).content.decode()
    assert "Stolen: report it now" in page
    assert f'href="{reverse("report")}"' in page
    assert things_to_return(teacher(cast)), "whoever had it is still asked for it"
    with pytest.raises(NotNow, match="entered as stolen"):
        lend(cast, device)
    back = {"condition": "good"} | boxes("returned_on", today())
    client.post(reverse("device_sign_in", args=[device.pk]), back)
    device.refresh_from_db()
    assert device.state == DeviceState.IN_SERVICE


def test_a_device_is_withdrawn_and_put_back(cast: Cast) -> None:
    device, client = a_device(cast), keeper(cast)
    client.post(reverse("device_withdraw", args=[device.pk]))
    assert "Put it back in service" in client.get(reverse("device", args=[device.pk])).content.decode()
    client.post(reverse("device_found", args=[device.pk]))
    again = client.post(reverse("device_found", args=[device.pk]), follow=True).content.decode()
    assert "is entered as in service already" in again
    states = (
        AuditEvent.objects.filter(code="office.device_state_set")
        .order_by("pk")
        .values_list("detail", flat=True)
    )
    assert [one["state"] for one in states] == ["withdrawn", "in_service"]


def test_what_somebody_has_to_give_back_when_they_leave(cast: Cast) -> None:
    first, second = a_device(cast), a_device(cast, "TAB-7", kind=DeviceKind.TABLET)
    lend(cast, second, due=None, ago=3)
    lend(cast, first, ago=100)
    lend(cast, a_device(cast, "LAP-9"), person=cast.pupil)
    assert [loan.device for loan in things_to_return(teacher(cast))] == [first, second]
    page = keeper(cast).get(reverse("borrower", args=[teacher(cast).pk])).content.decode()
    assert "2 to return." in page
    assert "LAP-9" not in page


def test_somebody_who_never_borrowed_has_no_page(cast: Cast) -> None:
    assert keeper(cast).get(reverse("borrower", args=[cast.pupil.pk])).status_code == 404


def test_the_file_holds_the_list_and_no_formula(cast: Cast) -> None:
    device = a_device(cast, "=1+1", description='=HYPERLINK("x")')
    lend(cast, device)
    a_device(cast, "LAP-0043")
    answer = keeper(cast).get(reverse("devices_export") + "?show=out")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows] == ["Asset tag", "'=1+1"]
    assert rows[1][5:7] == ["Jamal Rashid", "Member of staff or volunteer"]
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert AuditEvent.objects.get(code="office.devices_exported").detail == {"count": 1, "list": "out"}


def test_the_file_asks_who_it_is_again(cast: Cast) -> None:
    client = sign_in(Client(), cast.technician, recently=False)
    answer = client.get(reverse("devices_export"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/confirm/")


def test_schools_are_walls(cast: Cast) -> None:
    there = {"kind": DeviceKind.LAPTOP, "description": "", "serial_number": ""}
    theirs = actions.add_device(school=cast.other, asset_tag="THEIRS", by=None, **there)
    mine, client = a_device(cast), keeper(cast)
    for name in ("device", "device_change", "device_lend", "device_sign_in", "device_missing"):
        assert client.get(reverse(name, args=[theirs.pk])).status_code == 404
    assert client.get(reverse("device_sign_out", args=[mine.pk, cast.other_pupil.pk])).status_code == 404
    assert "THEIRS" not in client.get(reverse("devices")).content.decode()
    with pytest.raises(NotNow, match="not at the school"):
        lend(cast, mine, person=cast.other_pupil)


def test_looking_for_a_borrower_leaves_a_line_and_no_name(cast: Cast) -> None:
    client = keeper(cast)
    client.post(reverse("device_lend", args=[a_device(cast).pk]), {"search": "rashid"})
    event = AuditEvent.objects.filter(actor_id=cast.technician.pk).latest("pk")
    assert event.detail == {"count": 1}
