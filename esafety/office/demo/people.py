"""The people of the invented school that something happens to or who act; the classes are filled up around them.

A key names a person in the stories. Addresses are at example.school, which belongs to nobody.
"""

from __future__ import annotations

from typing import NamedTuple

from esafety.people.queries import folded
from esafety.people.vocabulary import Closeness, PersonKind, Role

SCHOOL = "Larkfield Primary School"
ADDRESS = "Tenter Lane\nLarkfield\nWharfshire\nLF4 2QQ"
TELEPHONE = "01632 960200"
EMAIL = "office@example.school"
PASSWORD = "copper kettle meadow"  # noqa: S105  # shown to everybody: a demonstration holds nothing real
HOW_TO_REACH = (
    "The office is by the front gate. Somebody is there from 8 in the morning to 4 in the afternoon."
)
FOR_PUPILS = (
    "Tell any grown-up in school. You can also put a note in the worry box by the library.\n\n"
    "Do not delete anything. Show it to the grown-up."
)
FOR_PARENTS = (
    "Ring us or write to us. We call you back the same day.\n\n"
    "Please keep messages as they are, do not answer them, and never send a picture on."
)
CLASS_SIZE = 30
YEARS = ("Reception", "Year 1", "Year 2", "Year 3", "Year 4", "Year 5", "Year 6")
STREAMS = ("Kingfisher", "Heron")


class Adult(NamedTuple):
    """Somebody with an account and a post."""

    key: str
    name: str
    role: Role
    kind: PersonKind = PersonKind.STAFF

    @property
    def email(self) -> str:
        """`nadia.rahman@example.school`."""
        return f"{folded(self.name).replace(' ', '.')}@example.school"


class Pupil(NamedTuple):
    """A pupil of a story."""

    key: str
    given_name: str
    family_name: str
    year: str
    stream: str
    known_as: str = ""


_R, _K = Role, PersonKind

# fmt: off
POSTS: tuple[Adult, ...] = (
    Adult("dsl",              "Nadia Rahman",       _R.DSL),
    Adult("deputy",           "Daniel Whitcombe",   _R.DEPUTY_DSL),
    Adult("second_deputy",    "Bethan Rees",        _R.DEPUTY_DSL),
    Adult("co_ordinator",     "Claire Fenwick",     _R.CO_ORDINATOR),
    Adult("head",             "Margaret Osei",      _R.HEAD),
    Adult("teacher",          "Tariq Mahmood",      _R.STAFF),
    Adult("network_manager",  "Ravi Menon",         _R.NETWORK_MANAGER),
    Adult("senior_leader",    "Gareth Llewellyn",   _R.SENIOR_LEADER),
    Adult("senco",            "Aisling Doyle",      _R.SENCO),
    Adult("business_manager", "Joanne Pickering",   _R.BUSINESS_MANAGER),
    Adult("data_protection",  "Stephen Achebe",     _R.DATA_PROTECTION_LEAD),
    Adult("school_admin",     "Carol Tunstall",     _R.SCHOOL_ADMIN),
    Adult("chair",            "Patrick Mwangi",     _R.CHAIR,             _K.GOVERNOR),
    Adult("vice_chair",       "Elizabeth Thorne",   _R.VICE_CHAIR,        _K.GOVERNOR),
    Adult("safety_governor",  "Farah Siddiqui",     _R.SAFETY_GOVERNOR,   _K.GOVERNOR),
    Adult("governor",         "Colin Barraclough",  _R.GOVERNOR,          _K.GOVERNOR),
    Adult("trust_admin",      "Deborah Lister",     _R.TRUST_ADMIN,       _K.OTHER),
    Adult("officer",          "Simon Kettle",       _R.AUTHORITY_OFFICER, _K.OTHER),
    Adult("visitor",          "Ines Carvalho",      _R.VISITOR,           _K.OTHER),
    Adult("parent",           "Amina Yusuf",        _R.PARENT,            _K.PARENT),
    Adult("parent_polish",    "Piotr Zieliński",    _R.PARENT,            _K.PARENT),
)
"""One for each role, and first in the list of who can sign in."""

OTHERS: tuple[Adult, ...] = (
    Adult("governor_sunita",  "Sunita Patel",       _R.GOVERNOR,          _K.GOVERNOR),
    Adult("governor_yewande", "Yewande Balogun",    _R.GOVERNOR,          _K.GOVERNOR),
    Adult("governor_mark",    "Mark Ellery",        _R.GOVERNOR,          _K.GOVERNOR),
    Adult("teacher_6h",       "Katie Broadbent",    _R.STAFF),
    Adult("teacher_5k",       "Oluwaseun Adeyemi",  _R.STAFF),
    Adult("teacher_5h",       "Megan Tordoff",      _R.STAFF),
    Adult("teacher_4k",       "Harpreet Sandhu",    _R.STAFF),
    Adult("teacher_4h",       "Lucy Arkwright",     _R.STAFF),
    Adult("teacher_3k",       "Jonathan Pell",      _R.STAFF),
    Adult("teacher_3h",       "Marta Nowak",        _R.STAFF),
    Adult("teacher_2k",       "Sophie Lund",        _R.STAFF),
    Adult("teacher_2h",       "Kwame Boateng",      _R.STAFF),
    Adult("teacher_1k",       "Rachel Tempest",     _R.STAFF),
    Adult("teacher_1h",       "Ifra Hussain",       _R.STAFF),
    Adult("teacher_rk",       "Alice Penrose",      _R.STAFF),
    Adult("teacher_rh",       "Emily Stott",        _R.STAFF),
    Adult("ta_leonard",       "Leonard Vickers",    _R.STAFF),
    Adult("ta_rowan",         "Rowan Sharples",     _R.STAFF),
    Adult("ta_shabana",       "Shabana Akhtar",     _R.STAFF),
    Adult("ta_denise",        "Denise Holroyd",     _R.STAFF),
    Adult("ta_paul",          "Paul Igwe",          _R.STAFF),
    Adult("ta_chloe",         "Chloe Marsden",      _R.STAFF),
    Adult("ta_irena",         "Irena Zając",        _R.STAFF),
    Adult("ta_grace",         "Grace Appiah",       _R.STAFF),
    Adult("coach",            "Jamie Lockett",      _R.STAFF),
    Adult("music",            "Eleri Vaughan",      _R.STAFF),
    Adult("caretaker",        "Frank Sugden",       _R.STAFF),
    Adult("office",           "Bernice Clarke",     _R.STAFF),
    Adult("reception",        "Usha Mistry",        _R.STAFF),
    Adult("lunch_pat",        "Pat Ogden",          _R.STAFF),
    Adult("lunch_maria",      "Maria Popescu",      _R.STAFF),
    Adult("lunch_sheila",     "Sheila Naylor",      _R.STAFF),
    Adult("lunch_noreen",     "Noreen Malik",       _R.STAFF),
    Adult("librarian",        "Hugh Castle",        _R.STAFF),
    Adult("club",             "Tamsin Field",       _R.STAFF),
    Adult("volunteer",        "Walter Briggs",      _R.STAFF),
)

PUPILS: tuple[Pupil, ...] = (
    Pupil("amara",   "Amara",     "Okafor",     "Year 6",    "Kingfisher"),
    Pupil("jayden",  "Jayden",    "Clegg",      "Year 6",    "Kingfisher"),
    Pupil("lena",    "Lena",      "Zielińska",  "Year 6",    "Kingfisher"),
    Pupil("mason",   "Mason",     "Wainwright", "Year 6",    "Heron"),
    Pupil("tahmina", "Tahmina",   "Begum",      "Year 6",    "Heron"),
    Pupil("ellis",   "Ellis",     "Shaw",       "Year 6",    "Heron"),
    Pupil("hannah",  "Hannah",    "Lloyd",      "Year 6",    "Kingfisher"),
    Pupil("sami",    "Samir",     "Yusuf",      "Year 5",    "Kingfisher", "Sami"),
    Pupil("connor",  "Connor",    "Gallagher",  "Year 5",    "Kingfisher"),
    Pupil("ruby",    "Ruby",      "Thornton",   "Year 5",    "Heron"),
    Pupil("dev",     "Dev",       "Sharma",     "Year 5",    "Heron"),
    Pupil("isla",    "Isla",      "Metcalfe",   "Year 5",    "Heron"),
    Pupil("kofi",    "Kofi",      "Mensah",     "Year 4",    "Kingfisher"),
    Pupil("poppy",   "Poppy",     "Lumb",       "Year 4",    "Kingfisher"),
    Pupil("filip",   "Filip",     "Wójcik",     "Year 4",    "Heron"),
    Pupil("zara",    "Zara",      "Whitcombe",  "Year 3",    "Heron"),
    Pupil("noor",    "Noor",      "Saleh",      "Year 3",    "Kingfisher"),
)

PUPIL_ACCOUNT = "hannah"
"""The pupil who can sign in."""

GUARDIANS: tuple[tuple[str, str, str], ...] = (
    ("sami", "parent",        "Mother"),
    ("lena", "parent_polish", "Father"),
    ("zara", "deputy",        "Father"),
)
CONNECTIONS: tuple[tuple[str, str, Closeness], ...] = (
    ("co_ordinator", "network_manager", Closeness.HOUSEHOLD),
    ("chair",        "governor_mark",   Closeness.FRIEND),
)
# fmt: on

CROWD_OF_PARENTS = 28
"""Parents besides those with an account."""
