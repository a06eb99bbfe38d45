"""Second factors cannot be read in the database."""

from contextlib import suppress

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from esafety.signin.resealing import reseal_all
from esafety.signin.sealing import BrokenSealError, seal, unseal
from tests.signin.acts import app_for


@given(st.text())
def test_what_was_sealed_opens_again(text):
    assert unseal(seal(text)) == text


def test_sealing_twice_gives_two_texts():
    assert seal("JBSWY3DP") != seal("JBSWY3DP")


def test_a_changed_text_is_refused_and_never_misread():
    sealed = seal("JBSWY3DPEHPK3PXP")
    opened = set()
    for place in range(len(sealed)):
        other = "A" if sealed[place] != "A" else "B"
        with suppress(BrokenSealError):
            opened.add(unseal(sealed[:place] + other + sealed[place + 1 :]))
    assert opened <= {"JBSWY3DPEHPK3PXP"}  # the edition's digit, and bits that base64 does not use


def test_another_key_does_not_open_it(settings):
    sealed = seal("JBSWY3DP")
    settings.SECRET_KEY = "another key altogether"
    with pytest.raises(BrokenSealError):
        unseal(sealed)


def test_an_older_signing_key_still_opens_it(settings):
    sealed = seal("JBSWY3DP")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "the new one"
    assert unseal(sealed) == "JBSWY3DP"


def test_sealing_again_lets_the_old_key_be_forgotten(dsl, settings):
    secret = app_for(dsl)
    settings.FILES_KEY = "the first key"
    assert reseal_all() == 2
    settings.FILES_KEY, settings.FILES_KEY_FALLBACKS = "the second key", ["the first key"]
    assert reseal_all() == 2
    settings.FILES_KEY_FALLBACKS, settings.SECRET_KEY = [], "changed too"
    assert unseal(Authenticator.objects.get(type="totp").data["secret"]) == secret


def test_production_does_not_go_without_a_key(settings):
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="FILES_KEY"):
        seal("JBSWY3DP")


def test_no_secret_nor_seed_is_stored_in_clear(dsl):
    secret = app_for(dsl)
    stored = " ".join(str(data) for data in Authenticator.objects.values_list("data", flat=True))
    codes = Authenticator.objects.get(type="recovery_codes").wrap().generate_codes()
    assert secret not in stored
    assert not any(code in stored for code in codes)
