"""What the forms of four agencies ask, in our own templates: one row a question.

Field lists: the union of many authorities' forms in reference/field.md c6 (LADO), c7 (social care), c8 (Channel);
the police's is what an officer taking a report asks (E N.B., C 4.7). `fact` names what the record answers itself
(`record/form_facts.py`); the safeguarding lead completes the rest, and what nobody knows prints as "Not known".
"""

from __future__ import annotations

from typing import NamedTuple

from incidents.vocabulary.outside import Agency


class Question(NamedTuple):
    """One question: its code (stored, for ever), its words, whether the answer is long, what fills it in."""

    code: str
    label: str
    long: bool = False
    fact: str = ""


class Part(NamedTuple):
    """Questions under one heading."""

    title: str
    questions: tuple[Question, ...]


class AgencyForm(NamedTuple):
    """One agency's form."""

    title: str
    parts: tuple[Part, ...]
    source: str


_Q = Question
_REFERRER = Part("Who refers", (
    _Q("referrer", "Name", fact="referrer"),
    _Q("referrer_post", "Post", fact="referrer_post"),
    _Q("school", "School", fact="school"),
    _Q("school_address", "Address of the school", True, "school_address"),
    _Q("referrer_telephone", "Telephone", fact="school_telephone"),
    _Q("referrer_mail", "Secure email", fact="referrer_mail"),
    _Q("referred_on", "Date", fact="today"),
    _Q("case_manager", "Who manages the case, if somebody else"),
))  # fmt: skip
_CHILD = (
    _Q("child", "Full name", fact="child"),
    _Q("child_known_as", "Known as", fact="child_known_as"),
    _Q("child_born_on", "Date of birth", fact="child_born_on"),
    _Q("child_gender", "Gender"),
    _Q("child_year", "Year group and class", fact="child_year"),
    _Q("child_upn", "Unique pupil number", fact="child_upn"),
    _Q("child_address", "Home address", True),
)
_DONE = Part("What was done so far", (
    _Q("done", "Steps taken and decisions made", True, "decisions"),
    _Q("agencies", "Other agencies asked or told", True, "agencies"),
    _Q("evidence", "Evidence that is kept, and where", True),
))  # fmt: skip

LADO_FORM = AgencyForm("Referral to the local authority designated officer", (
    Part("The harm threshold", (
        _Q("harm_tests", "Which of the four tests may be met", True, "harm_tests"),
        _Q("harm_why", "Why", True, "reason"),
    )),
    _REFERRER,
    Part("The adult", (
        _Q("adult", "Full name", fact="adult"),
        _Q("adult_known_as", "Also known as", fact="adult_known_as"),
        _Q("adult_born_on", "Date of birth", fact="adult_born_on"),
        _Q("adult_sex", "Sex"),
        _Q("adult_ethnicity", "Ethnicity"),
        _Q("adult_address", "Home address", True),
        _Q("adult_post", "Job title or role", fact="adult_post"),
        _Q("adult_employer", "Employer", fact="school"),
        _Q("adult_since", "Working here since"),
        _Q("adult_basis", "Basis: permanent, temporary, agency, volunteer"),
        _Q("adult_elsewhere", "Contact with children elsewhere", True),
        _Q("adult_children", "Own children, and children cared for: names, dates of birth", True),
        _Q("adult_before", "Earlier allegations or concerns, low-level ones too", True),
        _Q("adult_aware", "Does the adult know of this referral?"),
    )),
    Part("The child", (
        *_CHILD,
        _Q("child_parents", "Parents and carers", True, "parents"),
        _Q("child_worker", "Social worker, if there is one"),
        _Q("parents_told", "Have the parents been told? By whom, and what did they say?", True, "parents_told"),
    )),
    Part("Who makes the allegation", (
        _Q("alleger", "Name", fact="reporter"),
        _Q("alleger_relation", "How they know of it", fact="reporter_kind"),
    )),
    Part("The allegation", (
        _Q("happened", "Date or dates", fact="when"),
        _Q("place", "Place", fact="place"),
        _Q("kind", "Nature: physical, emotional, sexual, neglect, conduct"),
        _Q("more_than_once", "More than one incident?"),
        _Q("intervention", "During a physical intervention?"),
        _Q("description", "What is alleged", True, "description"),
        _Q("child_words", "The child’s own words", True, "child_words"),
        _Q("witnesses", "Witnesses", True, "witnesses"),
    )),
    _DONE,
    Part("The adult’s work meanwhile", (
        _Q("suspension", "Suspended, or what was done instead, and why", True),
        _Q("advice_hr", "Advice from HR", True),
    )),
), "reference/field.md c6")  # fmt: skip

SOCIAL_CARE_FORM = AgencyForm("Multi-agency referral to children’s social care", (
    Part("What is asked for", (
        _Q("level", "Early help, child in need, or child protection"),
        _Q("urgent", "Is the child safe now?", True),
    )),
    _REFERRER,
    Part("The child", (
        *_CHILD,
        _Q("child_ethnicity", "Ethnicity"),
        _Q("child_religion", "Religion"),
        _Q("child_language", "First language; is an interpreter needed?"),
        _Q("child_needs", "Disability, special needs, education, health and care plan", True),
        _Q("child_doctor", "Doctor"),
    )),
    Part("Family and household", (
        _Q("parents", "Parents and carers, and who has parental responsibility", True, "parents"),
        _Q("household", "Brothers, sisters and others in the household: names, dates of birth", True),
    )),
    Part("Agreement", (
        _Q("consent", "Was it discussed with the parents? Do they agree?", True, "consent"),
        _Q("consent_why", "If not: why not", True, "consent_reason"),
        _Q("parents_views", "What the parents say", True, "parents_told"),
        _Q("child_views", "What the child says and wishes", True, "child_words"),
        _Q("confidential", "What must stay confidential, and why", True),
    )),
    Part("Why", (
        _Q("worries", "What the worries are", True, "reason"),
        _Q("description", "What happened", True, "description"),
        _Q("happened", "When", fact="when"),
        _Q("harm", "What harm was done, and what may follow", True),
        _Q("strengths", "What is going well", True),
        _Q("tried", "What was tried, and what it changed", True),
    )),
    _DONE,
    Part("Telephone referral", (
        _Q("rung", "When it was made by telephone, and to whom", fact="rung"),
    )),
), "reference/field.md c7")  # fmt: skip

CHANNEL_FORM = AgencyForm("Referral to the Channel co-ordinator", (
    _REFERRER,
    Part("The person", (
        *_CHILD,
        _Q("child_family", "Family", True, "parents"),
        _Q("aware", "Does the person, do the parents know of this referral?", True, "consent"),
    )),
    Part("The concern", (
        _Q("first_seen", "Who first noticed it, and how", fact="reporter"),
        _Q("description", "What happened", True, "description"),
        _Q("happened", "When", fact="when"),
        _Q("online", "What was done online: sites, apps, names used", True, "online"),
        _Q("worries", "Why it is referred", True, "reason"),
        _Q("weapons", "Weapons, or talk of them", True),
    )),
    Part("What may make the person vulnerable, and what protects them", (
        _Q("faith", "Faith or ideology", True),
        _Q("personal", "Personal, emotional, social: isolation, exclusion, bereavement", True),
        _Q("health", "Physical and mental health", True),
        _Q("crime", "Criminal activity", True),
        _Q("protective", "What protects them; do they want to change?", True),
    )),
    _DONE,
), "reference/field.md c8")  # fmt: skip

POLICE_FORM = AgencyForm("Report to the police", (
    _REFERRER,
    Part("What is reported", (
        _Q("police_reference", "Police reference, if there is one", fact="their_reference"),
        _Q("kind", "Type of incident", fact="types"),
        _Q("happened", "When", fact="when"),
        _Q("place", "Where", fact="place"),
        _Q("description", "What happened", True, "description"),
        _Q("child_words", "The child’s own words", True, "child_words"),
        _Q("online", "Sites, apps, names used", True, "online"),
        _Q("danger", "Is anybody in danger now? Is a meeting planned?", True, "danger"),
    )),
    Part("The child", (*_CHILD, _Q("child_parents", "Parents and carers", True, "parents"),)),
    Part("Who may have done it", (
        _Q("suspects", "Names, or names used online, and what is known of them", True, "suspects"),
        _Q("aware", "Do they know that it is reported?"),
    )),
    Part("Witnesses and evidence", (
        _Q("witnesses", "Witnesses", True, "witnesses"),
        _Q("devices", "Devices: whose, where they are, switched on or off", True, "devices"),
        _Q("viewed", "Has anybody looked at images? Nobody should have copied or sent any", True),
    )),
    _DONE,
), "E N.B., C 4.7, A flow illegal")  # fmt: skip

FORMS: dict[Agency, AgencyForm] = {
    Agency.LADO: LADO_FORM,
    Agency.SOCIAL_CARE: SOCIAL_CARE_FORM,
    Agency.CHANNEL: CHANNEL_FORM,
    Agency.POLICE: POLICE_FORM,
    Agency.POLICE_NOW: POLICE_FORM,
}


def questions(form: AgencyForm) -> tuple[Question, ...]:
    """Every question of a form, in its order."""
    return tuple(question for part in form.parts for question in part.questions)
