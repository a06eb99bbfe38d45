"""Who opens which page of the rules, the register and reception, cell by cell; the source is beside each row."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from aup import actions
from aup.models import Reception, Suggestion, Visit
from aup.vocabulary import Audience
from tests.aup.editions import a_draft, approved, in_force
from tests.aup.register import a_visit
from tests.cast import Cast, sign_in

RUN = {"dsl", "deputy", "co_ordinator", "head", "school_admin"}
READ = RUN | {
    "chair", "vice_chair", "technician", "senior_leader", "senco", "business_manager", "teacher", "second_teacher",
    "safety_governor", "governor",
}  # fmt: skip
# fmt: off
CELLS: dict[str, tuple[set[str], str]] = {
    "agreements":                (READ,                                             "B: everybody knows the rules"),
    "agreement":                 (READ,                                             "B: everybody knows the rules"),
    "edition":                   (READ,                                             "B: everybody knows the rules"),
    "edition_preview":           (READ,                                             "B: everybody knows the rules"),
    "edition_draft":             (RUN,                                              "C 2.2.3: the co-ordinator"),
    "edition_change":            (RUN,                                              "C 2.2.3: the co-ordinator"),
    "edition_send":              (RUN,                                              "C 2.2.3: the co-ordinator"),
    "edition_approve":           ({"head", "chair", "vice_chair"},                  "A, B: the governing body"),
    "edition_force":             (RUN,                                              "C 2.2.3: the co-ordinator"),
    "edition_withdraw":          (RUN,                                              "C 2.2.3: the co-ordinator"),
    "suggestions":               (RUN,                                              "B, E: the next review"),
    "suggestion_answer":         (RUN,                                              "B, E: the next review"),
    "agreement_round":           (RUN,                                              "C 2.2.3: the co-ordinator"),
    "agreement_register":        (RUN | {"technician"},                             "C 2.2.4: network manager"),
    "agreement_register_export": (RUN | {"technician"},                             "C 2.2.4: network manager"),
    "signer":                    (RUN | {"technician"},                             "C 2.2.4: network manager"),
    "signer_again":              (RUN,                                              "A 12: meet and sign again"),
    "photographs":               (RUN | {"senior_leader", "senco", "business_manager", "teacher", "second_teacher"},
                                                                                    "A 10: whoever takes pictures"),
    "photographs_export":        (RUN | {"senior_leader", "senco", "business_manager", "teacher", "second_teacher"},
                                                                                    "A 10: whoever takes pictures"),
    "visits":                    ({"technician", "school_admin"},                   "B, D 3.4: who keeps visitors"),
    "visit_again":               ({"technician", "school_admin"},                   "B, D 3.4: who keeps visitors"),
}
# fmt: on


def pages(cast: Cast) -> dict[str, str]:
    """An address for each page, about a record that is in the state the page is for."""
    held = in_force(cast, Audience.STAFF)
    draft = a_draft(cast, Audience.KS1)
    ready = approved(cast, a_draft(cast, Audience.KS2))
    in_force(cast, Audience.VISITOR)
    reception = actions.open_reception(school=cast.school, by=cast.technician)
    visit = a_visit(reception, year=True)
    suggestion = actions.suggest(edition=held, words="Shorter", person=None, by=None)
    args = {
        "agreement": ["staff"], "edition_draft": ["staff"], "edition": [held.pk], "edition_preview": [held.pk],
        "edition_change": [draft.pk], "edition_approve": [draft.pk], "edition_force": [ready.pk],
        "edition_withdraw": [draft.pk], "edition_send": [draft.pk], "suggestion_answer": [suggestion.pk],
        "signer": [cast.pupil.pk], "signer_again": [cast.pupil.pk], "visit_again": [visit.pk],
    }  # fmt: skip
    return {name: reverse(name, args=args.get(name, [])) for name in CELLS}


@pytest.mark.parametrize("who", [name for name in Cast.accounts() if not name.startswith("other_")])
def test_a_page_opens_to_those_the_table_names_and_to_nobody_else(cast: Cast, who: str) -> None:
    client = sign_in(Client(), cast.user(who))
    opened = {name for name, url in pages(cast).items() if client.get(url).status_code == 200}
    assert opened == {name for name, (open_to, _) in CELLS.items() if who in open_to}


def test_every_cell_has_its_source() -> None:
    assert all(len(source) > 10 for _, source in CELLS.values())


@pytest.mark.parametrize("who", ["other_dsl", "other_head", "other_teacher"])
def test_no_record_of_one_school_is_there_for_another(cast: Cast, who: str) -> None:
    addresses = pages(cast)
    client = sign_in(Client(), cast.user(who))
    for name in ("edition", "edition_change", "edition_force", "suggestion_answer", "signer", "visit_again"):
        assert client.get(addresses[name]).status_code == 404
    for name, pk in (
        ("visit_end", Visit.objects.get().pk),
        ("reception_close", Reception.objects.get().pk),
        ("suggestion_keep", Suggestion.objects.get().pk),
    ):
        assert client.post(reverse(name, args=[pk])).status_code == 404
