"""Addresses: what is due, holds, the schedule, disposals."""

from django.urls import path

from esafety.keeping.views import disposals, lots, received, records, schedule

_RECORD = "records/<str:reference>/"
_RECEIVED = "received/<str:reference>/"
_LOT = "lots/<str:reference>/"
_DISPOSAL = "disposals/<str:reference>/"

urlpatterns = [
    path("", records.records_due, name="records_due"),
    path(_RECORD, records.record_kept, name="record_kept"),
    path(f"{_RECORD}keep/", records.record_keep_longer, name="record_keep_longer"),
    path(f"{_RECORD}put-forward/", records.record_put_forward, name="record_put_forward"),
    path(f"{_RECORD}hold/", records.record_hold, name="record_hold"),
    path(_RECEIVED, received.received_kept, name="received_kept"),
    path(f"{_RECEIVED}keep/", received.received_keep_longer, name="received_keep_longer"),
    path(f"{_RECEIVED}put-forward/", received.received_put_forward, name="received_put_forward"),
    path(f"{_RECEIVED}hold/", received.received_hold, name="received_hold"),
    path(_LOT, lots.lot_kept, name="lot_kept"),
    path(f"{_LOT}keep/", lots.lot_keep_longer, name="lot_keep_longer"),
    path(f"{_LOT}put-forward/", lots.lot_put_forward, name="lot_put_forward"),
    path(f"{_LOT}hold/", lots.lot_hold, name="lot_hold"),
    path("holds/", records.holds, name="holds"),
    path("holds/school/", records.school_hold, name="school_hold"),
    path("holds/<int:pk>/lift/", records.hold_lift, name="hold_lift"),
    path("holds/<int:pk>/agree/", records.hold_confirm, name="hold_confirm"),
    path("holds/<int:pk>/leave/", records.hold_leave, name="hold_leave"),
    path("schedule/", schedule.retention_schedule, name="retention_schedule"),
    path("schedule/<slug:kind>/", schedule.period, name="retention_period"),
    path("disposals/", disposals.disposals, name="disposals"),
    path("ledger/", disposals.disposal_ledger, name="disposal_ledger"),
    path(_DISPOSAL, disposals.disposal, name="disposal"),
    path(f"{_DISPOSAL}progress/", disposals.disposal_progress, name="disposal_progress"),
    path(f"{_DISPOSAL}send/", disposals.disposal_propose, name="disposal_propose"),
    path(f"{_DISPOSAL}take-out/<str:record>/", disposals.disposal_take_out, name="disposal_take_out"),
    path(f"{_DISPOSAL}give-up/", disposals.disposal_discard, name="disposal_discard"),
    path(f"{_DISPOSAL}again/", disposals.disposal_again, name="disposal_again"),
    path(f"{_DISPOSAL}approve/", disposals.disposal_approve, name="disposal_approve"),
    path(f"{_DISPOSAL}send-back/", disposals.disposal_send_back, name="disposal_send_back"),
    path(f"{_DISPOSAL}certificate/", disposals.disposal_certificate, name="disposal_certificate"),
]
