"""Which passwords are refused, and how they are kept."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from esafety.people.models import User
from esafety.signin.passwords import Argon2idHasher, EasilyGuessedPassword

REFUSED = [
    "Summer2026!!", "Safeguarding1", "Password12345", "passw0rd!2026", "abcabcabcabc",
    "qwertyuiop12", "1qaz2wsx3edc", "Headteacher99", "november-2026", "WelcomeSchool1", "aaaaaaaaaaaaa",
    "asdfghjkl;12", "TariqAhmed123", "t.ahmed-2026!", "0nl1neSafety!", "Liverpool2024", "zyxwvutsrqponm",
    "christmas-term", "Incident-2026", "otterotterotter",
]  # fmt: skip
TAKEN = [
    "otter lantern gravel", "summer otter ladder", "xK9#vP2$qL7!", "brass-window-Tuesday-eel",
    "grün wolke tisch 4", "日本語のとても長い言葉", "83649201746512",
]  # fmt: skip


@pytest.fixture
def tariq() -> User:
    return User(email="t.ahmed@elmlane.example", name="Tariq Ahmed")


@pytest.mark.parametrize("password", REFUSED)
def test_what_people_who_know_the_school_would_guess_is_refused(password, tariq):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, tariq)
    assert all(str(message) for message in refused.value.messages)


@pytest.mark.parametrize("password", TAKEN)
def test_random_words_and_random_characters_are_taken(password, tariq):
    EasilyGuessedPassword().validate(password, tariq)


def test_the_refusal_says_what_to_do(tariq):
    with pytest.raises(ValidationError, match="Three random words"):
        EasilyGuessedPassword().validate("Summer2026!!", tariq)


def test_a_password_longer_than_any_passphrase_is_refused_before_it_is_hashed():
    with pytest.raises(ValidationError, match="128 characters or fewer"):
        EasilyGuessedPassword().validate("otter lantern " * 20)


def test_the_product_keeps_passwords_with_argon2id():
    from esafety import settings

    assert settings.PASSWORD_HASHERS[0] == "esafety.signin.passwords.Argon2idHasher"
    assert make_password("otter lantern gravel", hasher=Argon2idHasher()).startswith(
        "argon2$argon2id$v=19$m=19456,t=2,p=1$"
    )
