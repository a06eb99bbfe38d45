"""Tells the trail where a request comes from."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from esafety.audit.origin import Origin, arriving
from esafety.signin.origin import address_of, request_id_of


class RequestOrigin:
    """First in the row: everything the request does is noted with its address and id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the origin; the id goes back too, so that a person can quote it."""
        origin = Origin(address=address_of(request), request_id=request_id_of(request))
        with arriving(origin):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = origin.request_id
        return response
