"""Every promise names a test that is there; what the README links to is there."""

from __future__ import annotations

import re

import pytest

from tests.house.proofs import ROOT, is_there, proofs_in

PROOFS = proofs_in((ROOT / "PROMISES.md").read_text(encoding="utf-8"))
PAGES = [
    "README.md", "CONTRIBUTING.md", "docs/how-it-fits.md", "docs/running.md", "docs/security/asvs.md",
    "docs/security/overview.md", "docs/security/promises.md", "docs/security/threat-model.md",
]  # fmt: skip


def test_there_are_promises() -> None:
    assert len(PROOFS) >= 50


@pytest.mark.parametrize(("path", "name"), PROOFS)
def test_the_proof_is_there(path: str, name: str) -> None:
    assert is_there(path, name)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]
    assert not [target for target in targets if not ((ROOT / page).parent / target).exists()]
