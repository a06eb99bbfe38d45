"""Counting: from cases and registers to what may be printed of them."""
