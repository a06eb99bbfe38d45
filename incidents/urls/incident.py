"""Addresses: one incident."""

from django.urls import path

from incidents.views import (
    agreements,
    allegations,
    blocks,
    chronology,
    correcting,
    incident,
    papers,
    parts,
    people,
    referrals,
)

_ONE = "incidents/<str:reference>/"

urlpatterns = [
    path(_ONE, incident.incident, name="incident"),
    path(f"{_ONE}trail/", incident.trail, name="incident_trail"),
    path(f"{_ONE}triage/", incident.triage, name="incident_triage"),
    path(f"{_ONE}set-aside/", incident.set_aside, name="incident_set_aside"),
    path(f"{_ONE}take-up/", incident.take_up, name="incident_take_up"),
    path(f"{_ONE}await/", incident.await_outside, name="incident_await"),
    path(f"{_ONE}resume/", incident.resume, name="incident_resume"),
    path(f"{_ONE}close/", incident.close, name="incident_close"),
    path(f"{_ONE}reopen/", incident.reopen, name="incident_reopen"),
    path(f"{_ONE}assign/", incident.assign, name="incident_assign"),
    path(f"{_ONE}escalate/", incident.escalate, name="incident_escalate"),
    path(f"{_ONE}note/", incident.add_note, name="incident_note"),
    path(f"{_ONE}decision/", incident.decide, name="incident_decide"),
    path(f"{_ONE}task/", incident.give_task, name="incident_task"),
    path(f"{_ONE}share/", incident.share, name="incident_share"),
    path(f"{_ONE}share/<int:invitation>/end/", incident.stop_sharing, name="incident_stop_sharing"),
    path(f"{_ONE}link/", incident.link, name="incident_link"),
    path(f"{_ONE}merge/", incident.merge, name="incident_merge"),
    path(f"{_ONE}correct/", correcting.correct, name="incident_correct"),
    path(f"{_ONE}people/", people.add_person, name="incident_add_person"),
    path(f"{_ONE}people/<int:part>/", parts.person, name="incident_person"),
    path(f"{_ONE}people/<int:part>/record/<slug:kind>/", parts.person_record, name="incident_person_record"),
    path(f"{_ONE}people/<int:part>/decide/", parts.person_decide, name="incident_person_decide"),
    path(f"{_ONE}people/<int:part>/who/", people.identify, name="incident_identify"),
    path(f"{_ONE}people/<int:part>/withdraw/", people.withdraw, name="incident_withdraw"),
    path(f"{_ONE}agreements/", agreements.agreements_held, name="incident_agreements"),
    path(f"{_ONE}agreements/<int:part>/again/", agreements.sign_again, name="incident_sign_again"),
    path(f"{_ONE}block/", blocks.block, name="incident_block"),
    path(f"{_ONE}print/", papers.print_record, name="incident_print"),
    path(f"{_ONE}copy/", papers.copy, name="incident_copy"),
    path(f"{_ONE}copy/none/", papers.decline_copy, name="incident_copy_none"),
    path(f"{_ONE}copy/<int:link>/close/", papers.copy_close, name="incident_copy_close"),
    path(f"{_ONE}allegation/", allegations.end_allegation, name="incident_allegation"),
    path(f"{_ONE}chronology/", chronology.chronology, name="chronology"),
    path(f"{_ONE}chronology/<slug:what>/<int:number>/", chronology.chronology_mark, name="chronology_mark"),
    path(f"{_ONE}referrals/", referrals.referrals, name="referrals"),
    path(f"{_ONE}referrals/new/", referrals.referral_start, name="referral_start"),
    path(f"{_ONE}referrals/new/<slug:agency>/<slug:approach>/", referrals.referral_new, name="referral_new"),
    path(f"{_ONE}referrals/<int:referral>/", referrals.referral, name="referral"),
    path(f"{_ONE}referrals/<int:referral>/form/", referrals.referral_form, name="referral_form"),
    path(
        f"{_ONE}referrals/<int:referral>/form/<int:edition>/", referrals.referral_send, name="referral_send"
    ),
    path(
        f"{_ONE}referrals/<int:referral>/form/<int:edition>/print/",
        referrals.referral_print,
        name="referral_print",
    ),
    path(
        f"{_ONE}referrals/<int:referral>/links/<int:link>/close/",
        referrals.referral_close,
        name="referral_close",
    ),
    path(f"{_ONE}referrals/<int:referral>/<slug:step>/", referrals.referral_step, name="referral_step"),
]
