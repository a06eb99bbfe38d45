"""Which of the recorded web addresses are to be blocked."""

from __future__ import annotations

from typing import Any

from esafety.ui import fields
from esafety.ui.forms import Form
from incidents.addresses import defanged
from incidents.models import Incident, WebAddress


class AddressesOf(fields.SeveralRecords):
    """Web addresses of one incident, each as text that no program makes a link."""

    def label_from_instance(self, obj: Any) -> str:
        return defanged(obj.text)


class BlockForm(Form):
    """What is asked to be blocked."""

    addresses = AddressesOf(
        WebAddress.objects.none(), label="Which of the recorded web addresses?", noun="a web address to block"
    )

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["addresses"].queryset = incident.web_addresses.all()  # type: ignore[attr-defined]
