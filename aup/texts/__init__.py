"""The first editions that we suggest: our own plain words, every point of `aup.policy.points` in them.

A school changes them as it likes; its own words live in the database.
"""

from __future__ import annotations

from typing import Any

from aup.texts import adults, parents, primary, secondary
from aup.texts.form import Text
from aup.vocabulary import Audience
from esafety.people.words import in_our_words

TEXTS: dict[Audience, Text] = {
    Audience.KS1: primary.KS1,
    Audience.KS2: primary.KS2,
    Audience.KS3_4: secondary.KS3_4,
    Audience.PARENT: parents.PARENT,
    Audience.STAFF: adults.STAFF,
    Audience.GOVERNOR: adults.GOVERNOR,
    Audience.VISITOR: adults.VISITOR,
}


def columns_of(audience: Audience) -> dict[str, Any]:
    """The suggested text as the columns of an edition, in the words of the school that is speaking."""
    text = TEXTS[audience]
    return {
        "title": in_our_words(text.title),
        "body": in_our_words(text.body),
        "consents": [
            {key: in_our_words(words) for key, words in one._asdict().items()} for one in text.consents
        ],
        "declaration": in_our_words(text.declaration),
        "declaration_for_child": in_our_words(text.declaration_for_child),
    }
