"""What a parent is asked about a child, each yes or no. Source: domain/agreements.md, "Consents"."""

from aup.canonical import Consent
from aup.vocabulary import ConsentKind as K

CONSENTS = (
    Consent(
        K.INTERNET,
        K.INTERNET.label,
        "My child may use the internet in school, with a filter and with adults near.",
    ),
    Consent(
        K.WORK,
        K.WORK.label,
        "The school may show my child’s work online or in print. It gives a first name at most.",
    ),
    Consent(
        K.PHOTOGRAPHS,
        K.PHOTOGRAPHS.label,
        "The school may publish photographs of my child, as long as they do not say who my child is.",
    ),
    Consent(
        K.VIDEO, K.VIDEO.label, "The school may publish film or sound of my child, without their full name."
    ),
    Consent(
        K.PROSPECTUS,
        K.PROSPECTUS.label,
        "The school may use photographs of my child in its prospectus and on its walls.",
    ),
)
"""The words of the suggested texts."""
