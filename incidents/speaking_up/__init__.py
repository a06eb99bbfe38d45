"""Reporting in confidence, without an account: codes to come back with, limits, who is behind it, what is read."""
