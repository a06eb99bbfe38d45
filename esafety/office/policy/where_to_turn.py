"""Where a child or a parent can turn outside the school, for the public help page. Facts, each with where it is from.

Source: domain/README.md, row 35 (C 2.4, D 5, E 11.2); the services' own pages as read in November 2026.
"""

from __future__ import annotations

from typing import NamedTuple


class Service(NamedTuple):
    """One service: what it is for in words a child of nine reads, and how to reach it."""

    name: str
    what_for: str
    telephone: str
    address: str
    source: str

    @property
    def shown_address(self) -> str:
        """The address as people type it."""
        return self.address.removeprefix("https://").removeprefix("www.").removesuffix("/")


# fmt: off
DANGER = Service("Police", "Somebody is in danger now.", "999", "", "D flowchart; police.uk")
SERVICES: tuple[Service, ...] = (
    Service("Childline", "Talk to somebody about anything. It is free, day or night, and it does not show on the bill.",
            "0800 1111", "https://www.childline.org.uk/", "childline.org.uk"),
    Service("CEOP", "Somebody online asks you to do things, to meet, or to send pictures. The police run it.",
            "", "https://www.ceop.police.uk/safety-centre/", "C 4.7; ceop.police.uk"),
    Service("Report Remove", "You are under 18 and a picture of you with no clothes is online. They help take it down.",
            "", "https://www.childline.org.uk/remove/", "childline.org.uk; iwf.org.uk"),
    Service("Internet Watch Foundation", "You saw sexual pictures of children. Tell them. Never send the picture on.",
            "", "https://report.iwf.org.uk/", "E N.B.; iwf.org.uk"),
    Service("Report Harmful Content", "You are 13 or over and an app did not take down something that hurts people.",
            "", "https://reportharmfulcontent.com/", "reportharmfulcontent.com"),
    Service("Police, not urgent", "A crime has happened and nobody is in danger now.", "101", "", "police.uk"),
)
# fmt: on
EXIT = "https://www.bbc.co.uk/weather"
"""Where "Leave this page" goes: a page that anybody might have open."""
