"""The words for signing in: what the trail says, and why somebody is back at the sign-in page."""

from typing import Final

from django.db import models

from esafety.audit import event

SIGNED_IN = event("signin.signed_in", "{actor} signed in ({method})")
SIGNED_OUT = event("signin.signed_out", "{actor} signed out")
SIGN_IN_FAILED = event("signin.sign_in_failed", "Somebody tried to sign in and was refused ({why})")
CONFIRMED = event("signin.confirmed", "{actor} confirmed who they are ({method})")
SECOND_FACTOR_FAILED = event("signin.second_factor_failed", "A wrong second step was tried for {actor}")
SECOND_FACTOR_ADDED = event("signin.second_factor_added", "{actor} set up a second step ({kind})")
SECOND_FACTOR_REMOVED = event("signin.second_factor_removed", "{actor} removed a second step ({kind})")
RECOVERY_CODES_MADE = event("signin.recovery_codes_made", "{actor} was given new recovery codes")
RECOVERY_CODES_VIEWED = event("signin.recovery_codes_viewed", "{actor} looked at their recovery codes")
PASSWORD_CHANGED = event("signin.password_changed", "{actor} changed their password")
PASSWORD_RESET = event("signin.password_reset", "{actor} chose a new password from a link in an email")
LETTER_NOT_SENT = event("signin.letter_not_sent", "A message about signing in could not be sent ({letter})")
SESSION_ENDED_IDLE = event("signin.session_ended_idle", "{actor} was signed out: not used for a while")
SESSION_ENDED_LIMIT = event("signin.session_ended_limit", "{actor} was signed out: longest time reached")
OTHER_SESSIONS_ENDED = event("signin.other_sessions_ended", "{actor} was signed out everywhere else")
IDENTITY_TIED = event(
    "signin.identity_tied", "{actor} signed in with a provider for the first time ({provider})"
)

DECLARED: Final = (
    SIGNED_IN,
    SIGNED_OUT,
    SIGN_IN_FAILED,
    CONFIRMED,
    SECOND_FACTOR_FAILED,
    SECOND_FACTOR_ADDED,
    SECOND_FACTOR_REMOVED,
    RECOVERY_CODES_MADE,
    RECOVERY_CODES_VIEWED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    LETTER_NOT_SENT,
    SESSION_ENDED_IDLE,
    SESSION_ENDED_LIMIT,
    OTHER_SESSIONS_ENDED,
    IDENTITY_TIED,
)


class ProviderKind(models.TextChoices):
    """Where a school's people have accounts already."""

    ENTRA = "entra", "Microsoft"
    GOOGLE = "google", "Google"
    OTHER = "other", "Another provider"


class Refusal(models.TextChoices):
    """Why somebody who came back from a provider was not let in. For the trail; the page tells nobody."""

    CANCELLED = "cancelled", "they came back without signing in"
    NOT_STARTED = "not_started", "the sign-in was not started here, took too long or was used before"
    SILENT = "silent", "the provider did not answer as it should"
    PROVIDER_REFUSED = "provider_refused", "the provider refused"
    BAD_TOKEN = "bad_token", "what the provider sent was not signed for us, now, by it"
    OTHER_ORGANISATION = "other_organisation", "the account at the provider is not of the school"
    UNVERIFIED_EMAIL = "unverified_email", "the provider does not vouch for the address"
    NO_ACCOUNT = "no_account", "no open account of the school has that address"
    NO_STEP_OF_THEIR_OWN = (
        "no_step_of_their_own",
        "the account has a post in another school and no second step",
    )
    TIED_TO_ANOTHER = "tied_to_another", "the account belongs to another identity at the provider"


class Ended(models.TextChoices):
    """Why a session is over. The code travels in the address of the sign-in page; the words do not."""

    LEFT = "left", "You have signed out."
    IDLE = (
        "idle",
        (
            "You were signed out because nothing happened for a while. Sign in to go on where you were. "
            "Of a report you were writing, everything up to the last “Draft saved” is kept."
        ),
    )
    LIMIT = (
        "limit",
        (
            "You were signed out because nobody stays signed in for longer than a working day. "
            "Sign in to go on where you were."
        ),
    )
    CLOSED = "closed", "You were signed out. Sign in again to go on."
