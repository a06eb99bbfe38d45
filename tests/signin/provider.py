"""A real OpenID provider, small enough to read, run as a process of its own: `python -m tests.signin.provider`.

Signs with RSA through `cryptography` and nothing that the product uses to verify. Checks what a provider
checks: the client, its secret, the address to go back to, PKCE, codes used once. Each first part of the path
is an issuer of its own. POST /control tells it who is sitting at the keyboard and how to misbehave.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

CLIENT, SECRET = "safekeep", "a client secret nobody guesses"
KEY, WRONG_KEY = (rsa.generate_private_key(65_537, 2048) for _ in range(2))
USUAL: dict[str, Any] = {
    "claims": {},  # what the token says besides the usual
    "without": [],  # which of the usual claims are left out
    "header": {},  # changes to the token's header
    "signature": "right",  # "wrong", "none", "secret"
    "asks": False,  # shows a page to sign in on, for browsers
    "slow": 0,  # seconds before discovery is answered
    "discovery": {},  # changes to the description
    "token_body": None,  # answers an exchange with this text
    "error": None,  # sends people back with this error
}  # fmt: skip
behaviour: dict[str, Any] = dict(USUAL)
codes: dict[str, dict[str, str]] = {}


def encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def number(value: int) -> str:
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def signed(claims: dict[str, Any]) -> str:
    """A token, signed as the present behaviour has it."""
    how = behaviour["signature"]
    header = {"typ": "JWT", "kid": "k1", "alg": {"none": "none", "secret": "HS256"}.get(how, "RS256")}
    header |= behaviour["header"]
    text = ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))
    if how == "none":
        return f"{text}."
    if how == "secret":
        import hmac

        return f"{text}.{encoded(hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).digest())}"
    key = KEY if how == "right" else WRONG_KEY
    return f"{text}.{encoded(key.sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def answer(self, body: str, status: int = 200, kind: str = "application/json", **headers: str) -> None:
        raw = body.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(raw)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def told(self) -> tuple[str, str, dict[str, str]]:
        """The issuer, the rest of the path, what was sent."""
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length).decode() if length else parts.query
        tenant, _, rest = parts.path.strip("/").partition("/")
        port = self.server.server_address[1]
        sent = {} if text.startswith("{") else {name: values[0] for name, values in parse_qs(text).items()}
        self.text = text
        return f"http://127.0.0.1:{port}/{tenant}", rest, sent

    def do_GET(self) -> None:
        issuer, page, sent = self.told()
        if page == ".well-known/openid-configuration":
            time.sleep(behaviour["slow"])
            said = {
                "issuer": issuer,
                "authorization_endpoint": f"{issuer}/authorize",
                "token_endpoint": f"{issuer}/token",
                "jwks_uri": f"{issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
            self.answer(json.dumps(said | behaviour["discovery"]))
        elif page == "keys":
            public = KEY.public_key().public_numbers()
            key = {"kty": "RSA", "kid": "k1", "use": "sig", "n": number(public.n), "e": number(public.e)}
            self.answer(json.dumps({"keys": [key]}))
        elif page == "authorize":
            self.authorize(sent)
        elif page == "elsewhere":
            self.answer("", 302, Location="http://127.0.0.1:1/")
        elif page == "endless":
            self.answer("x" * 1_100_000)
        else:
            self.answer("{}", 404)

    def do_POST(self) -> None:
        issuer, page, sent = self.told()
        if issuer.endswith("/control"):
            behaviour.update(USUAL | json.loads(self.text))
            self.answer("{}")
        elif page == "authorize":
            self.go_back(sent)
        elif page == "token":
            self.exchange(issuer, sent)
        else:
            self.answer("{}", 404)

    def authorize(self, sent: dict[str, str]) -> None:
        needed = {"client_id": CLIENT, "response_type": "code", "code_challenge_method": "S256"}
        if any(sent.get(name) != value for name, value in needed.items()) or "openid" not in sent["scope"]:
            return self.answer("{}", 400)
        if not behaviour["asks"]:
            return self.go_back(sent)
        hidden = "".join(
            f'<input type="hidden" name="{name}" value="{value}">' for name, value in sent.items()
        )
        return self.answer(
            "<!doctype html><html lang=en><title>Provider</title><main><h1>Who are you?</h1>"
            f"<form method=post>{hidden}<button>It is me</button></form></main>",
            kind="text/html",
        )

    def go_back(self, sent: dict[str, str]) -> None:
        if behaviour["error"]:
            back = {"error": behaviour["error"], "state": sent["state"]}
        else:
            code = secrets.token_urlsafe(16)
            codes[code] = sent
            back = {"code": code, "state": sent["state"]}
        self.answer("", 302, Location=f"{sent['redirect_uri']}?{urlencode(back)}")

    def exchange(self, issuer: str, sent: dict[str, str]) -> None:
        asked = codes.pop(sent.get("code", ""), None)
        challenge = encoded(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        right = asked and (
            sent["client_id"],
            sent["client_secret"],
            sent["redirect_uri"],
            challenge,
        ) == (CLIENT, SECRET, asked["redirect_uri"], asked["code_challenge"])
        if not right or asked is None:
            return self.answer('{"error": "invalid_grant"}', 400)
        if behaviour["token_body"] is not None:
            return self.answer(behaviour["token_body"])
        now = int(time.time())
        usual = {"iss": issuer, "sub": "s-1", "aud": CLIENT, "iat": now, "exp": now + 300}
        claims = usual | {"nonce": asked.get("nonce", "")} | behaviour["claims"]
        kept = {name: value for name, value in claims.items() if name not in behaviour["without"]}
        body = {"access_token": "unused", "token_type": "Bearer", "id_token": signed(kept)}
        return self.answer(json.dumps(body))


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
