"""What can be done, as a flat list. Who may do it: `roles.py`. With which record: each room's `access.py`."""

from django.db import models


class Capability(models.TextChoices):
    """One thing a person may be allowed to do."""

    REPORT = "report", "Report a concern"
    SEE_INCIDENTS = "see_incidents", "See incidents"
    TRIAGE = "triage", "Triage and take up incidents"
    NOTE = "note", "Add a note to an incident"
    WORK = "work", "Work on an incident: people, tasks, decisions, corrections"
    SHARE = "share", "Share an incident, escalate it, merge and link it"
    CLOSE = "close", "Close and reopen incidents"
    PRINT = "print", "Print an incident"
    EXPORT = "export", "Export a list of incidents"
    SEE_TRAIL = "see_trail", "See who has looked at an incident"
    SEND_COPY = "send_copy", "Send the authority's officer a copy"
    READ_LOW_LEVEL = "read_low_level", "Read low-level concerns about one adult together"
    DO_TASKS = "do_tasks", "Do tasks given by others"
    SET_DUTY = "set_duty", "Set who is on duty and who is away"
    MANAGE_ROLL = "manage_roll", "Bring people in from a file, and take them out"
    MANAGE_ACCOUNTS = "manage_accounts", "Invite accounts, give and end roles"
    CONFIRM_ACCOUNTS = "confirm_accounts", "Confirm roles that open cases, and resets of a second step"
    FOUND_SCHOOLS = "found_schools", "Add schools, and see which are live and who administers them"
    MANAGE_SCHOOL = "manage_school", "Set the calendar, the settings and the help page of a school"
    MANAGE_CONTACTS = "manage_contacts", "Keep the contacts outside the school"
    MANAGE_DEVICES = "manage_devices", "Sign school equipment out and in"
    SEE_REGISTER = "see_register", "See who has access to what"
    KEEP_VISITORS = "keep_visitors", "Enter visitors who use the network, devices or systems"
    SEE_PARKED_MESSAGES = "see_parked_messages", "See messages that could not be delivered"

    # agreements
    READ_AGREEMENTS = "read_agreements", "Read the agreements of the school"
    MANAGE_AGREEMENTS = "manage_agreements", "Write agreements, send them out, keep what was signed"
    APPROVE_AGREEMENTS = "approve_agreements", "Approve an agreement somebody else wrote"
    SEE_AGREEMENT_REGISTER = "see_agreement_register", "See who has signed and may use the systems"
    OPEN_CLASS_SIGNING = "open_class_signing", "Let a class sign its agreement on shared devices"
    SEE_PHOTOGRAPH_LIST = "see_photograph_list", "See which children may not be photographed"

    # filtering
    REQUEST_FILTERING = "request_filtering", "Ask for a site to be opened or blocked, or for new technology"
    DECIDE_FILTERING = "decide_filtering", "Decide what is opened and blocked"
    RUN_FILTERING = "run_filtering", "Carry out what was decided, and check the filter"
    SEE_FILTERING_LOG = "see_filtering_log", "Read the change-control log, the checks and the yearly review"
    SIGN_FILTERING_YEAR = "sign_filtering_year", "Sign the yearly review of filtering off"
    ASK_LOOKS = "ask_looks", "Ask to have somebody's activity looked into"
    DECIDE_LOOKS = "decide_looks", "Authorise a look into somebody's activity"
    SEE_LOOKS = "see_looks", "See an authorisation that concerns one's own part in it"

    # monitoring alerts and patterns
    TRIAGE_ALERTS = "triage_alerts", "Read monitoring alerts, take them on or set them aside"
    KEEP_ALERT_SOURCES = "keep_alert_sources", "Keep the sources of monitoring alerts"
    SET_WATCH = "set_watch", "Set who reads monitoring alerts, and from when a pattern is shown"

    # files that move between schools
    MOVE_FILES = "move_files", "Send a pupil's safeguarding file to the next school"

    # requests to see what is held about somebody
    ANSWER_REQUESTS = "answer_requests", "Answer requests to see what is held about somebody"

    # governance: reports to governors, registers, live figures
    WRITE_REPORTS = "write_reports", "Draft reports to governors and write in them"
    APPROVE_REPORTS = "approve_reports", "Approve and withdraw reports to governors"
    READ_REPORTS = "read_reports", "Read and download reports to governors"
    KEEP_REGISTERS = "keep_registers", "Keep policies, training, risks and meetings"
    READ_REGISTERS = "read_registers", "Read policies, risks and meetings, and the rules in force"
    READ_POLICIES = "read_policies", "Read the school's policies and say so"
    SEE_FIGURES = "see_figures", "See live figures of the cases one can open"
    COMPARE_SCHOOLS = "compare_schools", "Compare the published figures of schools"

    # keeping
    KEEP_RECORDS = "keep_records", "Review records that are due, hold them and, by two, dispose of them"
