"""How often the directory of contacts is chased. Source: domain/people-and-roles.md ("goes stale after a year")."""

import datetime as dt

CHASED_EVERY = dt.timedelta(weeks=4)
"""While an entry is stale, those who keep the contacts are reminded this often."""
