"""Questions about where a school's people have accounts."""

from __future__ import annotations

import re
from typing import Any, Final

from django import forms

from esafety.signin.models import SignInProvider
from esafety.signin.single_sign_on.addresses import issuer_of
from esafety.signin.single_sign_on.outside import is_spoken
from esafety.signin.vocabulary import ProviderKind
from esafety.ui import fields
from esafety.ui.forms import Form
from esafety.ui.layout import Fieldset, Layout

_GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DOMAIN: Final = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_ISSUER: Final = re.compile(r"https?://[^\s/?#@]+(/[^\s?#]*)?")
EVERYBODY_S: Final = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk",
     "msn.com", "icloud.com", "me.com", "yahoo.com", "yahoo.co.uk", "btinternet.com", "proton.me", "aol.com"}
)  # fmt: skip
"""Domains in which anybody can have an address."""
MOST_DOMAINS: Final = 20


class ProviderForm(Form):
    """Where a school's people have accounts, and what the provider gave us."""

    kind = fields.Choice(
        ProviderKind,
        label="Where do your people have accounts?",
        noun="where your people have accounts",
        hints={
            ProviderKind.ENTRA: "Microsoft 365 (Entra ID)",
            ProviderKind.GOOGLE: "Google Workspace for Education",
            ProviderKind.OTHER: "Anything that speaks OpenID Connect",
        },
        conditional={ProviderKind.ENTRA: "tenant", ProviderKind.OTHER: ["issuer", "name"]},
    )
    tenant = fields.Text(
        label="Directory (tenant) ID",
        noun="the directory (tenant) ID",
        help_text="On the overview page of the app in the Entra admin centre",
        max_length=36,
        strip=True,
        width="20",
    )
    issuer = fields.Text(
        label="Issuer",
        noun="the issuer",
        help_text="It begins with https:// and is what the provider calls itself",
        max_length=300,
        strip=True,
    )
    name = fields.Text(
        label="What do your people call it?",
        noun="what your people call it",
        help_text="The button will say “Sign in with” and this name",
        max_length=60,
        strip=True,
        width="20",
    )
    client_id = fields.Text(
        label="Application (client) ID", noun="the application (client) ID", max_length=200, strip=True
    )
    secret = fields.Password(
        label="Client secret", noun="the client secret", autocomplete="off", required=False
    )
    domains = fields.TextArea(
        label="Email domains of your school",
        noun="the email domains",
        help_text="The part after the @, one on each line. Addresses outside them are never let in.",
        max_length=2_000,
        rows=3,
    )
    layout = Layout("kind", Fieldset("What the provider gave you", "client_id", "secret"), "domains")

    def __init__(self, *args: Any, row: SignInProvider | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = _initial(row) if row else {}
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["secret"].required = row is None
        self.fields["secret"].help_text = (
            "Leave this empty to keep the one there is. It is never shown."
            if row
            else "It is never shown again."
        )

    def clean_tenant(self) -> str:
        """The directory's number, as Microsoft writes it."""
        tenant = str(self.cleaned_data["tenant"]).lower()
        if tenant and not _GUID.fullmatch(tenant):
            raise forms.ValidationError(
                "Copy the directory (tenant) ID: 36 characters, like 5f2c1d5e-1b2c-4d3e-8f90-0123456789ab"
            )
        return tenant

    def clean_issuer(self) -> str:
        """An address on the internet, by https."""
        issuer = str(self.cleaned_data["issuer"])
        if issuer and not (is_spoken(issuer) and _ISSUER.fullmatch(issuer)):
            raise forms.ValidationError(
                "The issuer must be an address that begins with https://, without ? or #"
            )
        return issuer

    def clean_domains(self) -> list[str]:
        """Each domain once, in lower case; which one is wrong is said."""
        typed = re.split(r"[\s,;]+", str(self.cleaned_data["domains"]).lower())
        found = list(dict.fromkeys(one.removeprefix("@") for one in typed if one))
        if len(found) > MOST_DOMAINS:
            raise forms.ValidationError(f"Enter {MOST_DOMAINS} domains or fewer")
        for domain in found:
            if not _DOMAIN.fullmatch(domain):
                raise forms.ValidationError(f"“{domain}” is no email domain. Enter it like school.sch.uk")
            if domain in EVERYBODY_S:
                raise forms.ValidationError(
                    f"Anybody can have an address in {domain}. Enter your school's own domains only."
                )
        return found

    @property
    def told(self) -> dict[str, Any]:
        """What `set_sign_in_provider` wants to know."""
        kind, tenant = self.cleaned_data["kind"], self.cleaned_data["tenant"]
        return {
            "kind": kind,
            "label": self.cleaned_data["name"] or kind.label,
            "issuer": issuer_of(kind, tenant=tenant, typed=self.cleaned_data["issuer"]),
            "tenant": tenant,
            **{name: self.cleaned_data[name] for name in ("client_id", "secret", "domains")},
        }


def _initial(row: SignInProvider) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "tenant": row.tenant,
        "issuer": row.issuer,
        "name": row.label,
        "client_id": row.client_id,
        "domains": "\n".join(row.domains),
    }
