"""How often one device, and one school's page, may be used. Counted in the cache only, and forgotten within the hour.

A device is its address and its browser, sealed with a key that is another one tomorrow: what the cache holds leads back
to nobody, and the database holds nothing (reference/security.md, AC-13).
"""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)
HOUR = 3600
OFTEN = 5
"""From one device in an hour: what comes after is taken, and told together with others."""
MOST = 60
"""From one device in an hour: a whole class may share an address and a kind of tablet."""
MOST_OF_A_SCHOOL = 200
"""To one school's page in an hour: what comes after is given back with the words in it, and whom to ring."""
MOST_OF_A_TALK = 20
"""Additions with one code in an hour, from however many devices."""
WRONG_CODES = 10
"""From one device in an hour."""


def count(what: str, whose: str) -> int:
    """How often `whose` did this within the hour, this time too; 0 when the cache does not answer."""
    key = _key(what, whose)
    try:
        cache.add(key, 0, timeout=HOUR)
        return cache.incr(key)
    except Exception as error:  # an expired key (ValueError) or whatever the cache's server does
        log.info("Not counted: %s", type(error).__name__)
        return 0


def counted(what: str, whose: str) -> int:
    """How often `whose` did this within the hour so far; 0 when the cache does not answer."""
    try:
        return int(cache.get(_key(what, whose), 0))
    except Exception as error:
        log.info("Not counted: %s", type(error).__name__)
        return 0


def _key(what: str, whose: str) -> str:
    sealed = salted_hmac(f"{__name__}.{timezone.now():%Y%m%d}", whose, algorithm="sha256").hexdigest()
    return f"speak_up.{what}.{sealed[:32]}"
