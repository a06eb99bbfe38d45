"""A mark of a typed address: the same for the same address, telling nothing to who does not know it."""

from django.utils.crypto import salted_hmac

_LENGTH = 16


def mark_of(email: str) -> str:
    """Sixteen hex digits of an HMAC under the signing key: enough to find all tries at one account."""
    typed = email.strip().lower()
    return salted_hmac("esafety.signin.marks", typed, algorithm="sha256").hexdigest()[:_LENGTH]
