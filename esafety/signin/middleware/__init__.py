"""What every request passes on its way to a page, as far as signing in goes."""

from esafety.signin.middleware.letters_last import LettersLast
from esafety.signin.middleware.request_origin import RequestOrigin
from esafety.signin.middleware.second_factor import SecondFactor
from esafety.signin.middleware.session_limits import SessionLimits
from esafety.signin.middleware.sign_in_required import SignInRequired

__all__ = ["LettersLast", "RequestOrigin", "SecondFactor", "SessionLimits", "SignInRequired"]
