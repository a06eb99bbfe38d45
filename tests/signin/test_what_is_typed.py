"""Passwords and codes as people have them, and the same question sent twice."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from esafety.people.models import User
from tests.signin.acts import app_for, code_of, give_code, give_password
from tests.signin.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def test_eleven_characters_are_too_few_and_twelve_enough(teacher):
    with pytest.raises(ValidationError, match="12 characters"):
        validate_password("xK9#vP2$qL7", teacher)
    validate_password("xK9#vP2$qL7!", teacher)


@pytest.mark.parametrize("common", ["1q2w3e4r5t6y", "qwertyuiopasdfghjkl", "123456789012"])
def test_what_stands_on_the_list_of_common_passwords_is_refused(common, teacher):
    with pytest.raises(ValidationError) as refused:
        validate_password(common, teacher)
    assert refused.value.messages


def test_a_hundred_characters_of_any_kind_are_taken_whole(teacher):
    long = "grün wolke tisch 4 日本語 ~\\\"'<> " * 4
    long = long[:100].strip()
    validate_password(long, teacher)
    teacher.set_password(long)
    teacher.save()
    assert give_password(Client(), teacher.email, long).status_code == 302
    assert give_password(Client(), teacher.email, long[:-1]).status_code == 422
    assert give_password(Client(), teacher.email, long.swapcase()).status_code == 422


def test_a_password_of_ten_years_ago_is_as_good_as_ever(client, teacher):
    long_ago = timezone.now() - dt.timedelta(days=3650)
    User.objects.update(last_login=long_ago)
    assert give_password(client, teacher.email).url == "/"
    assert client.get("/case/").status_code == 200


@pytest.mark.parametrize("steps_on", [-10, -3, 3, 10])
def test_a_code_of_another_minute_is_refused(client, dsl, steps_on):
    secret = app_for(dsl)
    give_password(client, dsl.email)
    assert give_code(client, code_of(secret, steps_on=steps_on)).status_code == 422
    assert client.get("/case/").status_code == 302


def test_a_recovery_code_is_not_guessed(dsl):
    from allauth.mfa.models import Authenticator

    app_for(dsl)
    codes = Authenticator.objects.get(user=dsl, type="recovery_codes").wrap().get_unused_codes()
    assert len(set(codes)) == len(codes) >= 8
    assert all(len(code) >= 8 for code in codes), "26 bits and more, and five tries"


def test_what_stands_in_the_address_fills_in_no_form(teacher):
    answer = Client().post(f"/sign-in/?login={teacher.email}&password={PASSWORD}", {})
    assert answer.status_code == 422


def test_an_address_sent_twice_is_one_address_to_the_lock_and_to_the_check(teacher, dsl):
    """Else five tries could be counted against one account and made at another."""
    for _ in range(5):
        give_password(Client(), [dsl.email, teacher.email], "wrong wrong wrong")
    assert "too many" in give_password(Client(), teacher.email).content.decode().lower()
    assert give_password(Client(), dsl.email).status_code == 302
