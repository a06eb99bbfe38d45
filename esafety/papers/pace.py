"""How often one address may try: counted in the cache, for things that must not be guessed or worn down."""

from __future__ import annotations

import hashlib
import logging

from django.core.cache import cache

from esafety.audit.origin import here

log = logging.getLogger(__name__)


def is_too_fast(what: str, *, limit: int, seconds: int) -> bool:
    """Whether the present address did `what` more than `limit` times since the first of these `seconds`.

    When the cache does not answer the count is not kept: what it guards has its own limit in the database.
    """
    key = f"papers.pace.{what}.{hashlib.sha256(here().address.encode()).hexdigest()[:32]}"
    try:
        cache.add(key, 0, timeout=seconds)
        return cache.incr(key) > limit
    except Exception as error:  # an expired key (ValueError) or whatever the cache's server does
        log.info("Not counted: %s", type(error).__name__)
        return False
