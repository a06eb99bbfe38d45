"""What the office writes in the trail."""

from esafety.audit import event

SCHOOL_ADDED = event("office.school_added", "{actor} added the school")
PERSON_ADDED = event("office.person_added", "{actor} added a person ({kind})")
ACCOUNT_ADDED = event("office.account_added", "{actor} added an account")
POST_GIVEN = event("office.post_given", "{actor} gave {account} the post {role}")
ABSENCE_ADDED = event("office.absence_added", "{actor} entered an absence of {account}")
ABSENCE_ENDED = event("office.absence_ended", "{actor} ended an absence of {account}")
DUTY_ORDERED = event("office.duty_ordered", "{actor} changed who is told first")
CONNECTION_DECLARED = event("office.connection_declared", "{actor} declared a close connection")
GUARDIAN_ADDED = event("office.guardian_added", "{actor} added a parent or carer to a pupil")
CONTACT_ADDED = event("office.contact_added", "{actor} added a contact outside the school ({kind})")
CALENDAR_SET = event("office.calendar_set", "{actor} set the terms and closures")
