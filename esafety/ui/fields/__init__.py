"""Fields whose messages say what to do next, in the words of the question.

Every field takes `label` and `help_text` as usual, and besides: `noun` (how a message calls the answer, "the
date it happened"; without it the label is used), `missing` (the whole sentence when it is left empty) and
`label_size` ("s", "m", "l", "xl" or "").
"""

from esafety.ui.fields.choices import Choice, Select, Several, Tick, YesNo
from esafety.ui.fields.dates import DateField
from esafety.ui.fields.records import OneRecord, SeveralRecords
from esafety.ui.fields.text import NOT_KEPT, Email, Password, Telephone, Text, TextArea, Whole
from esafety.ui.fields.times import TimeField

__all__ = [
    "NOT_KEPT",
    "Choice",
    "DateField",
    "Email",
    "OneRecord",
    "Password",
    "Select",
    "Several",
    "SeveralRecords",
    "Telephone",
    "Text",
    "TextArea",
    "Tick",
    "TimeField",
    "Whole",
    "YesNo",
]
