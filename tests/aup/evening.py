"""An evening of signing: parents who press twice, go back, send again. Nothing is lost and nothing is there twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.test import Client
from django.urls import reverse

from aup.models import ConsentAnswer, Invitation, Signature
from aup.opening import asked_about, children_of
from aup.vocabulary import Audience
from tests.aup.signing import boxes, fill


class Tally(NamedTuple):
    """In the words of Jepsen's checker: acknowledged and not there; there twice; there and never acknowledged."""

    lost: int
    duplicated: int
    unexpected: int


@dataclass
class Evening:
    """Who signed what, as the browsers were told."""

    chance: random.Random
    acknowledged: set[tuple[int, int, str]] = field(default_factory=set)
    sittings: int = 0

    def sit_down(self, invitation: Invitation, client: Callable[[], Client] = Client) -> None:
        """One parent signs for every child, with a double click or a Back now and then."""
        browser, signer = client(), invitation.signer
        child = asked_about(signer)
        assert child is not None
        assert child.born_on is not None
        assert browser.post(invitation.path, boxes(child.born_on)).status_code == 302
        token = invitation.token
        for one in [signer, *children_of(signer)]:
            audience = Audience.PARENT if one == signer else Audience.KS2
            self._sign(browser, reverse("sign_one", args=[token, audience, one.pk]), signer, one, audience)
        self.sittings += 1

    def _sign(self, browser: Client, url: str, signer: Any, about: Any, audience: str) -> None:
        told = fill(browser, url, name=f"{signer.full_name}")
        browser.post(url, told)
        if self.chance.random() < 0.3:  # Back, and the same once more
            browser.get(url)
            browser.post(url, told)
        presses = 2 if self.chance.random() < 0.5 else 1
        answers = [browser.post(url, told | {"step": "confirm"}) for _ in range(presses)]
        if self.chance.random() < 0.2:  # Back to the page that was checked, and Sign again
            answers.append(browser.post(url, told | {"step": "confirm"}))
        assert {one.status_code for one in answers} == {302}
        self.acknowledged.add((signer.pk, about.pk, audience))

    def tally(self) -> Tally:
        """What the database holds, against what the browsers were told."""
        kept = Counter(Signature.objects.values_list("signer", "about", "audience"))
        asked = Counter(ConsentAnswer.objects.values_list("answered_by", "child", "code"))
        twice = sum(count - 1 for counted in (kept, asked) for count in counted.values())
        return Tally(
            lost=len(self.acknowledged - set(kept)),
            duplicated=twice,
            unexpected=len(set(kept) - self.acknowledged),
        )
