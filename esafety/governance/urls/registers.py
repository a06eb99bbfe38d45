"""Addresses: policies, training, risks, meetings."""

from django.urls import path

from esafety.governance.views import meetings, policies, risks, training

_POLICY, _EDITION, _RISK, _MEETING = (
    f"{what}/<int:pk>/" for what in ("policies", "policies/editions", "risks", "meetings")
)

urlpatterns = [
    path("policies/", policies.policies, name="policies"),
    path("policies/add/", policies.policy_add, name="policy_add"),
    path("policies/to-read/", policies.policies_to_read, name="policies_to_read"),
    path(_POLICY, policies.policy, name="policy"),
    path(f"{_POLICY}change/", policies.policy_change, name="policy_change"),
    path(f"{_POLICY}edition/", policies.policy_edition_add, name="policy_edition_add"),
    path(f"{_POLICY}file/", policies.policy_file, name="policy_file"),
    path(f"{_POLICY}retire/", policies.policy_retire, name="policy_retire"),
    path(_EDITION, policies.policy_edition, name="policy_edition"),
    path(f"{_EDITION}read/", policies.policy_read, name="policy_read"),
    path(f"{_EDITION}text/", policies.policy_text, name="policy_text"),
    path("training/", training.training, name="training"),
    path("training/need/", training.training_need, name="training_need"),
    path("training/courses/add/", training.course_add, name="course_add"),
    path("training/courses/<int:pk>/", training.course, name="course"),
    path("training/courses/<int:pk>/enter/", training.course_enter, name="course_enter"),
    path("training/induction/", training.induction, name="induction"),
    path("training/induction/add/", training.induction_step_add, name="induction_step_add"),
    path("training/induction/<int:pk>/", training.newcomer, name="newcomer"),
    path("training/induction/<int:pk>/<int:step>/", training.induction_tick, name="induction_tick"),
    path("risks/", risks.risks, name="risks"),
    path("risks/add/", risks.risk_add, name="risk_add"),
    path(_RISK, risks.risk, name="risk"),
    path(f"{_RISK}review/", risks.risk_review, name="risk_review"),
    path(f"{_RISK}close/", risks.risk_close, name="risk_close"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/plan/", meetings.meeting_plan, name="meeting_plan"),
    path(_MEETING, meetings.meeting, name="meeting"),
    path(f"{_MEETING}minutes/", meetings.meeting_minutes, name="meeting_minutes"),
    path(f"{_MEETING}action/", meetings.meeting_point, name="meeting_point"),
    path("actions/<int:pk>/done/", meetings.point_done, name="point_done"),
]
