"""What is kept about signing in with an account of the school's own."""

from esafety.signin.models.sign_in_identity import SignInIdentity
from esafety.signin.models.sign_in_provider import SignInProvider

__all__ = ["SignInIdentity", "SignInProvider"]
