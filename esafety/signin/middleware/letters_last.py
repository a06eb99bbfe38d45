"""Sends what a request wrote after it was answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from esafety.audit.origin import arriving, here
from esafety.signin.letters import Letter, post, written_in


class LettersLast:
    """The answer goes out first, so how long a mail server takes says nothing about who has an account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the letters leave when the server closes the finished answer."""
        response = self.get_response(request)
        if letters := written_in(request):
            response._resource_closers.append(_posting(letters))  # type: ignore[attr-defined]
        return response


def _posting(letters: list[Letter]) -> Callable[[], None]:
    origin = here()

    def post_all() -> None:
        with arriving(origin):
            for letter in letters:
                post(letter)

    return post_all
