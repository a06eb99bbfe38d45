"""The words for people: kinds of person, posts they hold, ways two people are close."""

from django.db import models

from esafety.people.words import Worded


class PersonKind(models.TextChoices):
    """What somebody is to the school. One person, one kind; posts are memberships."""

    PUPIL = "pupil", "Pupil"
    STAFF = "staff", "Member of staff or volunteer"
    GOVERNOR = "governor", "Governor"
    PARENT = "parent", "Parent or carer"
    OTHER = "other", "Someone else"


class Role(Worded):
    """Posts an account can hold in a school. Duties: domain/people-and-roles.md, "Roles"."""

    DSL = "dsl", "Designated safeguarding lead"
    DEPUTY_DSL = "deputy_dsl", "Deputy designated safeguarding lead"
    CO_ORDINATOR = "co_ordinator", "Online safety co-ordinator"
    HEAD = "head", "Head of school"
    SENIOR_LEADER = "senior_leader", "Senior leader"
    CHAIR = "chair", "Chair of governors"
    VICE_CHAIR = "vice_chair", "Vice-chair of governors"
    SAFETY_GOVERNOR = "safety_governor", "Online safety governor"
    GOVERNOR = "governor", "Governor"
    SENCO = "senco", "Special educational needs co-ordinator"
    STAFF = "staff", "Teacher, member of staff or volunteer"
    NETWORK_MANAGER = "network_manager", "Network manager or technician"
    BUSINESS_MANAGER = "business_manager", "School business manager"
    DATA_PROTECTION_LEAD = "data_protection_lead", "Data protection lead"
    PARENT = "parent", "Parent or carer"
    PUPIL = "pupil", "Pupil"
    VISITOR = "visitor", "Visitor or community user"
    AUTHORITY_OFFICER = "authority_officer", "Authority online safety officer"
    SCHOOL_ADMIN = "school_admin", "School administrator (accounts)"
    TRUST_ADMIN = "trust_admin", "Trust or authority administrator"


class ContactKind(Worded):
    """Who outside the school can be reached. Source: domain/people-and-roles.md, "External contacts"."""

    LADO = "lado", "Local authority designated officer (LADO)"
    AUTHORITY_OFFICER = "authority_officer", "Authority online safety officer"
    SOCIAL_CARE = "social_care", "Children's social care front door"
    POLICE_EMERGENCY = "police_emergency", "Police (emergency)"
    POLICE_LOCAL = "police_local", "Police (neighbourhood team)"
    POLICE_CYBER = "police_cyber", "Police (cyber crime)"
    CHANNEL = "channel", "Channel co-ordinator (Prevent)"
    IWF = "iwf", "Internet Watch Foundation"
    CEOP = "ceop", "CEOP"
    FILTERING = "filtering", "Filtering provider's help desk"
    SCHOOLS_HR = "schools_hr", "Schools HR"
    UNION = "union", "Union"
    NEXT_SCHOOL = "next_school", "Safeguarding lead of another school"
    HELPLINE = "helpline", "Professionals Online Safety Helpline"


class Closeness(models.TextChoices):
    """Why two people cannot be on two sides of one record."""

    FAMILY = "family", "Family"
    HOUSEHOLD = "household", "Same household"
    FRIEND = "friend", "Close friend"
    SAME = "same", "The same human, entered twice"
    OTHER = "other", "Other close connection"
