"""What happened at the invented school, in the words of those who told it. One file an area."""

from esafety.office.demo.concerns.adults import ADULTS
from esafety.office.demo.concerns.commerce import COMMERCE
from esafety.office.demo.concerns.conduct import CONDUCT
from esafety.office.demo.concerns.contact import CONTACT
from esafety.office.demo.concerns.content import CONTENT
from esafety.office.demo.concerns.systems import SYSTEMS
from esafety.office.demo.story import Story

STORIES: tuple[Story, ...] = (*CONTENT, *CONTACT, *CONDUCT, *COMMERCE, *SYSTEMS, *ADULTS)
