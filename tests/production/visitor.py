"""Somebody with a browser, as far as the proxy and the product can tell: https, cookies, the tokens of forms."""

from __future__ import annotations

import re
import ssl
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from tests.cast import PASSWORD
from tests.incidents.report_acts import ENOUGH, SAFE
from tests.production.installation import NAME, Installation

SITE = f"https://{NAME}"


class _ToOurProxy(HTTPAdapter):
    """Reaches the site by the name people type, which no name server knows."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        trusting = ssl.create_default_context(cafile=str(self.installation.certificate))
        super().init_poolmanager(*args, ssl_context=trusting, server_hostname=NAME, **more)

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        asked = urlsplit(str(request.url))
        request.headers["Host"] = NAME
        there = asked._replace(netloc=urlsplit(self.installation.url).netloc)
        name, request.url = request.url, there.geturl()
        more["verify"] = True
        answer = super().send(request, *args, **more)
        request.url = answer.url = str(name)
        return answer


class Visitor:
    """One browser."""

    def __init__(self, installation: Installation) -> None:
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount(SITE, _ToOurProxy(installation))

    def get(self, path: str, **more: Any) -> requests.Response:
        return self.session.get(SITE + path, timeout=90, **more)

    def post(self, path: str, **fields: Any) -> requests.Response:
        """Send a form as its page would. The token is the cookie's."""
        token = self.session.cookies.get("__Host-csrf") or self._token_of(path)
        return self.session.post(
            SITE + path,
            data={"csrfmiddlewaretoken": token, **fields},
            headers={"Referer": SITE + path, "Origin": SITE},
            timeout=90,
            allow_redirects=False,
        )

    def sign_in(self, email: str) -> None:
        self.get("/account/sign-in/")
        answer = self.post("/account/sign-in/", login=email, password=PASSWORD)
        assert answer.status_code == 302, answer.text

    def report(self, words: str) -> str:
        """Send a concern. Returns the key of its report once the product has said that it was sent."""
        begun = self.post("/report/", **SAFE)
        assert begun.status_code == 302, (begun.status_code, begun.text)
        found = re.search(r"/report/([0-9a-f-]{36})/", begun.headers["Location"])
        assert found, begun.headers
        key = found[1]
        page = begun.headers["Location"]
        written = self.post(page, **{**ENOUGH, "description": words})
        assert written.status_code == 302, (written.status_code, written.text)
        sent = self.post(f"/report/{key}/check/")
        assert sent.status_code == 302, (sent.status_code, sent.text)
        return key

    def _token_of(self, path: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.get(path).text)
        assert found, path
        return found[1]
