"""Filtering: exceptions that close themselves, blocks, checks, the log, the yearly review."""
