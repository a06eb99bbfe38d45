"""The names of a school, for checking what goes to governors."""

from __future__ import annotations

from esafety.access.refusals import NotNow
from esafety.governance.policy.names import Named, Names
from esafety.people.models import Membership, Person, School


def names_of(school: School) -> Names:
    """Everybody of the school, those who left too, and everybody with an account there. Two queries."""
    columns = ("given_name", "known_as", "family_name", "known_as_family")
    people = [
        Named((given, known), (family, known_family))
        for given, known, family, known_family in Person.objects.filter(school=school)
        .order_by()
        .values_list(*columns)
    ]
    accounts = Membership.objects.filter(school=school).order_by().values_list("user__name", flat=True)
    people += [Named((given,), (family,)) for name in accounts for given, _, family in (name.partition(" "),)]
    return Names(people, but=school.name)


def refuse_names(school: School, *texts: str) -> None:
    """Raise NotNow, showing the word and its sentence, when a text names somebody of the school."""
    names = names_of(school)
    for text in texts:
        if found := names.found_in(text):
            word, sentence = found[0]
            short = sentence if len(sentence) <= 200 else f"{sentence[:197]}…"
            raise NotNow(
                f"“{word}” is the name, or the initials, of somebody in the school: “{short}” "
                "Governors must not be able to tell who is meant. Write it without the name."
            )
