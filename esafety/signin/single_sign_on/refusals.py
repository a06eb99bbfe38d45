"""Why somebody is not let in. One exception, so that every refusal ends on one calm page."""

from allauth.socialaccount.providers.oauth2.client import OAuth2Error

from esafety.signin.vocabulary import Refusal


class Refused(OAuth2Error):
    """The sign-in ends here. `why` goes into the trail; the person reads the same page for all of them."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.label)
        self.why = why
