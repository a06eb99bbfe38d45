"""What each agreement must cover. Source: domain/agreements.md, "What each must cover" (A–E).

`tests/aup/test_texts.py` holds every suggested text to this list; an author sees the list beside the draft.
"""

from __future__ import annotations

from typing import NamedTuple

from aup.vocabulary import Audience as A


class Point(NamedTuple):
    """One thing that an agreement has to say, by a code that its sentences name."""

    code: str
    says: str


def _points(**said: str) -> tuple[Point, ...]:
    return tuple(Point(code, words) for code, words in said.items())


_PUPIL_AGREEMENT = _points(
    seen="What I do may be seen",
    school_mail="Only school email",
    ask_first="Ask before using anything online",
    no_photos_of_me="I do not load photographs of myself",
)
"""C App. 1, pupil agreement."""

_STAFF = _points(
    purpose="Systems are for school purposes",
    safeguard="Duty to safeguard, and to report to the co-ordinator",
    monitoring="Use is monitored",
    copyright="Copyright",
    tone="Tone of messages",
    no_anonymous="No anonymous or chain messages",
    no_pupil_on_staff="Pupils never use a staff log-on",
    encryption="Data sent or taken out is encrypted",
    removable="Removable media are checked",
    no_software="No executables, no unapproved software",
    log_in="Log-ins are not shared; log out",
    filing="Filing and deletion rules",
    nothing_illegal="Nothing offensive or illegal",
    equipment="Equipment is kept from unauthorised people",
    standing="Personal sites do not compromise one’s standing",
    private_use="No private use without permission; no gain, gambling, politics or advertising",
    channels="Only approved channels with pupils and parents; no personal numbers or email",
    images="Images only with written consent and on school equipment",
    accidental="Accidental access is reported",
    designated="Knows the designated person",
    procedures="Has read the misuse procedures",
    discipline="May be disciplined",
)

POINTS: dict[A, tuple[Point, ...]] = {
    A.KS1: _points(
        adult="An adult is with me",
        click="I know what I click",
        ask="I ask when lost or worried",
        polite="Polite messages to people we know, with a grown-up",
        first_name="First name only",
        hidden="Password secret",
        friends="Real friends are people we know",
        help="Where to get help",
    ),
    A.KS2: _points(
        permission="Permission first",
        agreed_sites="Only sites an adult agreed",
        upset="Tell an adult about anything upsetting",
        close="Close the page when unsure",
        polite="Polite",
        private="No personal details, photos or passwords",
        never_meet="Never meet anyone from online",
        strangers="No messages from strangers",
        chat="No chat rooms",
        protects="The rules protect others too",
        help="Where to get help",
    )
    + _PUPIL_AGREEMENT,
    A.KS3_4: _points(
        purpose="Privilege and purpose",
        supervision="Supervision and teacher’s instructions",
        true="Check what is true",
        log_in="Private user name and password",
        contacts="Approved contacts",
        language="Careful language, nothing hateful",
        private="No personal information of anyone",
        report="Report, don’t reply",
        offensive="No offensive sites or downloads",
        files="Others’ files are private",
        breaches="Report breaches",
        sanctions="Sanctions",
        monitoring="Monitoring",
        help="Where to get help",
    )
    + _PUPIL_AGREEMENT,
    A.PARENT: _points(
        talked="Has read the rules and talked them through",
        reasonable="Supervision and filtering are reasonable but not perfect",
        liable="The school is not liable for all",
        home="Home use is the parent’s responsibility",
        photographs="Photographs at events are for personal use only",
        questions="Complaints and questions go to the co-ordinator",
    ),
    A.STAFF: _STAFF,
    A.GOVERNOR: _STAFF,
    A.VISITOR: _points(
        before="Signs before access",
        purpose="Only for the purpose of the visit",
        log_in="Log-in is not shared; log out",
        monitoring="Use is monitored and filtered",
        software="No software, no media that were not checked",
        nothing_illegal="Nothing offensive or illegal",
        pupils="No contact with pupils online, no pictures of them",
        data="What is seen stays private",
        report="Concerns are reported",
        ends="Access ends with the visit, or on misuse",
    ),
}
"""The visitors’ points are ours, drawn from B and D 3.4: agreements.md lists none."""
